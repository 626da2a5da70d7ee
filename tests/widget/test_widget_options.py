"""Promise: reading, speaking and finding one's way as one can, on one's own device, by choice."""

from __future__ import annotations

from typing import Any

from browser_page import Run, until, write
from fake_server import FakeServer
from playwright.sync_api import Browser, BrowserContext, Page, expect
from test_widget_messages import LIEU

STORES = "({...sessionStorage, ...localStorage, cookie: document.cookie})"
# The browser's own recogniser needs a microphone and a network: this one hears what a test says.
RECOGNISER = """window.SpeechRecognition = class {
  start() { window.heard = this; }
  stop() { this.onend(); }
  abort() { this.onend(); }
};
window.hear = (...texts) => window.heard.onresult({resultIndex: 0,
  results: texts.map((transcript) => [{transcript}])});"""

# The paper that a printer would get, in place of a printer.
PRINTER = """() => {
  window.printed = [];
  const append = Element.prototype.append;
  Element.prototype.append = function (...nodes) {
    append.apply(this, nodes);
    const page = nodes.find((node) => node.tagName === 'IFRAME')?.contentWindow;
    if (page) page.print = () => window.printed.push(page.document.body.textContent);
  };
}"""


def tick(page: Page, option: str) -> None:
    """Turns an option on, and closes the panel."""
    page.get_by_role("button", name="Options").click()
    page.get_by_label(option).check()
    page.get_by_role("button", name="Options").click()


def asked(page: Page, server: FakeServer, run: Run) -> None:
    """Ariane asks for a commune."""
    run(server.say("Dans quelle commune ?", cards=[{"type": "position"}]))
    expect(page.get_by_text("Dans quelle commune ?")).to_be_visible()


# --- easy to read ---


def test_easy_answers_are_asked_of_the_server_and_stored_nowhere_here(
    chat: Page, server: FakeServer
) -> None:
    tick(chat, "Réponses faciles à lire")
    until(chat, lambda: server.of_type("option") == [{"type": "option", "falc": True}])
    assert chat.evaluate(STORES) == {"cookie": ""}
    write(chat, "bonjour")
    until(chat, lambda: server.stored)
    chat.get_by_role("button", name="Options").click()
    chat.get_by_role("button", name="Commencer une nouvelle discussion").click()
    until(chat, lambda: server.created == 2)
    assert server.of_type("hello")[-1]["falc"] is True


def test_the_server_remembers_easy_answers_for_the_conversation(
    chat: Page, server: FakeServer
) -> None:
    write(chat, "bonjour")
    until(chat, lambda: server.stored)
    server.easy = True
    chat.reload()
    until(chat, lambda: len(server.of_type("hello")) == 2)
    chat.get_by_role("button", name="Options").click()
    expect(chat.get_by_label("Réponses faciles à lire")).to_be_checked()
    assert "falc" not in server.of_type("hello")[-1]


# --- dictation ---


def test_dictation_waits_to_be_chosen_and_says_who_may_hear(
    context: BrowserContext, server: FakeServer
) -> None:
    context.add_init_script(RECOGNISER)
    page = context.new_page()
    page.goto(server.url)
    dictate = page.get_by_role("button", name="Dicter", exact=True)
    expect(dictate).to_have_count(0)
    page.get_by_role("button", name="Options").click()
    expect(page.get_by_text("envoyée au fabricant de votre navigateur")).to_be_visible()
    page.get_by_label("Dicter mes messages").check()
    page.get_by_role("button", name="Options").click()
    page.get_by_label("Votre message").fill("Bonjour")
    dictate.click()
    expect(page.get_by_role("button", name="Arrêter la dictée")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.evaluate("hear('je cherche un dentiste')")
    expect(page.get_by_label("Votre message")).to_have_value("Bonjour je cherche un dentiste")
    assert server.of_type("message") == [], "nothing leaves before the member sends it"
    page.get_by_role("button", name="Arrêter la dictée").click()
    expect(dictate).to_have_attribute("aria-pressed", "false")


def test_a_refused_microphone_is_said(context: BrowserContext, server: FakeServer) -> None:
    context.add_init_script(RECOGNISER)
    page = context.new_page()
    page.goto(server.url)
    tick(page, "Dicter mes messages")
    page.get_by_role("button", name="Dicter", exact=True).click()
    page.evaluate("heard.onerror({error: 'not-allowed'})")
    expect(page.get_by_role("status")).to_contain_text("Le micro n’est pas autorisé")


# --- position ---


def test_a_position_leaves_on_a_click_only_and_rounded_to_a_kilometre(
    browser: Browser, server: FakeServer, run: Run
) -> None:
    session = browser.new_context(
        geolocation={"latitude": 50.35712, "longitude": 3.51834}, permissions=["geolocation"]
    )
    page = session.new_page()
    page.goto(server.url)
    until(page, lambda: server.of_type("hello"))
    asked(page, server, run)
    assert server.of_type("position") == []
    page.get_by_role("button", name="Utiliser ma position").click()
    until(page, lambda: server.of_type("position"))
    [frame] = server.of_type("position")
    assert (frame["lat"], frame["lon"]) == (50.36, 3.52)
    expect(page.locator(".message-membre .texte")).to_have_text("Je suis à Valenciennes (59)")
    expect(page.get_by_role("button", name="Utiliser ma position")).to_be_disabled()
    session.close()


def test_a_refused_position_leaves_the_other_ways(chat: Page, server: FakeServer, run: Run) -> None:
    asked(chat, server, run)
    chat.get_by_role("button", name="Utiliser ma position").click()
    expect(chat.get_by_text("Écrivez le nom de votre commune")).to_be_visible()
    assert server.of_type("position") == []


# --- places ---


def test_a_place_is_kept_in_the_page_only_to_find_and_print_it(
    chat: Page, server: FakeServer, run: Run
) -> None:
    way = "https://www.openstreetmap.org/directions?to=50.35,3.52"
    card: dict[str, Any] = {**LIEU, "itineraire": way}
    run(server.say("Voici :", cards=[card]))
    link = chat.get_by_role("link", name="Itinéraire")
    assert link.get_attribute("href") == way
    keep = chat.get_by_role("button", name="Garder ce lieu")
    keep.click()
    expect(chat.get_by_role("button", name="Lieu gardé")).to_have_attribute("aria-pressed", "true")
    chat.get_by_role("button", name="Options").click()
    section = chat.get_by_role("region", name="Lieux gardés")
    expect(section).to_contain_text("Centre dentaire · 12 rue des Remparts · 01 99 00 45 67")
    chat.evaluate(PRINTER)
    chat.get_by_role("button", name="Imprimer mes lieux").click()
    [paper] = chat.evaluate("window.printed")
    assert "Centre dentaire" in paper
    assert chat.evaluate(STORES) == {"cookie": ""}
    chat.get_by_role("button", name="Retirer").click()
    expect(section).to_be_hidden()
    expect(keep).to_be_visible()


def test_kept_places_go_with_the_conversation(chat: Page, server: FakeServer, run: Run) -> None:
    run(server.say("Voici :", cards=[LIEU]))
    chat.get_by_role("button", name="Garder ce lieu").click()
    chat.get_by_role("button", name="Options").click()
    chat.get_by_role("button", name="Commencer une nouvelle discussion").click()
    until(chat, lambda: server.created == 2)
    chat.get_by_role("button", name="Options").click()
    expect(chat.get_by_role("region", name="Lieux gardés")).to_be_hidden()
