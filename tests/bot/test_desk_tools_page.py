"""The counselor's tools in a real browser: found, inserted, passed on, closed, by keyboard too."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.desk.pages import COOKIE, PATH
from bot.desk.roles import Role
from bot.desk.sessions import Stage
from bot.keys import ACCOUNTS, SESSIONS
from knowledge.desk import desk as settings
from tests.bot import desk_page, desk_tools
from tests.bot.desk_page import PASSWORD, SUJET, Desk, Member, Service, reply

# Fixtures, under the names the tests ask for.
desk, service = desk_page.desk, desk_page.service
example, offer = desk_tools.example, desk_tools.offer
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
pytestmark = pytest.mark.usefixtures("offer")


def taken(desk: Desk, service: Service, width: int = 1280) -> tuple[Page, Member]:
    """A page, and a member whose conversation it has just taken."""
    member = Member(service)
    member.send("escalate")
    page = desk(width=width)
    page.locator("#attente .fiche").click()
    page.get_by_role("button", name="Prendre").click()
    expect(reply(page)).to_be_visible()
    return page, member


def flaws(page: Page) -> list[str]:
    """What axe finds wrong on the page as it stands."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{one['id']} : {one['nodes'][0]['html'][:120]}" for one in found]


def test_a_place_is_found_and_inserted_by_keyboard_as_a_card(desk: Desk, service: Service) -> None:
    page, member = taken(desk, service)
    page.keyboard.press("Alt+f")
    expect(page.get_by_label("Une fiche, un besoin, le nom d’un lieu")).to_be_focused()
    page.keyboard.type("dentiste")
    page.get_by_label("Autour de").fill("Valenciennes")
    page.keyboard.press("Enter")
    place = page.locator("#lieux > li").first
    expect(place).to_contain_text("Valenciennes")
    expect(page.locator("#trouve")).to_contain_text("Autour de Valenciennes (59).")
    name = place.locator(".carte-titre").inner_text()
    place.get_by_role("button", name="Insérer").press("Enter")
    expect(page.locator(".de-conseiller .carte-lieu")).to_contain_text(name)
    expect(page.locator(".attente")).to_have_count(0)
    assert name in member.received()
    assert flaws(page) == []


def test_an_article_is_read_then_inserted_with_its_sources(desk: Desk, service: Service) -> None:
    page, member = taken(desk, service)
    page.get_by_role("button", name="Fiches et lieux").click()
    page.get_by_label("Une fiche, un besoin, le nom d’un lieu").fill("dossier médical")
    article = page.locator("#fiches-trouvees > li").filter(has_text="Obtenir son dossier médical")
    article.locator("summary").click()
    expect(article.locator(".corps")).to_be_visible()
    article.get_by_role("button", name="Étapes").click()
    expect(page.locator(".de-conseiller .carte-etapes")).to_be_visible()
    expect(page.locator(".de-conseiller .carte-source").first).to_be_visible()
    assert '"etapes"' in member.received()


def test_who_has_not_taken_reads_articles_but_cannot_insert(desk: Desk, service: Service) -> None:
    service.waiting(SUJET, "bonjour")
    page = desk()
    page.locator("#attente .fiche").click()
    page.get_by_role("button", name="Fiches et lieux").click()
    page.get_by_label("Une fiche, un besoin, le nom d’un lieu").fill("c2s")
    insert = page.locator("#fiches-trouvees .inserer").first
    expect(insert).to_be_disabled()
    expect(page.get_by_label("Autour de")).to_have_value("Valenciennes (59)")
    page.get_by_role("button", name="Prendre").click()
    expect(insert).to_be_enabled()


