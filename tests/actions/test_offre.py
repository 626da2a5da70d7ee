"""The search asks what is missing, asks homonyms back, shows what it found and how far."""

from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.offre import (
    ActionAskBesoin,
    ActionAskLieu,
    ActionChercherOffre,
    ActionPlusLoin,
    ValidateFormOffre,
)
from knowledge.needs import needs
from tests.actions.conftest import Play, make_tracker

SAINT_DENIS = ["93066", "97411"]

pytestmark = pytest.mark.usefixtures("demonstration")


def validate(value: Any, **slots: Any) -> dict[str, Any]:
    """What the form keeps of a place."""
    tracker = make_tracker("chercher_soins", slots, {}, [])
    return ValidateFormOffre().validate_lieu(value, CollectingDispatcher(), tracker, DomainDict())


def test_nearest_places_come_with_distance_source_and_a_warning_that_they_are_examples(
    play: Play,
) -> None:
    [found, warning], slots = play(ActionChercherOffre(), besoin="dentiste", lieu=["59606"])
    cards = found["custom"]["cards"]
    assert found["response"] == "utter_lieux_trouves"
    assert len(cards) == 3
    assert all(card["exemple"] and card["source"] and card["distance"] for card in cards)
    assert warning["response"] == "utter_lieux_demonstration"
    assert slots["decalage"] == 3


def test_farther_shows_other_places(play: Play) -> None:
    near, slots = play(ActionChercherOffre(), besoin="dentiste", lieu=["59606"])
    far, _ = play(ActionPlusLoin(), besoin="dentiste", lieu=["59606"], **slots)
    names = [{card["nom"] for card in found[0]["custom"]["cards"]} for found in (near, far)]
    assert not names[0] & names[1]


def test_farther_without_a_search_asks_what_and_where(play: Play) -> None:
    [message], _ = play(ActionPlusLoin())
    assert message["response"] == "utter_plus_loin_sans_recherche"


def test_a_shared_name_is_never_guessed() -> None:
    assert validate(SAINT_DENIS) == {"lieu": None, "homonymes": SAINT_DENIS}


@pytest.mark.parametrize("answer", ["dep:93", "cp:93200", "93066"])
def test_department_postcode_or_choice_tells_homonyms_apart(answer: str) -> None:
    assert validate([answer], homonymes=SAINT_DENIS)["lieu"] == ["93066"]


def test_another_commune_than_those_offered_is_taken_as_said() -> None:
    assert validate(["59350"], homonymes=SAINT_DENIS)["lieu"] == ["59350"]


def test_homonyms_are_offered_with_their_department(play: Play) -> None:
    [message], _ = play(ActionAskLieu(), homonymes=SAINT_DENIS)
    assert [one["title"] for one in message["buttons"]] == ["Saint-Denis (93)", "Saint-Denis (974)"]


def test_an_unknown_commune_is_said_unknown(play: Play) -> None:
    asked = {"event": "bot", "metadata": {"utter_action": "utter_ask_lieu"}}
    [message], _ = play(ActionAskLieu(), events=[asked], requested_slot="lieu")
    assert message["response"] == "utter_lieu_inconnu"
    assert message["custom"]["cards"] == [{"type": "position"}]


def test_the_first_question_is_where(play: Play) -> None:
    [message], _ = play(ActionAskLieu(), requested_slot="lieu")
    assert message["response"] == "utter_ask_lieu"
    assert message["custom"]["cards"] == [{"type": "position"}], "offer to share one's position"


def test_a_need_that_does_not_exist_is_asked_again() -> None:
    tracker = make_tracker("chercher_soins", {}, {}, [])
    kept = ValidateFormOffre().validate_besoin("sorcier", CollectingDispatcher(), tracker, {})
    assert kept["besoin"] is None


def test_of_two_places_named_the_first_is_searched() -> None:
    assert validate([["62498"], ["59350"]])["lieu"] == ["62498"]


def validate_needs(*named: str) -> dict[str, Any]:
    tracker = make_tracker("chercher_soins", {}, {}, [])
    return ValidateFormOffre().validate_besoin(list(named), CollectingDispatcher(), tracker, {})


