"""Hand-over: what members agreed to share, what was promised to them, how long it takes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Conversations under way stay as open to counselors as they were."""
    _conversation()
    _questions()
    _promises()
    _figures()


def _conversation() -> None:
    with op.batch_alter_table("conversation") as table:
        table.add_column(
            sa.Column("consent", sa.String(12), nullable=False, server_default="not_asked")
        )
        table.add_column(sa.Column("shared_from", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("requested_at", MOMENT))
        table.add_column(sa.Column("taken_at", MOMENT))
        table.add_column(sa.Column("risk", sa.String(24)))
        table.add_column(sa.Column("risk_at", MOMENT))
        table.create_index("ix_conversation_risk_at", ["risk_at"])


def _of_conversation(**column: bool) -> sa.Column[str]:
    parent = sa.ForeignKey("conversation.id", ondelete="CASCADE")
    return sa.Column("conversation_id", sa.String(43), parent, nullable=False, **column)  # type: ignore[arg-type]


def _questions() -> None:
    op.create_table(
        "handover",
        _of_conversation(primary_key=True),
        sa.Column("proposed", sa.JSON(), nullable=False),
        sa.Column("step", sa.String(12)),
        sa.Column("asked", sa.String(64)),
        sa.Column("details", sa.JSON(), nullable=False),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_conversation(index=True),
        sa.Column("choice", sa.String(12), nullable=False),
        sa.Column("shared", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )


def _promises() -> None:
    op.create_table(
        "callbacks",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_conversation(index=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("phone", sa.String(20)),
        sa.Column("starts_at", MOMENT),
        sa.Column("place", sa.Integer()),
        sa.Column("due_at", MOMENT, nullable=False, index=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.Column("done_by", sa.Integer(), sa.ForeignKey("counselor.id")),
        sa.UniqueConstraint("starts_at", "place"),
    )
    op.create_index("ix_callbacks_open", "callbacks", ["done_at"])
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_conversation(index=True),
        sa.Column("counselor_id", sa.Integer(), sa.ForeignKey("counselor.id"), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False, index=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
    )


def _figures() -> None:
    op.create_table(
        "handling",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False, index=True),
    )
    op.create_table(
        "opinion",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("month", sa.String(7), nullable=False, index=True),
        sa.Column("score", sa.Integer()),
        sa.Column("comment", sa.Text()),
    )
