"""Member and counselor, two windows of a real browser: the road there and back."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.system.conftest import PASSWORD
from tests.system.stack import Running

pytestmark = pytest.mark.browser
SCREENSHOTS = Path(__file__).parent / "screenshots"
PATIENCE = 20_000
PHONE = ViewportSize(width=420, height=900)
OFFICE = ViewportSize(width=1280, height=800)


def picture(page: Page, name: str) -> None:
    """Keep what is shown for the README, when ARIANE_SCREENSHOTS asks for it."""
    if os.environ.get("ARIANE_SCREENSHOTS"):
        SCREENSHOTS.mkdir(exist_ok=True)
        page.wait_for_timeout(400)
        page.screenshot(path=SCREENSHOTS / f"{name}.png")


def say(page: Page, text: str) -> None:
    """Write to Ariane and send."""
    page.get_by_label("Votre message").fill(text)
    page.keyboard.press("Enter")


def log_in(page: Page, url: str) -> None:
    """Open the desk as Camille."""
    page.goto(f"{url}/conseiller")
    page.get_by_label("Identifiant").fill("camille")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


def test_question_answer_escalation_dialogue_hand_back_and_answer_again(
    ariane: Running, browser: Browser
) -> None:
    member = browser.new_context(locale="fr-FR", viewport=PHONE).new_page()
    member.set_default_timeout(PATIENCE)
    member.goto(ariane.url)
    thread = member.get_by_role("log")

    say(member, "comment récupérer mon dossier médical à l'hôpital ?")
    expect(thread).to_contain_text("8 jours", timeout=PATIENCE)
    expect(thread).to_contain_text("service-public")

    say(member, "dentiste à Valenciennes")
    expect(thread).to_contain_text("Exemple", timeout=PATIENCE)
    picture(member, "membre")

    say(member, "je veux parler à un conseiller")
    expect(thread).to_contain_text("Je vous passe un conseiller", timeout=PATIENCE)
    expect(thread).to_contain_text("Voici ce que le conseiller lira de vous", timeout=PATIENCE)
    member.get_by_role("button", name="Envoyer ce résumé").click()
    expect(thread).to_contain_text("que préférez-vous", timeout=PATIENCE)

    counselor = browser.new_context(locale="fr-FR", viewport=OFFICE).new_page()
    counselor.set_default_timeout(PATIENCE)
    log_in(counselor, ariane.url)
    counselor.locator("#attente li").first.click()
    counselor.get_by_role("button", name="Prendre").click()
    expect(thread).to_contain_text("Camille a rejoint la conversation", timeout=PATIENCE)

    desk = counselor.locator("#messages")
    expect(desk).to_contain_text("comment récupérer mon dossier médical")
    say(member, "Bonjour, pouvez-vous relire ma lettre ?")
    expect(desk).to_contain_text("relire ma lettre", timeout=PATIENCE)
    counselor.get_by_label("Réponse à l’adhérent").fill("Bien sûr, envoyez-la moi par courrier.")
    counselor.keyboard.press("Enter")
    expect(thread).to_contain_text("envoyez-la moi par courrier", timeout=PATIENCE)
    expect(thread).not_to_contain_text("pas sûre d'avoir compris")

    counselor.get_by_label("Note privée").fill("Personne inquiète, à rappeler.")
    counselor.get_by_role("button", name="Garder la note privée").click()
    expect(counselor.locator("#notes")).to_contain_text("à rappeler", timeout=PATIENCE)
    picture(counselor, "conseiller")
    expect(thread).not_to_contain_text("à rappeler")

    counselor.get_by_role("button", name="Rendre à Ariane").click()
    counselor.locator("#confirmer").click()
    expect(thread).to_contain_text("Je reprends la main", timeout=PATIENCE)

    say(member, "c'est quoi une personne de confiance ?")
    expect(thread).to_contain_text("Sans internet", timeout=PATIENCE)
