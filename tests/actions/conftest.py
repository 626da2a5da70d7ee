"""A tracker and a dispatcher as the action server builds them, without network."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from knowledge.offer import ensure_demonstration, offer_engine
from knowledge.settings import settings

Play = Callable[..., tuple[list[dict[str, Any]], dict[str, Any]]]


def make_tracker(
    intent: str,
    slots: dict[str, Any],
    message: dict[str, Any],
    events: list[dict[str, Any]],
) -> Tracker:
    """The state of a conversation whose latest message has `intent`."""
    latest = {"intent": {"name": intent}, "entities": [], "intent_ranking": [], **message}
    loop = {"name": slots["active_loop"]} if slots.get("active_loop") else {}
    return Tracker("essai", slots, latest, events, False, None, loop, "action_listen")


@pytest.fixture
def play() -> Play:
    """Run an action: (messages sent, slots set)."""

    def run(
        action: Action,
        intent: str = "affirmer",
        events: list[dict[str, Any]] | None = None,
        ranking: list[dict[str, Any]] | None = None,
        text: str = "",
        entities: list[dict[str, Any]] | None = None,
        metadata: dict[str, Any] | None = None,
        **slots: Any,
    ) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        dispatcher = CollectingDispatcher()
        guesses = ranking or [{"name": intent, "confidence": 1.0}]
        latest = {"intent_ranking": guesses, "text": text, "entities": entities or []}
        latest["metadata"] = metadata or {}
        tracker = make_tracker(intent, slots, latest, events or [])
        changed = action.run(dispatcher, tracker, DomainDict())
        slots = {event["name"]: event["value"] for event in changed if event["event"] == "slot"}
        return dispatcher.messages, slots

    return run


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The demonstration offer, in a folder of its own."""
    patch = pytest.MonkeyPatch()
    patch.setenv("ARIANE_VAR", str(tmp_path_factory.mktemp("var")))
    settings.cache_clear()
    ensure_demonstration(offer_engine(settings().care_offer_url()))
    yield
    patch.undo()
    settings.cache_clear()


@pytest.fixture
def simulated_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Pretend that today is another day, as editors do with ARIANE_TODAY."""

    def pretend(day: str) -> None:
        monkeypatch.setenv("ARIANE_TODAY", day)
        settings.cache_clear()

    yield pretend  # type: ignore[misc]
    monkeypatch.undo()
    settings.cache_clear()
