"""The counselor's tools: teams, what was seen of each conversation, personal replies."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """What was said before counts as seen: nobody finds a hundred unread messages."""
    with op.batch_alter_table("counselor") as table:
        table.add_column(sa.Column("team", sa.String(24)))
    with op.batch_alter_table("conversation") as table:
        table.add_column(sa.Column("team", sa.String(24)))
        table.add_column(sa.Column("seen_seq", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE conversation SET seen_seq = last_seq")
    op.create_table(
        "personal_reply",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "counselor_id", sa.Integer(), sa.ForeignKey("counselor.id", ondelete="CASCADE"),
            nullable=False, index=True,
        ),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )  # fmt: skip
