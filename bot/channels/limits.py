"""How fast one sender may go: a token bucket. Refused messages are told when to come back."""

import time
from collections.abc import Callable

ALMOST_ONE = 1 - 1e-6  # waiting exactly as told is enough, whatever floats lose on the way


class Bucket:
    """`burst` messages at once, then `rate` a second."""

    def __init__(
        self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Start full."""
        self._rate, self._burst, self._clock = rate, burst, clock
        self._tokens, self._at = float(burst), clock()

    def wait(self) -> float:
        """Take a token: 0 when allowed, else the seconds to wait before trying again."""
        moment = self._clock()
        self._tokens = min(self._burst, self._tokens + (moment - self._at) * self._rate)
        self._at = moment
        if self._tokens >= ALMOST_ONE:
            self._tokens -= 1
            return 0.0
        return (1 - self._tokens) / self._rate
