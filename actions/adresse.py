"""Searching around a street address rather than its whole commune, where the mutuelle allows it."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from knowledge.places import extract_places, place
from knowledge.places.address import allowed, locate, street_in


async def narrowed(
    dispatcher: CollectingDispatcher, tracker: Tracker, events: list[EventType]
) -> list[EventType]:
    """The events, with the commune just set made the address said, and where it came from said."""
    text = tracker.latest_message.get("text") or ""
    places = extract_places(text) if allowed() else []
    street = street_in(text, places[0].start) if places else ""
    return [await _narrowed(dispatcher, one, street) if street else one for one in events]


async def _narrowed(dispatcher: CollectingDispatcher, event: EventType, street: str) -> EventType:
    if event.get("name") != "lieu" or not event.get("value"):
        return event
    town = place(event["value"][0])
    found = await locate(street, town)
    if found is None:
        dispatcher.utter_message(response="utter_adresse_inconnue", lieu=town.label)
        return event
    dispatcher.utter_message(response="utter_adresse_situee", adresse=found.label)
    return SlotSet("lieu", [found.id])
