"""Narrowing keeps what files tell, adds up, survives « plus loin », admits what it ignores."""

from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.filtrer import ActionFiltrer
from actions.offre import ActionPlusLoin, ValidateFormOffre
from knowledge.offer import extract_criteria
from tests.actions.conftest import make_tracker

SEARCH = {"besoin": "dentiste", "lieu": ["59606"]}

pytestmark = pytest.mark.usefixtures("demonstration")


def said(text: str, action: Any = None, **slots: Any) -> tuple[list[Any], dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    tracker = make_tracker("suite_filtre", slots, {"text": text}, [])
    changed = (action or ActionFiltrer()).run(dispatcher, tracker, DomainDict())
    return dispatcher.messages, {event["name"]: event["value"] for event in changed}


def test_only_the_mutualist_ones_are_shown() -> None:
    messages, slots = said("seulement les mutualistes", **SEARCH)
    assert messages[0]["response"] == "utter_lieux_trouves_filtres"
    assert messages[0]["custom"]["cards"]
    assert slots["filtres"] == ["mutualiste"]


def test_farther_keeps_the_filter() -> None:
    near, slots = said("que les mutualistes", **SEARCH)
    far, _ = said("et plus loin ?", ActionPlusLoin(), **SEARCH, **slots)
    assert far[0]["response"] == "utter_lieux_suite_filtres"
    names = [{card["nom"] for card in found[0]["custom"]["cards"]} for found in (near, far)]
    assert not names[0] & names[1]


def test_criteria_add_up() -> None:
    _, slots = said("accessible en fauteuil", filtres=["mutualiste"], **SEARCH)
    assert slots["filtres"] == ["mutualiste", "fauteuil"]


def test_what_no_file_tells_is_said_and_the_search_stays_as_it_was() -> None:
    [message], slots = said("seulement les publics", **SEARCH)
    assert (message["response"], message["criteres"]) == ("utter_filtre_inconnu", "publics")
    assert message["pluriel"] == "dentistes"
    assert "filtres" not in slots


def test_open_now_is_not_pretended_when_no_file_tells_the_hours() -> None:
    [message], _ = said("ouverts maintenant", **SEARCH)
    assert message["response"] == "utter_filtre_inconnu"
    assert message["criteres"] == "ouverts maintenant"


def test_an_unknown_criterion_is_not_pretended() -> None:
    [message], _ = said("avec parking si possible", **SEARCH)
    assert message["response"] == "utter_filtre"


def test_narrowing_before_any_search_asks_what_and_where() -> None:
    [message], _ = said("seulement les publics")
    assert message["response"] == "utter_plus_loin_sans_recherche"


def test_another_need_starts_without_filters() -> None:
    entities = {"entities": [{"entity": "besoin", "value": "pharmacie"}]}
    form, nobody = ValidateFormOffre(), CollectingDispatcher()
    fresh = make_tracker("chercher_soins", {"filtres": ["mutualiste"]}, entities, [])
    again = make_tracker("suite_autre_lieu", {"filtres": ["mutualiste"]}, {}, [])
    assert form.validate_besoin("pharmacie", nobody, fresh, DomainDict())["filtres"] is None
    assert "filtres" not in form.validate_besoin("pharmacie", nobody, again, DomainDict())


@pytest.mark.parametrize(
    ("text", "criteria"),
    [
        ("SEULEMENT LES PUBLICS", ["public"]),
        ("enlève les cliniques privées", ["public"]),
        ("je veux que du public pas du privé", ["public"]),
        ("plutôt une clinique privée", ["prive"]),
        ("lesquels font le tiers payant ?", ["tiers_payant"]),
        ("mutualistes et accessibles en fauteuil", ["mutualiste", "fauteuil"]),
        ("ne montrez que les établissements non lucratifs", ["non_lucratif"]),
        ("lesquels sont ouverts maintenant ?", ["ouvert_maintenant"]),
        ("une pharmacie encore ouverte", ["ouvert_maintenant"]),
        ("ouverts le samedi", []),
    ],
)
def test_words_of_members_name_criteria(text: str, criteria: list[str]) -> None:
    assert extract_criteria(text) == criteria
