"""Promise: what a member types is never lost, never doubled, and always in order."""

from __future__ import annotations

from browser_page import Run, until, write
from fake_server import FakeServer
from playwright.sync_api import Page, expect


def texts(page: Page) -> list[str]:
    return page.locator(".message .texte").all_inner_texts()


def test_a_message_shows_as_pending_until_the_server_stored_it(
    chat: Page, server: FakeServer, run: Run
) -> None:
    server.acks = False
    write(chat, "Bonjour")
    expect(chat.get_by_text("En attente d’envoi")).to_be_visible()
    until(chat, lambda: server.of_type("message"))
    sent = server.of_type("message")[0]
    run(server.send({"type": "ack", "id": sent["id"], "seq": 1}))
    expect(chat.get_by_text("En attente d’envoi")).to_have_count(0)
    assert texts(chat) == ["Bonjour"]


def test_messages_written_during_a_cut_leave_once_in_order_with_the_same_id(
    chat: Page, server: FakeServer, run: Run
) -> None:
    server.acks = False
    write(chat, "un")
    until(chat, lambda: server.of_type("message"))
    server.accepts = False
    run(server.cut())
    write(chat, "deux")
    write(chat, "trois")
    expect(chat.locator(".bandeau-coupure")).to_contain_text("Connexion interrompue")
    server.accepts = server.acks = True
    chat.get_by_role("button", name="Réessayer").click()
    until(chat, lambda: len(server.stored) == 3)
    expect(chat.locator(".bandeau-coupure")).to_be_hidden()
    assert [message["text"] for message in server.stored] == ["un", "deux", "trois"]
    ids = [frame["id"] for frame in server.of_type("message") if frame["text"] == "un"]
    assert ids == [ids[0]] * 2
    assert texts(chat) == ["un", "deux", "trois"]


def test_after_a_cut_only_what_is_missing_is_asked_and_shown_once(
    chat: Page, server: FakeServer, run: Run
) -> None:
    run(server.say("Première réponse"))
    run(server.say("Deuxième réponse"))
    expect(chat.get_by_text("Deuxième réponse")).to_be_visible()
    run(server.cut())
    run(server.say("Écrite pendant la coupure", author="conseiller"))
    expect(chat.get_by_text("Écrite pendant la coupure")).to_be_visible()
    assert server.of_type("hello")[-1]["after"] == 2
    run(server.send({"type": "message", **server.stored[0]}))
    run(server.say("Fin"))
    expect(chat.get_by_text("Fin", exact=True)).to_be_visible()
    assert len(texts(chat)) == 4


def test_a_stored_message_ahead_of_a_missing_one_does_not_hide_it(
    chat: Page, server: FakeServer, run: Run
) -> None:
    server.stored.append(
        {
            "id": "perdu",
            "seq": 1,
            "author": "conseiller",
            "name": None,
            "buttons": [],
            "cards": [],
            "text": "Arrivée en retard",
            "at": "2026-11-21T10:00:00Z",
        }
    )
    write(chat, "Ma question")
    until(chat, lambda: len(server.stored) == 2)
    run(server.cut())
    expect(chat.get_by_text("Arrivée en retard")).to_be_visible()
    assert texts(chat) == ["Arrivée en retard", "Ma question"]


def test_too_fast_means_the_same_message_again_later(chat: Page, server: FakeServer) -> None:
    server.refuses = [{"code": "trop_vite", "text": "Trop vite.", "retry_after": 1}]
    write(chat, "Encore moi")
    until(chat, lambda: server.stored)
    first, second = server.of_type("message")
    assert first == second
    expect(chat.get_by_text("En attente d’envoi")).to_have_count(0)


def test_a_refused_message_says_why_and_lets_the_next_one_go(
    chat: Page, server: FakeServer
) -> None:
    server.refuses = [
        {"code": "message_trop_long", "text": "Message trop long.", "retry_after": None}
    ]
    write(chat, "refusé")
    expect(chat.get_by_text("Non envoyé. Message trop long.")).to_be_visible()
    write(chat, "accepté")
    until(chat, lambda: [m["text"] for m in server.stored] == ["accepté"])


def test_a_refused_conversation_is_forgotten_and_the_member_is_told(
    chat: Page, server: FakeServer, run: Run
) -> None:
    write(chat, "avant")
    until(chat, lambda: server.stored)
    server.known = None
    server.accepts = False
    server.stored.clear()
    run(server.cut())
    write(chat, "pendant")
    server.accepts = True
    expect(chat.get_by_text("Discussion refusée.")).to_be_visible()
    until(chat, lambda: [m["text"] for m in server.stored] == ["pendant"])
    assert server.of_type("hello")[-1]["conversation"] is None
    assert server.created == 2


def test_a_dead_socket_is_found_out_when_the_phone_wakes(chat: Page, server: FakeServer) -> None:
    server.pongs = False
    chat.evaluate("dispatchEvent(new Event('online'))")
    until(chat, lambda: server.of_type("ping"))
    until(chat, lambda: len(server.of_type("hello")) == 2)


def test_a_reload_finds_the_conversation_again(chat: Page, server: FakeServer) -> None:
    write(chat, "Je reviens")
    until(chat, lambda: server.stored)
    chat.reload()
    expect(chat.get_by_text("Je reviens")).to_be_visible()
    assert server.of_type("hello")[-1] == {
        "type": "hello",
        "conversation": "conversation-1",
        "secret": "secret-1",
        "after": 0,
    }
