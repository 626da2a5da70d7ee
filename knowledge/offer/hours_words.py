"""Opening hours in French: a week in full, and the state of a place at an instant.

The words are in `cartes.yml`; what is open is decided by `hours`.
"""

import re
from datetime import datetime

from knowledge.offer.hours import DAYS, RANGE, State
from knowledge.offer.wording import worded

DAY = re.compile(r"\b([a-z]{3})(?:-([a-z]{3}))?\b(?= )")


def spelled(written: str) -> str:
    """« lun-ven 9h-12h » → « du lundi au vendredi de 9 h à 12 h »."""
    groups = [" ".join(group.split()) for group in written.lower().split(",")]
    return ", ".join(_group(group) for group in groups)


def _group(group: str) -> str:
    times = list(RANGE.finditer(group))
    days = DAY.sub(_days, group[: times[0].start()])
    hours = [
        worded("heures", debut=_hour(*one.groups()[:2]), fin=_hour(*one.groups()[2:]))
        for one in times
    ]
    return days + worded("heures_jointes").join(hours)


def _days(found: re.Match[str]) -> str:
    first, last = (_day(DAYS.index(one)) if one else "" for one in found.groups())
    return worded("jours_suivis", premier=first, dernier=last) if last else first


def _day(weekday: int) -> str:
    return worded("jours").split()[weekday]


def _hour(hour: str | int, minute: str | int | None = None) -> str:
    return f"{int(hour)} h {int(minute):02d}" if minute and int(minute) else f"{int(hour)} h"


def state_text(state: State) -> str:
    """« ouvert maintenant, jusqu'à 18 h », « fermé, ouvre demain à 9 h »."""
    if state.open is None:
        return worded("ferie")
    if state.change is None:
        return worded("ouvert_toujours" if state.open else "ferme_semaine")
    hour = _hour(state.change.hour, state.change.minute)
    if state.open:
        return worded("ouvert", heure=hour)
    return worded(_when(state.now, state.change), heure=hour, jour=_day(state.change.weekday()))


def _when(now: datetime, change: datetime) -> str:
    days = (change.date() - now.date()).days
    return ("ferme", "ferme_demain")[days] if days < 2 else "ferme_jour"
