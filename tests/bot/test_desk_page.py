"""The counselors' page in a real browser: what one sees, does by keyboard, and never loses.

The whole service runs in a thread of its own, without Rasa; members are real sockets.
"""

import asyncio
import json
import os
import re
import shutil
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
    sync_playwright,
)

from bot.app import build_app
from bot.desk.accounts import Accounts
from bot.desk.states import Move
from bot.hub import DESK
from bot.keys import HUB, STORE
from bot.messages import Draft
from bot.models import Base
from knowledge.database import make_engine
from knowledge.settings import Settings

expect.set_options(timeout=15_000)  # the first message of a member loads the safety net's rules
CHROMIUM = Path(shutil.which("chromium") or "/usr/bin/chromium")
REQUIRED = os.environ.get("ARIANE_REQUIRE_BROWSER") == "1"
pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists() and not REQUIRED,
    reason="Chromium absent : apt-get install chromium pour éprouver le poste des conseillers",
)
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
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
        Base.metadata.create_all(engine)
        for login, name in (("claire", "Claire"), ("samir", "Samir")):
            Accounts(engine).add(login, name, PASSWORD)
        engine.dispose()
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
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
    running.run(running.client.close())
    running.stop()
    running.loop.call_soon_threadsafe(running.loop.stop)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield opened
        opened.close()


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


def test_a_wrong_password_is_told_and_the_right_one_enters(
    browser: Browser, desk: Desk, service: Service
) -> None:
    page = browser.new_page()
    page.goto(f"{service.url}/conseiller")
    page.get_by_label("Identifiant").fill("claire")
    page.get_by_label("Mot de passe").fill("ce n'est pas celui-là")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Connexion refusée")
    expect(page.get_by_label("Mot de passe")).to_have_value("")
    page.close()
    page = desk()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", name="Poste des conseillers")).to_be_visible()
    page.goto(f"{service.url}/conseiller")
    expect(page).to_have_url(re.compile("/conseiller/connexion$"))


def test_one_waiting_member_is_listed_announced_once_and_counted(
    desk: Desk, service: Service
) -> None:
    page = desk()
    expect(page.get_by_text("Personne n’attend.")).to_be_visible()
    service.waiting(SUJET)
    line = page.locator("#attente .fiche")
    expect(line).to_contain_text("Préparer son dossier")
    expect(line).to_contain_text("Cardiologue · Valenciennes (59)")
    expect(page).to_have_title("(1) Ariane – conseiller")
    spoken = page.locator("#annonce p")
    expect(spoken).to_have_text(["Nouvelle conversation en attente : Préparer son dossier."])
    service.publish({"type": "changed", "conversation": "autre", "urgent": False})
    service.waiting({"motif": "demande"})
    expect(spoken).to_have_count(2)
    expect(spoken.last).to_contain_text("Demande à parler à un conseiller")


def test_the_waiting_time_ticks(desk: Desk, service: Service) -> None:
    service.waiting(SUJET)
    page = desk()
    time = page.locator("#attente .depuis")
    expect(time).to_have_text(re.compile(r"^\d s$"))
    before = time.inner_text()
    expect(time).not_to_have_text(before)


def test_an_urgent_member_comes_first_and_is_announced_as_such(
    desk: Desk, service: Service
) -> None:
    service.waiting(SUJET)
    page = desk()
    member = Member(service)
    member.send("escalate")
    expect(page.locator("#attente .fiche")).to_have_count(2)
    member.say("j'ai une forte douleur dans la poitrine et du mal à respirer")
    expect(page.locator("#attente .fiche").first).to_contain_text("Urgent")
    expect(page.locator("#alerte")).to_contain_text("Urgent : Demande à parler à un conseiller.")


