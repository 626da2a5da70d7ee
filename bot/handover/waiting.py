"""How long a member may expect to wait, in honest words. Pure: no clock, no database.

Never a false precision, and nothing at all when it is not known.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from knowledge.moments import moment
from knowledge.opening import OpeningHours
from knowledge.wording import NARROW_SPACE, say

KNOWN_FROM = 5  # conversations handled lately: under it, their median says nothing
STEP, COARSE_STEP = 5, 30  # minutes


@dataclass(frozen=True)
class Place:
    """Where one stands: `position` (1: next), `wait` in words, or None when it is not known."""

    position: int
    wait: str | None = None

    def told(self) -> str:
        """The place as a sentence."""
        if self.wait is None:
            return say("attente_place", position=self.position)
        return say("attente_place_duree", position=self.position, attente=self.wait)


def expected(position: int, counselors: int, handlings: list[int]) -> timedelta | None:
    """Time until the one at `position` is taken, when `counselors` are present.

    `handlings`: seconds that recent conversations took. As if each counselor followed one at a time
    and had just started: told a little long rather than short. None when it is not known.
    """
    if counselors < 1 or len(handlings) < KNOWN_FROM:
        return None
    return timedelta(seconds=median(handlings) * position / counselors)


def in_words(wait: timedelta, now: datetime, hours: OpeningHours) -> str:
    """« environ 10 minutes », rounded up; the next day worked when today is not long enough."""
    if now + wait > hours.closing(now):
        opening = hours.next_opening(hours.closing(now))
        return say("attente_demain", ouverture=moment(opening, now))
    minutes = wait.total_seconds() / 60
    if minutes <= STEP:
        return say("attente_courte")
    if minutes <= 60 - STEP:
        return say("attente_minutes", nombre=_up(minutes, STEP))
    if minutes > 3 * 60:
        return say("attente_longue")
    whole, half = divmod(_up(minutes, COARSE_STEP), 60)
    spoken = f"{whole}{NARROW_SPACE}h" + (f"{NARROW_SPACE}{half}" if half else "")
    return say("attente_heures", duree=spoken)


def _up(minutes: float, step: int) -> int:
    return int(-(-minutes // step) * step)
