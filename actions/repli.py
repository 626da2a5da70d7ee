"""When Ariane is not sure: likely subjects, else the closest articles, then a counselor."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from knowledge.closest import closest
from knowledge.registry import intent_for, registry
from knowledge.wording import say

MISSES_BEFORE_COUNSELOR = 2
OFFERED = 3
WORTH_OFFERING = 0.08
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
        misses = (tracker.get_slot("incomprehensions") or 0) + 1
        if tracker.active_loop_name:
            return []
        if misses >= MISSES_BEFORE_COUNSELOR:
            dispatcher.utter_message(response="utter_repli_conseiller")
            return [SlotSet("incomprehensions", misses), SlotSet("proposition", "conseiller")]
        if subjects := choices(tracker):
            dispatcher.utter_message(response="utter_repli_choix", buttons=subjects)
        elif titles := near_articles(tracker):
            dispatcher.utter_message(response="utter_repli_fiches", buttons=titles)
        else:
            dispatcher.utter_message(response="utter_repli")
        return [SlotSet("incomprehensions", misses), SlotSet("proposition", None)]


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
    return _or_none_of_these(buttons)


def near_articles(tracker: Tracker) -> list[dict[str, str]]:
    """Buttons for the articles that share the words of the question; empty when none is close."""
    typed = tracker.latest_message.get("text") or ""
    found = [] if typed.startswith("/") else closest(typed, OFFERED)
    return _or_none_of_these(
        [{"title": article.titre, "payload": f"/{intent_for(article.id)}"} for article in found]
    )


def _or_none_of_these(buttons: list[dict[str, str]]) -> list[dict[str, str]]:
    if not buttons:
        return []
    return [*buttons, {"title": say("bouton_autre"), "payload": "/critiquer_ariane"}]
