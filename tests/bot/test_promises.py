"""While waiting: honest words, a call in a slot, a written answer in time, or to give up."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from people import Client, Clock, Desk, Hire, Member
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.app import build_app
from bot.cli.satisfaction import summarise
from bot.handover.models import Callback, Handling
from bot.handover.promises import Promises, SlotFull
from bot.keys import RELAY, STORE
from bot.models import now
from bot.store import Store
from knowledge.mutuelle import mutuelle
from knowledge.settings import Settings

PHONE = "06 39 98 00 42"


def store_of(client: Client) -> Store:
    assert client.app is not None
    store: Store = client.app[STORE]
    return store


async def tick(client: Client) -> None:
    """What the service does every few seconds."""
    assert client.app is not None
    await client.app[RELAY].handover.tick()


def plain(text: str) -> str:
    """Ordinary spaces only."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


async def wait_in_line(client: Client) -> Member:
    """A member who waits, and sent the summary."""
    member = await Member.arrive(client)
    await member.call_counselor()
    await member.ask("1")
    return member


async def asks(member: Member, text: str) -> str:
    return plain(await member.ask(text))


def lists(desk: Desk) -> dict[str, Any]:
    """The desk's lists as last shown."""
    return [frame for frame in desk.frames if frame["type"] == "lists"][-1]


# --- said at once ---


@pytest.mark.parametrize(
    ("instant", "opening"),
    [
        ("2026-11-21T12:00+01:00", "lundi 23 novembre à 9 h"),
        ("2026-11-23T20:00+01:00", "demain à 9 h"),
        ("2026-12-25T10:00+01:00", "lundi 28 décembre à 9 h"),
    ],
    ids=["weekend", "evening", "public holiday"],
)
async def test_when_closed_the_next_opening_and_the_other_ways_are_told_at_once(
    client: Client, hire: Hire, office_clock: Clock, instant: str, opening: str
) -> None:
    hire("camille")
    await Desk.open(client, "camille")
    office_clock.instant = datetime.fromisoformat(instant)
    member = await Member.arrive(client)
    await member.call_counselor()
    told = plain((await member.wait("message", author="service"))["text"])
    house = mutuelle().values()
    for words in (opening, house["telephone"], house["horaires"], house["adresse"]):
        assert words in told


async def test_when_nobody_is_at_the_desk_it_is_told_at_once(client: Client) -> None:
    member = await Member.arrive(client)
    await member.call_counselor()
    told = (await member.wait("message", author="service"))["text"]
    assert "aucun conseiller" in told
    assert mutuelle().values()["telephone"] in told


