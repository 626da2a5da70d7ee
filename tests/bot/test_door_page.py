"""The door, the journal and the glass in a real browser: 320 pixels, dark, without a mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from fake_issuer import CLIENT, SECRET, FakeIssuer
from playwright.sync_api import Browser, Page, ViewportSize, expect
from signing import Phone

from bot.desk.accounts import Accounts
from bot.desk.roles import Role
from knowledge.database import make_engine
from tests.bot import desk_page
from tests.bot.desk_page import PASSWORD, SUJET, Desk, Service

desk, service = desk_page.desk, desk_page.service


def sound(page: Page) -> None:
    """Nothing beyond the right edge, nothing axe objects to."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]


@pytest.fixture
def narrow(browser: Browser) -> Iterator[Page]:
    screen = ViewportSize(width=320, height=640)
    context = browser.new_context(locale="fr-FR", viewport=screen, color_scheme="dark")
    yield context.new_page()
    context.close()


def supervisor(service: Service) -> None:
    engine = make_engine(service.settings.conversations_url())
    Accounts(engine).add("sasha", "Sasha", PASSWORD, Role.SUPERVISOR)
    engine.dispose()


def give_password(page: Page, login: str) -> None:
    page.get_by_label("Identifiant").fill(login)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")


def test_a_supervisor_enrols_enters_and_reads_the_journal(narrow: Page, service: Service) -> None:
    supervisor(service)
    page = narrow
    page.goto(f"{service.url}/conseiller")
    sound(page)
    give_password(page, "sasha")
    expect(page.get_by_role("heading", name="Second facteur")).to_be_visible()
    page.get_by_text("Pas d’appareil photo ?").click()
    sound(page)
    phone = Phone(page.locator(".cle").inner_text())
    page.get_by_role("textbox", name="Code à 6 chiffres").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Code refusé")
    page.get_by_role("textbox", name="Code à 6 chiffres").fill(phone.code())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Codes de secours")).to_be_visible()
    recovery = page.locator(".secours code").first.inner_text()
    sound(page)
    page.get_by_role("link", name="Je les ai notés").click()
    expect(page.locator("#liaison-texte")).to_have_text("En ligne")
    page.get_by_role("link", name="Journal").click()
    expect(page.get_by_role("heading", name="Journal")).to_be_visible()
    expect(page.get_by_role("cell", name="Second facteur ajouté")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Se déconnecter").click()
    give_password(page, "sasha")
    expect(page.get_by_role("heading", name="Votre code")).to_be_visible()
    sound(page)
    page.get_by_label("code de secours").fill(recovery)
    page.keyboard.press("Enter")
    expect(page.locator("#liaison-texte")).to_have_text("En ligne")


def test_a_colleague_s_conversation_is_opened_with_a_reason_by_keyboard_alone(
    desk: Desk, service: Service
) -> None:
    claire = desk()
    service.waiting({**SUJET, "age": 54}, "mon secret de santé")
    expect(claire.locator("#attente .fiche")).to_be_visible()
    claire.keyboard.press("Alt+n")
    expect(claire.locator("#prendre")).to_be_visible()
    claire.keyboard.press("Alt+p")
    expect(claire.locator("#reponse")).to_be_visible()
    samir = desk("samir", 320)
    line = samir.locator("#ailleurs .fiche")
    expect(line).to_contain_text("suivie par Claire")
    expect(line).to_contain_text("54 ans")
    expect(samir.locator("body")).not_to_contain_text("secret")
    expect(samir.locator("body")).not_to_contain_text("Cardiologue")
    box = samir.get_by_role("dialog", name="Ouvrir la conversation")
    line.focus()
    samir.keyboard.press("Enter")
    expect(box.get_by_label("Motif")).to_be_focused()
    sound(samir)
    samir.keyboard.press("Escape")
    expect(box).to_be_hidden()
    samir.keyboard.press("Enter")
    box.get_by_label("Motif").select_option("absence")
    box.get_by_label("Pourquoi").fill("Claire est partie et l'adhérent attend.")
    box.get_by_role("button", name="Ouvrir", exact=True).press("Enter")
    expect(samir.locator("#messages")).to_contain_text("mon secret de santé")
    expect(samir.get_by_text("Vous lisez pendant 30 minutes")).to_be_visible()
    for gesture in ("Prendre", "Rendre à Ariane", "Clore"):
        expect(samir.get_by_role("button", name=gesture)).to_be_hidden()
    expect(samir.locator("#reponse")).to_be_hidden()
    expect(claire.get_by_role("alert").first).to_contain_text("Samir lit la conversation")
    sound(samir)


@pytest.fixture
def with_directory(tmp_path: Path) -> Iterator[Service]:
    """The service, and a directory on another site."""
    running, issuer = Service(tmp_path), FakeIssuer()
    running.run(issuer.server.start_server())
    named = {"oidc_issuer": issuer.url, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    roles = {"oidc_roles": {"conseillers": "conseiller"}}
    running.settings = running.settings.model_copy(update={**named, **roles})
    running.start()
    yield running
    running.run(running.client.close())
    running.stop()
    running.run(issuer.server.close())
    running.loop.call_soon_threadsafe(running.loop.stop)


def test_the_directory_leads_back_to_an_open_desk(narrow: Page, with_directory: Service) -> None:
    """From another site, a strict cookie is not sent at once: the way back must allow for it."""
    narrow.goto(f"{with_directory.url}/conseiller")
    sound(narrow)
    narrow.get_by_role("link", name="Se connecter avec l’annuaire").click()
    expect(narrow.locator("#liaison-texte")).to_have_text("En ligne")
