"""Promise: from the chat itself, see what is kept, take it away, erase it; never by accident."""

from __future__ import annotations

import base64

from browser_page import Run, until, write
from fake_server import FakeServer
from playwright.sync_api import Page, expect

KEPT = "Voici tout ce qui est gardé.\n\n**Messages**\n- 3, les vôtres et les réponses"


def open_my_data(page: Page) -> None:
    page.get_by_role("button", name="Options").click()
    page.get_by_role("button", name="Mes données").click()


def test_what_is_kept_is_read_from_the_server(chat: Page, server: FakeServer, run: Run) -> None:
    open_my_data(chat)
    until(chat, lambda: server.of_type("inventory"))
    expect(chat.get_by_role("heading", name="Mes données")).to_be_focused()
    run(server.send({"type": "inventory", "text": KEPT}))
    panel = chat.get_by_role("group", name="Mes données")
    expect(panel.locator("li")).to_have_text("3, les vôtres et les réponses")
    expect(chat.get_by_role("status")).to_contain_text("affiché")
    chat.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(chat.get_by_role("button", name="Options")).to_be_focused()


def test_both_copies_come_by_the_socket(chat: Page, server: FakeServer, run: Run) -> None:
    open_my_data(chat)
    for name, wanted in (("copie à lire", "txt"), ("JSON", "json")):
        chat.get_by_role("button", name=name).click()
        until(chat, lambda wanted=wanted: server.of_type("export")[-1:] == [
            {"type": "export", "format": wanted}])  # fmt: skip
        with chat.expect_download() as download:
            run(server.send({
                "type": "document", "format": wanted, "nom": f"mes-donnees.{wanted}",
                "mime": "text/plain", "base64": base64.b64encode(b"contenu").decode(),
            }))  # fmt: skip
        assert download.value.suggested_filename == f"mes-donnees.{wanted}"
        assert download.value.path().read_text() == "contenu"


def test_erasing_asks_first_then_leaves_nothing_on_the_screen_nor_in_the_browser(
    chat: Page, server: FakeServer, run: Run
) -> None:
    write(chat, "mon secret")
    until(chat, lambda: server.stored)
    open_my_data(chat)
    erase = chat.get_by_role("button", name="Tout effacer maintenant")
    erase.click()
    chat.get_by_role("button", name="Non, garder").click()
    expect(erase).to_be_focused()
    assert server.of_type("erase") == []
    erase.click()
    chat.get_by_role("button", name="Oui, tout effacer").click()
    until(chat, lambda: server.of_type("erase"))
    server.known = None
    server.stored.clear()
    gone = {"type": "error", "code": "conversation_refusee", "id": None}
    run(server.send({**gone, "text": "Votre conversation est effacée."}))
    expect(chat.get_by_text("Votre conversation est effacée.")).to_be_visible()
    expect(chat.get_by_text("mon secret")).to_have_count(0)
    expect(chat.get_by_role("group", name="Mes données")).to_be_hidden()
    assert chat.evaluate("({...sessionStorage})") == {}


def test_without_connection_it_is_said_rather_than_left_waiting(
    chat: Page, server: FakeServer, run: Run
) -> None:
    server.accepts = False
    run(server.cut())
    expect(chat.locator(".bandeau-coupure")).to_be_visible()
    open_my_data(chat)
    panel = chat.get_by_role("group", name="Mes données")
    expect(panel).to_contain_text("Réessayez dans un instant")
