"""Opening hours written as « lun-ven 9h-12h 14h-18h30, sam 9h-12h »: read, and told at an instant.

Hours are those of the place's own clock, overseas included. On a public holiday nothing is known:
the weekly hours are not said to hold.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import holidays

from knowledge.settings import settings

DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
DAY_MINUTES = 24 * 60
GROUP = re.compile(r"(?P<days>[a-z]{3}(?:(?:-| )[a-z]{3})*) (?P<times>\d.*)")
RANGE = re.compile(r"(\d{1,2})h(\d\d)?-(\d{1,2})h(\d\d)?")
MAINLAND = ZoneInfo("Europe/Paris")
# IANA time zones of the départements and territories far from Paris time.
OVERSEAS = {
    "971": "America/Guadeloupe", "972": "America/Martinique", "973": "America/Cayenne",
    "974": "Indian/Reunion", "975": "America/Miquelon", "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy", "978": "America/Marigot", "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti", "988": "Pacific/Noumea",
}  # fmt: skip
HOURS_KNOWN = "oui:ouverture"  # code of the criterion that a file tells the hours of a place
Hours = Mapping[int, tuple[tuple[int, int], ...]]


@dataclass(frozen=True)
class State:
    """`change`: when it closes or opens next, on the place's clock; None when it never does.

    `open` is None on a public holiday, when weekly hours say nothing.
    """

    open: bool | None
    now: datetime
    change: datetime | None


@lru_cache(maxsize=4096)
def parse_hours(written: str) -> Hours:
    """Minutes open by day of the week (0 is Monday); raise ValueError when not understood."""
    hours: dict[int, list[tuple[int, int]]] = {}
    for group in written.lower().split(","):
        found = GROUP.fullmatch(" ".join(group.split()))
        if found is None:
            raise ValueError(f"horaires « {group.strip()} » : écrivez comme « lun-ven 9h-12h »")
        ranges = [_minutes(one) for one in found["times"].split()]
        for day in _days(found["days"]):
            hours.setdefault(day, []).extend(ranges)
    return {day: tuple(sorted(ranges)) for day, ranges in hours.items()}


def _days(written: str) -> list[int]:
    listed: list[int] = []
    for part in written.split():
        ends = [DAYS.index(day) if day in DAYS else -1 for day in part.split("-")]
        if -1 in ends or len(ends) > 2 or ends != sorted(ends):
            raise ValueError(f"jours « {part} » : écrivez {', '.join(DAYS)}, ou lun-ven")
        listed += range(ends[0], ends[-1] + 1)
    return listed


def _minutes(written: str) -> tuple[int, int]:
    found = RANGE.fullmatch(written)
    if found:
        hour, minute, last_hour, last_minute = (int(figure or 0) for figure in found.groups())
        begins, ends = hour * 60 + minute, last_hour * 60 + last_minute
        if begins < ends <= DAY_MINUTES and max(minute, last_minute) < 60:
            return begins, ends
    raise ValueError(f"heures « {written} » : écrivez comme 9h-12h30, dans la même journée")


def present() -> datetime:
    """This instant, on the simulated day if there is one; aware."""
    instant = datetime.now(MAINLAND)
    simulated = settings().today
    return (
        datetime.combine(date.fromisoformat(simulated), instant.timetz()) if simulated else instant
    )


def is_open(written: str, departement: str, now: datetime) -> bool:
    """True only when the hours say so; False when closed, and when nothing is known."""
    return bool(written) and state_at(written, departement, now).open is True


@cache
def zone(departement: str) -> ZoneInfo:
    """Time zone of a département."""
    return ZoneInfo(OVERSEAS[departement]) if departement in OVERSEAS else MAINLAND


def state_at(written: str, departement: str, now: datetime) -> State:
    """Open or closed at `now` (aware), and until when, within a week."""
    hours, now = parse_hours(written), now.astimezone(zone(departement))
    if now.date() in _public_holidays():
        return State(None, now, None)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    days = [midnight + timedelta(days=ahead) for ahead in range(8)]
    spans = _joined(
        [
            (day + timedelta(minutes=begins), day + timedelta(minutes=ends))
            for day in days
            if day.date() not in _public_holidays()
            for begins, ends in hours.get(day.weekday(), ())
        ]
    )
    for begins, ends in spans:
        if begins <= now < ends:
            never_closes = ends - midnight == timedelta(days=len(days))
            return State(True, now, None if never_closes else ends)
        if now < begins:
            return State(False, now, begins)
    return State(False, now, None)


@cache
def _public_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("FR")


def _joined(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Spans in order, one that begins when another ends continuing it."""
    joined: list[tuple[datetime, datetime]] = []
    for begins, ends in sorted(spans):
        if joined and begins <= joined[-1][1]:
            begins, before = joined.pop()
            ends = max(ends, before)
        joined.append((begins, ends))
    return joined