async def test_with_a_counselor_present_the_place_is_told_and_no_wait_is_invented(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    await Desk.open(client, "camille")
    await wait_in_line(client)
    second = await Member.arrive(client)
    await second.call_counselor()
    told = (await second.wait("message", author="service"))["text"]
    assert "Votre place dans la file : 2." in told
    assert "minutes" not in told


async def test_the_wait_comes_from_recent_conversations_and_is_refreshed_when_it_changes(
    client: Client, hire: Hire, office_clock: Clock
) -> None:
    with Session(store_of(client).engine) as session, session.begin():
        session.add_all(Handling(seconds=600, at=office_clock()) for _ in range(5))
    hire("camille")
    desk = await Desk.open(client, "camille")
    first, second = await wait_in_line(client), await wait_in_line(client)
    await second.calm()
    state = [frame for frame in second.frames if frame["type"] == "state"][-1]
    assert (state["position"], plain(state["attente"])) == (2, "environ 20 minutes")
    await desk.take(first.conversation)
    state = await second.wait("state", position=1)
    assert plain(state["attente"]) == "environ 10 minutes"
    before = len(await second.calm())
    await tick(client)
    assert len(await second.calm()) == before, "rien n'a changé : rien n'est redit"
    back = await second.back(client)
    assert (back.welcome["position"], plain(back.welcome["attente"])) == (1, "environ 10 minutes")


async def test_the_time_of_a_conversation_is_kept_without_saying_which(
    client: Client, desk: Desk
) -> None:
    member = await wait_in_line(client)
    await desk.take(member.conversation)
    await desk.send(type="close", conversation=member.conversation)
    await member.wait("state", state="closed")
    store_of(client).erase(member.conversation)
    with Session(store_of(client).reader) as session:
        assert [one.seconds >= 0 for one in session.scalars(select(Handling))] == [True]
    assert set(Handling.__table__.columns.keys()) == {"id", "seconds", "at"}


# --- written answer, call-back, cancel ---


async def test_a_written_answer_is_promised_within_working_hours(
    client: Client, desk: Desk
) -> None:
    member = await wait_in_line(client)
    told = await asks(member, "Recevoir une réponse écrite")
    assert "au plus tard demain à 10 h" in told  # nine working hours after Monday, 10 h
    await member.wait("state", state="bot")
    await desk.calm()
    [line] = lists(desk)["promised"]
    assert (line["kind"], line["late"]) == ("written", False)
    assert lists(desk)["waiting"] == []
    assert await member.ask("et en attendant ?") == "Réponse à : et en attendant ?"


async def choose_a_slot(member: Member) -> str:
    """Through the typed choices, to the question of the number."""
    assert "Quel jour" in await asks(member, "être rappelé")
    assert "À quelle heure, demain" in await asks(member, "demain")
    return await asks(member, "2")


async def test_a_call_back_is_chosen_in_words_and_its_number_shown_back_masked(
    client: Client, desk: Desk
) -> None:
    member = await wait_in_line(client)
    assert "À quel numéro" in await choose_a_slot(member)
    told = await asks(member, PHONE)
    assert "demain, entre 10 h 30 et 12 h" in told
    assert "06 •• •• •• 42" in told
    await desk.calm()
    [line] = lists(desk)["promised"]
    assert line["starts_at"].startswith("2026-11-24T")
    assert line["phone"] == "06 •• •• •• 42"
    assert "98 00" not in str(desk.frames)


async def test_the_counselor_who_takes_the_call_back_reads_the_number_and_marks_it_done(
    client: Client, desk: Desk
) -> None:
    member = await wait_in_line(client)
    await choose_a_slot(member)
    await member.ask(PHONE)
    await desk.send(type="join", conversation=member.conversation)
    [promise] = (await desk.wait("promises"))["promises"]
    assert promise["phone"] == PHONE
    await desk.send(
        type="kept", conversation=member.conversation, kind="call", promise=promise["id"]
    )
    await desk.wait("promises", promises=[])
    await desk.calm()
    assert lists(desk)["promised"] == []
    with Session(store_of(client).reader) as session:
        [kept] = session.scalars(select(Callback)).all()
    assert kept.phone is None, "le numéro est effacé dès que l'appel est fait"
    assert kept.done_at is not None


async def test_a_promise_not_kept_in_time_is_raised(
    client: Client, desk: Desk, office_clock: Clock
) -> None:
    member = await wait_in_line(client)
    await member.ask("3")
    await desk.calm()
    office_clock.advance(days=1, minutes=1)
    await desk.wait("lists")
    await tick(client)
    await desk.calm()
    [line] = lists(desk)["promised"]
    assert line["late"]


async def test_a_wrong_number_is_asked_again_and_giving_up_keeps_the_place(
    client: Client, hire: Hire
) -> None:
    member = await wait_in_line(client)
    await choose_a_slot(member)
    assert "dix chiffres" in await asks(member, "06 39")
    assert "surtaxés" in await asks(member, "0892 12 34 56")
    assert "que préférez-vous" in await asks(member, "annuler")
    assert store_of(client).control(member.conversation).state == "waiting"


@pytest.mark.parametrize("choice", ["call", "written"])
async def test_a_promise_is_cancelled_by_the_member_and_its_number_forgotten(
    client: Client, hire: Hire, choice: str
) -> None:
    member = await wait_in_line(client)
    if choice == "call":
        await choose_a_slot(member)
        await member.ask(PHONE)
    else:
        await member.ask("3")
    assert "est annulée" in await asks(member, "1")
    with Session(store_of(client).reader) as session:
        assert session.scalars(select(Callback)).all() == []


async def test_a_request_is_cancelled_by_the_member_at_any_time(client: Client, desk: Desk) -> None:
    member = await wait_in_line(client)
    await member.ask("une autre question")
    assert "est annulée" in await asks(member, "Annuler ma demande")
    await member.wait("state", state="bot")
    await desk.calm()
    assert lists(desk)["waiting"] == []


async def test_a_promise_survives_a_restart(
    client: Client,
    settings: Settings,
    office_clock: Clock,
    aiohttp_client: Callable[[web.Application], Awaitable[Client]],
) -> None:
    member = await wait_in_line(client)
    await choose_a_slot(member)
    await client.close()
    anew = await aiohttp_client(build_app(settings, office_clock))
    back = await member.back(anew)
    assert "entre 10 h 30 et 12 h" in await asks(back, PHONE)
    assert anew.app is not None
    [promise] = anew.app[RELAY].handover.promises.open()
    assert promise.phone == "+33639980042"


def test_a_slot_takes_so_many_calls_and_no_more_even_at_once(store: Store) -> None:
    promises, slot = Promises(store.engine), now() + timedelta(days=1)
    for number in range(5):
        conversation, _ = store.create()
        try:
            promises.book(conversation, "+33639980042", slot, 90, 3, now())
        except SlotFull:
            assert number >= 3
    assert len(promises.open()) == 3
    assert promises.free([slot], 3) == []
    promises.cancel(promises.open()[0].conversation)
    assert promises.free([slot], 3) == [slot]


async def test_members_who_want_the_last_place_at_once_share_no_place(store: Store) -> None:
    promises, slot = Promises(store.engine), now() + timedelta(days=1)

    def book() -> bool:
        try:
            promises.book(store.create()[0], "+33639980042", slot, 90, 2, now())
        except SlotFull:
            return False
        return True

    won = await asyncio.gather(*(asyncio.to_thread(book) for _ in range(6)))
    assert sum(won) == 2


# --- nobody stays with an absent counselor ---


async def test_an_absent_counselor_gives_the_conversation_back_with_its_place(
    client: Client, hire: Hire, office_clock: Clock
) -> None:
    hire("camille")
    hire("dominique")
    camille = await Desk.open(client, "camille")
    first = await wait_in_line(client)
    office_clock.advance(minutes=5)
    second = await wait_in_line(client)
    await camille.take(first.conversation)
    await first.say("vous êtes là ?")
    await camille.wait("message", author="membre")
    await camille.close()
    dominique = await Desk.open(client, "dominique")
    office_clock.advance(minutes=9)
    await tick(client)
    assert store_of(client).control(first.conversation).state == "human", "pas si vite"
    office_clock.advance(minutes=1)
    await tick(client)
    await first.wait("state", state="waiting", position=1)
    assert "Camille n'est plus devant son poste" in first.texts("service")[-1]
    await dominique.calm()
    assert [ticket["conversation"] for ticket in lists(dominique)["waiting"]] == [
        first.conversation, second.conversation,
    ]  # fmt: skip


async def test_a_counselor_who_comes_back_in_time_keeps_the_conversation(
    client: Client, hire: Hire, office_clock: Clock
) -> None:
    hire("camille")
    camille = await Desk.open(client, "camille")
    member = await wait_in_line(client)
    await camille.take(member.conversation)
    await camille.close()
    office_clock.advance(minutes=9)
    await Desk.open(client, "camille")
    office_clock.advance(minutes=30)
    await tick(client)
    assert store_of(client).control(member.conversation).counselor_name == "Camille"


async def test_after_a_restart_who_does_not_come_back_is_absent(
    client: Client,
    hire: Hire,
    settings: Settings,
    office_clock: Clock,
    aiohttp_client: Callable[[web.Application], Awaitable[Client]],
) -> None:
    hire("camille")
    camille = await Desk.open(client, "camille")
    member = await wait_in_line(client)
    await camille.take(member.conversation)
    await client.close()
    anew = await aiohttp_client(build_app(settings, office_clock))
    office_clock.advance(minutes=10)
    await tick(anew)
    assert store_of(anew).control(member.conversation).state == "waiting"


# --- dangers, requests declined, follow-ups ---


async def test_a_danger_told_to_the_bot_shows_without_a_word_and_may_be_joined(
    client: Client, desk: Desk
) -> None:
    member = await Member.arrive(client)
    await member.say("je vais me suicider ce soir")
    warning = await member.wait("message", author="securite")
    await desk.calm()
    [risk] = lists(desk)["risks"]
    assert (risk["conversation"], risk["kind"]) == (member.conversation, "suicide")
    assert "ce soir" not in str(desk.frames)
    await desk.send(type="join", conversation=member.conversation)
    thread = await desk.wait("thread")
    assert "je vais me suicider ce soir" in [one["text"] for one in thread["messages"]]
    assert (await member.wait("state", state="human"))["counselor"] == "Camille"
    told = member.texts("service")[-1]
    assert "appelez d'abord le 15" in told
    assert warning["cards"], "les numéros restent les premiers"
    await desk.calm()
    assert lists(desk)["risks"] == []


async def test_without_a_danger_or_a_promise_nobody_joins(client: Client, desk: Desk) -> None:
    member = await Member.arrive(client)
    await member.ask("ceci reste entre nous")
    await desk.send(type="join", conversation=member.conversation)
    assert "Vous ne suivez pas" in (await desk.wait("error"))["text"]
    assert store_of(client).control(member.conversation).state == "bot"


async def test_a_request_is_declined_with_a_sentence_that_the_member_reads(
    client: Client, desk: Desk
) -> None:
    member = await wait_in_line(client)
    sentence = "Votre question relève de votre caisse : appelez le 36 46."
    await desk.send(type="decline", conversation=member.conversation, text=sentence)
    await member.wait("state", state="closed")
    await member.calm()
    assert member.texts("conseiller") == [sentence]
    await desk.send(type="decline", conversation=member.conversation, text="encore")
    assert (await desk.wait("error"))["text"]


async def test_a_follow_up_comes_back_to_its_counselor_and_to_all_when_absent(
    client: Client, hire: Hire, office_clock: Clock
) -> None:
    hire("camille")
    hire("dominique")
    camille, dominique = [await Desk.open(client, one) for one in ("camille", "dominique")]
    member = await wait_in_line(client)
    await camille.take(member.conversation)
    for wrong in ("hier", "2026-11-22", "2029-01-01"):
        await camille.send(
            type="follow_up", conversation=member.conversation, date=wrong, text="rappeler"
        )
        assert "date à venir" in (await camille.wait("error"))["text"]
    await camille.send(
        type="follow_up", conversation=member.conversation, date="2026-12-23", text="après l'examen"
    )
    [planned] = (await camille.wait("promises", promises=[]) and await camille.wait("promises"))[
        "promises"
    ]
    assert planned["note"] == "après l'examen"
    await camille.send(type="close", conversation=member.conversation)
    await member.wait("state", state="closed")
    await camille.calm()
    assert lists(camille)["promised"] == []
    office_clock.instant = datetime.fromisoformat("2026-12-23T09:00+01:00")
    await tick(client)
    await camille.calm()
    await dominique.calm()
    assert [one["kind"] for one in lists(camille)["promised"]] == ["follow_up"]
    assert lists(dominique)["promised"] == []
    await camille.close()
    await dominique.calm()
    again = await Desk.open(client, "dominique")
    await again.send(type="join", conversation=member.conversation)
    assert (await again.wait("promises"))["promises"][0]["note"] == "après l'examen"


# --- opinion ---


async def test_after_closing_the_member_s_opinion_is_asked_once_and_names_nobody(
    client: Client, desk: Desk
) -> None:
    member = await wait_in_line(client)
    await desk.take(member.conversation)
    await desk.send(type="close", conversation=member.conversation)
    question = await member.wait("message", author="service")
    while len(question["buttons"]) != 5:
        question = await member.wait("message", author="service")
    await member.send(type="button", id="o1", message=question["id"], index=3)
    await member.wait("answered", id="o1")
    await member.send(type="button", id="o2", message=question["id"], index=0)
    await member.wait("answered", id="o2")
    assert client.app is not None
    memory = client.app[RELAY].handover.memory
    assert memory.opinions() == {"2026-11": {4: 1}}


async def test_a_comment_is_kept_redacted_and_apart_from_the_score(
    client: Client, desk: Desk
) -> None:
    member = await wait_in_line(client)
    await desk.take(member.conversation)
    await desk.send(type="close", conversation=member.conversation)
    await member.wait("state", state="closed")
    await member.calm()
    assert "ajouter un mot" in await asks(member, "Très satisfait")
    await member.ask(f"Merci, rappelez-moi au {PHONE}")
    assert client.app is not None
    memory = client.app[RELAY].handover.memory
    assert memory.comments("2026-11") == ["Merci, rappelez-moi au ‹téléphone›"]
    store_of(client).erase(member.conversation)
    assert memory.opinions() == {"2026-11": {5: 1}}


@pytest.mark.parametrize(
    ("scores", "line"),
    [
        ({5: 4}, "2026-11 : moins de 5 réponses"),
        ({5: 3, 4: 1, 1: 1}, "2026-11 : 5 réponses, 80 % de satisfaits, moyenne 4,0 sur 5"),
    ],
)
def test_the_mutuelle_reads_months_and_never_so_few_answers_that_one_could_guess(
    scores: dict[int, int], line: str
) -> None:
    assert summarise("2026-11", scores) == line
