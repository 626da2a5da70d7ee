"""Rasa's tracker on SQLAlchemy 2: one bounded row a conversation.

The stock store rereads every event of a conversation at each turn, and fails on SQLAlchemy 2.
Here a row keeps the current slots, the active form and the last events, so that the 300th turn
costs what the 3rd does, and erasing a conversation is deleting a row.
"""

from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.models import Tracker, now
from bot.schema import ensure_schema
from knowledge.database import make_engine
from knowledge.settings import settings

KEPT_EVENTS = 40


class ArianeTrackerStore(TrackerStore):
    """Named in endpoints.yml. `url`: database, Ariane's own unless given."""

    def __init__(
        self,
        domain: Domain,
        event_broker: EventBroker | None = None,
        host: str | None = None,
        url: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Open the database, its tables brought to the models."""
        self.engine = make_engine(url or settings().conversations_url())
        self.reader = self.engine.execution_options(readonly=True)
        ensure_schema(self.engine)
        super().__init__(domain, event_broker, **kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the bounded state of the conversation.

        Nothing is streamed to an event broker: one that raises would make the turn be lost.
        """
        events = [event.as_dict() for event in bounded(tracker)]
        with Session(self.engine) as session, session.begin():
            session.merge(Tracker(sender_id=tracker.sender_id, events=events, updated_at=now()))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Tracker with its slots, form and last events; None for an unknown conversation."""
        with Session(self.reader) as session:
            row = session.get(Tracker, sender_id)
            if row is None:
                return None
            return DialogueStateTracker.from_dict(sender_id, row.events, self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """Every conversation known to Rasa."""
        with Session(self.reader) as session:
            return list(session.scalars(select(Tracker.sender_id)))

    async def delete(self, sender_id: str) -> None:
        """Forget a conversation completely."""
        with Session(self.engine) as session, session.begin():
            session.execute(delete(Tracker).where(Tracker.sender_id == sender_id))


def bounded(tracker: DialogueStateTracker) -> list[Event]:
    """Last turns of the tracker, preceded by what older ones had set: session, slots, form."""
    events = list(tracker.events)
    if len(events) <= KEPT_EVENTS:
        return events
    start = _turn_start(events, len(events) - KEPT_EVENTS)
    first = events[start].timestamp
    head: list[Event] = [SessionStarted(timestamp=first)]
    for name, slot in tracker.slots.items():
        if slot.value is not None:
            head.append(SlotSet(name, slot.value, timestamp=first))
    if tracker.active_loop_name:
        head.append(ActiveLoop(tracker.active_loop_name, timestamp=first))
    head.append(ActionExecuted("action_listen", timestamp=first))
    return head + events[start:]


def _turn_start(events: list[Event], index: int) -> int:
    """First member message at or after `index`, else the last one before: never half a turn."""
    after = [i for i in range(index, len(events)) if isinstance(events[i], UserUttered)]
    if after:
        return after[0]
    before = [i for i in range(index) if isinstance(events[i], UserUttered)]
    return before[-1] if before else index
