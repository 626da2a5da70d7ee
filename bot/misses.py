"""Questions Ariane did not understand, redacted, until a person reviews them. All SQL of `miss`.

Never keeps what a member wrote as written, and forgets it with its conversation.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.messages import NotUnderstood
from bot.models import Conversation, Miss, now
from bot.redaction import redact
from bot.schema import ensure_schema
from knowledge.text import normalise

Decision = Literal["kept", "ignored"]


@dataclass(frozen=True)
class KnownMiss:
    """A question to review. `guesses`: intents thought of, likeliest first."""

    id: int
    text: str
    guesses: list[str]
    at: datetime


class Misses:
    """Misses of one database of conversations."""

    def __init__(self, engine: Engine) -> None:
        """Use `engine`; bring its tables to the models."""
        self.engine = engine
        ensure_schema(engine)

    def record(self, conversation: str, miss: NotUnderstood) -> None:
        """Keep a question for review; said again in the same conversation, only its guesses change.

        Nothing is kept of a text without letters, nor of a conversation erased meanwhile.
        """
        hidden = redact(miss.text)
        if not normalise(hidden):
            return
        with Session(self.engine) as session, session.begin():
            if session.get(Conversation, conversation, with_for_update=True) is None:
                return
            same = select(Miss).where(
                Miss.conversation_id == conversation, Miss.text == hidden, Miss.state == "new"
            )
            if known := session.scalars(same).first():
                known.guesses = miss.guesses
            else:
                kept = {"text": hidden, "guesses": miss.guesses, "at": now()}
                session.add(Miss(conversation_id=conversation, **kept))

    def to_review(self) -> list[KnownMiss]:
        """Misses nobody decided on, oldest first."""
        query = select(Miss).where(Miss.state == "new").order_by(Miss.id)
        with Session(self.engine) as session:
            return [_known(row) for row in session.scalars(query)]

    def find(self, identifier: int) -> KnownMiss | None:
        """One miss still to review, None when there is no such one."""
        with Session(self.engine) as session:
            row = session.get(Miss, identifier)
            return _known(row) if row and row.state == "new" else None

    def settle(self, identifiers: list[int], decision: Decision) -> None:
        """These misses are dealt with."""
        with Session(self.engine) as session, session.begin():
            for row in session.scalars(select(Miss).where(Miss.id.in_(identifiers))):
                row.state = decision


def _known(row: Miss) -> KnownMiss:
    guesses: list[Any] = row.guesses
    return KnownMiss(row.id, row.text, guesses, row.at)
