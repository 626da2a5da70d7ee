"""A database in service follows the models: nothing lost, nothing missing, whatever its age."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from people import PASSWORD
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from bot.desk.accounts import Accounts
from bot.desk.audit import Action, AuditTrail
from bot.models import Base
from bot.schema import MIGRATIONS, ensure_schema
from bot.store import Store

OLD_ROWS = (
    "INSERT INTO counselor VALUES (1, 'camille', 'Camille', :hash, 3, NULL, :at)",
    "INSERT INTO desk_session VALUES ('jeton', 1, 'csrf', :at)",
    "INSERT INTO conversation VALUES "
    "('c1', 's', 'human', 1, 1, :no, '{\"theme\": \"couts\"}', NULL, :at, :at)",
    "INSERT INTO message VALUES "
    "('c1', 1, 'm1', 'membre', NULL, 'mot gardé', NULL, '[]', '[]', :no, :at)",
    "INSERT INTO note VALUES (1, 'c1', 1, 'note gardée', :at)",
    "INSERT INTO miss VALUES (1, 'c1', 'question gardée', '[]', :at, 'new')",
    "INSERT INTO rasa_tracker VALUES ('c1', '[]', :at)",
)


def to_revision(engine: Engine, revision: str) -> None:
    """Build the schema of a past revision, by the migrations alone."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


@pytest.fixture
def before_migrations(engine: Engine) -> Engine:
    """A database as it was made before migrations, with a conversation under way in it."""
    to_revision(engine, "0001")
    known = Accounts(engine)._hasher.hash(PASSWORD)
    values = {"hash": known, "at": "2026-11-01 10:00:00+00:00", "no": False}
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
        for statement in OLD_ROWS:
            names = {name: value for name, value in values.items() if f":{name}" in statement}
            connection.execute(text(statement.replace('{"theme": ', '{"theme"\\: ')), names)
    return engine


def differences(engine: Engine) -> list[object]:
    """What the models have and the database has not, or the reverse: Alembic's own check."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [one for one in compare_metadata(context, Base.metadata) if "offer" not in str(one)]


def test_a_new_database_and_a_migrated_one_both_agree_with_the_models(engine: Engine) -> None:
    ensure_schema(engine)
    assert differences(engine) == []


def test_migrations_alone_lead_to_the_models(engine: Engine) -> None:
    to_revision(engine, "head")
    assert differences(engine) == []


def test_a_database_made_before_migrations_keeps_every_row(before_migrations: Engine) -> None:
    engine = before_migrations
    store = Store(engine)
    assert differences(engine) == []
    control = store.control("c1")
    assert (control.state, control.counselor_name) == ("human", "Camille")
    assert [message.draft.text for message in store.messages("c1")] == ["mot gardé"]
    with engine.connect() as connection:
        for table in ("desk_session", "note", "miss", "rasa_tracker"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 1, table
    camille = Accounts(engine).check("camille", PASSWORD)
    assert camille is not None
    assert camille.role == "conseiller", "un compte d'avant garde ses droits de conseiller"


def test_foreign_keys_are_enforced_again_after_a_migration(before_migrations: Engine) -> None:
    store = Store(before_migrations)
    store.erase("c1")
    with before_migrations.connect() as connection:
        for table in ("message", "note", "miss"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0, table


def test_an_older_database_that_lacks_a_table_gets_it(before_migrations: Engine) -> None:
    with before_migrations.begin() as connection:
        connection.execute(text("DROP TABLE miss"))
    ensure_schema(before_migrations)
    assert differences(before_migrations) == []


@pytest.mark.parametrize("road", ["new", "migrated"])
def test_the_audit_trail_refuses_change_by_the_database_itself(engine: Engine, road: str) -> None:
    if road == "new":
        ensure_schema(engine)
    else:
        to_revision(engine, "head")
    trail = AuditTrail(engine)
    trail.record(Action.EXPORT)
    for statement in ("UPDATE audit SET name = 'autre'", "DELETE FROM audit"):
        with pytest.raises(DatabaseError, match="append only"), engine.begin() as connection:
            connection.execute(text(statement))
    if engine.dialect.name == "postgresql":
        with pytest.raises(DatabaseError, match="append only"), engine.begin() as connection:
            connection.execute(text("TRUNCATE audit"))
    assert [entry.action for entry in trail.search()] == ["export"]


def test_processes_that_start_together_do_it_once(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: ensure_schema(engine), range(4)))
    assert differences(engine) == []


def test_asking_again_changes_nothing(engine: Engine) -> None:
    ensure_schema(engine)
    tables = inspect(engine).get_table_names()
    ensure_schema(engine)
    assert inspect(engine).get_table_names() == tables
