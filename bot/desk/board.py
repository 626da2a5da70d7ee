"""What the desk lists and keeps beside conversations: waiting list, private notes. All its SQL.

Need-to-know: only the counselor in charge reads a thread, or who broke its glass; a waiting one may
be read by all. Of what colleagues follow, a list tells the theme and the urgency, no word.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from bot.desk.audit import reference
from bot.desk.glass import open_to
from bot.desk.states import State
from bot.handover.sharing import NEVER_SEEN
from bot.models import Conversation, Counselor, Message, Note, now
from knowledge.desk import desk

UNREAD = (
    select(func.count())
    .where(
        Message.conversation_id == Conversation.id,
        Message.seq > Conversation.seen_seq,
        Message.seq >= Conversation.shared_from,
        Message.author.in_(("membre", "securite")),
    )
    .correlate(Conversation)
    .scalar_subquery()
)


class NotYours(Exception):
    """The conversation is not this counselor's to read."""


@dataclass(frozen=True)
class Ticket:
    """One line of the desk's lists. `consent`, `shared_from`: see `bot.handover.sharing`.

    `given`: a colleague passed it on, and it was not opened since. `unread`: messages up to
    `last_seq` that the counselor in charge has not seen.
    """

    conversation: str
    state: str
    urgent: bool
    summary: dict[str, Any]
    waiting_since: datetime | None
    updated_at: datetime
    consent: str
    shared_from: int
    team: str | None
    last_seq: int
    given: bool
    unread: int = 0
    glass: bool = False

    def frame(self) -> dict[str, Any]:
        """What the desk's page receives."""
        since = self.waiting_since.isoformat() if self.waiting_since else None
        return {
            "conversation": self.conversation,
            "reference": reference(self.conversation),
            "state": self.state,
            "urgent": self.urgent,
            "summary": self.summary,
            "waiting_since": since,
            "updated_at": self.updated_at.isoformat(),
            "glass": self.glass,
            "consent": self.consent,
            "team": self.team,
            "last_seq": self.last_seq,
            "given": self.given,
            "unread": self.unread,
        }


@dataclass(frozen=True)
class Elsewhere:
    """One line of what colleagues follow: nothing that a member said or needs."""

    conversation: str
    counselor: str
    urgent: bool
    theme: str | None
    age: Any
    since: datetime
    glass: bool

    def frame(self) -> dict[str, Any]:
        """What the desk's page receives."""
        return {
            "conversation": self.conversation,
            "reference": reference(self.conversation),
            "counselor": self.counselor,
            "urgent": self.urgent,
            "theme": self.theme,
            "age": self.age,
            "since": self.since.isoformat(),
            "glass": self.glass,
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
            select(Conversation, UNREAD)
            .where(Conversation.state == State.HUMAN, Conversation.counselor_id == counselor)
            .order_by(Conversation.updated_at)
        )
        with Session(self._reader) as session:
            return [replace(_ticket(row), unread=unread) for row, unread in session.execute(query)]

    def is_urgent(self, conversation: str) -> bool:
        """True when a message of it made one think of a danger."""
        with Session(self._reader) as session:
            row = session.get(Conversation, conversation)
            return row is not None and row.urgent

    def see(self, conversation: str, counselor: int, seq: int) -> None:
        """The counselor in charge saw the messages up to `seq`; nothing for anybody else."""
        seen = (
            update(Conversation)
            .where(
                Conversation.id == conversation, Conversation.counselor_id == counselor,
                Conversation.seen_seq < seq, Conversation.last_seq >= seq,
            )
            .values(seen_seq=seq)
        )  # fmt: skip
        with Session(self._engine) as session, session.begin():
            session.execute(seen)

    def elsewhere(self, counselor: int) -> list[Elsewhere]:
        """Conversations that colleagues of this counselor follow: urgent first, then the oldest."""
        query = (
            select(Conversation, Counselor.name)
            .join(Counselor, Counselor.id == Conversation.counselor_id)
            .where(Conversation.state == State.HUMAN, Conversation.counselor_id != counselor)
            .order_by(Conversation.urgent.desc(), Conversation.created_at)
        )
        with Session(self._reader) as session:
            open_ones = set(session.scalars(open_to(counselor)))
            return [
                _elsewhere(row, name, row.id in open_ones) for row, name in session.execute(query)
            ]

    def require(self, conversation: str, counselor: int) -> Ticket:
        """The ticket, when this counselor may read the thread; raise NotYours otherwise."""
        with Session(self._reader) as session:
            row = session.get(Conversation, conversation)
            if row is None:
                raise NotYours(conversation)
            own = row.state == State.HUMAN and row.counselor_id == counselor
            if own or row.state == State.WAITING:
                return _ticket(row)
            if row.state != State.HUMAN or conversation not in session.scalars(open_to(counselor)):
                raise NotYours(conversation)
            return replace(_ticket(row), glass=True)

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
    return Ticket(
        row.id, row.state, row.urgent, row.summary, row.waiting_since, row.updated_at,
        row.consent, row.shared_from, _team(row.team), row.last_seq,
        row.state == State.HUMAN and row.seen_seq == NEVER_SEEN,
    )  # fmt: skip


def _team(identifier: str | None) -> str | None:
    named = desk().team(identifier)
    return named.nom if named else None


def _elsewhere(row: Conversation, counselor: str, glass: bool) -> Elsewhere:
    theme, age = row.summary.get("theme"), row.summary.get("age")
    return Elsewhere(row.id, counselor, row.urgent, theme, age, row.created_at, glass)
