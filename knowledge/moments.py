"""Instants as members read them: « aujourd'hui à 14 h », « lundi 23 novembre à 9 h 30 ».

Always in the mutuelle's own time. Names of days and months are in `messages.yml`.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from knowledge.mutuelle import mutuelle
from knowledge.wording import NARROW_SPACE, french_date, say


def moment(instant: datetime, now: datetime) -> str:
    """Day and hour of `instant`, as said at `now` (both aware)."""
    return say("moment", jour=day(instant, now), heure=hour(instant))


def day(instant: datetime, now: datetime) -> str:
    """« aujourd'hui », « demain » or « lundi 23 novembre »."""
    meant, today = _local(instant).date(), _local(now).date()
    if meant == today:
        return say("aujourdhui")
    if meant == today + timedelta(days=1):
        return say("demain")
    weekday, month = say("jours").split()[meant.weekday()], say("mois").split()[meant.month - 1]
    number = say("premier") if meant.day == 1 else str(meant.day)
    return f"{weekday} {number} {month}"


def hour(instant: datetime) -> str:
    """« 9 h », « 14 h 30 »."""
    local = _local(instant)
    minutes = f"{NARROW_SPACE}{local:%M}" if local.minute else ""
    return f"{local.hour}{NARROW_SPACE}h{minutes}"


def stamp(instant: datetime) -> str:
    """Date and hour whatever the day it is read: « 21/11/2026, 9 h 30 »."""
    return f"{french_date(_local(instant))}, {hour(instant)}"


def _local(instant: datetime) -> datetime:
    return instant.astimezone(ZoneInfo(mutuelle().ouverture.fuseau))
