"""When Ariane is not sure: likely subjects, else the closest articles, then a counselor.

Each miss is told to the relay, which keeps it for review.
"""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.contexte import narrows_a_search
from actions.filtrer import ActionFiltrer
from knowledge.closest import closest
from knowledge.registry import intent_for, registry
from knowledge.wording import say

MISSES_BEFORE_COUNSELOR = 2
OFFERED = 3
WORTH_OFFERING = 0.03  # of the blind sentences asked back, 84 % then see their subject
REPROACH = "critiquer_ariane"  # also what « Aucun de ces sujets » says
NEVER_OFFERED = {"hors_sujet", "salutations_politesse"}


class ActionRepli(Action):
    """First miss: subjects or articles, or a plain question; second in a row: a counselor."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_repli"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Count the miss and ask back; during a form its own question is asked again instead."""
        if tracker.active_loop_name:
            return []
        if narrows_a_search(tracker):
            return ActionFiltrer().run(dispatcher, tracker, domain)
        misses = (tracker.get_slot("incomprehensions") or 0) + 1
        given_up = misses >= MISSES_BEFORE_COUNSELOR
        response, buttons = ("utter_repli_conseiller", []) if given_up else offer(tracker)
        text = not_understood(tracker)
        dispatcher.utter_message(
            response=response,
            buttons=buttons,
            json_message={"miss": {"text": text, "guesses": guesses(tracker)}} if text else {},
        )
        return [
            SlotSet("incomprehensions", misses),
            SlotSet("proposition", "conseiller" if given_up else None),
        ]


def offer(tracker: Tracker) -> tuple[str, list[dict[str, str]]]:
    """Which wording, and the subjects or articles to choose from."""
    if subjects := choices(tracker):
        return "utter_repli_choix", subjects
    if titles := near_articles(tracker):
        return "utter_repli_fiches", titles
    return "utter_repli", []


def not_understood(tracker: Tracker) -> str | None:
    """The question to review: the last one typed, not the reproach that followed nor a button."""
    if tracker.get_intent_of_latest_message() != REPROACH:
        return tracker.latest_message.get("text") or None
    for event in reversed(tracker.events):
        if event.get("event") == "user" and not (event.get("text") or "/").startswith("/"):
            parsed = event.get("parse_data") or {}
            if parsed.get("intent", {}).get("name") != REPROACH:
                return str(event["text"])
    return None


def guesses(tracker: Tracker) -> list[str]:
    """Intents thought of, likeliest first; none of them was right when the member says so."""
    if tracker.get_intent_of_latest_message() == REPROACH:
        return []
    ranking = tracker.latest_message.get("intent_ranking", [])
    return [guess["name"] for guess in ranking if guess["name"] in registry().intents][:OFFERED]


def choices(tracker: Tracker) -> list[dict[str, str]]:
    """Buttons for the likeliest intents, in plain words; empty when none is worth offering."""
    intents = registry().intents
    buttons: list[dict[str, str]] = []
    for guess in tracker.latest_message.get("intent_ranking", []):
        intent = intents.get(guess["name"])
        if intent is None or intent.theme in NEVER_OFFERED:
            continue
        if guess["confidence"] >= WORTH_OFFERING and len(buttons) < OFFERED:
            buttons.append({"title": intent.bouton, "payload": f"/{intent.id}"})
    return _or_someone(buttons)


def near_articles(tracker: Tracker) -> list[dict[str, str]]:
    """Buttons for the articles that share the words of the question; empty when none is close."""
    typed = tracker.latest_message.get("text") or ""
    found = [] if typed.startswith("/") else closest(typed, OFFERED)
    return _or_someone(
        [{"title": article.titre, "payload": f"/{intent_for(article.id)}"} for article in found]
    )


def _or_someone(buttons: list[dict[str, str]]) -> list[dict[str, str]]:
    if not buttons:
        return []
    none_of_these = {"title": say("bouton_autre"), "payload": f"/{REPROACH}"}
    counselor = {"title": say("bouton_conseiller"), "payload": "/demander_conseiller"}
    return [*buttons, none_of_these, counselor]
