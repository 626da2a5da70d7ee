"""Sends the places found: what was searched, how far, why, and what may be asked next."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from knowledge.needs import needs
from knowledge.offer import (
    FIRST_RADIUS_KM,
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
from knowledge.places import place
from knowledge.wording import say

SHOWN = 3
MAX_NEEDS = 6


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
    if not found.results:
        nothing = "utter_lieux_aucun_filtre" if filters else "utter_lieux_aucun"
        dispatcher.utter_message(response="utter_lieux_epuises" if offset else nothing, **facts)
        return [SlotSet("incomprehensions", None)]
    more = [{"title": say("bouton_plus_loin"), "payload": "/suite_plus_loin"}]
    dispatcher.utter_message(
        response=_wording(found, offset, filters),
        json_message={"cards": [place_card(one[0], where, filters, one) for one in campuses]},
        buttons=([] if found.exhausted else more) + other_needs(tracker),
        **facts,
    )
    if any(one.is_demo for one in found.results):
        dispatcher.utter_message(response="utter_lieux_demonstration")
    return [
        SlotSet("decalage", offset + len(found.results)),
        SlotSet("homonymes", None),
        SlotSet("incomprehensions", None),
    ]


def show_named(dispatcher: CollectingDispatcher, text: str) -> list[EventType]:
    """Send what bears the name in `text` (« clinique saint-roch à lille »), if any."""
    named = named_in(text)
    found = search_name(offer_in_use(), named.text, named.where, limit=SHOWN) if named else []
    if not named or not found:
        return []
    cards = [place_card(one, named.where) for one in found]
    dispatcher.utter_message(response="utter_lieux_nommes", json_message={"cards": cards})
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


def _wording(found: SearchResult, offset: int, filters: list[str]) -> str:
    if filters:
        return "utter_lieux_suite_filtres" if offset else "utter_lieux_filtres"
    if offset:
        return "utter_lieux_suite"
    if found.widened:
        return "utter_lieux_elargis"
    if all(one.distance_km is None for one in found.results):
        return "utter_lieux_trouves_commune"
    return "utter_lieux_trouves"
