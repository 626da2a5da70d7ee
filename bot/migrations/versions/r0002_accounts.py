"""Roles, second factor, lock-out, break-glass and audit trail."""

import sqlalchemy as sa
from alembic import op

from bot.append_only import protect_audit

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Accounts that exist keep their password, as counselors; who is signed in stays so."""
    _counselor()
    _sign_in()
    _glass()
    _audit()


def _counselor() -> None:
    with op.batch_alter_table("counselor") as table:
        table.add_column(
            sa.Column("role", sa.String(16), nullable=False, server_default="conseiller")
        )
        table.add_column(
            sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        table.add_column(sa.Column("otp_secret", sa.String(255)))
        table.add_column(sa.Column("otp_step", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("subject", sa.String(64)))
        table.create_unique_constraint("counselor_subject_key", ["subject"])
        table.drop_column("locked_until")
        table.drop_column("failures")
    with op.batch_alter_table("desk_session") as table:
        table.add_column(sa.Column("stage", sa.String(8), nullable=False, server_default="open"))
        table.add_column(sa.Column("offered", sa.String(255)))


def _sign_in() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(64), primary_key=True),
        sa.Column("counselor_id", sa.Integer(), nullable=False, index=True),
        sa.ForeignKeyConstraint(["counselor_id"], ["counselor.id"], ondelete="CASCADE"),
    )
    op.create_table(
        "lockout",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("until", MOMENT),
        sa.Column("at", MOMENT, nullable=False, index=True),
    )


def _glass() -> None:
    op.create_table(
        "glass",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("conversation_id", sa.String(43), nullable=False, index=True),
        sa.Column("counselor_id", sa.Integer(), sa.ForeignKey("counselor.id"), nullable=False),
        sa.Column("motif", sa.String(24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", MOMENT, nullable=False, index=True),
        sa.Column("counselor_id", sa.Integer(), index=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("action", sa.String(32), nullable=False, index=True),
        sa.Column("conversation", sa.String(64), index=True),
        sa.Column("detail", sa.String(80), nullable=False),
    )
    protect_audit(op.get_bind())
