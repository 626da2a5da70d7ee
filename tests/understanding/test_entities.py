"""Held-out sentences: the need and the place of each are understood, or listed as known failures.

The list of failures can only shrink: a listed sentence that passes must be removed from it.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.needs import extract_needs
from knowledge.places import extract_places

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


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["texte"][:60])
def test_need_and_place_are_understood(case: dict[str, Any]) -> None:
    need, place = understood(case["texte"])
    right = need == case["besoin"] and case["lieu"] in place
    if case["texte"] in KNOWN_FAILURES:
        assert not right, "passe maintenant : retirez cette phrase de known_failures.yml"
    else:
        assert (need, right) == (case["besoin"], True), f"lieu lu : {place}, attendu {case['lieu']}"


def test_known_failures_are_sentences_of_the_file() -> None:
    assert set(KNOWN_FAILURES) <= {case["texte"] for case in CASES}
