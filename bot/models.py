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
    """An account of the desk.

    `password_hash`: empty when an OpenID Connect issuer vouches for `subject` instead.
    `otp_secret`: sealed secret of the second factor; `otp_step`: the last time step accepted.
    `team`: id of one of the teams of `knowledge/poste.yml`.
    """

    __tablename__ = "counselor"
    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(16), default="conseiller")
    active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    otp_secret: Mapped[str | None] = mapped_column(String(255))
    otp_step: Mapped[int] = mapped_column(default=0)
    subject: Mapped[str | None] = mapped_column(String(64), unique=True)
    team: Mapped[str | None] = mapped_column(String(24))
    created_at: Mapped[datetime]


class DeskSession(Base):
    """A counselor's login; the cookie holds the token, the table only its hash.

    `stage`: what is still asked before it opens. `offered`: sealed secret being enrolled.
    """

    __tablename__ = "desk_session"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    counselor_id: Mapped[int] = mapped_column(ForeignKey("counselor.id", ondelete="CASCADE"))
    csrf: Mapped[str] = mapped_column(String(64))
    stage: Mapped[str] = mapped_column(String(8), default="open")
    offered: Mapped[str | None] = mapped_column(String(255))
    expires_at: Mapped[datetime]


class RecoveryCode(Base):
    """A way in without the telephone, deleted when used; only its hash is kept."""

    __tablename__ = "recovery_code"
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    counselor_id: Mapped[int] = mapped_column(
        ForeignKey("counselor.id", ondelete="CASCADE"), index=True
    )


class Lockout(Base):
    """Failed sign-ins of one login or one address, which `key` names by a hash only."""

    __tablename__ = "lockout"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    until: Mapped[datetime | None]
    at: Mapped[datetime] = mapped_column(index=True)


class Conversation(Base):
    """Who is in charge, since when. `secret_hash`: SHA-256 of the secret the browser holds.

    `shared_from`: counselors read messages from this `seq` on (see `bot.handover.sharing`).
    `requested_at`: when the member asked for a person, kept for their place in the queue.
    `risk`: kind of danger told to the bot, since `risk_at`, while no counselor saw it.
    `team`: whom a waiting conversation was passed to. `seen_seq`: the last message that the
    counselor in charge saw, -1 when none since a colleague passed it on. `easy`: the member wants
    answers that are easy to read.
    """

    __tablename__ = "conversation"
    id: Mapped[str] = mapped_column(String(43), primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(8), default="bot", index=True)
    counselor_id: Mapped[int | None] = mapped_column(ForeignKey("counselor.id"))
    last_seq: Mapped[int] = mapped_column(default=0)
    urgent: Mapped[bool] = mapped_column(default=False)
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict)
    consent: Mapped[str] = mapped_column(String(12), default="not_asked")
    shared_from: Mapped[int] = mapped_column(default=0)
    waiting_since: Mapped[datetime | None]
    requested_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    easy: Mapped[bool] = mapped_column(default=False)
    risk: Mapped[str | None] = mapped_column(String(24))
    risk_at: Mapped[datetime | None] = mapped_column(index=True)
    team: Mapped[str | None] = mapped_column(String(24))
    seen_seq: Mapped[int] = mapped_column(default=0)
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


class PersonalReply(Base):
    """A standard reply that one counselor wrote for oneself."""

    __tablename__ = "personal_reply"
    id: Mapped[int] = mapped_column(primary_key=True)
    counselor_id: Mapped[int] = mapped_column(
        ForeignKey("counselor.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)


class Glass(Base):
    """A counselor opened, once and with a reason, a conversation that a colleague follows."""

    __tablename__ = "glass"
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    counselor_id: Mapped[int] = mapped_column(ForeignKey("counselor.id"))
    motif: Mapped[str] = mapped_column(String(24))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class Audit(Base):
    """One line of the audit trail. No foreign key: it outlives what it speaks of.

    `conversation`: a digest, never the id, so that a line leads nowhere once it is erased.
    """

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    counselor_id: Mapped[int | None] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(32), index=True)
    conversation: Mapped[str | None] = mapped_column(String(64), index=True)
    detail: Mapped[str] = mapped_column(String(80), default="")


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
