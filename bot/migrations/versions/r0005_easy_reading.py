"""The member's wish for answers that are easy to read, kept with the conversation."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Conversations under way keep the full answers."""
    with op.batch_alter_table("conversation") as table:
        table.add_column(sa.Column("easy", sa.Boolean(), nullable=False, server_default=sa.false()))
