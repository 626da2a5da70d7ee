"""Promise: every screen passes the audit, fits small windows, and needs no mouse."""

from __future__ import annotations

from typing import Literal

import pytest
from browser_page import Run, until, violations
from fake_server import FakeServer
from playwright.sync_api import Browser, Page, expect
from screens import CARDS, JOURNEY, SCREENS, Screen, danger, my_data, options
from test_widget_accessibility import SMALL_TARGETS

INSIDE = "document.querySelector('ariane-chat').shadowRoot"
TOO_WIDE = f"""() => [...{INSIDE}.querySelectorAll('*')]
  .filter((node) => node.getClientRects().length && !node.closest('.lecteur, svg')
    && getComputedStyle(node).position !== 'absolute')
  .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
  .map((node) => node.className || node.tagName)"""
FOCUSED = f"""() => {{ const node = {INSIDE}.activeElement;
  return (node?.getAttribute('aria-label') || node?.textContent || node?.id || '').trim(); }}"""
HIDDEN_FOCUS = f"""() => {{ const node = {INSIDE}.activeElement;
  const box = node.getBoundingClientRect();
  const top = {INSIDE}.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return !(top && (node.contains(top) || top.contains(node))); }}"""

each_screen = pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@each_screen
def test_axe_finds_no_violation(
    chat: Page, server: FakeServer, run: Run, screen: Screen, scheme: Literal["light", "dark"]
) -> None:
    chat.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    screen(chat, server, run)
    assert violations(chat) == []


@pytest.mark.parametrize("screen", [options, my_data], ids=lambda screen: screen.__name__)
def test_axe_finds_no_violation_in_the_page_of_another_site(
    site: Page, server: FakeServer, run: Run, screen: Screen
) -> None:
    site.set_viewport_size({"width": 320, "height": 568})
    site.emulate_media(reduced_motion="reduce")
    site.get_by_role("button", name="Une question santé ?").click()
    until(site, lambda: server.of_type("hello"))
    screen(site, server, run)
    assert violations(site, "ariane-chat") == []


def test_a_danger_is_shown_wherever_the_member_was_reading(
    chat: Page, server: FakeServer, run: Run
) -> None:
    chat.set_viewport_size({"width": 320, "height": 568})
    for part in range(8):
        run(server.say(f"Une réponse qui tient plusieurs lignes, partie {part}."))
    chat.locator(".defilement").evaluate("(node) => { node.scrollTop = 0; }")
    danger(chat, server, run)
    expect(chat.get_by_text("Ce que vous décrivez est une urgence.")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("width", "height"), [(320, 568), (640, 400)], ids=["320 px", "200 % of 1280 px"]
)
@each_screen
def test_it_fits_a_narrow_or_zoomed_window_in_very_large_text(
    chat: Page, server: FakeServer, run: Run, screen: Screen, width: int, height: int
) -> None:
    chat.emulate_media(reduced_motion="reduce")
    screen(chat, server, run)
    chat.set_viewport_size({"width": width, "height": height})
    chat.evaluate(f"{INSIDE}.querySelector('.racine').dataset.taille = '2'")
    assert chat.evaluate(TOO_WIDE) == []
    assert chat.evaluate(SMALL_TARGETS) == []
    expect(chat.get_by_role("button", name="Quitter vite")).to_be_visible()
    expect(chat.get_by_role("link", name="Appeler le 15", exact=True)).to_be_visible()


@each_screen
def test_nothing_moves_for_who_asked_for_stillness(
    chat: Page, server: FakeServer, run: Run, screen: Screen
) -> None:
    chat.emulate_media(reduced_motion="reduce")
    screen(chat, server, run)
    moving = chat.evaluate(f"""() => [...{INSIDE}.querySelectorAll('*')].filter((node) => {{
      const style = getComputedStyle(node);
      return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
    }}).length""")
    assert moving == 0


def tab_to(page: Page, name: str, back: bool = False) -> None:
    """Moves by Tab alone until the focus is on `name`, which must show."""
    for _ in range(60):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate(FOCUSED).startswith(name):
            assert not page.evaluate(HIDDEN_FOCUS), f"{name} : le focus est caché"
            return
    raise AssertionError(f"« {name} » ne s'atteint pas au clavier")


def test_a_whole_visit_needs_no_mouse(browser: Browser, server: FakeServer, run: Run) -> None:
    """Ask, choose, give a position, keep a place, read, save, erase: by keyboard alone."""
    session = browser.new_context(
        geolocation={"latitude": 50.36, "longitude": 3.52}, permissions=["geolocation"],
        viewport={"width": 1280, "height": 860}, reduced_motion="reduce",
    )  # fmt: skip
    page = session.new_page()
    page.goto(server.url)
    until(page, lambda: server.of_type("hello"))
    tab_to(page, "saisie")
    page.keyboard.type("Bonjour")
    page.keyboard.press("Enter")
    until(page, lambda: server.of_type("message"))
    run(server.say("Avez-vous un médecin traitant ?", buttons=JOURNEY))
    tab_to(page, "Non", back=True)
    page.keyboard.press("Enter")
    until(page, lambda: server.of_type("button")[0]["index"] == 1)
    run(server.say("Dans quelle commune ?", cards=[{"type": "position"}]))
    tab_to(page, "Utiliser ma position", back=True)
    page.keyboard.press("Enter")
    until(page, lambda: server.of_type("position"))
    run(server.say("Voici :", cards=CARDS))
    tab_to(page, "Télécharger en PDF", back=True)
    page.keyboard.press("Enter")
    until(page, lambda: server.of_type("document"))
    tab_to(page, "Garder ce lieu", back=True)
    page.keyboard.press("Space")
    tab_to(page, "Options", back=True)
    page.keyboard.press("Enter")
    tab_to(page, "Mes données")
    page.keyboard.press("Enter")
    until(page, lambda: server.of_type("inventory"))
    tab_to(page, "Tout effacer maintenant")
    page.keyboard.press("Enter")
    tab_to(page, "Oui, tout effacer")
    page.keyboard.press("Enter")
    until(page, lambda: server.of_type("erase"))
    session.close()
