"""How long one waits, told honestly: rounded up, never beyond closing, nothing when unknown."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.handover.waiting import KNOWN_FROM, Place, expected, in_words
from knowledge.opening import OpeningHours

MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
HOURS = OpeningHours.model_validate(
    {"fuseau": "Europe/Paris", "jours": [0, 1, 2, 3, 4], "debut": "09:00", "fin": "18:00"}
)
TEN_MINUTES = [600] * KNOWN_FROM


@pytest.mark.parametrize(
    ("position", "counselors", "minutes"), [(1, 1, 10), (3, 1, 30), (3, 3, 10), (1, 4, 2.5)]
)
def test_the_wait_grows_with_the_queue_and_shrinks_with_counselors(
    position: int, counselors: int, minutes: float
) -> None:
    assert expected(position, counselors, TEN_MINUTES) == timedelta(minutes=minutes)


def test_one_very_long_conversation_does_not_change_what_is_told() -> None:
    assert expected(1, 1, [*TEN_MINUTES, 6 * 3600]) == timedelta(minutes=10)


@pytest.mark.parametrize(("counselors", "handlings"), [(0, TEN_MINUTES), (2, TEN_MINUTES[1:])])
def test_nothing_is_said_when_it_is_not_known(counselors: int, handlings: list[int]) -> None:
    assert expected(1, counselors, handlings) is None
    assert Place(2).told() == "Votre place dans la file : 2."


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0.5, "moins de 5 minutes"), (5, "moins de 5 minutes"), (5.1, "environ 10 minutes"),
        (12, "environ 15 minutes"), (55, "environ 55 minutes"), (56, "environ 1 h"),
        (61, "environ 1 h 30"), (90, "environ 1 h 30"), (120, "environ 2 h"),
        (181, "plus de 3 heures"),
    ],
)  # fmt: skip
def test_a_wait_is_rounded_up_in_words(minutes: float, words: str) -> None:
    told = in_words(timedelta(minutes=minutes), MORNING, HOURS)
    assert told.replace("\u202f", " ") == words


def test_a_wait_that_passes_closing_time_says_the_next_day_worked() -> None:
    friday = datetime(2026, 11, 20, 17, 40, tzinfo=ZoneInfo("Europe/Paris"))
    told = in_words(timedelta(minutes=30), friday, HOURS).replace("\u202f", " ")
    assert told == "probablement pas avant lundi 23 novembre à 9 h"
