"""Who answers, and in what order: safety net, counselor or bot; and what a breakdown changes."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from fake_rasa import FakeRasa
from people import Client, Desk, Hire, Member
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.app import build_app
from bot.inbound import ESCALATE
from bot.keys import STORE
from bot.models import Tracker, now
from bot.store import Store
from knowledge.settings import Settings

DANGER = "mon mari s'est effondré, il ne respire plus"


def store_of(client: Client) -> Store:
    assert client.app is not None
    store: Store = client.app[STORE]
    return store


async def bring(client: Client, hire: Hire, member: Member, state: str) -> Desk:
    """A conversation in that state, and the desk of the counselor who follows it."""
    hire("camille")
    desk = await Desk.open(client, "camille")
    if state in ("waiting", "human", "closed"):
        await member.call_counselor()
        await desk.wait("lists")
    if state in ("human", "closed"):
        await desk.take(member.conversation)
    if state == "closed":
        await desk.send(type="close", conversation=member.conversation)
        await member.wait("state", state="closed")
    await desk.calm()
    await member.calm()
    return desk


def dialled(frame: dict[str, Any]) -> set[str]:
    return {card["appel"] for card in frame["cards"] if card["type"] == "contact"}


# --- the safety net, before everything ---


@pytest.mark.parametrize("state", ["bot", "waiting", "human", "closed"])
async def test_a_vital_emergency_is_answered_before_rasa_whoever_is_in_charge(
    client: Client, hire: Hire, rasa: FakeRasa, state: str
) -> None:
    member = await Member.arrive(client)
    await bring(client, hire, member, state)
    identifier = await member.say(DANGER)
    warning = await member.wait("message", author="securite")
    assert "15" in dialled(warning)
    assert "15" in warning["text"]
    await member.wait("answered", id=identifier)
    await member.calm()
    assert rasa.turns == []
    assert member.texts("membre")[-1] == DANGER


@pytest.mark.parametrize("state", ["waiting", "human"])
async def test_the_desk_is_alerted_and_reads_the_danger(
    client: Client, hire: Hire, state: str
) -> None:
    member = await Member.arrive(client)
    desk = await bring(client, hire, member, state)
    await member.say(DANGER)
    lists = await desk.wait("lists", alert=member.conversation)
    tickets = [*lists["waiting"], *lists["mine"]]
    assert [ticket["urgent"] for ticket in tickets] == [True]
    if state == "human":
        assert (await desk.wait("message", author="membre"))["text"] == DANGER


async def test_an_emergency_waits_before_older_requests(client: Client, hire: Hire) -> None:
    patient, urgent = await Member.arrive(client), await Member.arrive(client)
    await patient.call_counselor()
    await urgent.say(DANGER)
    warning = await urgent.wait("message", author="securite")
    assert [button["title"] for button in warning["buttons"]] == ["Parler à un conseiller"]
    await urgent.send(type="button", id="b", message=warning["id"], index=0)
    await urgent.wait("state", state="waiting")
    hire("camille")
    page = Desk(await reopen(client, "camille"))
    lists = await page.wait("lists")
    assert [t["conversation"] for t in lists["waiting"]] == [
        urgent.conversation,
        patient.conversation,
    ]


async def reopen(client: Client, login: str) -> Any:
    await Desk.open(client, login)
    return await client.ws_connect("/conseiller/ws")


async def test_an_emergency_drowned_in_a_text_too_long_is_still_answered(client: Client) -> None:
    member = await Member.arrive(client)
    await member.say(DANGER + ". " + "blabla " * 1500)
    assert (await member.wait("error"))["code"] == "message_trop_long"
    assert "15" in dialled(await member.wait("message", author="securite"))


async def test_an_emergency_is_answered_when_rasa_is_stopped(
    client: Client, rasa: FakeRasa
) -> None:
    await rasa.stop()
    member = await Member.arrive(client)
    await member.say(DANGER)
    assert "15" in dialled(await member.wait("message", author="securite"))
    await member.calm()
    assert member.texts("service") == []


# --- breakdowns ---


async def test_rasa_stopped_is_told_once_and_every_message_answered_when_it_is_back(
    client: Client, rasa: FakeRasa
) -> None:
    member = await Member.arrive(client)
    await rasa.stop()
    await member.say("première")
    told = await member.wait("message", author="service")
    assert "panne" in told["text"]
    assert "15" in dialled(told)
    assert [button["title"] for button in told["buttons"]] == ["Parler à un conseiller"]
    await member.say("deuxième")
    await member.say("troisième")
    await member.calm()
    assert len(member.texts("service")) == 1
    await rasa.start()
    for _ in range(3):
        await member.wait("message", author="ariane")
    await member.calm()
    answers = [f"Réponse à : {word}" for word in ("première", "deuxième", "troisième")]
    assert member.texts("ariane") == answers
    assert rasa.turns == ["première", "deuxième", "troisième"]


async def test_a_second_breakdown_is_told_again(client: Client, rasa: FakeRasa) -> None:
    member = await Member.arrive(client)
    for _ in range(2):
        await rasa.stop()
        await member.say("êtes-vous là ?")
        await member.wait("message", author="service")
        await rasa.start()
        await member.wait("message", author="ariane")


@pytest.mark.parametrize("press", [True, False])
async def test_a_counselor_is_reached_while_rasa_is_stopped(
    client: Client, hire: Hire, rasa: FakeRasa, press: bool
) -> None:
    await rasa.stop()
    member = await Member.arrive(client)
    await member.say("mon remboursement")
    told = await member.wait("message", author="service")
    if press:
        await member.send(type="button", id="b", message=told["id"], index=0)
    else:
        await member.send(type="escalate", id="b")
    await member.wait("state", state="waiting")
    hire("camille")
    desk = await Desk.open(client, "camille")
    await desk.take(member.conversation)
    await desk.write(member.conversation, "Bonjour, je regarde.")
    assert (await member.wait("message", author="conseiller"))["text"] == "Bonjour, je regarde."
    await rasa.start()
    await member.calm()
    assert rasa.turns == [], "le conseiller suit : Ariane ne doit plus rien"


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, {"error": "panne"}),
        (401, {"error": "jeton"}),
        (200, []),
        (200, "pas une liste"),
        (200, {"text": "pas une liste"}),
        (200, [{"text": "a", "buttons": [{"title": "sans effet"}]}]),
        (200, ["texte seul"]),
        (200, [{"text": "a", "custom": ["pas un objet"]}]),
        (200, [{"text": 12}]),
        (200, None),
    ],
)
async def test_a_turn_that_fails_is_told_then_answered(
    client: Client, rasa: FakeRasa, status: int, answer: Any
) -> None:
    rasa.status, rasa.answer = status, lambda _: answer
    rasa.actions_up = False  # keeps the retry waiting until the repair
    member = await Member.arrive(client)
    await member.say("mes droits")
    assert "panne" in (await member.wait("message", author="service"))["text"]
    rasa.status, rasa.answer = 200, lambda text: [{"text": f"Enfin : {text}"}]
    rasa.actions_up = True
    assert (await member.wait("message", author="ariane"))["text"] == "Enfin : mes droits"


async def test_a_rasa_that_hangs_is_a_breakdown(client: Client, rasa: FakeRasa) -> None:
    rasa.gate.clear()
    member = await Member.arrive(client)
    await member.say("allô ?")
    assert "panne" in (await member.wait("message", author="service"))["text"]
    rasa.gate.set()
    assert (await member.wait("message", author="ariane"))["text"] == "Réponse à : allô ?"


async def test_a_slow_conversation_does_not_hold_the_others(client: Client, rasa: FakeRasa) -> None:
    slow, quick = await Member.arrive(client), await Member.arrive(client)
    rasa.gate.clear()
    await slow.say("lente")
    await slow.wait("typing", author="ariane")
    await quick.say("rapide")
    await quick.wait("ack")
    while len(rasa.turns) < 2:
        await quick.calm()
    assert set(rasa.turns) == {"lente", "rapide"}


async def test_what_is_owed_survives_a_restart_of_the_service(
    client: Client,
    rasa: FakeRasa,
    settings: Settings,
    aiohttp_client: Callable[[web.Application], Awaitable[Client]],
) -> None:
    await rasa.stop()
    member = await Member.arrive(client)
    await member.say("gardez ma question")
    await member.wait("message", author="service")
    await client.close()
    await rasa.start()
    anew = await aiohttp_client(build_app(settings))
    back = await member.back(anew)
    if not any(m["text"].startswith("Réponse") for m in back.welcome["messages"]):
        await back.wait("message", author="ariane")
    assert rasa.turns == ["gardez ma question"]


def fail_reads(engine: Engine) -> Callable[[], None]:
    """The database refuses every query, until the function returned is called."""

    def refuse(*_: Any) -> None:
        raise OperationalError("SELECT", {}, Exception("base indisponible"))

    event.listen(engine, "before_cursor_execute", refuse)
    return lambda: event.remove(engine, "before_cursor_execute", refuse)


async def test_a_database_hiccup_does_not_end_the_promise_to_answer(
    client: Client, rasa: FakeRasa
) -> None:
    await rasa.stop()
    member = await Member.arrive(client)
    await member.say("vous me répondrez ?")
    await member.wait("message", author="service")
    repair = fail_reads(store_of(client).engine)
    await member.calm()
    repair()
    await rasa.start()
    answer = await member.wait("message", author="ariane")
    assert answer["text"] == "Réponse à : vous me répondrez ?"


async def test_a_message_the_database_refused_is_not_acknowledged_and_can_be_sent_again(
    client: Client, rasa: FakeRasa
) -> None:
    member = await Member.arrive(client)
    repair = fail_reads(store_of(client).engine)
    await member.say("à garder", "m1")
    assert await member.closed() is not None
    repair()
    assert not any(frame["type"] == "ack" for frame in member.frames)
    again = await member.back(client)
    await again.say("à garder", "m1")
    assert (await again.wait("message", author="ariane"))["text"] == "Réponse à : à garder"
    assert rasa.turns == ["à garder"]


# --- who is in charge ---


async def test_a_late_answer_of_the_bot_is_not_shown_over_the_counselor(
    client: Client, hire: Hire, rasa: FakeRasa
) -> None:
    member = await Member.arrive(client)
    desk = await bring(client, hire, member, "waiting")
    rasa.answer = lambda _: [{"text": "trop tard", "custom": {"handoff": {"motif": "demande"}}}]
    rasa.gate.clear()
    await member.say("une question lente")
    await member.wait("typing", author="ariane")
    await desk.take(member.conversation)
    seen = len(await member.calm())
    rasa.gate.set()
    late = [frame for frame in (await member.calm())[seen:] if frame["type"] == "message"]
    assert late == []


async def test_a_closed_conversation_wakes_and_its_windows_know(client: Client, hire: Hire) -> None:
    member = await Member.arrive(client)
    await bring(client, hire, member, "closed")
    await member.say("encore une question")
    await member.wait("state", state="bot")
    assert (await member.wait("message", author="ariane"))["text"].startswith("Réponse à")


async def test_the_handoff_of_rasa_reaches_the_desk_with_its_summary_once_agreed(
    client: Client, hire: Hire, rasa: FakeRasa
) -> None:
    summary = {"motif": "demande", "theme": None, "sujet": "La C2S", "besoin": None, "lieu": "Lens"}
    rasa.answer = lambda _: [{"text": "Je transmets.", "custom": {"handoff": summary}}]
    hire("camille")
    desk = await Desk.open(client, "camille")
    member = await Member.arrive(client)
    await member.ask("je veux parler à quelqu'un")
    await member.ask("1")
    await desk.calm()
    lists = [frame for frame in desk.frames if frame["type"] == "lists"][-1]
    assert [ticket["summary"] for ticket in lists["waiting"]] == [summary]


async def test_asking_twice_for_a_counselor_is_told_and_keeps_one_request(
    client: Client, hire: Hire
) -> None:
    member = await Member.arrive(client)
    desk = await bring(client, hire, member, "waiting")
    await member.send(type="escalate", id="encore")
    await member.wait("answered", id="encore")
    assert "déjà transmise" in member.texts("service")[-1]
    again = Desk(await reopen(client, "camille"))
    assert len((await again.wait("lists"))["waiting"]) == 1
    await desk.close()


async def test_while_waiting_the_bot_still_answers(client: Client, hire: Hire) -> None:
    member = await Member.arrive(client)
    await bring(client, hire, member, "waiting")
    assert await member.ask("en attendant ?") == "Réponse à : en attendant ?"


async def test_a_typed_text_cannot_pass_for_a_button_of_the_relay(
    client: Client, rasa: FakeRasa
) -> None:
    member = await Member.arrive(client)
    assert await member.ask(ESCALATE) == f"Réponse à : {ESCALATE}"
    assert store_of(client).control(member.conversation).state == "bot"


# --- erasure ---


async def test_erasing_during_a_turn_leaves_nothing_behind(client: Client, rasa: FakeRasa) -> None:
    member = await Member.arrive(client)
    store = store_of(client)

    def remember(text: str) -> list[dict[str, Any]]:
        """As Rasa does at the end of a turn: its tracker store writes what was said."""
        with Session(store.engine) as session, session.begin():
            events = [{"event": "user", "text": text}]
            session.merge(Tracker(sender_id=member.conversation, events=events, updated_at=now()))
        return [{"text": "réponse"}]

    rasa.answer = remember
    rasa.gate.clear()
    await member.say("mon secret de santé")
    await member.wait("typing", author="ariane")
    store.erase(member.conversation)
    rasa.gate.set()
    await member.calm()
    with Session(store.reader) as session:
        assert session.scalars(select(Tracker.sender_id)).all() == []


async def test_nothing_a_member_wrote_goes_to_the_logs(
    client: Client, rasa: FakeRasa, capsys: pytest.CaptureFixture[str]
) -> None:
    rasa.status = 500
    member = await Member.arrive(client)
    await member.say("j'ai le diabète")
    await member.wait("message", author="service")
    await member.say(DANGER)
    await member.wait("message", author="securite")
    printed = "".join(capsys.readouterr())
    assert "rasa_unavailable" in printed
    assert "diabète" not in printed
    assert "respire" not in printed
    assert json.dumps(member.secret) not in printed


async def test_a_message_rasa_always_fails_on_is_given_up_for_a_person(
    client: Client, rasa: FakeRasa
) -> None:
    rasa.answer = lambda text: [] if "toujours" in text else [{"text": f"Réponse à : {text}"}]
    member = await Member.arrive(client)
    failing = await member.say("cette phrase échoue toujours")
    await member.wait("answered", id=failing)
    told = member.texts("service")
    assert "malgré plusieurs essais" in told[-1]
    await member.ask("bonjour")
    assert member.texts("ariane")[-1] == "Réponse à : bonjour"


async def test_a_yes_to_the_counselor_offered_in_an_emergency_is_told_as_such(
    client: Client, rasa: FakeRasa
) -> None:
    member = await Member.arrive(client)
    await member.ask("jveux en finir")
    await member.ask("oui")
    await member.ask("bonjour")
    assert rasa.propositions == ["conseiller", None]


# --- channels without buttons ---


def offers(_: str) -> list[dict[str, Any]]:
    """A reply under which two things are proposed."""
    steps = {"title": "Voir les étapes", "payload": "/demander_etapes"}
    counselor = {"title": "Parler à un conseiller", "payload": ESCALATE}
    return [{"text": "Que voulez-vous savoir ?", "buttons": [steps, counselor]}]


async def test_a_button_named_by_its_place_is_pressed(client: Client, rasa: FakeRasa) -> None:
    rasa.answer = offers
    member = await Member.arrive(client)
    await member.ask("mes droits")
    await member.ask("1")
    assert rasa.turns == ["mes droits", "/demander_etapes"]
    assert member.texts("membre")[-1] == "1", "le fil garde ce qui a été écrit"
    await member.say("parler à un conseiller")
    await member.wait("state", state="waiting")
    assert len(rasa.turns) == 2


async def test_a_number_told_to_the_counselor_is_only_a_number(
    client: Client, hire: Hire, rasa: FakeRasa
) -> None:
    rasa.answer = offers
    member = await Member.arrive(client)
    await member.ask("mes droits")
    desk = await bring(client, hire, member, "human")
    await member.say("1")
    assert (await desk.wait("message", author="membre"))["text"] == "1"
    await member.calm()
    assert rasa.turns == ["mes droits"]
