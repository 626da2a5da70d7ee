"""Time counted in counselors' hours: weekends, public holidays and changes of hour included."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from knowledge.moments import day, moment
from knowledge.opening import OpeningHours

PARIS = ZoneInfo("Europe/Paris")
WEEK = {"fuseau": "Europe/Paris", "jours": [0, 1, 2, 3, 4], "debut": "09:00", "fin": "18:00"}
HOURS = OpeningHours.model_validate(WEEK)


def paris(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=PARIS)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("instant", "opening"),
    [
        (paris(2026, 11, 23, 10, 0), paris(2026, 11, 23, 10, 0)),
        (paris(2026, 11, 23, 7, 0), paris(2026, 11, 23, 9, 0)),
        (paris(2026, 11, 20, 18, 0), paris(2026, 11, 23, 9, 0)),
        (paris(2026, 12, 24, 19, 0), paris(2026, 12, 28, 9, 0)),
        (paris(2026, 4, 30, 19, 0), paris(2026, 5, 4, 9, 0)),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), paris(2026, 11, 23, 9, 0)),
    ],
    ids=["open", "early", "friday evening", "christmas", "may day", "night in another zone"],
)
def test_the_next_opening_skips_nights_weekends_and_holidays(
    instant: datetime, opening: datetime
) -> None:
    assert HOURS.next_opening(instant) == opening


@pytest.mark.parametrize(
    ("instant", "hours", "due"),
    [
        (paris(2026, 11, 23, 10, 0), 2, paris(2026, 11, 23, 12, 0)),
        (paris(2026, 11, 23, 10, 0), 9, paris(2026, 11, 24, 10, 0)),
        (paris(2026, 11, 20, 17, 0), 9, paris(2026, 11, 23, 17, 0)),
        (paris(2026, 11, 21, 12, 0), 9, paris(2026, 11, 23, 18, 0)),
        (paris(2026, 11, 10, 17, 0), 2, paris(2026, 11, 12, 10, 0)),
        (paris(2026, 3, 27, 17, 0), 9, paris(2026, 3, 30, 17, 0)),
    ],
    ids=["same day", "next day", "over a weekend", "asked on saturday", "armistice", "summer time"],
)
def test_a_delay_counts_only_hours_worked(instant: datetime, hours: float, due: datetime) -> None:
    assert HOURS.after(instant, hours) == due


def test_slots_are_whole_to_come_and_on_the_next_days_worked() -> None:
    slots = HOURS.slots(paris(2026, 11, 20, 14, 0), 90, 3)
    assert slots[:3] == [
        paris(2026, 11, 20, 15, 0), paris(2026, 11, 20, 16, 30), paris(2026, 11, 23, 9, 0),
    ]  # fmt: skip
    assert {slot.date().isoformat() for slot in slots} == {
        "2026-11-20", "2026-11-23", "2026-11-24",
    }  # fmt: skip
    assert all(HOURS.is_open(slot + timedelta(minutes=89)) for slot in slots)


def test_hours_that_never_open_are_refused() -> None:
    for wrong in ({"jours": []}, {"debut": "18:00", "fin": "09:00"}):
        with pytest.raises(ValidationError, match="au moins un jour"):
            OpeningHours.model_validate({**WEEK, **wrong})


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (paris(2026, 11, 23, 14, 30), "aujourd'hui à 14 h 30"),
        (paris(2026, 11, 24, 9, 0), "demain à 9 h"),
        (paris(2026, 11, 30, 9, 0), "lundi 30 novembre à 9 h"),
        (paris(2026, 12, 1, 9, 0), "mardi 1er décembre à 9 h"),
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), "demain à 0 h 30"),
    ],
)
def test_instants_are_told_in_words_and_in_the_mutuelle_s_time(
    instant: datetime, words: str
) -> None:
    assert moment(instant, paris(2026, 11, 23, 10, 0)).replace("\u202f", " ") == words


def test_a_day_alone() -> None:
    assert day(paris(2026, 11, 25, 9, 0), paris(2026, 11, 23, 10, 0)) == "mercredi 25 novembre"