def test_a_whole_conversation_by_keyboard_alone(desk: Desk, service: Service) -> None:
    member = Member(service)
    member.say("je ne sais pas par où commencer")
    member.send("escalate")
    page = desk()
    expect(page.locator("#attente .fiche")).to_have_count(1)
    page.keyboard.press("Alt+n")
    expect(page.locator(".de-membre").first).to_contain_text("je ne sais pas par où commencer")
    expect(reply(page)).to_be_hidden()
    page.keyboard.press("Alt+p")
    expect(reply(page)).to_be_focused()
    page.keyboard.type("Bonjour,")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("je vous aide.")
    page.keyboard.press("Enter")
    expect(page.locator(".de-conseiller .corps")).to_have_text("Bonjour,je vous aide.")
    expect(page.locator(".attente")).to_have_count(0)
    assert service.texts(member.conversation, "conseiller") == ["Bonjour,\nje vous aide."]
    member.send("typing")
    expect(page.get_by_text("L’adhérent écrit…")).to_be_visible()
    member.say("merci !")
    expect(page.locator(".de-membre").last).to_contain_text("merci !")
    expect(page.get_by_text("L’adhérent écrit…")).to_be_hidden()
    page.keyboard.press("Alt+a")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Vous ne suivez aucune conversation.")).to_be_visible()
    expect(page.locator("#annonce")).to_contain_text("Conversation rendue à Ariane.")


def test_a_private_note_reaches_no_member_and_enter_sends_none(
    desk: Desk, service: Service
) -> None:
    member = Member(service)
    member.send("escalate")
    page = desk()
    page.locator("#attente .fiche").click()
    page.get_by_role("button", name="Prendre").click()
    expect(reply(page)).to_be_visible()
    page.keyboard.press("Alt+o")
    note = page.get_by_label("Note privée : l’adhérent ne la voit jamais")
    expect(note).to_be_focused()
    page.keyboard.type("Fils joignable le soir")
    page.keyboard.press("Enter")
    expect(page.locator("#notes li")).to_have_count(0)
    page.get_by_role("button", name="Garder la note privée").click()
    expect(page.locator("#notes li")).to_contain_text("Fils joignable le soir")
    expect(note).to_have_value("")
    reply(page).fill("Je vous écoute.")
    page.get_by_role("button", name="Envoyer à l’adhérent").click()
    expect(page.locator(".de-conseiller")).to_have_count(1)
    assert "Je vous écoute." in member.received()
    assert "Fils joignable" not in member.received()


def test_two_who_take_together_one_is_told(desk: Desk, service: Service) -> None:
    service.waiting(SUJET, "bonjour")
    claire, samir = desk(), desk("samir")
    for page in (claire, samir):
        page.locator("#attente .fiche").click()
        expect(page.locator(".de-membre")).to_be_visible()
    samir.get_by_role("button", name="Prendre").click()
    expect(reply(samir)).to_be_visible()
    expect(claire.get_by_role("alert").filter(has_text="un collègue l’a prise")).to_be_visible()
    expect(claire.get_by_role("heading", name="Aucune conversation ouverte")).to_be_visible()


def test_a_reply_written_while_the_service_restarts_arrives_once(
    desk: Desk, service: Service
) -> None:
    conversation = service.waiting(SUJET, "bonjour")
    page = desk()
    page.keyboard.press("Alt+n")
    page.keyboard.press("Alt+p")
    expect(reply(page)).to_be_focused()
    service.stop()
    expect(page.locator("#avis")).to_contain_text("Connexion perdue")
    page.keyboard.type("Écrit pendant la coupure")
    page.keyboard.press("Enter")
    expect(page.locator(".attente")).to_contain_text("Gardé, partira à la reconnexion")
    service.start()
    expect(page.locator("#liaison-texte")).to_have_text("En ligne", timeout=30_000)
    expect(page.locator(".attente")).to_have_count(0)
    expect(page.locator(".de-conseiller")).to_have_count(1)
    expect(page.locator("#avis")).to_be_hidden()
    assert service.texts(conversation, "conseiller") == ["Écrit pendant la coupure"]


def test_a_refused_reply_says_why_and_gives_its_text_back(desk: Desk, service: Service) -> None:
    conversation = service.waiting(SUJET, "bonjour")
    page = desk()
    page.keyboard.press("Alt+n")
    page.keyboard.press("Alt+p")
    reply(page).evaluate("field => field.removeAttribute('maxlength')")
    reply(page).fill("mot " * 600)
    page.keyboard.press("Enter")
    expect(page.locator(".refuse")).to_contain_text("Non envoyé. Votre message est trop long")
    page.get_by_role("button", name="Reprendre le texte").click()
    expect(reply(page)).to_have_value("mot " * 600)
    expect(page.locator(".refuse")).to_have_count(0)
    assert service.texts(conversation, "conseiller") == []