def test_slash_finds_a_standard_reply_and_what_is_missing_must_be_written(
    desk: Desk, service: Service
) -> None:
    page, member = taken(desk, service)
    reply(page).press("/")
    search = page.get_by_role("combobox", name="Chercher une réponse type")
    expect(search).to_be_focused()
    assert flaws(page) == []
    page.keyboard.type("lieux")
    expect(page.get_by_role("option").first).to_contain_text("Envoyer des lieux")
    page.keyboard.press("Enter")
    expect(reply(page)).to_be_focused()
    expect(reply(page)).to_have_value(re.compile(r"autour de \[commune\]"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Remplacez « [commune] » avant d’envoyer.")).to_be_visible()
    page.keyboard.type("Denain")
    page.keyboard.press("Enter")
    expect(page.locator(".de-conseiller")).to_contain_text("autour de Denain")
    assert "[commune]" not in member.received()


def test_a_personal_reply_is_written_once_and_found_again(desk: Desk, service: Service) -> None:
    page, _ = taken(desk, service)
    page.get_by_role("button", name="Réponses types").click()
    page.get_by_role("button", name="Écrire une réponse personnelle").click()
    page.get_by_label("Titre").fill("Ma formule")
    page.get_by_label("Texte", exact=True).fill("Ici {conseiller}, {bidule}.")
    page.get_by_role("button", name="Garder", exact=True).click()
    expect(page.locator("#palette-formulaire")).to_be_visible()
    page.get_by_label("Texte", exact=True).fill("Ici {conseiller}.")
    page.get_by_role("button", name="Garder", exact=True).click()
    expect(page.get_by_role("option", name="Ma formule")).to_be_visible()
    page.reload()
    page.locator("#miennes .fiche").click()
    reply(page).press("/")
    page.keyboard.type("formule")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(reply(page)).to_have_value("Ici Claire.")


def test_a_conversation_passes_to_a_colleague_who_is_called(desk: Desk, service: Service) -> None:
    samir = desk("samir")
    page, _ = taken(desk, service)
    page.keyboard.press("Alt+t")
    dialog = page.get_by_role("dialog", name="Transmettre la conversation")
    expect(dialog.get_by_role("radio", name="Samir")).to_be_focused()
    assert flaws(page) == []
    page.keyboard.press("Space")
    dialog.get_by_label("Motif").fill("Question de remboursement")
    dialog.get_by_role("button", name="Transmettre").click()
    expect(page.get_by_text("Vous ne suivez aucune conversation.")).to_be_visible()
    expect(page.locator("#annonce")).to_contain_text("Conversation transmise.")
    expect(samir.locator("#annonce")).to_contain_text("Une conversation vous est confiée")
    samir.locator("#miennes .fiche").click()
    expect(samir.locator("#notes")).to_contain_text("Question de remboursement")
    expect(reply(samir)).to_be_visible()


def test_closing_asks_how_it_ended_and_handing_back_may_say_a_word(
    desk: Desk, service: Service
) -> None:
    page, first = taken(desk, service)
    page.keyboard.press("Alt+x")
    dialog = page.get_by_role("dialog", name="Clore la conversation ?")
    dialog.get_by_role("button", name="Clore").click()
    expect(dialog).to_be_visible()
    assert flaws(page) == []
    dialog.get_by_text(settings().issues[1].nom).click()
    dialog.get_by_role("button", name="Clore").click()
    expect(page.locator("#annonce")).to_contain_text("Conversation close.")
    assert '"closed"' in first.received()
    second = Member(service)
    second.send("escalate")
    page.locator("#attente .fiche").click()
    page.get_by_role("button", name="Prendre").click()
    expect(reply(page)).to_be_visible()
    page.keyboard.press("Alt+a")
    page.get_by_label("Une phrase pour l’adhérent").fill("Ariane prend la suite.")
    page.get_by_role("button", name="Rendre à Ariane").last.click()
    expect(page.locator("#annonce")).to_contain_text("Conversation rendue à Ariane.")
    assert service.texts(second.conversation, "conseiller") == ["Ariane prend la suite."]


def test_a_place_is_corrected_from_its_card_and_the_correction_withdrawn(
    desk: Desk, service: Service
) -> None:
    page, _ = taken(desk, service)
    page.keyboard.press("Alt+f")
    page.keyboard.type("dentiste Valenciennes")
    place = page.locator("#lieux > li").first
    place.get_by_role("button", name="Signaler un changement").click()
    dialog = page.get_by_role("dialog", name="Signaler un changement")
    dialog.get_by_label("Ce qui change").select_option("phone")
    dialog.get_by_label("Nouveau numéro").fill("12")
    dialog.get_by_role("button", name="Signaler").click()
    expect(dialog.get_by_role("alert")).to_contain_text("n'est pas un numéro")
    dialog.get_by_label("Nouveau numéro").fill("03 53 01 70 99")
    dialog.get_by_role("button", name="Signaler").click()
    expect(dialog.locator("#correction-existantes")).to_contain_text("0353017099")
    expect(dialog.locator("#correction-existantes")).to_contain_text("Par Claire (claire)")
    assert flaws(page) == []
    dialog.get_by_role("button", name="Retirer cette correction").click()
    expect(dialog.locator("#correction-existantes")).to_contain_text("Retirée le")


def test_unread_counts_are_still_there_after_a_reload(desk: Desk, service: Service) -> None:
    page, member = taken(desk, service)
    page.goto("about:blank")
    member.say("vous êtes là ?")
    member.say("je repasse plus tard")
    page.goto(f"{service.url}/conseiller")
    line = page.locator("#miennes .fiche")
    expect(line.locator(".non-lus")).to_contain_text("2 messages non lus")
    expect(page).to_have_title("(1) Ariane – conseiller")
    line.click()
    expect(page.locator(".non-lus")).to_have_count(0)
    page.reload()
    expect(page.locator("#miennes .fiche")).to_be_visible()
    expect(page.locator(".non-lus")).to_have_count(0)


def test_question_mark_lists_every_key_and_typing_one_stays_a_text(
    desk: Desk, service: Service
) -> None:
    page, _ = taken(desk, service)
    reply(page).fill("")
    page.keyboard.type("Vraiment ?")
    expect(reply(page)).to_have_value("Vraiment ?")
    page.locator("#sujet").focus()
    page.keyboard.press("?")
    panel = page.get_by_role("dialog", name="Tout au clavier")
    expect(panel).to_contain_text("transmettre à un collègue ou à une équipe")
    assert flaws(page) == []
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_tools_fit_and_have_no_accessibility_flaw_whatever_the_width(
    desk: Desk, service: Service, width: int
) -> None:
    page, _ = taken(desk, service, width)
    page.keyboard.press("Alt+f")
    page.keyboard.type("dentiste Valenciennes")
    expect(page.locator("#lieux > li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('.dossier').scrollWidth") <= width
    assert flaws(page) == []


def test_a_copy_is_given_and_the_member_gets_a_file_card(desk: Desk, service: Service) -> None:
    page, member = taken(desk, service)
    page.get_by_role("button", name="Donner une copie à l’adhérent").click()
    expect(page.locator(".de-conseiller .carte-document")).to_contain_text("Copie de votre")
    assert '"formats": ["pdf", "txt"]' in member.received()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_supervisor_watches_the_team_on_any_screen(
    browser: Browser, service: Service, width: int
) -> None:
    member = Member(service)
    member.send("escalate")
    accounts, sessions = service.app[ACCOUNTS], service.app[SESSIONS]
    sasha = accounts.add("sasha", "Sasha", PASSWORD, Role.SUPERVISOR)
    page = browser.new_context(viewport={"width": width, "height": 720}).new_page()
    cookie = {
        "name": COOKIE,
        "value": sessions.start(sasha, Stage.OPEN),
        "url": f"{service.url}{PATH}",
    }
    page.context.add_cookies([cookie])
    page.goto(f"{service.url}{PATH}/equipe")
    expect(page.get_by_role("heading", name="Équipe", exact=True)).to_be_visible()
    expect(page.locator("#fraicheur")).to_contain_text("Mis à jour à")
    expect(page.locator(".chiffres")).to_contain_text("1 en attente")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert flaws(page) == []
    page.context.close()
