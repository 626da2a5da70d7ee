"""Once taken, a conversation is its counselor's: what others receive, and what opens it anyway."""

import json
from datetime import timedelta
from typing import Any

import pytest
from people import Client, Desk, Hire, Member
from signing import enter_enrolling
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from bot.desk.glass import GLASS_LASTS
from bot.desk.roles import Role
from bot.desk.states import Move
from bot.hub import DESK, Hub
from bot.keys import ACCOUNTS, HUB, STORE
from bot.models import Conversation, Glass, now

REASON = "Camille est partie et l'adhérent attend."


@pytest.fixture
def published(client: Client, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Every frame published to the desks."""
    assert client.app is not None
    hub: Hub = client.app[HUB]
    frames: list[dict[str, Any]] = []
    publish = hub.publish

    def spy(topic: str, frame: dict[str, Any]) -> None:
        if topic == DESK:
            frames.append(frame)
        publish(topic, frame)

    monkeypatch.setattr(hub, "publish", spy)
    return frames


async def taken(client: Client, hire: Hire) -> tuple[Desk, Member]:
    """A member that Camille follows, who told her a secret."""
    hire("camille")
    camille = await Desk.open(client, "camille")
    member = await Member.arrive(client)
    await member.call_counselor()
    await camille.take(member.conversation)
    await member.say("mon secret de santé")
    await camille.wait("message", text="mon secret de santé")
    return camille, member


async def colleague(client: Client, hire: Hire, login: str = "dominique") -> Desk:
    hire(login)
    return await Desk.open(client, login)


async def break_glass(
    desk: Desk, member: Member, text: str = REASON, motif: str = "absence"
) -> None:
    await desk.send(type="break_glass", conversation=member.conversation, motif=motif, text=text)


def seen(desk: Desk) -> str:
    return json.dumps(desk.frames, ensure_ascii=False)


async def test_frames_published_to_the_desks_carry_no_word(
    client: Client, hire: Hire, published: list[dict[str, Any]]
) -> None:
    camille, member = await taken(client, hire)
    await camille.write(member.conversation, "ma réponse privée")
    await member.wait("message", author="conseiller")
    said = json.dumps(published, ensure_ascii=False)
    assert "message" in {frame["type"] for frame in published}
    assert "secret" not in said
    assert "réponse" not in said


async def test_colleagues_see_theme_and_urgency_of_what_is_followed_and_no_word(
    client: Client, hire: Hire
) -> None:
    await taken(client, hire)
    assert client.app is not None
    with Session(client.app[STORE].engine) as session, session.begin():
        summary = {"theme": "couts", "age": 54, "sujet": "SUJET-INTIME", "besoin": "BESOIN-INTIME"}
        session.execute(update(Conversation).values(summary=summary))
    dominique = await colleague(client, hire)
    await dominique.calm()
    [line] = dominique.frames[-1]["elsewhere"]
    assert (line["theme"], line["age"], line["counselor"]) == ("couts", 54, "Camille")
    assert (line["urgent"], line["glass"]) == (False, False)
    for word in ("INTIME", "secret", "summary"):
        assert word not in seen(dominique)


async def test_who_was_reading_when_it_was_taken_receives_nothing_more(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    dominique = await colleague(client, hire)
    camille = await Desk.open(client, "camille")
    member = await Member.arrive(client)
    await member.call_counselor()
    await dominique.send(type="open", conversation=member.conversation)
    await dominique.wait("thread")
    assert client.app is not None
    account = client.app[ACCOUNTS].find("camille")
    # Taken, and the member writes, before any desk has heard of it.
    client.app[STORE].move(member.conversation, Move.TAKE, account.id)
    await member.say("mon secret de santé")
    await camille.calm()
    await dominique.calm()
    assert "secret" not in seen(dominique)


async def test_breaking_the_glass_shows_the_thread_and_tells_the_colleague_at_once(
    client: Client, hire: Hire
) -> None:
    camille, member = await taken(client, hire)
    dominique = await colleague(client, hire)
    await break_glass(dominique, member)
    thread = await dominique.wait("thread")
    assert thread["glass"] is True
    assert "mon secret de santé" in [message["text"] for message in thread["messages"]]
    told = await camille.wait("glass")
    assert (told["name"], told["motif"]) == ("Dominique", "absence")
    await member.say("la suite")
    assert (await dominique.wait("message", author="membre"))["text"] == "la suite"
    assert not [frame for frame in dominique.frames if frame["type"] == "glass"]


async def test_supervisors_are_told_and_other_colleagues_are_not(
    client: Client, hire: Hire
) -> None:
    _, member = await taken(client, hire)
    third = await colleague(client, hire, "ines")
    dominique = await colleague(client, hire)
    hire("sasha", Role.SUPERVISOR)
    client.session.cookie_jar.clear()
    await enter_enrolling(client, "sasha")
    sasha = Desk(await client.ws_connect("/conseiller/ws"))
    await sasha.wait("lists")
    await break_glass(dominique, member)
    assert (await sasha.wait("glass"))["name"] == "Dominique"
    await third.calm()
    assert "glass" not in [frame["type"] for frame in third.frames]


@pytest.mark.parametrize(
    ("motif", "text"),
    [
        ("absence", ""),
        ("absence", "   " * 9),
        ("absence", "pour voir"),
        ("", REASON),
        ("autre", REASON),
    ],
)
async def test_without_a_reason_the_glass_holds(
    client: Client, hire: Hire, motif: str, text: str
) -> None:
    _, member = await taken(client, hire)
    dominique = await colleague(client, hire)
    await break_glass(dominique, member, text, motif)
    assert (await dominique.wait("error"))["text"]
    await dominique.send(type="open", conversation=member.conversation)
    assert "Vous ne suivez pas" in (await dominique.wait("error"))["text"]
    assert "secret" not in seen(dominique)


async def test_through_the_glass_one_reads_and_does_nothing_else(
    client: Client, hire: Hire
) -> None:
    _, member = await taken(client, hire)
    dominique = await colleague(client, hire)
    await break_glass(dominique, member)
    await dominique.wait("thread")
    for kind in ("message", "note", "hand_back", "close", "typing"):
        await dominique.send(
            type=kind, conversation=member.conversation, id=f"d-{kind}", text="je m'en mêle"
        )
        assert "Vous ne suivez pas" in (await dominique.wait("error"))["text"], kind
    assert "je m'en mêle" not in json.dumps(await member.calm(), ensure_ascii=False)


async def test_words_said_to_ariane_alone_are_behind_no_glass(client: Client, hire: Hire) -> None:
    dominique = await colleague(client, hire)
    member = await Member.arrive(client)
    await member.ask("ceci reste entre nous")
    await break_glass(dominique, member)
    assert "Ouverture refusée" in (await dominique.wait("error"))["text"]
    assert "entre nous" not in seen(dominique)


async def test_the_glass_closes_when_the_colleague_hands_back(client: Client, hire: Hire) -> None:
    camille, member = await taken(client, hire)
    dominique = await colleague(client, hire)
    await break_glass(dominique, member)
    await dominique.wait("thread")
    await camille.send(type="hand_back", conversation=member.conversation)
    await member.wait("state", state="bot")
    await member.ask("ceci est pour Ariane seule")
    assert "Ariane seule" not in json.dumps(await dominique.calm(), ensure_ascii=False)


async def test_the_glass_closes_by_itself(client: Client, hire: Hire) -> None:
    camille, member = await taken(client, hire)
    dominique = await colleague(client, hire)
    await break_glass(dominique, member)
    await dominique.wait("thread")
    assert client.app is not None
    engine: Engine = client.app[STORE].engine
    with Session(engine) as session, session.begin():
        session.execute(update(Glass).values(at=now() - GLASS_LASTS - timedelta(seconds=1)))
    await member.say("trop tard pour vous")
    await camille.wait("message", text="trop tard pour vous")
    assert "trop tard" not in json.dumps(await dominique.calm(), ensure_ascii=False)
    await dominique.send(type="open", conversation=member.conversation)
    assert "Vous ne suivez pas" in (await dominique.wait("error"))["text"]
