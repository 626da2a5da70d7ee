"""Rasa's memory in our database: same on both engines, bounded, faithful, and erased for good."""

import asyncio
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import inspect

from bot.rasa_parts.tracker_store import KEPT_EVENTS, ArianeTrackerStore, bounded
from bot.store import Store

SLOTS = ("besoin", "lieu", "article", "proposition", "incomprehensions")
DOMAIN = Domain.from_dict(
    {
        "version": "3.1",
        "intents": ["demander", "chercher_soins"],
        "slots": {
            name: {
                "type": "any",
                "influence_conversation": False,
                "mappings": [{"type": "custom"}],
            }
            for name in SLOTS
        },
        "forms": {"form_offre": {"required_slots": ["besoin", "lieu"]}},
        "actions": ["action_repondre"],
    }
)
# Session, listen and the active form stand before the kept events; each slot may add one.
BOUND = KEPT_EVENTS + len(DOMAIN.slots) + 3


@pytest.fixture
def trackers(database_url: str) -> Any:
    store = ArianeTrackerStore(DOMAIN, url=database_url)
    yield store
    store.engine.dispose()


def blank(sender: str = "c") -> DialogueStateTracker:
    tracker = DialogueStateTracker(sender, DOMAIN.slots)
    for event in (ActionExecuted("action_session_start"), SessionStarted()):
        tracker.update(event)
    tracker.update(ActionExecuted("action_listen"))
    return tracker


def turn(number: int) -> list[Event]:
    """One turn as Rasa records it."""
    parse = {"intent": {"name": "demander", "confidence": 0.9}, "entities": [], "text": "é"}
    return [
        UserUttered(f"question {number}", parse["intent"], [], parse),
        ActionExecuted("action_repondre", "RulePolicy", 1.0),
        BotUttered(f"réponse {number}", {"buttons": [{"title": "Oui", "payload": "/affirmer"}]}),
        SlotSet("article", f"fiche {number}"),
        ActionExecuted("action_listen", "RulePolicy", 1.0),
    ]


async def talk(trackers: ArianeTrackerStore, turns: int, sender: str = "c") -> None:
    """That many turns, read again from the database before each, as Rasa does."""
    for number in range(turns):
        tracker = await trackers.retrieve(sender) or blank(sender)
        for event in turn(number):
            tracker.update(event)
        await trackers.save(tracker)


def memory(tracker: DialogueStateTracker | None) -> dict[str, Any]:
    """What decides of the next turn."""
    assert tracker is not None
    return {
        "slots": {k: v for k, v in tracker.current_slot_values().items() if v is not None},
        "form": tracker.active_loop_name,
        "action": tracker.latest_action_name,
        "said": tracker.latest_message.text if tracker.latest_message else None,
    }


async def test_an_unknown_conversation_has_no_memory(trackers: ArianeTrackerStore) -> None:
    assert await trackers.retrieve("inconnue") is None


async def test_what_is_kept_comes_back_the_same(trackers: ArianeTrackerStore) -> None:
    tracker = blank()
    for event in turn(1):
        tracker.update(event)
    await trackers.save(tracker)
    again = await trackers.retrieve("c")
    assert again is not None
    assert [e.as_dict() for e in again.events] == [e.as_dict() for e in tracker.events]
    assert memory(again) == memory(tracker)


async def test_a_turn_costs_the_same_at_any_length(trackers: ArianeTrackerStore) -> None:
    sizes = []
    for _ in range(8):
        await talk(trackers, 12)
        again = await trackers.retrieve("c")
        assert again is not None
        sizes.append(len(again.events))
    assert max(sizes) <= BOUND
    assert len(set(sizes[2:])) == 1, f"le nombre d'événements bouge encore : {sizes}"


