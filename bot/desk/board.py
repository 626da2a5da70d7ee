"""What the desk lists and keeps beside conversations: waiting list, private notes. All its SQL.

Need-to-know: only the counselor in charge reads a thread; a waiting one may be read by all.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.desk.states import State
from bot.models import Conversation, Counselor, Note, now


class NotYours(Exception):
    """The conversation is not this counselor's to read."""


@dataclass(frozen=True)
class Ticket:
    """One line of the desk's lists."""

    conversation: str
    state: str
    urgent: bool
    summary: dict[str, Any]
    waiting_since: datetime | None
    updated_at: datetime

    def frame(self) -> dict[str, Any]:
        """What the desk's page receives."""
        since = self.waiting_since.isoformat() if self.waiting_since else None
        return {
            "conversation": self.conversation,
            "state": self.state,
            "urgent": self.urgent,
            "summary": self.summary,
            "waiting_since": since,
            "updated_at": self.updated_at.isoformat(),
        }


class Board:
    """Lists and notes of one database."""

    def __init__(self, engine: Engine) -> None:
        """Use `engine`, whose tables exist."""
        self._engine = engine
        self._reader = engine.execution_options(readonly=True)

    def waiting(self) -> list[Ticket]:
        """Conversations nobody took yet: urgent first, then the oldest."""
        query = (
            select(Conversation)
            .where(Conversation.state == State.WAITING)
            .order_by(Conversation.urgent.desc(), Conversation.waiting_since)
        )
        with Session(self._reader) as session:
            return [_ticket(row) for row in session.scalars(query)]

    def mine(self, counselor: int) -> list[Ticket]:
        """Conversations this counselor is in charge of."""
        query = (
            select(Conversation)
            .where(Conversation.state == State.HUMAN, Conversation.counselor_id == counselor)
            .order_by(Conversation.updated_at)
        )
        with Session(self._reader) as session:
            return [_ticket(row) for row in session.scalars(query)]

    def require(self, conversation: str, counselor: int) -> Ticket:
        """The ticket, when this counselor may read the thread; raise NotYours otherwise."""
        with Session(self._reader) as session:
            row = session.get(Conversation, conversation)
            if row is None:
                raise NotYours(conversation)
            own = row.state == State.HUMAN and row.counselor_id == counselor
            if not own and row.state != State.WAITING:
                raise NotYours(conversation)
            return _ticket(row)

    def add_note(self, conversation: str, counselor: int, text: str) -> None:
        """Keep a private note."""
        with Session(self._engine) as session, session.begin():
            session.add(
                Note(conversation_id=conversation, counselor_id=counselor, text=text, at=now())
            )

    def notes(self, conversation: str) -> list[dict[str, Any]]:
        """Private notes of a conversation, oldest first."""
        query = (
            select(Note, Counselor.name)
            .join(Counselor, Counselor.id == Note.counselor_id)
            .where(Note.conversation_id == conversation)
            .order_by(Note.id)
        )
        with Session(self._reader) as session:
            return [
                {"text": note.text, "name": name, "at": note.at.isoformat()}
                for note, name in session.execute(query)
            ]


def _ticket(row: Conversation) -> Ticket:
    return Ticket(row.id, row.state, row.urgent, row.summary, row.waiting_since, row.updated_at)
