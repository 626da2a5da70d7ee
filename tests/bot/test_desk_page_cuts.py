"""The counselors' page when things go wrong: cuts, restarts, refusals, a colleague faster."""

from playwright.sync_api import WebSocketRoute, expect

from tests.bot import desk_page
from tests.bot.desk_page import SUJET, Desk, Member, Service, reply

# Fixtures, under the names the tests ask for.
desk, service = desk_page.desk, desk_page.service


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


def test_a_socket_that_looks_open_is_probed_and_answers(desk: Desk, service: Service) -> None:
    page = desk()
    frames: list[str | bytes] = []
    page.on("websocket", lambda opened: opened.on("framereceived", lambda one: frames.append(one)))
    page.reload()
    expect(page.locator("#liaison-texte")).to_have_text("En ligne")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(500)
    assert any("pong" in str(frame) for frame in frames)


def test_a_socket_that_never_answers_is_left_for_a_new_one(desk: Desk, service: Service) -> None:
    service.waiting(SUJET, "bonjour")
    page = desk()
    mute = {"on": True}

    def through(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        route.on_message(lambda frame: None if mute["on"] else server.send(frame))

    page.route_web_socket("**/conseiller/ws", through)
    page.reload()
    page.locator("#attente .fiche").click()
    expect(page.get_by_text("Chargement de la conversation…")).to_be_visible()
    mute["on"] = False
    expect(page.locator(".de-membre")).to_be_visible(timeout=20_000)