def test_each_conversation_keeps_its_own_draft_and_unread_count(
    desk: Desk, service: Service
) -> None:
    first, second = Member(service), Member(service)
    page = desk()
    for member in (first, second):
        member.send("escalate")
        page.locator("#attente .fiche").click()
        page.get_by_role("button", name="Prendre").click()
        expect(reply(page)).to_be_visible()
        reply(page).fill(f"brouillon {member.conversation[:3]}")
    first.say("vous êtes là ?")
    line = page.locator("#miennes .fiche").first
    expect(line.locator(".non-lus")).to_contain_text("1 message non lu")
    expect(page).to_have_title("(1) Ariane – conseiller")
    reply(page).press("Alt+c")
    expect(reply(page)).to_have_value(f"brouillon {first.conversation[:3]}")
    expect(page.locator(".non-lus")).to_have_count(0)
    expect(page).to_have_title("Ariane – conseiller")


def test_what_a_member_writes_never_becomes_markup(desk: Desk, service: Service) -> None:
    page = desk()
    service.waiting(
        {"sujet": "<b>gras</b>"}, "<img src=x onerror=alert(1)> **fort** javascript:alert(1)"
    )
    page.locator("#attente .fiche").click()
    body = page.locator(".de-membre .corps")
    expect(body).to_have_text("<img src=x onerror=alert(1)> fort javascript:alert(1)")
    expect(body.locator("strong")).to_have_text("fort")
    expect(body.locator("img, a")).to_have_count(0)
    expect(page.get_by_role("heading", name="<b>gras</b>")).to_be_visible()


def test_an_expired_session_is_told_and_keeps_what_was_written(
    desk: Desk, service: Service
) -> None:
    service.waiting(SUJET, "bonjour")
    page = desk()
    page.keyboard.press("Alt+n")
    page.keyboard.press("Alt+p")
    expect(reply(page)).to_be_focused()
    page.keyboard.type("à ne pas perdre")
    page.context.clear_cookies()
    service.stop()
    service.start()
    expect(page.locator("#avis")).to_contain_text("Votre session a expiré", timeout=30_000)
    expect(reply(page)).to_have_value("à ne pas perdre")


@pytest.mark.parametrize("width", [320, 390, 900, 1280])
def test_nothing_overflows_whatever_the_width(desk: Desk, service: Service, width: int) -> None:
    service.waiting(SUJET, "bonjour " * 30, "https://" + "exemple-tres-long" * 12 + ".fr")
    page = desk(width=width)
    page.locator("#attente .fiche").click()
    page.get_by_role("button", name="Prendre").click()
    expect(reply(page)).to_be_visible()
    page.evaluate("document.querySelector('.deroule').scrollTop = 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('.deroule').scrollWidth") <= width


def test_a_socket_that_looks_open_is_probed_and_answers(desk: Desk, service: Service) -> None:
    page = desk()
    frames: list[str | bytes] = []
    page.on("websocket", lambda opened: opened.on("framereceived", lambda one: frames.append(one)))
    page.reload()
    expect(page.locator("#liaison-texte")).to_have_text("En ligne")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(500)
    assert any("pong" in str(frame) for frame in frames)


def test_sound_is_off_until_asked_and_then_remembered(desk: Desk, service: Service) -> None:
    page = desk()
    sound = page.get_by_role("button", name="Son")
    expect(sound).to_have_attribute("aria-pressed", "false")
    sound.click()
    expect(sound).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(sound).to_have_attribute("aria-pressed", "true")


def test_leaving_with_a_reply_begun_is_confirmed_and_escape_keeps_it(
    desk: Desk, service: Service
) -> None:
    service.waiting(SUJET, "bonjour")
    page = desk()
    page.keyboard.press("Alt+n")
    page.keyboard.press("Alt+p")
    expect(reply(page)).to_be_focused()
    page.keyboard.type("pas encore fini")
    page.keyboard.press("Alt+x")
    expect(page.get_by_role("dialog")).to_contain_text("commencée sera perdue")
    page.keyboard.press("Escape")
    expect(reply(page)).to_have_value("pas encore fini")
    page.get_by_role("button", name="Clore").click()
    page.get_by_role("dialog").get_by_role("button", name="Clore").click()
    expect(page.get_by_text("Vous ne suivez aucune conversation.")).to_be_visible()
