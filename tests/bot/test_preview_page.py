"""The preview in a real browser: reached from the desk, readable on a phone, accessible."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.bot import desk_page
from tests.bot.desk_page import Desk

# Fixtures, under the names the tests ask for.
desk, service = desk_page.desk, desk_page.service
SLOW = 30_000  # each page is read by a process of its own


def assert_readable(page: Page) -> None:
    """Nothing beyond the right edge, nothing axe objects to."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["target"]) for rule in found] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_counselor_reads_an_article_on_a_phone(desk: Desk, scheme: str) -> None:
    page = desk(width=320)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.get_by_role("button", name="Conversation").click()
    page.get_by_role("link", name="Relire les contenus d’Ariane").click()
    expect(page.get_by_role("heading", name="Fiches", exact=True)).to_be_visible(timeout=SLOW)
    assert_readable(page)
    page.get_by_role("link", name="Obtenir son dossier médical", exact=True).click()
    expect(page.get_by_role("heading", name="Points de vigilance")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("heading", name="Facile à lire")).to_be_visible()
    assert_readable(page)


def test_a_counselor_reads_a_journey_and_a_letter_on_a_phone(desk: Desk) -> None:
    page = desk(width=320)
    page.get_by_role("button", name="Conversation").click()
    page.get_by_role("link", name="Relire les contenus d’Ariane").click()
    page.get_by_role("link", name="Deuxième avis : le préparer pas à pas").click(timeout=SLOW)
    expect(page.get_by_role("heading", name="Question 1", exact=False)).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("Pourquoi cette question ?").first).to_be_visible()
    assert_readable(page)
    page.get_by_role("link", name="Tous les contenus").click()
    page.get_by_role("link", name="Demander un deuxième avis à un médecin").click(timeout=SLOW)
    expect(page.get_by_role("heading", name="Sans aucune réponse")).to_be_visible(timeout=SLOW)
    assert_readable(page)
