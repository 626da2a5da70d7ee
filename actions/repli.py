"""When Ariane is not sure: offer the closest subjects in plain words, then a counselor."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from knowledge.registry import registry
from knowledge.wording import say

MISSES_BEFORE_COUNSELOR = 2
OFFERED = 3
WORTH_OFFERING = 0.08
NEVER_OFFERED = {"hors_sujet", "salutations_politesse"}


class ActionRepli(Action):
    """First miss: two or three subjects, or a plain question; second in a row: a counselor."""

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
        buttons = choices(tracker)
        if buttons:
            dispatcher.utter_message(response="utter_repli_choix", buttons=buttons)
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
    if buttons:
        buttons.append({"title": say("bouton_autre"), "payload": "/critiquer_ariane"})
    return buttons
