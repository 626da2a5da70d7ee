"""An amount is given for a date it is known for, or not at all."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.content import ContentError
from knowledge.figures import Figure, OutOfDate, figures, load_figures
from knowledge.wording import format_value, word_figure

SOURCE = {"titre": "Source", "url": "https://exemple.fr", "consulte_le": date(2026, 11, 1)}
DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))
AMOUNTS = st.decimals(0, 99_999, places=2)
HISTORY = st.dictionaries(DAYS, AMOUNTS, min_size=1, max_size=6)


def figure(
    values: dict[date, Decimal], fin: date | None = None, a_verifier: bool = False
) -> Figure:
    return Figure.model_validate(
        {
            "id": "forfait",
            "libelle": "Forfait d'essai",
            "unite": "euro",
            "valeurs": {day: {"valeur": value, "source": SOURCE} for day, value in values.items()},
            "fin": fin,
            "a_verifier": a_verifier,
            "ou_verifier": "ameli.fr",
        }
    )


@given(HISTORY, DAYS)
def test_the_value_is_the_latest_not_after_the_day(values: dict[date, Decimal], day: date) -> None:
    begun = [start for start in values if start <= day]
    if begun:
        assert figure(values).on(day).valeur == values[max(begun)]
    else:
        with pytest.raises(OutOfDate):
            figure(values).on(day)


@given(HISTORY, DAYS, DAYS)
def test_nothing_is_given_after_the_end(values: dict[date, Decimal], fin: date, day: date) -> None:
    known = figure(values, fin)
    if day > fin or day < min(values):
        with pytest.raises(OutOfDate, match="aucune valeur connue"):
            known.on(day)
    else:
        assert known.on(day) == figure(values).on(day)


@given(HISTORY, DAYS, AMOUNTS)
def test_adding_a_value_changes_nothing_before_its_date(
    values: dict[date, Decimal], start: date, value: Decimal
) -> None:
    eve = start - timedelta(days=1)
    if min(values) <= eve:
        assert figure({**values, start: value}).on(eve) == figure(values).on(eve)


@pytest.mark.parametrize("name", sorted(figures()))
def test_past_its_end_an_amount_is_replaced_by_where_to_find_it(name: str) -> None:
    shipped = figures()[name]
    last = max(shipped.valeurs)
    ended = shipped.model_copy(update={"fin": last})
    given_before = format_value(shipped.valeurs[last].valeur, shipped.unite)
    assert given_before in word_figure(ended, last)
    told = word_figure(ended, last + timedelta(days=1))
    assert told == f"(montant à confirmer : {shipped.ou_verifier})"
    assert given_before not in told


def test_an_amount_that_is_not_sure_says_so_and_where_to_check() -> None:
    day = date(2026, 1, 1)
    unsure = figure({day: Decimal("14.50")}, a_verifier=True)
    assert word_figure(unsure, day) == "14,50\u202f€ (à vérifier : ameli.fr)"
    assert word_figure(figure({day: Decimal("14.50")}), day) == "14,50\u202f€"


def test_every_faulty_file_is_named(tmp_path: Path) -> None:
    for name in ("un", "deux"):
        (tmp_path / f"{name}.yml").write_text("unite: florin\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_figures(tmp_path)
    told = str(caught.value)
    assert "un.yml" in told
    assert "deux.yml" in told
    assert "champ « valeurs » : ajoutez ce champ." in told
