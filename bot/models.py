"""Tables of the conversation side: only what a conversation, its desk and its erasure need.

Public data (care offer) lives elsewhere. Private notes have a table of their own, so that no
query on messages can show one to a member.
"""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC datetimes on every engine: SQLite forgets the zone, we put it back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read back as an aware UTC datetime."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Base(DeclarativeBase):
    """Declarative base of the conversation database."""

    type_annotation_map: ClassVar = {datetime: UtcDateTime, dict[str, Any]: JSON, list[Any]: JSON}


class Counselor(Base):
    """An account of the desk."""

    __tablename__ = "counselor"
    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str] = mapped_column(String(200))
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]


class DeskSession(Base):
    """A counselor's login; the cookie holds the token, the table only its hash."""

    __tablename__ = "desk_session"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    counselor_id: Mapped[int] = mapped_column(ForeignKey("counselor.id", ondelete="CASCADE"))
    csrf: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]


class Conversation(Base):
    """Who is in charge, since when. `secret_hash`: SHA-256 of the secret the browser holds."""

    __tablename__ = "conversation"
    id: Mapped[str] = mapped_column(String(43), primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(8), default="bot", index=True)
    counselor_id: Mapped[int | None] = mapped_column(ForeignKey("counselor.id"))
    last_seq: Mapped[int] = mapped_column(default=0)
    urgent: Mapped[bool] = mapped_column(default=False)
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict)
    waiting_since: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime] = mapped_column(index=True)


class Message(Base):
    """One message as shown. `payload`: what a pressed button says to Rasa instead of its label.

    `pending`: accepted from the member, and still owed an answer by the bot.
    """

    __tablename__ = "message"
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    seq: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(64), index=True)
    author: Mapped[str] = mapped_column(String(10))
    name: Mapped[str | None] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    payload: Mapped[str | None] = mapped_column(Text)
    buttons: Mapped[list[Any]] = mapped_column(default=list)
    cards: Mapped[list[Any]] = mapped_column(default=list)
    pending: Mapped[bool] = mapped_column(default=False, index=True)
    at: Mapped[datetime]


class Note(Base):
    """A counselor's private note; never joined with messages, never sent to a member."""

    __tablename__ = "note"
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    counselor_id: Mapped[int] = mapped_column(ForeignKey("counselor.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class Miss(Base):
    """A question not understood, redacted, for review. `state`: new, kept or ignored.

    `guesses`: ids of the intents thought of, likeliest first.
    """

    __tablename__ = "miss"
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(Text)
    guesses: Mapped[list[Any]] = mapped_column(default=list)
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default="new", index=True)


class Tracker(Base):
    """Rasa's memory of a conversation: one row, bounded, so a turn costs the same at any length."""

    __tablename__ = "rasa_tracker"
    sender_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    events: Mapped[list[Any]]
    updated_at: Mapped[datetime]


def now() -> datetime:
    """Current instant, aware, UTC."""
    return datetime.now(UTC)
