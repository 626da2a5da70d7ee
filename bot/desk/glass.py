"""Breaking the glass: reading, for a while and with a written reason, what a colleague follows.

Reading only. The reason is kept with the conversation and erased with it; that the glass was
broken, by whom and why in one word, stays in the audit trail.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session

from bot.desk.audit import reference
from bot.desk.states import State
from bot.models import Conversation, Counselor, Glass, now

GLASS_LASTS = timedelta(minutes=30)
MIN_REASON = 15


class Motif(StrEnum):
    """Why; worded for people in the page."""

    DANGER = "danger"
    ABSENCE = "absence"
    COMPLAINT = "reclamation"
    QUALITY = "qualite"


@dataclass(frozen=True)
class Broken:
    """One opening, as supervisors see it."""

    at: datetime
    name: str
    motif: str
    text: str
    reference: str


class GlassRefused(Exception):
    """No reason, or nothing to open."""


class Glasses:
    """Openings of one database."""

    def __init__(self, engine: Engine) -> None:
        """Use `engine`, whose tables exist."""
        self._engine = engine
        self._reader = engine.execution_options(readonly=True)

    def open(self, conversation: str, counselor: int, motif: str, text: str) -> Motif:
        """Let `counselor` read a conversation that a colleague follows; raise GlassRefused."""
        if motif not in set(Motif) or len(text.strip()) < MIN_REASON:
            raise GlassRefused(conversation)
        with Session(self._engine) as session, session.begin():
            row = session.get(Conversation, conversation, with_for_update=True)
            if row is None or row.state != State.HUMAN or row.counselor_id == counselor:
                raise GlassRefused(conversation)
            why = {"motif": motif, "text": text.strip(), "at": now()}
            session.add(Glass(conversation_id=conversation, counselor_id=counselor, **why))
        return Motif(motif)

    def recent(self, limit: int = 50) -> list[Broken]:
        """The last openings of conversations that are still there, newest first."""
        query = (
            select(Glass, Counselor.login)
            .join(Counselor, Counselor.id == Glass.counselor_id)
            .order_by(Glass.id.desc())
            .limit(limit)
        )
        with Session(self._reader) as session:
            return [
                Broken(row.at, login, row.motif, row.text, reference(row.conversation_id))
                for row, login in session.execute(query)
            ]


def open_to(counselor: int) -> Select[str]:
    """Ids of the conversations whose glass this counselor broke, and may still read through."""
    return select(Glass.conversation_id).where(
        Glass.counselor_id == counselor, Glass.at > now() - GLASS_LASTS
    )