async def test_slots_form_and_the_question_asked_survive_a_long_conversation(
    trackers: ArianeTrackerStore,
) -> None:
    tracker = blank()
    early = [
        UserUttered("un dentiste", {"name": "chercher_soins", "confidence": 0.9}),
        SlotSet("besoin", "dentiste"),
        ActionExecuted("form_offre"),
        ActiveLoop("form_offre"),
        SlotSet("requested_slot", "lieu"),
        ActionExecuted("action_listen"),
    ]
    for event in early:
        tracker.update(event)
    await trackers.save(tracker)
    await talk(trackers, 60)
    again = await trackers.retrieve("c")
    assert memory(again) == {
        "slots": {
            "besoin": "dentiste", "article": "fiche 59", "requested_slot": "lieu",
        },
        "form": "form_offre",
        "action": "action_listen",
        "said": "question 59",
    }  # fmt: skip


async def test_what_was_forgotten_stays_forgotten(trackers: ArianeTrackerStore) -> None:
    tracker = blank()
    for event in (SlotSet("besoin", "dentiste"), ActiveLoop("form_offre")):
        tracker.update(event)
    for number in range(20):
        for event in turn(number):
            tracker.update(event)
    tracker.update(SlotSet("besoin", None))
    tracker.update(ActiveLoop(None))
    await trackers.save(tracker)
    again = memory(await trackers.retrieve("c"))
    assert "besoin" not in again["slots"]
    assert again["form"] is None


def test_a_turn_is_never_cut_in_two() -> None:
    tracker = blank()
    for number in range(30):
        for event in turn(number):
            tracker.update(event)
    kept = bounded(tracker)
    first = next(i for i, event in enumerate(kept) if not isinstance(event, SlotSet) and i > 0)
    assert isinstance(kept[0], SessionStarted)
    assert kept[first] == ActionExecuted("action_listen")
    assert isinstance(kept[first + 1], UserUttered)


def test_one_endless_turn_keeps_the_question_it_answers() -> None:
    tracker = blank()
    tracker.update(UserUttered("la question"))
    for _ in range(3 * KEPT_EVENTS):
        tracker.update(SlotSet("besoin", "dentiste"))
    assert [e.text for e in bounded(tracker) if isinstance(e, UserUttered)] == ["la question"]


async def test_conversations_are_apart_and_listed(trackers: ArianeTrackerStore) -> None:
    await talk(trackers, 1, "une")
    await talk(trackers, 2, "autre")
    assert sorted(await trackers.keys()) == ["autre", "une"]
    assert memory(await trackers.retrieve("une"))["said"] == "question 0"


async def test_deleting_forgets_completely_and_only_that_one(
    trackers: ArianeTrackerStore,
) -> None:
    await talk(trackers, 1, "une")
    await talk(trackers, 1, "autre")
    await trackers.delete("une")
    assert await trackers.retrieve("une") is None
    assert list(await trackers.keys()) == ["autre"]


async def test_erasing_the_conversation_erases_rasa_s_memory_of_it(
    trackers: ArianeTrackerStore, store: Store
) -> None:
    conversation, _ = store.create()
    await talk(trackers, 3, conversation)
    store.erase(conversation)
    assert await trackers.retrieve(conversation) is None


async def test_two_turns_saved_at_once_both_end(trackers: ArianeTrackerStore) -> None:
    await asyncio.gather(*(talk(trackers, 3, f"c{number}") for number in range(5)))
    assert len(list(await trackers.keys())) == 5


async def test_a_broker_that_raises_does_not_lose_the_turn(trackers: ArianeTrackerStore) -> None:
    class Broken:
        def publish(self, event: dict[str, Any]) -> None:
            raise ConnectionError("courtier arrêté")

    trackers.event_broker = Broken()
    await talk(trackers, 1)
    assert memory(await trackers.retrieve("c"))["said"] == "question 0"


async def test_no_table_takes_the_name_a_broker_would_use(trackers: ArianeTrackerStore) -> None:
    await talk(trackers, 1)
    assert "events" not in inspect(trackers.engine).get_table_names()
