"""Promise: the browser keeps an id and a secret for the tab, after a first message, and no more."""

from __future__ import annotations

import json
from pathlib import Path

import yaml
from browser_page import Run, until, write
from fake_server import WIDGET, FakeServer
from playwright.sync_api import Dialog, Page, Route, expect
from test_widget_messages import LIEU

STORES = """async () => ({session: {...sessionStorage}, local: {...localStorage},
  cookie: document.cookie, databases: (await indexedDB.databases()).length})"""
EMPTY = {"session": {}, "local": {}, "cookie": "", "databases": 0}


def dialogs(page: Page) -> list[str]:
    """Kinds of the questions the browser puts to the member, each answered by yes."""
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    return asked


def test_nothing_is_kept_before_the_member_writes(chat: Page, server: FakeServer, run: Run) -> None:
    run(server.say("Bonjour"))
    expect(chat.get_by_text("Bonjour", exact=True)).to_be_visible()
    assert chat.evaluate(STORES) == EMPTY


def test_after_a_message_only_the_id_and_the_secret_are_kept(
    chat: Page, server: FakeServer
) -> None:
    write(chat, "J'ai le diabète")
    until(chat, lambda: server.stored)
    kept = chat.evaluate(STORES)
    [value] = kept.pop("session").values()
    assert json.loads(value) == {"conversation": "conversation-1", "secret": "secret-1"}
    assert kept == {"local": {}, "cookie": "", "databases": 0}


def test_private_mode_keeps_nothing(chat: Page, server: FakeServer) -> None:
    write(chat, "un")
    until(chat, lambda: server.stored)
    chat.get_by_role("button", name="Options").click()
    chat.get_by_label("Ne rien garder dans ce navigateur").check()
    write(chat, "deux")
    until(chat, lambda: len(server.stored) == 2)
    assert chat.evaluate(STORES) == EMPTY


def test_the_member_agrees_in_one_plain_sentence_shown_before_writing(chat: Page) -> None:
    sentence = chat.get_by_text("En écrivant, vous acceptez que votre mutuelle conserve")
    expect(sentence).to_be_in_viewport()
    assert sentence.inner_text().count(".") == 1
    assert chat.evaluate(STORES) == EMPTY


def test_private_mode_from_the_start_keeps_nothing_and_a_reload_starts_anew(
    chat: Page, server: FakeServer, run: Run
) -> None:
    chat.get_by_role("button", name="Options").click()
    chat.get_by_label("Ne rien garder dans ce navigateur").check()
    chat.get_by_label("Réponses faciles à lire").check()
    chat.get_by_role("button", name="Options").click()
    write(chat, "mon secret")
    until(chat, lambda: server.stored)
    run(server.say("Voici :", cards=[LIEU, {"type": "position"}]))
    chat.get_by_role("button", name="Garder ce lieu").click()
    run(server.cut())
    until(chat, lambda: len(server.of_type("hello")) == 2)
    assert server.of_type("hello")[-1]["conversation"] == "conversation-1", "a cut loses nothing"
    assert chat.evaluate(STORES) == EMPTY
    server.stored.clear()
    chat.reload()
    until(chat, lambda: server.created == 2)
    expect(chat.get_by_text("mon secret")).to_have_count(0)
    assert chat.evaluate(STORES) == EMPTY


def test_leaving_private_mode_keeps_the_two_things_again(chat: Page, server: FakeServer) -> None:
    write(chat, "un")
    until(chat, lambda: server.stored)
    chat.get_by_role("button", name="Options").click()
    private = chat.get_by_label("Ne rien garder dans ce navigateur")
    private.check()
    private.uncheck()
    assert list(chat.evaluate(STORES)["session"]) == ["ariane.conversation"]


def test_quick_exit_leaves_a_neutral_page_and_nothing_behind(
    chat: Page, server: FakeServer
) -> None:
    def neutral(route: Route) -> None:
        route.fulfill(body="<title>Météo</title>", content_type="text/html")

    asked = dialogs(chat)
    chat.route("https://meteofrance.com/", neutral)
    server.acks = False  # a message on its way must not hold the member back
    write(chat, "Il me frappe")
    before = chat.evaluate("history.length")
    chat.get_by_role("button", name="Quitter vite").click()
    chat.wait_for_url("https://meteofrance.com/")
    assert (chat.evaluate("history.length"), asked) == (before, [])
    chat.goto(server.url)
    assert chat.evaluate(STORES) == EMPTY


def test_closing_the_tab_with_an_unsent_message_asks_first(chat: Page, server: FakeServer) -> None:
    asked = dialogs(chat)
    server.acks = False
    chat.get_by_label("Votre message").click()
    write(chat, "Important")
    chat.reload()
    assert asked == ["beforeunload"]


def test_a_new_conversation_forgets_the_former(chat: Page, server: FakeServer) -> None:
    write(chat, "ancienne")
    until(chat, lambda: server.stored)
    server.stored.clear()
    chat.get_by_role("button", name="Options").click()
    chat.get_by_role("button", name="Commencer une nouvelle discussion").click()
    until(chat, lambda: server.created == 2)
    expect(chat.get_by_text("ancienne")).to_have_count(0)


def test_sources_hold_no_markup_from_strings_nor_other_store() -> None:
    forbidden = (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "DOMParser",
        "localStorage.",
        "eval(",
        "new Function",
        "http://",
    )
    for path in WIDGET.glob("*.js"):
        source = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert [word for word in forbidden if word in source] == [], path.name


def test_emergency_numbers_are_those_of_the_contacts_file() -> None:
    path = Path(__file__).parents[2] / "knowledge" / "contacts.yml"
    contacts = yaml.safe_load(path.read_text(encoding="utf-8"))
    names = ("samu", "urgence_europe", "urgence_sms")
    samu, europe, sms = (contacts[name]["numero"] for name in names)
    source = (WIDGET / "textes.js").read_text(encoding="utf-8")
    assert f'numeros: ["{samu}", "{europe}"]' in source
    assert f'numeroSms: "{sms}"' in source
    page = (WIDGET / "page.html").read_text(encoding="utf-8")
    for href in (f"tel:{samu}", f"tel:{europe}", f"sms:{sms}"):
        assert href in page
