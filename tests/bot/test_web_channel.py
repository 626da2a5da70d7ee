"""The member's door: what is promised to someone who writes, whatever they send."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from fake_rasa import FakeRasa
from people import Client, Member

from bot.channels import web as web_channel
from bot.channels.limits import Bucket
from bot.inbound import MAX_LENGTH


async def test_a_question_is_acknowledged_then_answered(client: Client) -> None:
    member = await Member.arrive(client)
    identifier = await member.say("Comment choisir un médecin traitant ?")
    ack = await member.wait("ack", id=identifier)
    answer = await member.wait("message", author="ariane")
    assert answer["text"] == "Réponse à : Comment choisir un médecin traitant ?"
    assert answer["seq"] > ack["seq"]
    assert (await member.wait("answered", id=identifier))["id"] == identifier


async def test_the_welcome_says_who_speaks_and_whom_to_call(client: Client) -> None:
    member = await Member.arrive(client)
    [greeting] = member.welcome["messages"]
    assert greeting["author"] == "ariane"
    assert "programme" in greeting["text"]
    assert member.welcome["state"] == "bot"
    assert member.welcome["mutuelle"]["telephone"]["appel"].startswith("0")


async def test_nothing_is_stored_before_hello(client: Client, rasa: FakeRasa) -> None:
    member = Member(await client.ws_connect("/ws"))
    await member.say("bonjour")
    assert (await member.wait("error"))["code"] == "trame_illisible"
    await member.closed()
    assert rasa.turns == []


async def test_a_window_closed_before_hello_breaks_nothing(client: Client) -> None:
    await (await client.ws_connect("/ws")).close()
    assert await (await Member.arrive(client)).ask("bonjour") == "Réponse à : bonjour"


async def test_a_cut_neither_loses_nor_doubles_a_message(client: Client, rasa: FakeRasa) -> None:
    member = await Member.arrive(client)
    await member.ask("première question")
    last = max(frame["seq"] for frame in member.frames if "seq" in frame)
    rasa.gate.clear()
    identifier = await member.say("deuxième question")
    await member.wait("ack", id=identifier)
    await member.close()
    rasa.gate.set()
    again = await member.back(client, after=last)
    await again.say("deuxième question", identifier)
    await again.wait("ack", id=identifier)
    if not any(m["author"] == "ariane" for m in again.welcome["messages"]):
        await again.wait("message", author="ariane")
    await again.calm()
    shown = {m["seq"]: m for m in again.welcome["messages"]}
    shown |= {f["seq"]: f for f in again.frames if f["type"] == "message"}
    assert [shown[seq]["text"] for seq in sorted(shown)] == [
        "deuxième question",
        "Réponse à : deuxième question",
    ]
    assert rasa.turns == ["première question", "deuxième question"]


async def test_a_button_says_its_title_to_people_and_its_payload_to_rasa(
    client: Client, rasa: FakeRasa
) -> None:
    rasa.answer = lambda _: [
        {"text": "Choisissez", "buttons": [{"title": "Les étapes", "payload": "/demander_etapes"}]}
    ]
    member = await Member.arrive(client)
    await member.say("médecin traitant")
    offered = await member.wait("message", author="ariane")
    assert offered["buttons"] == [{"index": 0, "title": "Les étapes"}]
    await member.send(type="button", id="b1", message=offered["id"], index=0)
    await member.wait("answered", id="b1")
    assert rasa.turns[-1] == "/demander_etapes"
    assert member.texts("membre")[-1] == "Les étapes"
    assert "/demander_etapes" not in json.dumps(member.frames)


async def test_two_windows_of_one_conversation_see_the_same(client: Client) -> None:
    phone = await Member.arrive(client)
    laptop = await phone.back(client)
    await phone.ask("bonjour")
    assert (await laptop.wait("message", author="membre"))["text"] == "bonjour"
    assert (await laptop.wait("message", author="ariane"))["text"] == "Réponse à : bonjour"


# --- bad input: a polite refusal or a normal answer, and the conversation goes on ---


async def still_there(member: Member) -> None:
    """The conversation survived: the next question is answered."""
    assert await member.ask("et ensuite ?") == "Réponse à : et ensuite ?"


@pytest.mark.parametrize("text", ["", "   \n\t ", "\x00\x07\x1b", "\ud800"])
async def test_an_empty_message_is_refused_politely(client: Client, text: str) -> None:
    member = await Member.arrive(client)
    await member.say(text, "vide")
    error = await member.wait("error", id="vide")
    assert error["code"] == "message_vide"
    assert "Écrivez votre question" in error["text"]
    await still_there(member)


async def test_ten_thousand_characters_are_refused_with_the_limit(client: Client) -> None:
    member = await Member.arrive(client)
    await member.say("a" * 10_000, "long")
    error = await member.wait("error", id="long")
    assert error["code"] == "message_trop_long"
    assert "10000" in error["text"]
    assert str(MAX_LENGTH) in error["text"]
    await still_there(member)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("dentiste\x00 à\x1b Lille\x07", "dentiste à Lille"),
        ("😀🦷❤️‍🩹", "😀🦷❤️‍🩹"),
        ("🫨", "🫨"),  # newer than Python's Unicode tables
        ("<script>alert(1)</script> & <b>aide</b>", "<script>alert(1)</script> & <b>aide</b>"),
        ('{"type":"message"', '{"type":"message"'),
        ("'; DROP TABLE message; --", "'; DROP TABLE message; --"),
    ],
)
async def test_odd_text_is_kept_as_text(
    client: Client, rasa: FakeRasa, sent: str, shown: str
) -> None:
    member = await Member.arrive(client)
    await member.say(sent)
    assert (await member.wait("message", author="membre"))["text"] == shown
    await member.wait("message", author="ariane")
    assert rasa.turns == [shown]
    await still_there(member)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """A second that lasts as long as the test wants: calling it lets time pass."""
    moment = [0.0]
    monkeypatch.setattr(web_channel, "Bucket", partial(Bucket, clock=lambda: moment[0]))

    def pass_time(seconds: float) -> None:
        moment[0] += seconds

    return pass_time


async def test_fifty_messages_in_a_second_are_all_taken_in_the_end(
    clock: Callable[[float], None], client: Client, rasa: FakeRasa
) -> None:
    member = await Member.arrive(client)
    texts = {f"m{number}": f"question {number}" for number in range(50)}
    for identifier, text in texts.items():
        await member.say(text, identifier)
    waiting = list(texts)
    refused = 0
    while waiting:
        left = []
        for identifier in waiting:
            error = await member.wait_either(identifier)
            if error is not None:
                assert error["code"] == "trop_vite"
                assert 0 < error["retry_after"] <= 1
                left.append(identifier)
        refused += len(left)
        clock(5.0)
        for identifier in left:
            await member.say(texts[identifier], identifier)
        waiting = left
    assert refused >= 40
    while len(rasa.turns) < 50:
        await member.wait("message", author="ariane")
    assert sorted(rasa.turns) == sorted(texts.values())


async def test_resending_after_the_delay_told_is_enough(
    clock: Callable[[float], None], client: Client
) -> None:
    member = await Member.arrive(client)
    for number in range(10):
        await member.say("encore", f"m{number}")
        await member.wait("ack", id=f"m{number}")
    clock(0.007)  # a delay that does not fall on a round number
    await member.say("encore", "m10")
    error = await member.wait("error", id="m10")
    clock(error["retry_after"])
    await member.say("encore", "m10")
    assert (await member.wait("ack", id="m10"))["seq"] > 0


@pytest.mark.parametrize("index", [-1, 1, 10**30, "0", None, 0.5, True])
async def test_a_button_that_was_not_shown_does_nothing(
    client: Client, rasa: FakeRasa, index: Any
) -> None:
    rasa.answer = lambda _: [{"text": "?", "buttons": [{"title": "Oui", "payload": "/affirmer"}]}]
    member = await Member.arrive(client)
    await member.say("bonjour")
    offered = await member.wait("message", author="ariane")
    await member.send(type="button", id="b", message=offered["id"], index=index)
    assert (await member.wait("error", id="b"))["code"] == "bouton_perime"


@pytest.mark.parametrize("message", ["\x00", "\ud800", None, 3])
async def test_a_button_of_no_message_does_nothing(client: Client, message: Any) -> None:
    member = await Member.arrive(client)
    await member.send(type="button", id="b", message=message, index=0)
    assert (await member.wait("error", id="b"))["code"] == "bouton_perime"
    await still_there(member)


async def test_ping_and_seen_disturb_nobody(client: Client, rasa: FakeRasa) -> None:
    member = await Member.arrive(client)
    await member.send(type="seen", seq=1)
    await member.send(type="typing")
    await member.send(type="ping")
    await member.wait("pong")
    assert [frame["type"] for frame in member.frames] == ["welcome", "pong"]
    assert rasa.turns == []


async def test_an_erased_conversation_is_refused_in_its_open_window(client: Client) -> None:
    from bot.keys import STORE

    member = await Member.arrive(client)
    assert client.app is not None
    client.app[STORE].erase(member.conversation)
    await member.say("vous êtes là ?")
    assert (await member.wait("error"))["code"] == "conversation_refusee"
    assert await member.closed() is not None


async def test_health_names_the_part_that_is_down(client: Client, rasa: FakeRasa) -> None:
    assert (await client.get("/sante")).status == 200
    rasa.actions_up = False
    answer = await client.get("/sante")
    assert answer.status == 503
    assert await answer.json() == {"service": True, "rasa": True, "actions": False}
