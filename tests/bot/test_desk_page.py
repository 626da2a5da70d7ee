"""The counselors' page in a real browser: what one sees and does, by keyboard or by hand."""

import re

import pytest
from playwright.sync_api import Browser, expect

from knowledge.wording import say
from tests.bot import desk_page
from tests.bot.desk_page import SUJET, Desk, Member, Service, reply

# Fixtures, under the names the tests ask for.
desk, service = desk_page.desk, desk_page.service


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
    member.say(say("bouton_resume_envoyer"))  # whatever Ariane said in between
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
    page.get_by_role("dialog").get_by_text("Réponse donnée").click()
    page.get_by_role("dialog").get_by_role("button", name="Clore").click()
    expect(page.get_by_text("Vous ne suivez aucune conversation.")).to_be_visible()
