"""Promise: usable by keyboard, by ear, zoomed, on a small screen (WCAG 2.2 AA, RGAA 4.1)."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from browser_page import Run, until, write
from fake_server import WIDGET, FakeServer
from playwright.sync_api import Browser, Page, expect

ANSWER: dict[str, Any] = {
    "text": "Voici **un lieu** :\n- premier\n- second",
    "buttons": [{"index": 0, "title": "Autre lieu"}],
    "cards": [
        {
            "type": "contact",
            "nom": "SAMU",
            "affiche": "15",
            "appel": "15",
            "role": "urgence vitale",
        },
        {"type": "etapes", "titre": "Avant le rendez-vous", "etapes": ["Devis"]},
    ],
}
WATCH_LOG = """() => {
  window.spoken = [];
  const log = document.querySelector('ariane-chat').shadowRoot.querySelector('[role=log]');
  new MutationObserver((changes) => {
    if (log.getAttribute('aria-live') !== 'polite') return;
    for (const change of changes) for (const node of change.addedNodes)
      if (!change.target.closest('[aria-live=off]')) window.spoken.push(node.textContent);
  }).observe(log, {childList: true, subtree: true});
}"""
SMALL_TARGETS = """() => [...document.querySelector('ariane-chat').shadowRoot
  .querySelectorAll('button, a, input, textarea, summary')]
  .map((node) => [node.textContent || node.id || node.type, node.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([name]) => name)"""


def test_each_message_is_spoken_once_with_its_author(
    chat: Page, server: FakeServer, run: Run
) -> None:
    chat.evaluate(WATCH_LOG)
    write(chat, "Bonjour")
    until(chat, lambda: server.stored)
    run(server.send({"type": "typing", "author": "ariane"}))
    run(server.send({"type": "typing", "author": "ariane"}))
    run(server.say("Réponse"))
    run(server.send({"type": "message", **server.stored[-1]}))
    run(server.cut())
    until(chat, lambda: len(server.of_type("hello")) == 2)
    run(server.say("Dernière", author="conseiller", name="Claire"))
    expect(chat.get_by_text("Dernière")).to_be_visible()
    spoken = chat.evaluate("window.spoken")
    assert [text.split(" :")[0].replace("\xa0", " ") for text in spoken] == [
        "Vous",
        "Ariane",
        "Claire, conseiller",
    ]
    assert "Réponse" in spoken[1]


def test_history_is_not_spoken_again_after_a_reload(
    chat: Page, server: FakeServer, run: Run
) -> None:
    write(chat, "Bonjour")
    until(chat, lambda: server.stored)
    run(server.say("Ancienne réponse"))
    expect(chat.get_by_text("Ancienne réponse")).to_be_visible()
    chat.add_init_script("""window.live = []; const add = Node.prototype.insertBefore;
      Node.prototype.insertBefore = function (node, before) {
        if (this.getAttribute?.('role') === 'log') window.live.push(this.getAttribute('aria-live'));
        return add.call(this, node, before); };""")
    chat.reload()
    expect(chat.get_by_text("Ancienne réponse")).to_be_visible()
    assert chat.evaluate("window.live") == ["off", "off"]
    expect(chat.get_by_role("log")).to_have_attribute("aria-live", "polite")


def test_states_are_announced_once(chat: Page, server: FakeServer, run: Run) -> None:
    run(server.set_state("human", "Claire"))
    expect(chat.get_by_role("status")).to_have_text("Vous parlez avec Claire, conseiller.")
    run(server.set_state("human", "Claire"))
    run(server.say("Bonjour", author="conseiller", name="Claire"))
    expect(chat.get_by_text("Bonjour", exact=True)).to_be_visible()
    assert chat.get_by_role("status").locator("p").count() == 1


def test_a_place_in_the_queue_is_announced_once_at_each_change(
    chat: Page, server: FakeServer, run: Run
) -> None:
    said = chat.get_by_role("status").locator("p")
    for _ in range(2):
        run(server.set_state("waiting", position=2, attente="environ 10 minutes"))
    expect(said).to_have_text([re.compile("Votre place.: 2. Attente.: environ 10 minutes")])
    run(server.set_state("waiting", position=1))
    expect(said.last).to_have_text(re.compile("Votre place.: 1. Ariane"))
    assert said.count() == 2


def test_focus_stays_in_the_field_and_shift_enter_breaks_the_line(
    chat: Page, server: FakeServer
) -> None:
    field = chat.get_by_label("Votre message")
    field.focus()
    chat.keyboard.type("ligne un")
    chat.keyboard.press("Shift+Enter")
    chat.keyboard.type("ligne deux")
    chat.keyboard.press("Enter")
    until(chat, lambda: server.stored)
    assert server.stored[0]["text"] == "ligne un\nligne deux"
    expect(field).to_be_focused()
    expect(field).to_have_value("")


def test_a_long_text_is_counted_and_never_cut(chat: Page, server: FakeServer) -> None:
    field = chat.get_by_label("Votre message")
    field.fill("a" * 2003)
    expect(chat.locator(".compte")).to_contain_text("3 caractères de trop")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(chat.get_by_role("status")).to_contain_text("3 caractères de trop")
    chat.keyboard.press("Enter")
    assert len(field.input_value()) == 2003
    field.fill("🙂" * 2000)
    chat.keyboard.press("Enter")
    until(chat, lambda: server.stored)
    assert server.stored[0]["text"] == "🙂" * 2000


def test_the_widget_opens_and_closes_by_keyboard(site: Page, server: FakeServer) -> None:
    assert server.of_type("hello") == []
    launcher = site.get_by_role("button", name="Une question santé ?")
    launcher.focus()
    site.keyboard.press("Enter")
    expect(site.get_by_label("Votre message")).to_be_focused()
    until(site, lambda: server.of_type("hello"))
    site.get_by_role("button", name="Options").click()
    site.keyboard.press("Escape")
    expect(site.get_by_role("button", name="Options")).to_be_focused()
    expect(site.get_by_role("dialog", name="Ariane")).to_be_visible()
    site.keyboard.press("Escape")
    expect(site.get_by_role("dialog")).to_be_hidden()
    expect(launcher).to_be_focused()


def test_a_message_behind_the_closed_panel_is_counted(
    site: Page, server: FakeServer, run: Run
) -> None:
    site.get_by_role("button", name="Une question santé ?").click()
    until(site, lambda: server.of_type("hello"))
    site.get_by_role("button", name="Fermer la discussion").click()
    run(server.say("Êtes-vous là ?", author="conseiller", name="Claire"))
    expect(site.get_by_role("button", name="1 nouveau message")).to_be_visible()
    expect(site.get_by_role("status")).to_have_text("Nouveau message : Claire, conseiller")
    assert server.of_type("seen") == []
    site.get_by_role("button", name="1 nouveau message").click()
    until(site, lambda: server.of_type("seen"))


def test_on_a_phone_tab_stays_in_the_panel_that_covers_the_page(site: Page) -> None:
    site.set_viewport_size({"width": 390, "height": 800})
    site.get_by_role("button", name="Une question santé ?").click()
    for _ in range(25):
        site.keyboard.press("Tab")
        assert site.evaluate("document.activeElement.tagName") == "ARIANE-CHAT"


@pytest.mark.parametrize(("width", "height"), [(320, 568), (640, 400), (320, 256)])
def test_reflow_without_sideways_scroll_nor_tiny_targets(
    chat: Page, server: FakeServer, run: Run, width: int, height: int
) -> None:
    """320 px wide, then 1280 × 800 zoomed at 200 %, then 1280 × 1024 at 400 %."""
    chat.set_viewport_size({"width": width, "height": height})
    run(server.say(**ANSWER))
    expect(chat.get_by_role("button", name="Autre lieu")).to_be_visible()
    chat.get_by_role("button", name="Options").click()
    chat.get_by_label("Très grande").check()
    chat.get_by_role("button", name="Options").click()
    wide = chat.evaluate("""() => [...document.querySelector('ariane-chat').shadowRoot
        .querySelectorAll('.panneau, .defilement, .entete, .carte, .saisie')]
        .filter((node) => node.scrollWidth > node.clientWidth + 1).map((node) => node.className)""")
    assert wide == []
    assert chat.evaluate(SMALL_TARGETS) == []
    for name in ("Quitter vite", "Parler à un conseiller"):
        expect(chat.get_by_role("button", name=name)).to_be_visible()
    expect(chat.get_by_role("link", name="Appeler le 15", exact=True)).to_be_visible()


def test_emergency_numbers_are_there_before_any_connection(chat: Page, server: FakeServer) -> None:
    server.accepts = False
    chat.reload()
    numbers = chat.get_by_role("group", name="Numéros d’urgence").get_by_role("link")
    expect(numbers).to_have_count(3)
    hrefs = [link.get_attribute("href") for link in numbers.all()]
    assert hrefs == ["tel:15", "tel:112", "sms:114"]


def test_without_scripts_the_page_still_gives_the_emergency_numbers(
    browser: Browser, server: FakeServer
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url)
    expect(page.locator('a[href="tel:15"]')).to_be_visible()
    context.close()


def test_motion_stops_when_the_member_asked_for_it(
    chat: Page, server: FakeServer, run: Run
) -> None:
    chat.emulate_media(reduced_motion="reduce")
    run(server.say("Bonjour"))
    message = chat.locator(".message")
    expect(message).to_be_visible()
    assert message.evaluate("(node) => getComputedStyle(node).animationName") == "none"


def test_another_site_embeds_it_from_another_origin(browser: Browser, server: FakeServer) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.url.replace("127.0.0.1", "localhost") + "/autre-site")
    launcher = page.get_by_role("button", name="Une question santé ?")
    launcher.click()
    until(page, lambda: server.of_type("hello"))
    expect(page.get_by_role("dialog", name="Léa")).to_be_visible()
    send = page.get_by_role("button", name="Envoyer")
    style = send.evaluate(
        "(n) => { const s = getComputedStyle(n); return [s.color, s.backgroundColor] }"
    )
    assert style == ["rgb(20, 25, 29)", "rgb(255, 230, 0)"]
    context.close()


def test_everything_together_stays_light() -> None:
    shipped = [path for path in WIDGET.iterdir() if path.name not in {"demo.html", "demo.css"}]
    assert sum(len(gzip.compress(path.read_bytes())) for path in shipped) < 60_000