def test_of_two_needs_named_the_first_is_searched_and_the_other_offered(
    play: Play,
) -> None:
    kept = validate_needs("dentiste", "pharmacie")
    assert kept["besoin"] == "dentiste"
    (found, *_), _ = play(ActionChercherOffre(), lieu=["59606"], **kept)
    assert [one["title"] for one in found["buttons"]] == [
        "Voir plus loin",
        "Chercher : une pharmacie",
    ]


def test_thirty_needs_in_one_message_are_asked_back_not_guessed(play: Play) -> None:
    kept = validate_needs(*list(needs())[:30])
    assert kept["besoin"] is None
    [message], _ = play(ActionAskBesoin(), **kept)
    assert message["response"] == "utter_ask_besoin_parmi"
    assert 2 <= len(message["buttons"]) <= 6


def test_an_establishment_said_by_its_name_is_shown_and_its_town_kept(play: Play) -> None:
    text = "ehpad de demonstrasion a Brest"
    (found, *_), slots = play(ActionChercherOffre(), text=text, besoin="ehpad", lieu=["59606"])
    assert found["response"] == "utter_lieux_nommes"
    assert all("Brest" in card["nom"] for card in found["custom"]["cards"])
    assert slots["lieu"] == ["29019"]


def test_words_that_many_places_bear_are_not_a_name(play: Play) -> None:
    (found, *_), _ = play(
        ActionChercherOffre(), text="pharmacie de demonstration", besoin="pharmacie", lieu=["59606"]
    )
    assert found["response"] == "utter_lieux_trouves"


def test_a_name_that_no_file_knows_is_searched_as_a_need(play: Play) -> None:
    found, _ = play(
        ActionChercherOffre(), text="clinique zinzolin à Lille", besoin="hopital", lieu=["59350"]
    )
    assert found[0]["response"] == "utter_lieux_trouves"


def test_a_name_that_is_also_a_commune_is_not_where_to_search() -> None:
    text = {"text": "clinique saint-roch à lille"}
    tracker = make_tracker("chercher_soins", {}, text, [])
    kept = ValidateFormOffre().validate_lieu(
        [["37237"], ["59350"]], CollectingDispatcher(), tracker, DomainDict()
    )
    assert kept["lieu"] == ["59350"]


@pytest.mark.parametrize(
    ("lieu", "slots", "response"),
    [
        ("75115", {}, "utter_lieux_trouves"),
        ("cp:59300", {}, "utter_lieux_trouves"),
        ("48095", {}, "utter_lieux_elargis"),
        ("48095", {"filtres": ["mutualiste"]}, "utter_lieux_elargis_filtres"),
        ("dep:59", {}, "utter_lieux_departement_trouves"),
        ("dep:59", {"filtres": ["mutualiste"]}, "utter_lieux_departement_trouves_filtres"),
        ("dep:48", {}, "utter_lieux_departement_aucun"),
        ("dep:48", {"filtres": ["mutualiste"]}, "utter_lieux_departement_aucun_filtres"),
    ],
)
def test_arrondissements_departements_and_widening_are_said_for_what_they_are(
    play: Play, lieu: str, slots: dict[str, Any], response: str
) -> None:
    (found, *_), _ = play(ActionChercherOffre(), besoin="dentiste", lieu=[lieu], **slots)
    assert found["response"] == response
    if response.startswith("utter_lieux_elargis"):
        assert int(found["rayon"]) > int(found["premier"])
    if response.startswith("utter_lieux_departement_trouves"):
        assert {card["distance"] for card in found["custom"]["cards"]} == {None}


@pytest.mark.parametrize(
    ("slots", "response"),
    [({}, "utter_lieux_departement_suite"),
     ({"filtres": ["mutualiste"]}, "utter_lieux_departement_suite_filtres")],
)  # fmt: skip
def test_farther_in_a_departement_stays_in_it(
    play: Play, slots: dict[str, Any], response: str
) -> None:
    where = {"besoin": "dentiste", "lieu": ["dep:59"], **slots}
    (far, *_), _ = play(ActionPlusLoin(), decalage=3, **where)
    assert far["response"] == response
    assert all(", 59" in card["adresse"] for card in far["custom"]["cards"])
