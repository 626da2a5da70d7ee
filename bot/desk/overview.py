"""What supervisors watch: load, waiting, dangers, late promises, how the day's exchanges ended.

Counts and references only: no word of a member, and nothing they need.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bot.desk.agenda import Agenda, Lines
from bot.desk.audit import Action, reference
from bot.desk.board import Board, Ticket
from bot.desk.states import State
from bot.desk.transfers import Colleague, Transfers
from bot.handover.promises import Promises
from bot.models import Audit, Conversation, Message
from knowledge.desk import desk

ANSWERS = ("conseiller",)
ASKS = ("membre", "securite")


@dataclass(frozen=True)
class Load:
    """A counselor, whether there, and how many of their members wait for a reply."""

    colleague: Colleague
    present: bool
    unanswered: int


@dataclass(frozen=True)
class Overview:
    """One instant. `outcomes`: how many conversations ended so since midnight, by name."""

    loads: list[Load]
    waiting: list[Ticket]
    oldest: datetime | None
    risks: Lines
    late: Lines
    outcomes: list[tuple[str, int]]


class Overviews:
    """Overviews of one database."""

    def __init__(self, engine: Engine, promises: Promises) -> None:
        """Use `engine`, whose tables exist."""
        self._reader = engine.execution_options(readonly=True)
        self._board, self._transfers = Board(engine), Transfers(engine)
        self._agenda, self._promises = Agenda(engine, promises), promises

    def at(self, now: datetime, midnight: datetime, present: frozenset[int]) -> Overview:
        """Everything at `now`; the day began at `midnight`."""
        waiting = self._board.waiting()
        since = [one.waiting_since for one in waiting if one.waiting_since]
        unanswered = self._unanswered()
        people = [one for one in self._transfers.colleagues() if one.followed or one.id in present]
        return Overview(
            loads=[Load(one, one.id in present, unanswered.get(one.id, 0)) for one in people],
            waiting=waiting,
            oldest=min(since, default=None),
            risks=self._agenda.risks(now),
            late=self._late(now),
            outcomes=self._outcomes(midnight),
        )

    def _unanswered(self) -> dict[int, int]:
        """By counselor, conversations whose last words are the member's."""
        last = (
            select(Message.author)
            .where(
                Message.conversation_id == Conversation.id, Message.author.in_(ASKS + ANSWERS)
            )
            .order_by(Message.seq.desc())
            .limit(1)
            .correlate(Conversation)
            .scalar_subquery()
        )  # fmt: skip
        query = (
            select(Conversation.counselor_id, func.count())
            .where(Conversation.state == State.HUMAN, last.in_(ASKS))
            .group_by(Conversation.counselor_id)
        )
        with Session(self._reader) as session:
            return {int(who): count for who, count in session.execute(query) if who is not None}

    def _late(self, now: datetime) -> Lines:
        return [
            {"kind": one.kind, "reference": reference(one.conversation), "due_at": one.due_at}
            for one in self._promises.open()
            if one.due_at < now
        ]

    def _outcomes(self, midnight: datetime) -> list[tuple[str, int]]:
        """Known outcomes in the order of the settings, then those that no longer are, or unsaid."""
        query = (
            select(Audit.detail, func.count())
            .where(Audit.action == Action.CLOSE, Audit.at >= midnight)
            .group_by(Audit.detail)
        )
        with Session(self._reader) as session:
            counts: dict[str, int] = dict(session.execute(query).all())
        told = [(one.nom, counts.pop(one.id)) for one in desk().issues if one.id in counts]
        return told + [("", sum(counts.values()))] * bool(counts)
