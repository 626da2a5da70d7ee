"""Hand over to a counselor: say so, and tell the relay with what summary. No network call."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from knowledge.article import articles
from knowledge.needs import needs
from knowledge.pathologies import pathologies
from knowledge.people import people
from knowledge.places import place
from knowledge.urgency import delays


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
            response="utter_escalade", json_message={"handoff": summary(tracker)}
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


def summary(tracker: Tracker) -> dict[str, Any]:
    """What the counselor sees first: last subject, and what was said of it, in words."""
    article = articles().get(tracker.get_slot("article") or "")
    named = tracker.get_slot("besoin")
    besoin = needs().get(named) if isinstance(named, str) else None  # a list: several at once
    age = tracker.get_slot("age")
    lieux = tracker.get_slot("lieu") or []
    return {
        "motif": "demande",
        "theme": article.theme if article else None,
        "sujet": article.titre if article else None,
        "besoin": besoin.libelle if besoin else None,
        "lieu": place(lieux[0]).label if len(lieux) == 1 else None,
        "beneficiaire": people().liens.get(tracker.get_slot("beneficiaire")),
        "age": str(age) if age is not None else None,
        "pathologie": _pathologies_named(tracker.get_slot("pathologie")),
        "urgence": _delay_named(tracker.get_slot("urgence")),
    }


def _pathologies_named(said: str | list[str] | None) -> str | None:
    """« diabète, hypertension » : all those said at once."""
    named = [said] if isinstance(said, str) else said or []
    known = [pathologies()[one].libelle for one in dict.fromkeys(named) if one in pathologies()]
    return ", ".join(known) or None


def _delay_named(said: str | None) -> str | None:
    return next((one.libelle for key, one in delays().delais.items() if key == said), None)
