"""The conversation database follows the models: created when new, migrated when older.

Every process that opens it may ask; one at a time does the work. It never drops a row: what a
migration changes is in migrations/versions/.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Engine, Table, inspect

import bot.handover.models  # noqa: F401 (its tables are of the schema too)
from bot.append_only import protect_audit
from bot.models import Base, Conversation

MIGRATIONS = Path(__file__).parent / "migrations"
NAMING = ("conversation_id", "sender_id")  # columns that hold a conversation's id
POSTGRESQL_LOCK = 0x41524941  # any constant: processes that start together wait for each other


def conversation_tables() -> list[tuple[Table, Column[Any]]]:
    """Every table that holds something of a conversation, with the column that names it.

    Read from the models: a table added tomorrow is shown to its member, and erased, like others.
    """
    found = []
    for table in Base.metadata.sorted_tables:
        names = ("id",) if table is Conversation.__table__ else NAMING
        found += [(table, table.columns[name]) for name in names if name in table.columns]
    return found


def ensure_schema(engine: Engine) -> None:
    """Bring the database to the models; at once when it already is."""
    with engine.execution_options(readonly=True).connect() as connection:
        if _version(connection) == _head():
            return
    with engine.connect() as connection, foreign_keys_off(connection), connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({POSTGRESQL_LOCK})")
        if not inspect(connection).has_table(Conversation.__tablename__):
            Base.metadata.create_all(connection)
            protect_audit(connection)
            command.stamp(_config(connection), "head")
        elif _version(connection) != _head():
            command.upgrade(_config(connection), "head")


def _version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


@cache
def _head() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def foreign_keys_off(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it again: its rows' children must not go with the old one.

    The switch does nothing within a transaction, so it is turned before.
    """
    raw = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or raw is None:
        yield
        return
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")
