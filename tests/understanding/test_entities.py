"""Held-out sentences: the need and the place of each are understood, or listed as known failures.

The list of failures can only shrink: a listed sentence that passes must be removed from it. Each
other entity is guarded by its F1 on the sentences that tell what is expected of it.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.nlu.evaluation import NAMED, entity_f1
from knowledge.needs import extract_needs
from knowledge.pathologies import pathologies
from knowledge.people import people
from knowledge.places import extract_places
from knowledge.urgency import delays

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "entities.yml").read_text(encoding="utf-8"))
KNOWN_FAILURES = yaml.safe_load((HERE / "known_failures.yml").read_text(encoding="utf-8")) or []


def understood(text: str) -> tuple[str | None, set[str | None]]:
    """First need, and the ways of naming the first place (an arrondissement is its postal code)."""
    needs = extract_needs(text)
    places = extract_places(text)
    need = needs[0].need_id if needs else None
    if not places:
        return need, {None}
    if len(places[0].candidates) > 1:
        return need, {"ambigu"}
    found = places[0].candidates[0]
    same = {f"cp:{code}" for code in found.codes_postaux if found.kind == "arrondissement"}
    return need, {found.id, *same}


@pytest.mark.parametrize(
    "case", [one for one in CASES if "besoin" in one], ids=lambda case: case["texte"][:60]
)
def test_need_and_place_are_understood(case: dict[str, Any]) -> None:
    need, place = understood(case["texte"])
    right = need == case["besoin"] and case["lieu"] in place
    if case["texte"] in KNOWN_FAILURES:
        assert not right, "passe maintenant : retirez cette phrase de known_failures.yml"
    else:
        assert (need, right) == (case["besoin"], True), f"lieu lu : {place}, attendu {case['lieu']}"


def test_known_failures_are_sentences_of_the_file() -> None:
    assert set(KNOWN_FAILURES) <= {case["texte"] for case in CASES}


@pytest.mark.parametrize("entity", NAMED)
def test_nine_in_ten_of_what_is_named_is_understood_and_little_is_made_up(entity: str) -> None:
    assert entity_f1(entity) >= 0.9


@pytest.mark.parametrize(
    ("entity", "known"),
    [
        ("pathologie", set(pathologies())),
        ("urgence", set(delays().delais)),
        ("beneficiaire", set(people().liens)),
    ],
)
def test_what_is_expected_exists(entity: str, known: set[str]) -> None:
    told = [case[entity] for case in CASES if case.get(entity)]
    expected = {one for value in told for one in (value if isinstance(value, list) else [value])}
    assert len(told) > 20
    assert expected <= known


def test_enough_sentences_name_neither_pathology_nor_delay() -> None:
    """F1 alone would not see what is made up from ordinary words."""
    told = [case for case in CASES if "pathologie" in case]
    nothing = [case for case in told if case["pathologie"] is None and case["urgence"] is None]
    assert len(told) >= 120
    assert len(nothing) >= 40
