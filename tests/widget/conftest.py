"""Debian's Chromium, a peer that speaks the protocol, and a page between the two."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from browser_page import Run, until
from fake_server import FakeServer, start
from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture
def run() -> Iterator[Run]:
    """Runs a coroutine in the peer's own thread and waits for its result."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield lambda coroutine: asyncio.run_coroutine_threadsafe(coroutine, loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


@pytest.fixture
def server(run: Run) -> Iterator[FakeServer]:
    """The other side of the wire."""
    peer = FakeServer()
    runner = run(start(peer))
    yield peer
    run(peer.cut())
    run(runner.cleanup())


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser session: no storage left by another test."""
    session = browser.new_context(viewport={"width": 1280, "height": 860}, locale="fr-FR")
    session.set_default_timeout(8_000)
    yield session
    session.close()


@pytest.fixture
def chat(context: BrowserContext, server: FakeServer) -> Page:
    """The full page, open and welcomed."""
    page = context.new_page()
    page.goto(server.url)
    until(page, lambda: server.of_type("hello"))
    return page


@pytest.fixture
def site(context: BrowserContext, server: FakeServer) -> Page:
    """The page of another site that embeds the widget, closed."""
    page = context.new_page()
    page.goto(f"{server.url}/widget/demo.html")
    page.get_by_role("button", name="Une question santé ?").wait_for()
    return page
