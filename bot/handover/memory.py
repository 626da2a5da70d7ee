"""All SQL of what is asked of a member and agreed by them; the queue, and how long it takes.

Each public method is one transaction; raises UnknownConversation for an erased conversation.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bot.desk.states import State
from bot.handover.models import Consent, Handling, Handover, Opinion
from bot.handover.sharing import Choice, open_to_counselors
from bot.models import Conversation, Tracker
from bot.store import UnknownConversation
from knowledge.handover import BARE, Summary

FORGETTING = ("restart", "session_started", "reset_slots")  # Rasa's events that empty its slots
RECENT = timedelta(days=14)


@dataclass(frozen=True)
class Situation:
    """Where a conversation stands. `step`, `asked`, `details`: see `models.Handover`."""

    state: str
    urgent: bool
    consent: Choice
    proposed: Summary = field(default_factory=dict)
    step: str | None = None
    asked: str | None = None
    details: dict[str, Any] = field(default_factory=dict)


class Memory:
    """What the hand-over remembers, in one database."""

    def __init__(self, engine: Engine) -> None:
        """Use `engine`, whose tables exist."""
        self._engine = engine
        self._reader = engine.execution_options(readonly=True)

    def situation(self, conversation: str) -> Situation:
        """Where this conversation stands."""
        with Session(self._reader) as session:
            row = session.get(Conversation, conversation)
            if row is None:
                raise UnknownConversation(conversation)
            asked = session.get(Handover, conversation)
            seen = Situation(row.state, row.urgent, Choice(row.consent))
            if asked is None:
                return seen
            return Situation(
                row.state, row.urgent, Choice(row.consent),
                asked.proposed, asked.step, asked.asked, asked.details,
            )  # fmt: skip

    def slots(self, conversation: str) -> dict[str, Any]:
        """What Rasa understood last: known here, so that a summary needs no Rasa."""
        with Session(self._reader) as session:
            row = session.get(Tracker, conversation)
        return slots_of(row.events if row else [])

    def propose(self, conversation: str, proposed: Summary) -> None:
        """Keep the summary the member will be shown; counselors read nothing until they agree."""
        with Session(self._engine) as session, session.begin():
            row = _row(session, conversation)
            open_to_counselors(row, Choice.PENDING)
            row.summary = BARE
            session.merge(
                Handover(
                    conversation_id=conversation, proposed=proposed, step=None, asked=None,
                    details={},
                )
            )  # fmt: skip

    def agree(self, conversation: str, choice: Choice, shared: Summary, moment: datetime) -> None:
        """The member's choice, recorded; from now on counselors read `shared`."""
        with Session(self._engine) as session, session.begin():
            row = _row(session, conversation)
            open_to_counselors(row, choice)
            row.summary = shared
            if choice is not Choice.NOT_ASKED:
                session.add(
                    Consent(conversation_id=conversation, choice=choice, shared=shared, at=moment)
                )

    def ask(
        self,
        conversation: str,
        step: str | None,
        asked: str | None = None,
        details: dict[str, Any] | None = None,
    ) -> None:
        """The next typed message is `step`, as long as message `asked` is the last one told."""
        with Session(self._engine) as session, session.begin():
            _row(session, conversation)
            known = session.get(Handover, conversation)
            row = known or Handover(conversation_id=conversation, proposed={}, details={})
            row.step, row.asked = step, asked
            if details is not None:
                row.details = details
            session.add(row)

    def waiting(self) -> list[str]:
        """Who waits for a counselor, in the order they will be taken."""
        query = (
            select(Conversation.id)
            .where(Conversation.state == State.WAITING)
            .order_by(Conversation.urgent.desc(), Conversation.waiting_since, Conversation.id)
        )
        with Session(self._reader) as session:
            return list(session.scalars(query))

    def followed(self) -> list[tuple[str, int]]:
        """Every conversation a counselor is in charge of, with that counselor."""
        query = select(Conversation.id, Conversation.counselor_id).where(
            Conversation.state == State.HUMAN
        )
        with Session(self._reader) as session:
            return [(one, int(who)) for one, who in session.execute(query) if who is not None]

    def handlings(self, moment: datetime, limit: int = 30) -> list[int]:
        """How long the last conversations took, in seconds, over the last two weeks."""
        query = (
            select(Handling.seconds)
            .where(Handling.at > moment - RECENT)
            .order_by(Handling.at.desc())
            .limit(limit)
        )
        with Session(self._reader) as session:
            return list(session.scalars(query))

    def give_opinion(
        self, month: str, score: int | None = None, comment: str | None = None
    ) -> None:
        """Keep a score or a comment, which nothing ties to a conversation."""
        with Session(self._engine) as session, session.begin():
            session.add(Opinion(month=month, score=score, comment=comment))

    def opinions(self) -> dict[str, dict[int, int]]:
        """How many times each score was given, by month."""
        query = (
            select(Opinion.month, Opinion.score, func.count())
            .where(Opinion.score.is_not(None))
            .group_by(Opinion.month, Opinion.score)
            .order_by(Opinion.month)
        )
        found: dict[str, dict[int, int]] = {}
        with Session(self._reader) as session:
            for month, score, count in session.execute(query):
                found.setdefault(month, {})[score or 0] = count
        return found

    def comments(self, month: str) -> list[str]:
        """What members added in a month, in no order that would tell who."""
        query = (
            select(Opinion.comment)
            .where(Opinion.month == month, Opinion.comment.is_not(None))
            .order_by(Opinion.comment)
        )
        with Session(self._reader) as session:
            return [str(one) for one in session.scalars(query)]


def slots_of(events: list[Any]) -> dict[str, Any]:
    """What Rasa's events leave in its memory."""
    slots: dict[str, Any] = {}
    for event in events:
        if event.get("event") in FORGETTING:
            slots.clear()
        elif event.get("event") == "slot":
            slots[event["name"]] = event.get("value")
    return slots


def _row(session: Session, conversation: str) -> Conversation:
    row = session.get(Conversation, conversation, with_for_update=True)
    if row is None:
        raise UnknownConversation(conversation)
    return row
