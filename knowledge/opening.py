"""When counselors work, and time counted in their hours: next opening, delays, call-back slots.

Pure: every instant is aware and given by the caller. French public holidays are closed.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo

import holidays
from pydantic import model_validator

from knowledge.content import Content


class OpeningHours(Content):
    """When counselors answer. `jours`: 0 is Monday; French public holidays are closed."""

    fuseau: str
    jours: tuple[int, ...]
    debut: time
    fin: time

    @model_validator(mode="after")
    def _open_some_day(self) -> "OpeningHours":
        if not set(self.jours) & set(range(7)) or self.debut >= self.fin:
            raise ValueError("donnez au moins un jour (0 : lundi), et une fin après le début")
        return self

    def is_open(self, instant: datetime) -> bool:
        """True when counselors work at `instant`."""
        local = instant.astimezone(ZoneInfo(self.fuseau))
        return self.works_on(local.date()) and self.debut <= local.time() < self.fin

    def works_on(self, day: date) -> bool:
        """True when counselors work that day."""
        return day.weekday() in self.jours and day not in _public_holidays()

    def next_opening(self, instant: datetime) -> datetime:
        """The first instant from `instant` on when counselors work: itself when they do now."""
        return next(start for start, _ in self._periods(instant))

    def closing(self, instant: datetime) -> datetime:
        """When counselors stop, on the first day from `instant` on when they work."""
        return next(end for _, end in self._periods(instant))

    def after(self, instant: datetime, hours: float) -> datetime:
        """The instant when counselors will have worked `hours` from `instant`."""
        left = timedelta(hours=hours)
        for start, end in self._periods(instant):
            if left <= end - start:
                return start + left
            left -= end - start
        raise AssertionError("periods never end")

    def slots(self, instant: datetime, minutes: int, days: int) -> list[datetime]:
        """Starts of whole slots of `minutes`, on the next `days` days worked, none under way."""
        step = timedelta(minutes=minutes)
        found: list[datetime] = []
        for start, end in islice(self._periods(instant), days):
            slot = self._at(start.date(), self.debut)
            while slot + step <= end:
                if slot >= start:
                    found.append(slot)
                slot += step
        return found

    def _periods(self, instant: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is left of each day worked from `instant` on, in local time, without end."""
        local = instant.astimezone(ZoneInfo(self.fuseau))
        day = local.date()
        while True:
            end = self._at(day, self.fin)
            if self.works_on(day) and local < end:
                yield max(local, self._at(day, self.debut)), end
            day += timedelta(days=1)

    def _at(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, ZoneInfo(self.fuseau))


@cache
def _public_holidays() -> holidays.HolidayBase:
    """Years are added as they are asked for."""
    return holidays.country_holidays("FR")
