"""The counselors' desk: who may enter, what each may read, and what a member never sees."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import WSServerHandshakeError
from people import PASSWORD, Client, Desk, Hire, Member, session_cookie

from bot.keys import SETTINGS, STORE
from knowledge.settings import Settings

# --- the door ---


async def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    answer = await log_in(client)
    assert answer.status == 303
    cookie = answer.cookies["ariane_conseiller"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/conseiller"
    assert not cookie["secure"]


async def test_behind_https_the_cookie_never_travels_in_clear(
    client: Client, hire: Hire, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire("camille")
    assert client.app is not None
    secured = settings.model_copy(update={"secure_cookies": True})
    monkeypatch.setitem(client.app._state, SETTINGS, secured)
    answer = await log_in(client)
    assert answer.cookies["ariane_conseiller"]["secure"]


async def log_in(client: Client, login: str = "camille", **headers: str) -> Any:
    return await client.post(
        "/conseiller/connexion",
        data={"login": login, "password": PASSWORD},
        headers=headers,
        allow_redirects=False,
    )


async def test_without_a_session_there_is_no_desk(client: Client) -> None:
    page = await client.get("/conseiller", allow_redirects=False)
    assert page.status == 303
    assert page.headers["Location"] == "/conseiller/connexion"
    with pytest.raises(WSServerHandshakeError) as refusal:
        await client.ws_connect("/conseiller/ws")
    assert refusal.value.status == 401


async def test_a_refused_login_says_so_without_saying_why(client: Client, hire: Hire) -> None:
    hire("camille")
    pages = []
    for login in ("inconnue", "camille"):
        answer = await client.post(
            "/conseiller/connexion", data={"login": login, "password": "mauvais mot de passe"}
        )
        assert answer.status == 401
        pages.append(await answer.text())
    assert pages[0].replace("inconnue", "camille") == pages[1]


@pytest.mark.parametrize("origin", ["https://pirate.example", "null"])
async def test_another_site_can_neither_log_in_nor_open_the_socket(
    client: Client, hire: Hire, origin: str
) -> None:
    hire("camille")
    assert (await log_in(client, Origin=origin)).status == 403
    await Desk.open(client, "camille")
    with pytest.raises(WSServerHandshakeError) as refusal:
        await client.ws_connect("/conseiller/ws", headers={"Origin": origin})
    assert refusal.value.status == 403


@pytest.mark.parametrize("csrf", ["", "faux", "é"])
async def test_logging_out_needs_the_form_s_own_token(
    client: Client, hire: Hire, csrf: str
) -> None:
    hire("camille")
    await Desk.open(client, "camille")
    token = session_cookie(client)
    answer = await client.post("/conseiller/deconnexion", data={"csrf": csrf})
    assert answer.status == 403
    page = await (await client.get("/conseiller", allow_redirects=False)).text()
    right = page.split('name="csrf" value="')[1].split('"')[0]
    await client.post("/conseiller/deconnexion", data={"csrf": right})
    client.session.cookie_jar.update_cookies({"ariane_conseiller": token})
    assert (await client.get("/conseiller", allow_redirects=False)).status == 303


# --- lists and threads ---


async def test_a_request_appears_on_open_desks_and_leaves_when_taken(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    hire("dominique")
    camille = await Desk.open(client, "camille")
    dominique = await Desk.open(client, "dominique")
    member = await Member.arrive(client)
    await member.call_counselor()
    for desk in (camille, dominique):
        [ticket] = (await desk.wait("lists"))["waiting"]
        assert ticket["conversation"] == member.conversation
        assert ticket["waiting_since"]
    await camille.take(member.conversation)
    assert (await member.wait("state", state="human"))["counselor"] == "Camille"
    assert "Camille" in member.texts("service")[-1]
    lists = await dominique.wait("lists", waiting=[])
    assert lists["mine"] == []
    lists = await camille.wait("lists", waiting=[])
    assert [ticket["conversation"] for ticket in lists["mine"]] == [member.conversation]


async def test_two_counselors_take_at_once_one_wins_and_the_other_is_told(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    hire("dominique")
    desks = [await Desk.open(client, login) for login in ("camille", "dominique")]
    member = await Member.arrive(client)
    await member.call_counselor()
    await asyncio.gather(
        *(desk.send(type="take", conversation=member.conversation) for desk in desks)
    )
    for desk in desks:
        await desk.calm()
    won = [any(frame["type"] == "thread" for frame in desk.frames) for desk in desks]
    told = [[f["text"] for f in desk.frames if f["type"] == "error"] for desk in desks]
    assert sorted(won) == [False, True]
    loser = told[won.index(False)]
    assert len(loser) == 1
    assert "un autre conseiller" in loser[0]
    assert told[won.index(True)] == []
    await member.calm()
    assert len([f for f in member.frames if f["type"] == "state" and f["state"] == "human"]) == 1


async def test_member_and_counselor_talk_live_and_the_bot_comes_back(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    desk = await Desk.open(client, "camille")
    member = await Member.arrive(client)
    await member.ask("ma question")
    await member.call_counselor()
    await member.ask("oui")
    thread = await desk.take(member.conversation)
    assert "ma question" in [message["text"] for message in thread["messages"]]
    await member.say("vous m'entendez ?")
    assert (await desk.wait("message", author="membre"))["text"] == "vous m'entendez ?"
    await desk.write(member.conversation, "Oui, je vous écoute.")
    heard = await member.wait("message", author="conseiller")
    assert (heard["text"], heard["name"]) == ("Oui, je vous écoute.", "Camille")
    await desk.send(type="typing", conversation=member.conversation)
    await member.wait("typing", author="conseiller")
    await desk.send(type="hand_back", conversation=member.conversation)
    await member.wait("state", state="bot")
    assert await member.ask("merci") == "Réponse à : merci"


async def test_only_the_counselor_in_charge_reads_and_acts(client: Client, hire: Hire) -> None:
    hire("camille")
    hire("dominique")
    camille = await Desk.open(client, "camille")
    dominique = await Desk.open(client, "dominique")
    member = await Member.arrive(client)
    await member.call_counselor()
    await dominique.send(type="open", conversation=member.conversation)
    await dominique.wait("thread")
    await camille.take(member.conversation)
    await dominique.wait("lists", waiting=[])
    before = len(await dominique.calm())
    await member.say("un secret pour Camille")
    await camille.wait("message", author="membre", text="un secret pour Camille")
    for kind in ("open", "message", "note", "hand_back", "close", "typing"):
        await dominique.send(
            type=kind, conversation=member.conversation, id=f"d-{kind}", text="je m'en mêle"
        )
        error = await dominique.wait("error")
        assert "Vous ne suivez pas" in error["text"]
    after = json.dumps((await dominique.calm())[before:], ensure_ascii=False)
    assert "secret" not in after
    assert "je m'en mêle" not in json.dumps(await member.calm(), ensure_ascii=False)


async def test_words_said_to_the_bot_are_read_by_no_counselor(client: Client, hire: Hire) -> None:
    hire("camille")
    desk = await Desk.open(client, "camille")
    member = await Member.arrive(client)
    await member.ask("ceci reste entre nous")
    await desk.send(type="open", conversation=member.conversation)
    assert "Vous ne suivez pas" in (await desk.wait("error"))["text"]
    assert "entre nous" not in json.dumps(await desk.calm(), ensure_ascii=False)


async def test_after_handing_back_the_counselor_reads_no_more(client: Client, hire: Hire) -> None:
    hire("camille")
    desk = await Desk.open(client, "camille")
    member = await Member.arrive(client)
    await member.call_counselor()
    await desk.take(member.conversation)
    await desk.send(type="hand_back", conversation=member.conversation)
    await desk.wait("lists", mine=[], waiting=[])
    await member.ask("ceci n'est plus pour vous")
    assert "plus pour vous" not in json.dumps(await desk.calm(), ensure_ascii=False)


async def test_a_private_note_never_reaches_the_member(client: Client, hire: Hire) -> None:
    hire("camille")
    desk = await Desk.open(client, "camille")
    member = await Member.arrive(client)
    await member.call_counselor()
    await desk.take(member.conversation)
    note = "NOTE-PRIVEE semble très inquiète"
    await desk.send(type="note", conversation=member.conversation, text=note)
    [kept] = (await desk.wait("notes"))["notes"]
    assert (kept["text"], kept["name"]) == (note, "Camille")
    await desk.write(member.conversation, "Bonjour")
    await member.wait("message", author="conseiller")
    await desk.send(type="close", conversation=member.conversation)
    await member.wait("state", state="closed")
    back = await member.back(client)
    seen = json.dumps([*await member.calm(), *await back.calm()], ensure_ascii=False)
    assert "Bonjour" in seen
    assert "NOTE-PRIVEE" not in seen


async def test_notes_are_there_for_the_next_counselor(client: Client, hire: Hire) -> None:
    hire("camille")
    hire("dominique")
    camille = await Desk.open(client, "camille")
    member = await Member.arrive(client)
    await member.call_counselor()
    await camille.take(member.conversation)
    await camille.send(type="note", conversation=member.conversation, text="rappeler lundi")
    await camille.wait("notes")
    await camille.send(type="hand_back", conversation=member.conversation)
    await member.wait("state", state="bot")
    await member.call_counselor()
    dominique = await Desk.open(client, "dominique")
    thread = await dominique.take(member.conversation)
    assert [note["text"] for note in thread["notes"]] == ["rappeler lundi"]


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "inconnu"},
        {"type": "open"},
        {"type": "open", "conversation": 12},
        {"type": "open", "conversation": "inconnue"},
        {"type": "open", "conversation": "\x00"},
        {"type": "take", "conversation": "\ud800"},
        {"type": "take", "conversation": "inconnue"},
        {"type": ["open"]},
    ],
)
async def test_an_odd_frame_is_answered_and_the_desk_stays_open(
    client: Client, hire: Hire, frame: dict[str, Any]
) -> None:
    hire("camille")
    desk = await Desk.open(client, "camille")
    await desk.send(**frame)
    assert (await desk.wait("error"))["text"]
    await desk.socket.send_str("ceci n'est pas du JSON")
    assert "Rechargez" in (await desk.wait("error"))["text"]


@pytest.mark.parametrize(
    ("identifier", "text"), [("\x00", "a"), ("\ud800", "a"), ("x", ""), ("x", "é" * 2001)]
)
async def test_a_message_that_cannot_be_kept_is_refused_and_the_desk_stays_open(
    client: Client, hire: Hire, identifier: str, text: str
) -> None:
    hire("camille")
    desk = await Desk.open(client, "camille")
    member = await Member.arrive(client)
    await member.call_counselor()
    await desk.take(member.conversation)
    await desk.send(type="message", conversation=member.conversation, id=identifier, text=text)
    assert (await desk.wait("error"))["text"]
    await desk.write(member.conversation, "Bonjour")
    assert (await member.wait("message", author="conseiller"))["text"] == "Bonjour"


async def test_a_message_sent_twice_after_a_cut_is_shown_once(client: Client, hire: Hire) -> None:
    hire("camille")
    desk = await Desk.open(client, "camille")
    member = await Member.arrive(client)
    await member.call_counselor()
    await desk.take(member.conversation)
    for _ in range(2):
        await desk.send(type="message", conversation=member.conversation, id="m", text="Bonjour")
        await desk.wait("ack", id="m")
    assert client.app is not None
    kept = client.app[STORE].messages(member.conversation)
    assert [m.draft.text for m in kept if m.draft.author == "conseiller"] == ["Bonjour"]
