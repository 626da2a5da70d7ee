"""What a conversation must forget when it moves on. Reads the tracker, sends nothing.

The place is kept whatever the subject: a person does not move.
"""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from knowledge.article import Article, articles
from knowledge.offer import extract_criteria

PLACES_SHOWN = {
    "utter_lieux_trouves",
    "utter_lieux_trouves_filtres",
    "utter_lieux_trouves_commune",
    "utter_lieux_elargis",
    "utter_lieux_elargis_filtres",
    "utter_lieux_nommes",
    "utter_lieux_suite",
    "utter_lieux_suite_filtres",
    "utter_lieux_aucun_filtres",
    "utter_lieux_departement_trouves",
    "utter_lieux_departement_trouves_filtres",
    "utter_lieux_departement_suite",
    "utter_lieux_departement_suite_filtres",
    "utter_lieux_departement_aucun_filtres",
    "utter_lieux_demonstration",
}
OF_A_SUBJECT = ("besoin", "pathologie", "urgence")
SHORT = 5  # words: « accessible en fauteuil roulant » narrows, a full question asks something else


def outgrown(tracker: Tracker, article: Article) -> list[EventType]:
    """What was said of another subject, the age of another person; never what was just said."""
    said = {entity["entity"] for entity in tracker.latest_message.get("entities") or []}
    last = articles().get(tracker.get_slot("article") or "")
    forgotten: list[EventType] = []
    if last and last.theme != article.theme:
        forgotten += [SlotSet(name, None) for name in OF_A_SUBJECT if name not in said]
    if "beneficiaire" in said and "age" not in said and _another_person(tracker):
        forgotten.append(SlotSet("age", None))
    return forgotten


def last_uttered(tracker: Tracker) -> str | None:
    """Name of the response Ariane sent last, None when there is none."""
    for event in reversed(tracker.events):
        if event.get("event") == "bot":
            name: str | None = (event.get("metadata") or {}).get("utter_action")
            return name
    return None


def narrows_a_search(tracker: Tracker) -> bool:
    """True for a bare criterion right after places were shown: it is about them."""
    said = tracker.latest_message.get("text") or ""
    return (
        last_uttered(tracker) in PLACES_SHOWN
        and len(said.split()) <= SHORT
        and bool(extract_criteria(said))
    )


def _another_person(tracker: Tracker) -> bool:
    """True when the slot just changed: Rasa fills it before any action runs."""
    filled = [
        event["value"]
        for event in tracker.events
        if event.get("event") == "slot" and event.get("name") == "beneficiaire"
    ]
    return filled[-1:] != filled[-2:-1]
