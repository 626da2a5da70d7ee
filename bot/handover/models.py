"""Tables of the hand-over: what was asked of the member, agreed, promised, and how long it took.

`handling` and `opinion` name nobody: they stay when a conversation is erased.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models import Base


class Handover(Base):
    """What the member is being asked. `proposed`: the summary shown, not yet the counselor's.

    `step`: what the next typed message is, if anything (see `bot.handover.flow`); it holds only
    while message `asked` is the last one told. `details`: what was chosen so far.
    """

    __tablename__ = "handover"
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    proposed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    step: Mapped[str | None] = mapped_column(String(12))
    asked: Mapped[str | None] = mapped_column(String(64))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Consent(Base):
    """What the member agreed that a counselor read, and when. `choice`: see `sharing.Choice`."""

    __tablename__ = "consent"
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    choice: Mapped[str] = mapped_column(String(12))
    shared: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class Callback(Base):
    """A promise to a member: a call (`phone`, in a slot) or a written answer, before `due_at`.

    `place` numbers the calls of one slot: no two may have the same, so no slot takes too many.
    """

    __tablename__ = "callbacks"
    __table_args__ = (UniqueConstraint("starts_at", "place"), Index("ix_callbacks_open", "done_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(8))
    phone: Mapped[str | None] = mapped_column(String(20))
    starts_at: Mapped[datetime | None]
    place: Mapped[int | None]
    due_at: Mapped[datetime] = mapped_column(index=True)
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("counselor.id"))


class FollowUp(Base):
    """« Je vous rappelle dans un mois »: what a counselor promised to come back to."""

    __tablename__ = "follow_up"
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    counselor_id: Mapped[int] = mapped_column(ForeignKey("counselor.id"))
    due_at: Mapped[datetime] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class Handling(Base):
    """How long a counselor was in charge of one conversation, in seconds."""

    __tablename__ = "handling"
    id: Mapped[int] = mapped_column(primary_key=True)
    seconds: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)


class Opinion(Base):
    """A satisfaction score (1 to 5), or a redacted comment; `month`: « 2026-11 », no finer."""

    __tablename__ = "opinion"
    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(String(7), index=True)
    score: Mapped[int | None]
    comment: Mapped[str | None] = mapped_column(Text)
