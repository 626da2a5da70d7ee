"""The mutuelle's settings: when counselors answer, and what texts may say of it."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from knowledge.content import ROOT, ContentError
from knowledge.mutuelle import load_mutuelle, mutuelle
from knowledge.opening import OpeningHours

PARIS = ZoneInfo("Europe/Paris")
HOURS = OpeningHours.model_validate(
    {"fuseau": "Europe/Paris", "jours": [0, 1, 2, 3, 4], "debut": "09:00", "fin": "18:00"}
)


@pytest.mark.parametrize(
    ("instant", "is_open"),
    [
        (datetime(2026, 11, 20, 9, 0, tzinfo=PARIS), True),
        (datetime(2026, 11, 20, 8, 59, tzinfo=PARIS), False),
        (datetime(2026, 11, 20, 17, 59, tzinfo=PARIS), True),
        (datetime(2026, 11, 20, 18, 0, tzinfo=PARIS), False),
        (datetime(2026, 11, 21, 11, 0, tzinfo=PARIS), False),
        (datetime(2026, 11, 11, 11, 0, tzinfo=PARIS), False),
        (datetime(2026, 4, 6, 11, 0, tzinfo=PARIS), False),
        (datetime(2026, 11, 20, 8, 30, tzinfo=ZoneInfo("UTC")), True),
        (datetime(2026, 7, 3, 16, 30, tzinfo=ZoneInfo("UTC")), False),
    ],
    ids=[
        "opening", "a minute early", "a minute to closing", "closing", "saturday", "armistice",
        "easter monday", "winter time", "summer time",
    ],
)  # fmt: skip
def test_counselors_answer_at_the_hours_told(instant: datetime, is_open: bool) -> None:
    assert HOURS.is_open(instant) is is_open


def test_texts_may_cite_the_mutuelle() -> None:
    told = mutuelle().values()
    assert told["telephone"] == "01 99 00 12 34"
    assert not told["site"].endswith("/")
    assert all(told.values())


def test_the_demonstration_says_it_is_one() -> None:
    assert mutuelle().demonstration, "the mutuelle shipped does not exist: members must be told"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('telephone: "0199001234"', 'telephone: "01 99 00 12 34"', "champ « telephone »"),
        ("nom: ", "nmo: ", "champ « nmo » : ce champ n'existe pas"),
        ("site: https://mutuelle.example", "site: mutuelle.example", "adresse complète, https://"),
        ('debut: "09:00"', 'debut: "neuf heures"', "champ « ouverture.debut »"),
    ],
)
def test_a_wrong_setting_is_told_to_the_editor(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    text = (ROOT / "mutuelle.yml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "mutuelle.yml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError, match=told.replace(".", r"\.")):
        load_mutuelle(path)
