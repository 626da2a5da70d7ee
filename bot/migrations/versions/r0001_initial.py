"""The tables as they were before migrations: makes those that are missing.

A database created then has them all, so this revision changes nothing there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create what is missing."""
    _counselor()
    _conversation()
    _message()
    _note()
    _miss()
    _rasa_tracker()


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(name, *columns, if_not_exists=True)


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], if_not_exists=True)


def _of_conversation() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE")


def _counselor() -> None:
    _table(
        "counselor",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("login", sa.String(80), nullable=False, unique=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    _table(
        "desk_session",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("counselor_id", sa.Integer(), nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["counselor_id"], ["counselor.id"], ondelete="CASCADE"),
    )


def _conversation() -> None:
    _table(
        "conversation",
        sa.Column("id", sa.String(43), primary_key=True),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("counselor_id", sa.Integer(), sa.ForeignKey("counselor.id")),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("waiting_since", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
    )
    _index("conversation", "state")
    _index("conversation", "updated_at")


def _message() -> None:
    _table(
        "message",
        sa.Column("conversation_id", sa.String(43), primary_key=True),
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("author", sa.String(10), nullable=False),
        sa.Column("name", sa.String(80)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text()),
        sa.Column("buttons", sa.JSON(), nullable=False),
        sa.Column("cards", sa.JSON(), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _of_conversation(),
    )
    _index("message", "id")
    _index("message", "pending")


def _note() -> None:
    _table(
        "note",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("conversation_id", sa.String(43), nullable=False),
        sa.Column("counselor_id", sa.Integer(), sa.ForeignKey("counselor.id"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _of_conversation(),
    )
    _index("note", "conversation_id")


def _miss() -> None:
    _table(
        "miss",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("conversation_id", sa.String(43), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("guesses", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        _of_conversation(),
    )
    _index("miss", "conversation_id")
    _index("miss", "state")


def _rasa_tracker() -> None:
    _table(
        "rasa_tracker",
        sa.Column("sender_id", sa.String(255), primary_key=True),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
    )
