"""Promises made to members: calls in a slot, written answers, follow-ups. All their SQL.

Kept in the database, so that no restart forgets one; erased with the conversation.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Delete, Engine, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.handover.models import Callback, FollowUp

CALL, WRITTEN, FOLLOW_UP = "call", "written", "follow_up"


class SlotFull(Exception):
    """Someone took the last place of the slot."""


@dataclass(frozen=True)
class Promise:
    """One promise not kept yet. `counselor`: who made a follow-up. `phone`: E.164."""

    id: int
    kind: str
    conversation: str
    due_at: datetime
    starts_at: datetime | None = None
    phone: str | None = None
    note: str | None = None
    counselor: int | None = None


class Promises:
    """Promises of one database."""

    def __init__(self, engine: Engine) -> None:
        """Use `engine`, whose tables exist."""
        self._engine = engine
        self._reader = engine.execution_options(readonly=True)

    def free(self, slots: list[datetime], capacity: int) -> list[datetime]:
        """Those of `slots` that can take one more call."""
        query = (
            select(Callback.starts_at, func.count())
            .where(Callback.starts_at.in_(slots))
            .group_by(Callback.starts_at)
        )
        with Session(self._reader) as session:
            taken = dict(session.execute(query).all())
        return [slot for slot in slots if taken.get(slot, 0) < capacity]

    def book(
        self, conversation: str, phone: str, slot: datetime, minutes: int, capacity: int,
        moment: datetime,
    ) -> None:  # fmt: skip
        """Promise a call in `slot`, in place of any other promise; raise SlotFull."""
        for place in range(capacity):
            made = Callback(
                conversation_id=conversation, kind=CALL, phone=phone, starts_at=slot, place=place,
                due_at=slot + timedelta(minutes=minutes), created_at=moment,
            )  # fmt: skip
            try:
                self._replace(conversation, made)
            except IntegrityError:  # someone has this place of the slot
                continue
            return
        raise SlotFull

    def promise_answer(self, conversation: str, due_at: datetime, moment: datetime) -> None:
        """Promise a written answer, in place of any other promise."""
        made = Callback(
            conversation_id=conversation, kind=WRITTEN, due_at=due_at, created_at=moment
        )
        self._replace(conversation, made)

    def _replace(self, conversation: str, made: Callback) -> None:
        with Session(self._engine) as session, session.begin():
            session.execute(_withdraw(conversation))
            session.add(made)

    def cancel(self, conversation: str) -> bool:
        """Withdraw what was promised, number included; True when something was."""
        with Session(self._engine) as session, session.begin():
            return bool(session.execute(_withdraw(conversation)).rowcount)  # type: ignore[attr-defined]

    def follow_up(
        self, conversation: str, counselor: int, due_at: datetime, note: str, moment: datetime
    ) -> None:
        """A counselor will come back to this conversation."""
        with Session(self._engine) as session, session.begin():
            session.add(
                FollowUp(
                    conversation_id=conversation, counselor_id=counselor, due_at=due_at, note=note,
                    created_at=moment,
                )
            )  # fmt: skip

    def open(self, conversation: str | None = None) -> list[Promise]:
        """Every promise not kept yet, of one conversation or of all, the most pressing first."""
        calls = select(Callback).where(Callback.done_at.is_(None))
        follow_ups = select(FollowUp).where(FollowUp.done_at.is_(None))
        if conversation is not None:
            calls = calls.where(Callback.conversation_id == conversation)
            follow_ups = follow_ups.where(FollowUp.conversation_id == conversation)
        with Session(self._reader) as session:
            found = [
                Promise(one.id, one.kind, one.conversation_id, one.due_at, one.starts_at, one.phone)
                for one in session.scalars(calls)
            ] + [
                Promise(
                    one.id, FOLLOW_UP, one.conversation_id, one.due_at,
                    note=one.note, counselor=one.counselor_id,
                )
                for one in session.scalars(follow_ups)
            ]  # fmt: skip
        return sorted(found, key=lambda one: one.starts_at or one.due_at)

    def keep(self, conversation: str, kind: str, identifier: int, counselor: int,
             moment: datetime) -> bool:  # fmt: skip
        """This promise of the conversation is kept; False when there is none such."""
        change = (
            update(FollowUp).where(FollowUp.id == identifier, FollowUp.done_at.is_(None),
                                   FollowUp.conversation_id == conversation).values(done_at=moment)
            if kind == FOLLOW_UP
            else update(Callback).where(Callback.id == identifier, Callback.done_at.is_(None),
                                        Callback.conversation_id == conversation)
            .values(done_at=moment, done_by=counselor, phone=None)
        )  # fmt: skip
        with Session(self._engine) as session, session.begin():
            return bool(session.execute(change).rowcount)  # type: ignore[attr-defined]


def _withdraw(conversation: str) -> Delete:
    """Only what is not done: a call made stays counted in its slot, without its number."""
    return delete(Callback).where(
        Callback.conversation_id == conversation, Callback.done_at.is_(None)
    )
