"""What is due beside the waiting list: dangers told to the bot, calls, written answers, follow-ups.

Of these a list tells what must be done and by when, no word of a member; the number to call and a
note are for the counselor in charge. All the SQL of the first; promises keep theirs.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.desk.audit import reference
from bot.desk.states import State
from bot.handover.phone import masked, shown
from bot.handover.promises import FOLLOW_UP, Promise, Promises
from bot.models import Conversation

RISK_SHOWN = timedelta(hours=12)
Lines = list[dict[str, Any]]


class Agenda:
    """What one database holds of it."""

    def __init__(self, engine: Engine, promises: Promises) -> None:
        """Use `engine`, whose tables exist."""
        self._reader = engine.execution_options(readonly=True)
        self._promises = promises

    def risks(self, now: datetime) -> Lines:
        """Conversations left to the bot in which a danger was told, the latest first."""
        query = (
            select(Conversation.id, Conversation.risk, Conversation.risk_at)
            .where(Conversation.risk_at > now - RISK_SHOWN, Conversation.state == State.BOT)
            .order_by(Conversation.risk_at.desc())
        )
        with Session(self._reader) as session:
            return [
                {
                    "conversation": conversation,
                    "reference": reference(conversation),
                    "kind": kind,
                    "since": since.isoformat() if since else None,
                }
                for conversation, kind, since in session.execute(query)
            ]

    def promised(self, counselor: int, present: frozenset[int], now: datetime) -> Lines:
        """Every call and answer promised, and the follow-ups due: one's own, or of who is away."""
        return [
            {**_line(one, now), "phone": masked(one.phone) if one.phone else None}
            for one in self._promises.open()
            if one.kind != FOLLOW_UP or (one.due_at <= now and _falls_to(one, counselor, present))
        ]

    def owed(self, conversation: str, now: datetime) -> Lines:
        """Promises of one conversation, with what its counselor needs to keep them."""
        return [
            {**_line(one, now), "phone": shown(one.phone) if one.phone else None, "note": one.note}
            for one in self._promises.open(conversation)
        ]

    def may_join(
        self, conversation: str, counselor: int, present: frozenset[int], now: datetime
    ) -> bool:
        """True when a danger or a promise calls a counselor to a conversation nobody follows."""
        listed = [*self.risks(now), *self.promised(counselor, present, now)]
        return any(one["conversation"] == conversation for one in listed)


def _falls_to(promise: Promise, counselor: int, present: frozenset[int]) -> bool:
    return promise.counselor == counselor or promise.counselor not in present


def _line(promise: Promise, now: datetime) -> dict[str, Any]:
    starts_at = promise.starts_at.isoformat() if promise.starts_at else None
    return {
        "id": promise.id,
        "kind": promise.kind,
        "conversation": promise.conversation,
        "reference": reference(promise.conversation),
        "starts_at": starts_at,
        "due_at": promise.due_at.isoformat(),
        "due": (promise.starts_at or promise.due_at) <= now,
        "late": promise.due_at < now,
    }
