"""Sends the places found: what was searched, how far, why, and what may be asked next."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from knowledge.needs import needs
from knowledge.offer import (
    FIRST_RADIUS_KM,
    Found,
    SearchResult,
    criteria,
    grouped,
    mask,
    named_in,
    offer_in_use,
    read_ahead,
    search,
    search_name,
)
from knowledge.offer.cards import place_card
from knowledge.places import Place, place
from knowledge.wording import say

SHOWN = 3
MAX_NEEDS = 6
COMMON = 7  # as many places with the words of a « name »: they say a kind of place
# Above the cards: without criteria, then with.
SENTENCES = {
    "trouves": ("utter_lieux_trouves", "utter_lieux_trouves_filtres"),
    "commune": ("utter_lieux_trouves_commune", "utter_lieux_trouves_filtres"),
    "elargis": ("utter_lieux_elargis", "utter_lieux_elargis_filtres"),
    "suite": ("utter_lieux_suite", "utter_lieux_suite_filtres"),
    "aucun": ("utter_lieux_aucun", "utter_lieux_aucun_filtres"),
    "epuises": ("utter_lieux_epuises", "utter_lieux_epuises"),
    "departement": ("utter_lieux_departement_trouves", "utter_lieux_departement_trouves_filtres"),
    "departement_suite": ("utter_lieux_departement_suite", "utter_lieux_departement_suite_filtres"),
    "departement_aucun": ("utter_lieux_departement_aucun", "utter_lieux_departement_aucun_filtres"),
}


def show(
    dispatcher: CollectingDispatcher, tracker: Tracker, offset: int, filters: list[str]
) -> list[EventType]:
    """Search, send what was found and how far, and remember how many were shown."""
    need, where = needs()[tracker.get_slot("besoin")], place(tracker.get_slot("lieu")[0])
    every = search(
        offer_in_use(), need.id, where,
        limit=read_ahead(SHOWN), offset=offset, marks=mask(filters),
    )  # fmt: skip
    campuses, found = grouped(every, SHOWN)
    facts = {
        "libelle": need.libelle,
        "pluriel": need.pluriel,
        "lieu": where.label,
        "rayon": f"{found.radius_km:.0f}",
        "premier": f"{FIRST_RADIUS_KM:.0f}",
        "si_absent": need.si_absent,
        "criteres": worded(filters),
    }
    response = _response(where, found, offset, filters)
    if not found.results:
        dispatcher.utter_message(response=response, **facts)
        return [SlotSet("incomprehensions", None)]
    more = [{"title": say("bouton_plus_loin"), "payload": "/suite_plus_loin"}]
    dispatcher.utter_message(
        response=response,
        json_message={"cards": [place_card(one[0], where, filters, one) for one in campuses]},
        buttons=([] if found.exhausted else more) + other_needs(tracker),
        **facts,
    )
    _warn_of_examples(dispatcher, found.results)
    return [
        SlotSet("decalage", offset + len(found.results)),
        SlotSet("homonymes", None),
        SlotSet("incomprehensions", None),
    ]


def show_named(dispatcher: CollectingDispatcher, text: str) -> list[EventType]:
    """Send what bears the name in `text` (« clinique saint-roch à lille »), if any."""
    named = named_in(text)
    found = search_name(offer_in_use(), named.text, named.where, limit=COMMON) if named else []
    if not named or not found or len(found) == COMMON:
        return []
    cards = [place_card(one, named.where) for one in found[:SHOWN]]
    dispatcher.utter_message(response="utter_lieux_nommes", json_message={"cards": cards})
    _warn_of_examples(dispatcher, found)
    where = [SlotSet("lieu", [named.where.id])] if named.where else []
    return [*where, SlotSet("homonymes", None), SlotSet("incomprehensions", None)]


def other_needs(tracker: Tracker) -> list[dict[str, str]]:
    """Buttons for the needs named together with the one searched, or before choosing one."""
    named = [needs()[one] for one in tracker.get_slot("besoins_cites") or []]
    return [
        {
            "title": say("bouton_chercher", besoin=one.libelle),
            "payload": f'/chercher_soins{{"besoin":"{one.id}"}}',
        }
        for one in named[:MAX_NEEDS]
    ]


def worded(filters: list[str]) -> str:
    """« mutualistes et accessibles en fauteuil roulant »."""
    return " et ".join(criteria()[one].libelle for one in filters)


def _warn_of_examples(dispatcher: CollectingDispatcher, shown: list[Found]) -> None:
    if any(one.is_demo for one in shown):
        dispatcher.utter_message(response="utter_lieux_demonstration")


def _response(where: Place, found: SearchResult, offset: int, filters: list[str]) -> str:
    """Name of the sentence above the cards: what was found, where, how far, by which criteria."""
    whole = where.kind == "departement"
    if not found.results and offset:
        case = "epuises"
    elif not found.results:
        case = "departement_aucun" if whole else "aucun"
    elif offset:
        case = "departement_suite" if whole else "suite"
    elif found.widened:
        case = "elargis"
    elif whole:
        case = "departement"
    else:
        unplaced = all(one.distance_km is None for one in found.results)
        case = "commune" if unplaced else "trouves"
    return SENTENCES[case][bool(filters)]
