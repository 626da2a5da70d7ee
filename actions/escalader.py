"""Hand over to a counselor: say so, and tell the relay with what summary. No network call."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from knowledge.handover import summary


class ActionEscalader(Action):
    """The member asked for a person."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_escalader"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Emit the hand-off wish with what the counselor needs to start."""
        dispatcher.utter_message(
            response="utter_escalade", json_message={"handoff": summary(tracker.slots)}
        )
        return [SlotSet("incomprehensions", None), SlotSet("proposition", None)]


class ActionAccepter(Action):
    """A bare « oui »: accept what was just proposed."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_accepter"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Hand over when that was the proposal, else ask what is wanted."""
        outside = (tracker.latest_message.get("metadata") or {}).get("proposition")
        if "conseiller" in (tracker.get_slot("proposition"), outside):
            return ActionEscalader().run(dispatcher, tracker, domain)
        dispatcher.utter_message(response="utter_accepter_quoi")
        return []
