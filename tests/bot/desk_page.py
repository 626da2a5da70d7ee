"""What tests of the counselors' page share: the service, members, a browser already logged in.

The whole service runs in a thread of its own, without Rasa; members are real sockets.
"""

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, web
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    ViewportSize,
    expect,
)

from bot.app import build_app
from bot.desk.accounts import Accounts
from bot.desk.states import Move
from bot.hub import DESK
from bot.keys import HUB, STORE
from bot.messages import Draft
from bot.schema import ensure_schema
from knowledge.database import make_engine
from knowledge.settings import Settings

expect.set_options(timeout=15_000)  # the first message of a member loads the safety net's rules
PASSWORD = "une phrase de passe"
SUJET = {"motif": "demande", "theme": "deuxieme_avis", "sujet": "Préparer son dossier"} | {
    "besoin": "Cardiologue",
    "lieu": "Valenciennes (59)",
}


class Service:
    """The service in its own thread; `stop` and `start` on the same port play a restart."""

    def __init__(self, var: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.settings = Settings(var=var, port=self.port, rasa_port=9, actions_port=9)
        engine = make_engine(self.settings.conversations_url())
        ensure_schema(engine)
        for login, name in (("claire", "Claire"), ("samir", "Samir")):
            Accounts(engine).add(login, name, PASSWORD)
        engine.dispose()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.port}"
        self.client: ClientSession = self.run(self._client())

    async def _client(self) -> ClientSession:
        return ClientSession()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Result of `work`, done in the service's own loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(20)

    def start(self) -> None:
        self.app = build_app(self.settings)
        self.runner = web.AppRunner(self.app, shutdown_timeout=0.2)
        self.run(self.runner.setup())
        self.run(web.TCPSite(self.runner, "127.0.0.1", self.port, reuse_address=True).start())

    def stop(self) -> None:
        self.run(self.runner.cleanup())

    def end(self) -> None:
        """Stop for good."""
        self.run(self.client.close())
        self.stop()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.loop.close()

    def waiting(self, summary: dict[str, Any], *texts: str) -> str:
        """A conversation that waits, as Rasa's hand-off leaves it; its id."""
        store = self.app[STORE]
        identifier, _ = store.create()
        for text in texts:
            store.append(identifier, Draft("membre", text))
        store.move(identifier, Move.ESCALATE, None, summary)
        self.publish({"type": "changed", "conversation": identifier, "urgent": False})
        return identifier

    def publish(self, frame: dict[str, Any]) -> None:
        self.loop.call_soon_threadsafe(self.app[HUB].publish, DESK, frame)

    def texts(self, conversation: str, author: str) -> list[str]:
        """What one author said in a conversation, as kept."""
        kept = self.app[STORE].messages(conversation)
        return [one.draft.text for one in kept if one.draft.author == author]


class Member:
    """A member's open chat."""

    def __init__(self, service: Service) -> None:
        self.service, self.frames = service, list[dict[str, Any]]()
        self.conversation = str(service.run(self._join())["conversation"])

    async def _join(self) -> dict[str, Any]:
        self.socket: ClientWebSocketResponse = await self.service.client.ws_connect(
            f"{self.service.url}/ws"
        )
        await self.socket.send_json(
            {"type": "hello", "conversation": None, "secret": None, "after": 0}
        )
        welcome: dict[str, Any] = await self.socket.receive_json()
        self.reading = asyncio.create_task(self._read())
        return welcome

    async def _read(self) -> None:
        async for message in self.socket:
            self.frames.append(json.loads(message.data))

    def send(self, kind: str, **values: Any) -> None:
        """Send one frame."""
        self.service.run(self.socket.send_json({"type": kind, "id": str(uuid4()), **values}))

    def say(self, text: str) -> None:
        self.send("message", text=text)

    def received(self) -> str:
        """Everything this member's browser was given, as one text."""
        return json.dumps(self.frames, ensure_ascii=False)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    running = Service(tmp_path)
    running.start()
    yield running
    running.end()


Desk = Callable[..., Page]


@pytest.fixture
def desk(browser: Browser, service: Service) -> Iterator[Desk]:
    """Opens a counselor's page, logged in. No page may raise, nor break its own security policy."""
    errors: list[str] = []

    def policy(line: ConsoleMessage) -> None:
        if "Content Security" in line.text:
            errors.append(line.text)

    def log_in(login: str = "claire", width: int = 1280) -> Page:
        screen = ViewportSize(width=width, height=720)
        page = browser.new_context(locale="fr-FR", viewport=screen).new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", policy)
        page.goto(f"{service.url}/conseiller")
        page.get_by_label("Identifiant").fill(login)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        expect(page.locator("#liaison-texte")).to_have_text("En ligne")
        return page

    yield log_in
    for context in browser.contexts:
        context.close()
    assert errors == []


def reply(page: Page) -> Locator:
    return page.get_by_label("Réponse à l’adhérent")
