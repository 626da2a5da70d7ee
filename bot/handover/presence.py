"""Which counselors are at their desk, and for how long the others are away. In memory.

After a restart everybody is away since the restart: whoever is there comes back within seconds.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta


class Presence:
    """Counselors by account id; one may have several windows open."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Nobody is there yet."""
        self.clock = clock
        self._windows: Counter[int] = Counter()
        self._started = clock()
        self._left: dict[int, datetime] = {}

    @contextmanager
    def at_desk(self, counselor: int) -> Iterator[None]:
        """Present as long as the block lasts."""
        self._windows[counselor] += 1
        try:
            yield
        finally:
            self._windows[counselor] -= 1
            if not self._windows[counselor]:
                del self._windows[counselor]
                self._left[counselor] = self.clock()

    def present(self) -> frozenset[int]:
        """Who is at their desk."""
        return frozenset(self._windows)

    def away(self, counselor: int) -> timedelta:
        """For how long this counselor has been away; zero when present."""
        if counselor in self._windows:
            return timedelta()
        return self.clock() - self._left.get(counselor, self._started)
