"""The counselors' desk: who may enter, what each may read, and what a member never sees."""

import asyncio
import json

import pytest
from people import Client, Desk, Hire, Member

from bot.keys import BOARD, STORE

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
    client: Client, desk: Desk
) -> None:
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


async def test_words_said_to_the_bot_are_read_by_no_counselor(client: Client, desk: Desk) -> None:
    member = await Member.arrive(client)
    await member.ask("ceci reste entre nous")
    await desk.send(type="open", conversation=member.conversation)
    assert "Vous ne suivez pas" in (await desk.wait("error"))["text"]
    assert "entre nous" not in json.dumps(await desk.calm(), ensure_ascii=False)


async def test_after_handing_back_the_counselor_reads_no_more(client: Client, desk: Desk) -> None:
    member = await Member.arrive(client)
    await member.call_counselor()
    await desk.take(member.conversation)
    await desk.send(type="hand_back", conversation=member.conversation)
    await desk.wait("lists", mine=[], waiting=[])
    await member.ask("ceci n'est plus pour vous")
    assert "plus pour vous" not in json.dumps(await desk.calm(), ensure_ascii=False)


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
    ("identifier", "text"), [("\x00", "a"), ("\ud800", "a"), ("x", ""), ("x", "é" * 2001)]
)
async def test_a_message_that_cannot_be_kept_is_refused_and_the_desk_stays_open(
    client: Client, desk: Desk, identifier: str, text: str
) -> None:
    member = await Member.arrive(client)
    await member.call_counselor()
    await desk.take(member.conversation)
    await desk.send(type="message", conversation=member.conversation, id=identifier, text=text)
    assert (await desk.wait("error"))["text"]
    await desk.write(member.conversation, "Bonjour")
    assert (await member.wait("message", author="conseiller"))["text"] == "Bonjour"


async def test_a_message_sent_twice_after_a_cut_is_shown_once(client: Client, desk: Desk) -> None:
    member = await Member.arrive(client)
    await member.call_counselor()
    await desk.take(member.conversation)
    for _ in range(2):
        await desk.send(type="message", conversation=member.conversation, id="m", text="Bonjour")
        await desk.wait("ack", id="m")
    assert client.app is not None
    kept = client.app[STORE].messages(member.conversation)
    assert [m.draft.text for m in kept if m.draft.author == "conseiller"] == ["Bonjour"]


async def test_a_page_that_can_no_longer_be_shown_what_changes_is_closed_not_left_deaf(
    client: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breakdown() -> None:
        raise OSError("disque absent")

    assert client.app is not None
    monkeypatch.setattr(client.app[BOARD], "waiting", breakdown)
    member = await Member.arrive(client)
    await member.call_counselor()
    await desk.closed()
    assert desk.socket.closed
