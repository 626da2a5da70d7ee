"""How fast one may write: a burst, then a pace; the delay told is always enough."""

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.limits import Bucket

PAUSES = st.lists(st.floats(min_value=0, max_value=3), max_size=60)
RATES = st.floats(min_value=0.2, max_value=50)


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_allowed_then_one_must_wait() -> None:
    bucket = Bucket(rate=2, burst=3, clock=Clock())
    assert [bucket.wait() for _ in range(4)] == [0, 0, 0, 0.5]


def test_silence_never_saves_more_than_a_burst() -> None:
    clock = Clock()
    bucket = Bucket(rate=2, burst=3, clock=clock)
    clock.now += 3600
    assert [bucket.wait() > 0 for _ in range(4)] == [False, False, False, True]


@given(RATES, st.integers(min_value=1, max_value=20), PAUSES)
def test_no_more_than_the_burst_and_the_pace_gets_through(
    rate: float, burst: int, pauses: list[float]
) -> None:
    clock = Clock()
    bucket = Bucket(rate, burst, clock)
    allowed = 0
    for pause in pauses:
        clock.now += pause
        allowed += bucket.wait() == 0
    assert allowed <= burst + rate * sum(pauses) + 1e-3


@given(RATES, st.integers(min_value=1, max_value=5), PAUSES)
def test_waiting_as_told_is_enough(rate: float, burst: int, pauses: list[float]) -> None:
    clock = Clock()
    bucket = Bucket(rate, burst, clock)
    for pause in pauses:
        clock.now += pause
        delay = bucket.wait()
        if delay:
            clock.now += delay
            assert bucket.wait() == 0
