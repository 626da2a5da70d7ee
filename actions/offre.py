"""Places near a commune: ask what is missing, ask homonyms back, show the nearest, widen."""

from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.adresse import narrowed
from actions.contexte import last_uttered
from actions.lieux import SHOWN, other_needs, show, show_named
from knowledge.answers import position_card
from knowledge.needs import needs
from knowledge.offer import named_in
from knowledge.places import place

MAX_HOMONYMS = 8
SEARCHED_AT_ONCE = 3  # needs in one message, beyond which members are asked to choose
WHERE_ASKED = {"utter_ask_lieu", "utter_homonymes", "utter_lieu_inconnu"}


class ValidateFormOffre(FormValidationAction):
    """Checks what the sentence gave for `besoin` and `lieu`."""

    def name(self) -> str:
        """Name in the domain."""
        return "validate_form_offre"

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Keep what is understood of need and place, then the address if one was written."""
        events = await super().get_validation_events(dispatcher, tracker, domain)
        return await narrowed(dispatcher, tracker, events)

    def validate_besoin(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """Keep a need of the registry; one just said is another search, without earlier filters.

        Of a few, the first is searched and the others offered; of many, which first is asked back.
        """
        named = list(dict.fromkeys(value if isinstance(value, list) else [value]))
        known = [one for one in named if one in needs()]
        said = [one.get("entity") for one in tracker.latest_message.get("entities") or []]
        kept: dict[str, Any] = {"decalage": None} | ({"filtres": None} if "besoin" in said else {})
        if len(known) > SEARCHED_AT_ONCE:
            return kept | {"besoin": None, "besoins_cites": known}
        return kept | {"besoin": next(iter(known), None), "besoins_cites": known[1:] or None}

    def validate_lieu(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """Keep one place; several are homonyms, asked back unless the answer tells them apart."""
        found = [value] if isinstance(value, str) else list(value or [])
        if found and isinstance(found[0], list):  # several places named: the first, and it is said
            named = named_in(tracker.latest_message.get("text") or "")
            found = [named.where.id] if named and named.where else found[0]
        narrowed = among(tracker.get_slot("homonymes") or [], found)
        if len(narrowed) == 1:
            return {"lieu": narrowed, "homonymes": None, "decalage": None}
        return {"lieu": None, "homonymes": found or None}


def among(offered: list[str], answered: list[str]) -> list[str]:
    """The homonyms just offered that the answer designates (« le 93 »), else the answer itself."""
    if len(answered) != 1:
        return answered
    chosen = place(answered[0])
    same = [one for one in offered if one == chosen.id]
    if not same and chosen.kind != "commune":
        same = [
            one
            for one in offered
            if place(one).departement == chosen.departement
            and (
                chosen.kind == "departement"
                or set(chosen.codes_postaux) & set(place(one).codes_postaux)
            )
        ]
    return same or answered


class ActionAskBesoin(Action):
    """Asks what is looked for."""

    def name(self) -> str:
        """Name Rasa calls when `besoin` is missing."""
        return "action_ask_besoin"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Ask, with examples, or which of those just named comes first."""
        buttons = other_needs(tracker)
        response = "utter_ask_besoin_parmi" if buttons else "utter_ask_besoin"
        dispatcher.utter_message(response=response, buttons=buttons)
        return []


class ActionAskLieu(Action):
    """Asks where: which of the homonyms, or which commune."""

    def name(self) -> str:
        """Name Rasa calls when `lieu` is missing."""
        return "action_ask_lieu"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Ask back, never guess."""
        offered, here = tracker.get_slot("homonymes") or [], {"cards": [position_card()]}
        if offered:
            buttons = [
                {
                    "title": place(one).label,
                    "payload": f'/suite_autre_lieu{{"lieu":["{one}"]}}',
                }
                for one in offered[:MAX_HOMONYMS]
            ]
            dispatcher.utter_message(response="utter_homonymes", buttons=buttons)
        elif tracker.get_slot("requested_slot") == "lieu" and last_uttered(tracker) in WHERE_ASKED:
            dispatcher.utter_message(response="utter_lieu_inconnu", json_message=here)
        else:
            dispatcher.utter_message(response="utter_ask_lieu", json_message=here)
        return []


class ActionChercherOffre(Action):
    """The nearest places for the need."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_chercher_offre"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Show the establishment named, else search from the start."""
        named = show_named(dispatcher, tracker.latest_message.get("text") or "")
        return named or show(dispatcher, tracker, 0, tracker.get_slot("filtres") or [])


class ActionPlusLoin(Action):
    """The next places, farther."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_plus_loin"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Continue after the places already shown."""
        if not tracker.get_slot("besoin") or not tracker.get_slot("lieu"):
            dispatcher.utter_message(response="utter_plus_loin_sans_recherche")
            return []
        offset = tracker.get_slot("decalage") or SHOWN
        return show(dispatcher, tracker, offset, tracker.get_slot("filtres") or [])
