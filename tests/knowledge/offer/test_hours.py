"""« Ouvert maintenant » is said only when the file's hours prove it, on the place's own clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from knowledge.offer import mask, search
from knowledge.offer.hours import is_open, parse_hours, state_at
from knowledge.offer.hours_words import spelled, state_text
from tests.knowledge.offer.mutuelle_file import VALENCIENNES, import_lines

WEEK = "lun-ven 9h-12h 14h-18h30, sam 9h-12h"
PARIS = ZoneInfo("Europe/Paris")


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """An instant of 2026 in Paris; the 16th of November is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (at(16, 10), "ouvert maintenant, jusqu'à 12 h"),
        (at(16, 12), "fermé, ouvre à 14 h"),
        (at(16, 18, 29), "ouvert maintenant, jusqu'à 18 h 30"),
        (at(16, 20), "fermé, ouvre demain à 9 h"),
        (at(21, 15), "fermé, ouvre lundi à 9 h"),
        (at(11, 10), "jour férié : appelez pour savoir si c'est ouvert"),
        (at(10, 20), "fermé, ouvre jeudi à 9 h"),
    ],
)
def test_the_state_is_told_with_what_comes_next(instant: datetime, words: str) -> None:
    assert state_text(state_at(WEEK, "59", instant)) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("lun-dim 0h-24h", "ouvert maintenant, jour et nuit"),
        ("lun 8h-24h, mar 0h-2h", "ouvert maintenant, jusqu'à 2 h"),
    ],
)
def test_midnight_does_not_close(written: str, words: str) -> None:
    assert state_text(state_at(written, "59", at(16, 23))) == words


def test_overseas_hours_are_read_on_the_local_clock() -> None:
    assert is_open(WEEK, "974", at(16, 7))
    assert not is_open(WEEK, "59", at(16, 7))
    assert state_text(state_at(WEEK, "972", at(16, 13))) == "fermé, ouvre à 9 h"


def test_hours_are_spelled_in_plain_words() -> None:
    assert spelled(WEEK) == (
        "du lundi au vendredi de 9 h à 12 h et de 14 h à 18 h 30, samedi de 9 h à 12 h"
    )


@pytest.mark.parametrize(
    "written",
    ["", "tous les jours", "lun-ven", "lun-ven 9h", "lun-ven 12h-9h", "lun 9h-25h",
     "ven-lun 9h-12h", "lundi 9h-12h", "lun 9h75-12h", "lun 9h-12h;mar 9h-12h"],
)  # fmt: skip
def test_what_is_not_understood_is_refused_not_guessed(written: str) -> None:
    with pytest.raises(ValueError, match="écrivez"):
        parse_hours(written)


def test_the_filter_keeps_only_what_is_open_then(engine: Engine) -> None:
    import_lines(
        engine,
        {"nom": "SEMAINE", "ouverture": WEEK},
        {"nom": "NUIT", "ouverture": "lun-dim 0h-24h"},
        {"nom": "INCONNU"},
    )

    def open_at(instant: datetime) -> list[str]:
        marks = mask(["ouvert_maintenant"])
        found = search(engine, "pharmacie", VALENCIENNES, marks=marks, now=instant)
        return sorted(one.name for one in found.results)

    assert open_at(at(16, 10)) == ["NUIT", "SEMAINE"]
    assert open_at(at(16, 3)) == ["NUIT"]
    assert open_at(at(11, 10)) == []
