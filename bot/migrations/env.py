"""How Alembic reaches the conversation database: the caller's connection, or the settings' one."""

from alembic import context
from sqlalchemy import Connection

from bot.models import Base
from bot.schema import foreign_keys_off
from knowledge.database import make_engine
from knowledge.settings import settings


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        # The care offer may live in the same PostgreSQL: its tables are none of ours.
        include_name=lambda name, kind, _: kind != "table" or name in Base.metadata.tables,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _migrate(given)
else:
    engine = make_engine(settings().conversations_url())
    with engine.connect() as opened, foreign_keys_off(opened), opened.begin():
        _migrate(opened)
