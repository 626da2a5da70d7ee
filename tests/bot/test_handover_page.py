"""Two real windows: the summary a member agrees to, the call they choose, what the desk shows."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_page import Desk, Service, desk, reply, service
from playwright.sync_api import Browser, Page, ViewportSize, expect

__all__ = ["desk", "service"]
PICTURES = os.environ.get("ARIANE_PICTURES")
SUMMARY = {
    "motif": "demande", "theme": "parcours_cancer", "sujet": "Avant l'annonce",
    "besoin": "un oncologue", "lieu": "Lens (62)", "beneficiaire": "son parent", "age": "82",
    "pathologie": "cancer", "parcours": [],
}  # fmt: skip


def picture(page: Page, name: str) -> None:
    """Keep what is shown, in the folder that ARIANE_PICTURES names."""
    if PICTURES:
        page.wait_for_timeout(300)
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def chat(browser: Browser, service: Service, dark: bool = False) -> Page:
    """A member's page on a small phone."""
    screen = ViewportSize(width=320, height=640)
    scheme = "dark" if dark else "light"
    page = browser.new_context(locale="fr-FR", viewport=screen, color_scheme=scheme).new_page()
    page.goto(service.url)
    return page


def ask(page: Page) -> None:
    """Ask for a counselor, and wait for the question about the summary."""
    page.get_by_role("button", name="Parler à un conseiller").last.click()
    expect(page.get_by_role("button", name="Non, rien de ce qui précède")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
def test_a_member_agrees_to_the_summary_and_books_a_call_on_a_small_phone(
    browser: Browser, service: Service, desk: Desk, dark: bool
) -> None:
    counselor = desk()
    member = chat(browser, service, dark)
    member.get_by_label("Votre message").fill("ma mère attend une opération")
    member.keyboard.press("Enter")
    ask(member)
    expect(member.locator(".bandeau-etat")).to_contain_text("Votre place")
    picture(member, f"resume-{dark}")
    expect(counselor.locator("#attente")).to_contain_text("résumé en attente d’accord")
    counselor.locator("#attente .fiche").click()
    expect(counselor.locator("#accord")).to_contain_text("en attente de l’accord")
    expect(counselor.locator("#messages")).not_to_contain_text("opération")
    member.get_by_role("button", name="Oui, l'envoyer").click()
    expect(counselor.locator("#messages")).to_contain_text("ma mère attend une opération")
    expect(counselor.locator("#accord")).to_contain_text("a envoyé ce résumé")
    picture(counselor, f"poste-accord-{dark}")

    member.get_by_role("button", name="Être rappelé par téléphone").click()
    expect(member.get_by_text("Quel jour voulez-vous")).to_be_visible()
    member.get_by_role("group").last.get_by_role("button").first.click()
    member.get_by_role("button", name="Entre").first.click()
    expect(member.get_by_text("À quel numéro")).to_be_visible()
    picture(member, f"creneaux-{dark}")
    member.get_by_label("Votre message").fill("06 39 98 00 42")
    member.keyboard.press("Enter")
    expect(member.get_by_role("log")).to_contain_text("06 •• •• •• 42")
    picture(member, f"rappel-{dark}")
    assert member.evaluate("document.documentElement.scrollWidth") <= 320
    expect(counselor.locator("#promis")).to_contain_text("Rappel")
    expect(counselor.locator("#promis")).to_contain_text("06 •• •• •• 42")
    counselor.locator("#promis .fiche").click()
    counselor.locator("#confirmer").click()
    expect(counselor.locator("#promesses")).to_contain_text("06 39 98 00 42")
    picture(counselor, f"poste-rappel-{dark}")
    faults = Axe().run(counselor).response["violations"]
    assert [fault["id"] for fault in faults] == []
    counselor.get_by_role("button", name="C’est fait").click()
    expect(counselor.locator("#promesses li")).to_have_count(0)
    member.context.close()


def test_the_own_words_of_the_member_are_all_that_the_counselor_reads(
    browser: Browser, service: Service, desk: Desk
) -> None:
    counselor = desk()
    member = chat(browser, service)
    member.get_by_label("Votre message").fill("j'ai peur de mon cancer")
    member.keyboard.press("Enter")
    ask(member)
    member.get_by_role("button", name="Écrire un mot à la place").click()
    expect(member.get_by_text("dans votre prochain message")).to_be_visible()
    member.get_by_label("Votre message").fill("Une question de remboursement")
    member.keyboard.press("Enter")
    expect(member.get_by_role("button", name="Attendre ici")).to_be_visible()
    counselor.locator("#attente .fiche").click()
    expect(counselor.locator("#resume")).to_contain_text("Une question de remboursement")
    counselor.get_by_role("button", name="Prendre").click()
    reply(counselor).fill("Bonjour, je regarde.")
    counselor.keyboard.press("Enter")
    expect(member.get_by_role("log")).to_contain_text("Bonjour, je regarde.")
    assert "mon cancer" not in counselor.content()
    counselor.get_by_role("button", name="Clore", exact=True).click()
    counselor.locator("input[name=issue]").first.check()
    counselor.locator("#confirmer").click()
    member.get_by_role("button", name="Très satisfait").click()
    expect(member.get_by_text("Voulez-vous ajouter un mot")).to_be_visible()
    picture(member, "avis")
    member.context.close()


def test_a_danger_shows_at_the_desk_without_a_word_and_may_be_joined(
    browser: Browser, service: Service, desk: Desk
) -> None:
    counselor = desk()
    member = chat(browser, service)
    member.get_by_label("Votre message").fill("je vais me suicider ce soir")
    member.keyboard.press("Enter")
    expect(counselor.locator("#risques")).to_contain_text("Idées suicidaires")
    assert "ce soir" not in counselor.content()
    picture(counselor, "poste-risque")
    counselor.locator("#risques .fiche").click()
    counselor.locator("#confirmer").click()
    expect(counselor.locator("#messages")).to_contain_text("ce soir")
    expect(member.get_by_role("log")).to_contain_text("appelez d'abord le 15")
    expect(counselor.locator("#section-risques")).to_be_hidden()
    member.context.close()


def test_a_follow_up_is_planned_and_a_request_declined_with_a_sentence(
    browser: Browser, service: Service, desk: Desk
) -> None:
    conversation = service.waiting(SUMMARY, "bonjour")
    other = service.waiting(SUMMARY, "une question pour la caisse")
    counselor = desk(width=320)
    counselor.locator("#attente .fiche").first.click()
    counselor.get_by_role("button", name="Prendre").click()
    counselor.get_by_role("button", name="Dossier et notes").click()
    counselor.get_by_text("Prévoir un suivi").click()
    counselor.get_by_label("Jour").fill(counselor.evaluate(
        "new Date(Date.now() + 30 * 864e5).toISOString().slice(0, 10)"))  # fmt: skip
    counselor.get_by_label("Ce qu’il faudra faire").fill("prendre des nouvelles")
    counselor.get_by_role("button", name="Prévoir", exact=True).click()
    expect(counselor.locator("#promesses")).to_contain_text("prendre des nouvelles")
    picture(counselor, "poste-suivi")
    assert counselor.evaluate("document.documentElement.scrollWidth") <= 320
    counselor.get_by_role("button", name="File").click()
    counselor.locator("#attente .fiche").first.click()
    counselor.get_by_role("button", name="Clore avec une phrase").click()
    counselor.get_by_label("Votre phrase").fill("Appelez votre caisse au 36 46.")
    picture(counselor, "poste-refus")
    counselor.get_by_role("button", name="Envoyer et clore").click()
    expect(counselor.locator("#attente .fiche")).to_have_count(0)
    said = [*service.texts(conversation, "conseiller"), *service.texts(other, "conseiller")]
    assert said == ["Appelez votre caisse au 36 46."]
