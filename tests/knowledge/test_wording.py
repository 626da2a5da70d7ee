"""Facts become words as a French reader expects them, and a missing one is never made up."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.content import ContentError
from knowledge.wording import cite, format_value, french_date, say, service_texts, word

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("1", "euro", "1 €"),
        ("26.5", "euro", "26,50 €"),
        ("10339", "euro", "10 339 €"),
        ("1234567.89", "euro", "1 234 567,89 €"),
        ("0", "euro", "0 €"),
        ("65", "pourcent", "65 %"),
        ("1", "an", "1 an"),
        ("2", "an", "2 ans"),
        ("1.5", "jour", "1,50 jour"),
        ("8", "jour", "8 jours"),
        ("3", "mois", "3 mois"),
    ],
)
def test_a_value_is_written_in_french(value: str, unit: str, shown: str) -> None:
    assert format_value(Decimal(value), unit) == shown.replace(" ", "\u202f")


def test_a_date_is_written_in_french() -> None:
    assert french_date(date(2026, 3, 1)) == "01/03/2026"


def test_numbers_come_from_the_contacts_and_settings() -> None:
    text = word("Appelez le {{ contact:samu }} ou {{contact:suicide}}, {{ mutuelle:nom }}.", DAY)
    assert text == "Appelez le 15 ou 3114, Mutuelle de démonstration."


@pytest.mark.parametrize(
    ("kind", "name"), [("contact", "voisin"), ("montant", "x"), ("autre", "x")]
)
def test_an_unknown_fact_stops_the_text(kind: str, name: str) -> None:
    with pytest.raises(KeyError):
        cite(kind, name, DAY)


def test_what_the_service_says_is_filled_in() -> None:
    assert "Camille" in say("prise", conseiller="Camille")
    assert "{conseiller}" not in say("prise", conseiller="Camille")
    with pytest.raises(KeyError):
        say("texte_inconnu")


def test_a_value_cannot_cite_a_fact_nor_another_value() -> None:
    said = say("prise", conseiller="{{ contact:samu }}")
    assert "{{ contact:samu }} a rejoint la conversation" in said


def test_a_text_that_is_not_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "messages.yml"
    path.write_text("bonjour: Bonjour.\nvide: ''\nliste: [a]\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        service_texts(path)
    assert [problem.split(" : ")[1] for problem in caught.value.problems] == [
        "champ « vide »",
        "champ « liste »",
    ]
