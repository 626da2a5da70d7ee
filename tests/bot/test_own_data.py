"""« Mes données »: a member sees, takes away and erases all that is kept, from the chat itself."""

import base64
import json
from typing import Any

import pytest
from fake_rasa import FakeRasa
from people import Client, Desk, Hire, Member
from sqlalchemy import Engine, inspect
from sqlalchemy.orm import Session
from test_store import full

from bot.desk.accounts import Accounts
from bot.keys import STORE
from bot.models import Tracker, now
from bot.personal.kept import kept
from bot.personal.told import as_json, as_text, inventory
from bot.store import Store, UnknownConversation


@pytest.fixture
def held(store: Store, engine: Engine) -> str:
    """A conversation of which every table says something."""
    camille = Accounts(engine).add("camille", "Camille", "un mot de passe bien long").id
    return full(store, engine, camille, "gardee")


def test_a_copy_has_every_table_that_names_the_conversation(store: Store, held: str) -> None:
    tables = {
        table
        for table in inspect(store.engine).get_table_names()
        for column in inspect(store.engine).get_columns(table)
        if column["name"] in ("conversation_id", "sender_id")
    }
    rows = kept(store.engine, held)
    assert set(rows) == tables | {"conversation"}
    assert all(rows.values())


def test_counselors_notes_are_counted_and_the_way_to_ask_for_them_is_said(
    store: Store, held: str
) -> None:
    rows = kept(store.engine, held)
    copy = as_json(rows)
    for withheld in ("raison donnée", "suite", "secret_hash", "counselor_id"):
        assert withheld not in copy
    assert len(rows["note"]) == 1
    for told in (inventory(rows), as_text(rows), copy):
        assert "délégué à la protection des données" in told
        assert "vous avez le droit d'en demander copie" in told
    assert "Nombre de notes : 1" in inventory(rows)


def test_what_was_agreed_promised_and_opened_is_told_in_plain_words(
    store: Store, held: str
) -> None:
    told = inventory(kept(store.engine, held))
    for words in (
        "le résumé et la conversation",
        "01 99 00 12 34",
        "motif : danger",
        "« question »",
    ):
        assert words in told
    assert "{" not in told


def test_what_ariane_remembers_is_told_answers_of_a_journey_included(
    store: Store, engine: Engine
) -> None:
    conversation, _ = store.create()
    events = [
        {"event": "slot", "name": "lieu", "value": ["59606"]},
        {"event": "slot", "name": "parcours", "value": {
            "id": "parcours-cancer", "reponses": {"commune": "59350"}}},
    ]  # fmt: skip
    with Session(engine) as session, session.begin():
        session.add(Tracker(sender_id=conversation, events=events, updated_at=now()))
    told = inventory(kept(engine, conversation))
    assert "Commune : Valenciennes (59)" in told
    assert "Lille (59)" in told


def test_nothing_is_told_of_another_conversation(store: Store, engine: Engine, held: str) -> None:
    other, _ = store.create()
    assert "gardee" not in as_json(kept(engine, other))
    with pytest.raises(UnknownConversation):
        kept(engine, "inconnue")


def opened(frame: dict[str, Any]) -> str:
    """The text of a file received."""
    return base64.b64decode(frame["base64"]).decode()


async def test_a_member_sees_what_is_kept_and_takes_both_files_away(
    client: Client, rasa: FakeRasa
) -> None:
    rasa.answer = lambda _: [
        {"text": "**Voici**", "custom": {"cards": [
            {"type": "contact", "nom": "SAMU", "affiche": "15", "appel": "15", "role": "urgence"}]}}
    ]  # fmt: skip
    member = await Member.arrive(client)
    await member.ask("mon genou me fait mal")
    await member.send(type="inventory")
    assert "3, les vôtres et les réponses" in (await member.wait("inventory"))["text"]
    await member.send(type="export", format="txt")
    file = await member.wait("document", format="txt")
    assert file["nom"] == "mes-donnees-ariane.txt"
    for words in ("mon genou me fait mal", "Voici", "SAMU : 15"):
        assert words in opened(file)
    assert "**" not in opened(file)
    await member.send(type="export", format="json")
    copy = json.loads(opened(await member.wait("document", format="json")))
    assert [one["text"] for one in copy["donnees"]["message"]][1:] == [
        "mon genou me fait mal",
        "**Voici**",
    ]
    await member.send(type="export", format="exe")
    assert (await member.wait("error"))["code"] == "document_indisponible"


async def test_erasing_now_works_with_rasa_down_and_reaches_every_window(
    client: Client, rasa: FakeRasa, hire: Hire
) -> None:
    assert client.app is not None
    store = client.app[STORE]
    member = await Member.arrive(client)
    other_window = await member.back(client)
    hire("camille")
    desk = await Desk.open(client, "camille")
    await member.call_counselor()
    await rasa.stop()
    await member.send(type="erase")
    for window in (member, other_window):
        refused = await window.wait("error", code="conversation_refusee")
        assert "effacée" in refused["text"]
    await member.closed()
    with pytest.raises(UnknownConversation):
        store.control(member.conversation)
    await desk.calm()
    lists = [frame for frame in desk.frames if frame["type"] == "lists"][-1]
    assert lists["waiting"] == []
    await other_window.send(type="inventory")
    assert (await other_window.wait("error"))["code"] == "conversation_refusee"
    await desk.close()
