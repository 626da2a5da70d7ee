"""An address is sent outside only when the mutuelle allows it, and the member is told."""

from collections.abc import Iterator
from typing import Any

import pytest
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import adresse
from actions.adresse import narrowed
from knowledge.places import Place, place
from knowledge.places.gazetteer import point_id
from knowledge.settings import settings
from tests.actions.conftest import make_tracker

TEXT = "dentiste près du 12 rue de Lille à Roubaix"
EVENTS = [SlotSet("besoin", "dentiste"), SlotSet("lieu", ["59512"])]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Streets sent to the service; Lille's is the only one it knows."""
    sent: list[str] = []

    async def service(street: str, town: Place) -> Place | None:
        sent.append(street)
        known = street == "12 rue de Lille"
        return place(point_id(50.69, 3.17, town.id, street)) if known else None

    monkeypatch.setattr(adresse, "locate", service)
    monkeypatch.setenv("ARIANE_GEOCODING", "true")
    settings.cache_clear()
    yield sent
    monkeypatch.undo()
    settings.cache_clear()


async def said(text: str) -> tuple[list[Any], list[Any]]:
    dispatcher = CollectingDispatcher()
    tracker = make_tracker("chercher_soins", {}, {"text": text}, [])
    events = await narrowed(dispatcher, tracker, EVENTS)
    return [one["response"] for one in dispatcher.messages], events


async def test_the_search_starts_from_the_address_and_says_who_placed_it(asked: list[str]) -> None:
    responses, events = await said(TEXT)
    assert responses == ["utter_adresse_situee"]
    assert place(events[1]["value"][0]).label == "12 rue de Lille, Roubaix (59)"
    assert events[0] == EVENTS[0]
    assert asked == ["12 rue de Lille"]


async def test_an_address_not_found_is_said_and_the_commune_kept(asked: list[str]) -> None:
    responses, events = await said("dentiste au 99 impasse du Néant à Roubaix")
    assert (responses, events) == (["utter_adresse_inconnue"], EVENTS)


async def test_a_commune_alone_asks_the_service_nothing(asked: list[str]) -> None:
    assert await said("dentiste à Roubaix") == ([], EVENTS)
    assert asked == []


async def test_by_default_nothing_leaves_the_house(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ARIANE_GEOCODING")
    settings.cache_clear()
    assert await said(TEXT) == ([], EVENTS)
    assert asked == []
