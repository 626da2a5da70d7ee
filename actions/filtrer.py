"""Narrowing a search: « seulement les publics ». What no file tells is said, never guessed."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.lieux import show, worded
from knowledge.needs import needs
from knowledge.offer import extract_criteria, known_marks, mask, offer_in_use, search
from knowledge.places import place


class ActionFiltrer(Action):
    """The nearest places that the files say meet the criteria, those already asked included."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_filtrer"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Search again with the criteria of the sentence, or say which one no file tells."""
        if not tracker.get_slot("besoin") or not tracker.get_slot("lieu"):
            dispatcher.utter_message(response="utter_plus_loin_sans_recherche")
            return []
        asked = extract_criteria(tracker.latest_message.get("text") or "")
        need = needs()[tracker.get_slot("besoin")]
        known = known_marks(offer_in_use(), need.id)
        unknown = [one for one in asked if not mask([one]) & known]
        if unknown or not asked:
            dispatcher.utter_message(
                response="utter_filtre_inconnu" if unknown else "utter_filtre",
                pluriel=need.pluriel,
                criteres=worded(unknown),
            )
            return [SlotSet("incomprehensions", None)]
        filters = _together(tracker, need.id, asked)
        return [SlotSet("filtres", filters), *show(dispatcher, tracker, 0, filters)]


def _together(tracker: Tracker, need_id: str, asked: list[str]) -> list[str]:
    """The criteria asked and the earlier ones, unless together they leave nothing."""
    every = list(dict.fromkeys([*(tracker.get_slot("filtres") or []), *asked]))
    where = place(tracker.get_slot("lieu")[0])
    found = search(offer_in_use(), need_id, where, limit=1, marks=mask(every))
    return every if found.results else asked
