"""Before handing over: queued at once, and nothing shown to a counselor that was not agreed to."""

import json
from dataclasses import replace
from typing import Any

import pytest
from fake_rasa import FakeRasa
from people import Client, Desk, Member
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.handover.models import Consent
from bot.keys import RELAY, STORE
from bot.models import Tracker, now
from bot.store import Store

SUMMARY = {
    "motif": "demande",
    "theme": "parcours_cancer",
    "sujet": "Avant l'annonce",
    "besoin": "Oncologue",
    "lieu": "Lens (62)",
    "beneficiaire": "son parent",
    "age": "82",
    "pathologie": "cancer",
    "urgence": None,
    "parcours": [{"question": "Où en êtes-vous", "reponse": "Avant l'opération", "sante": True}],
}
HEALTH = ("cancer", "Oncologue", "annonce", "opération")


def store_of(client: Client) -> Store:
    assert client.app is not None
    store: Store = client.app[STORE]
    return store


async def ask_for_counselor(
    client: Client, rasa: FakeRasa, summary: dict[str, Any] = SUMMARY
) -> tuple[Member, dict[str, Any]]:
    """A member who told things to the bot, then wants a person; the question they are asked."""
    member = await Member.arrive(client)
    await member.ask("ma mère a un cancer et j'ai peur")
    rasa.answer = lambda _: [{"text": "Je transmets.", "custom": {"handoff": summary}}]
    await member.say("je veux un conseiller")
    await member.wait("state", state="waiting")
    rasa.answer = lambda text: [{"text": f"Réponse à : {text}"}]
    while True:
        told = await member.wait("message", author="service")
        if told["buttons"]:
            return member, told


async def press(member: Member, message: dict[str, Any], title: str) -> None:
    """Press the button of that title, and wait until it is dealt with."""
    index = [button["title"] for button in message["buttons"]].index(title)
    identifier = f"{message['id'][:8]}-{index}"
    await member.send(type="button", id=identifier, message=message["id"], index=index)
    await member.wait("answered", id=identifier)


async def ticket_of(desk: Desk) -> dict[str, Any]:
    """The only waiting request, as the desk's lists end by showing it."""
    await desk.calm()
    lists = [frame for frame in desk.frames if frame["type"] == "lists"][-1]
    [ticket] = lists["waiting"]
    return dict(ticket)


def seen(frames: list[dict[str, Any]]) -> str:
    return json.dumps(frames, ensure_ascii=False)


async def test_the_request_is_queued_at_once_and_the_summary_shown_to_the_member(
    client: Client, desk: Desk, rasa: FakeRasa
) -> None:
    member, question = await ask_for_counselor(client, rasa)
    for line in ("Avant l'annonce", "Oncologue", "Lens (62)", "son parent", "82", "cancer",
                 "**Où en êtes-vous** : Avant l'opération"):  # fmt: skip
        assert line in question["text"]
    assert [button["title"] for button in question["buttons"]] == [
        "Envoyer ce résumé", "Le modifier", "Sans détails de santé", "Rien de tout cela",
    ]  # fmt: skip
    ticket = await ticket_of(desk)
    assert ticket["consent"] == "pending"
    assert ticket["summary"] == {"motif": "demande"}
    assert ticket["waiting_since"]
    assert not any(word in seen(desk.frames) for word in HEALTH)
    await member.close()


async def test_before_the_member_agrees_no_counselor_reads_a_word(
    client: Client, desk: Desk, rasa: FakeRasa
) -> None:
    member, _ = await ask_for_counselor(client, rasa)
    await desk.send(type="open", conversation=member.conversation)
    thread = await desk.wait("thread")
    assert thread["messages"] == []
    await member.ask("en attendant, une question sur mon traitement")
    thread = await desk.take(member.conversation)
    await member.say("bonjour Camille")
    await desk.wait("message", author="membre", text="bonjour Camille")
    assert "traitement" not in seen(await desk.calm())
    assert not any(word in seen(desk.frames) for word in HEALTH)


async def test_the_summary_sent_opens_the_conversation_to_the_counselor(
    client: Client, desk: Desk, rasa: FakeRasa
) -> None:
    member, question = await ask_for_counselor(client, rasa)
    await press(member, question, "Envoyer ce résumé")
    ticket = await ticket_of(desk)
    assert (ticket["consent"], ticket["summary"]) == ("all", SUMMARY)
    thread = await desk.take(member.conversation)
    assert "ma mère a un cancer et j'ai peur" in [one["text"] for one in thread["messages"]]


async def test_agreeing_after_the_counselor_came_still_opens_it(
    client: Client, desk: Desk, rasa: FakeRasa
) -> None:
    member, question = await ask_for_counselor(client, rasa)
    await desk.take(member.conversation)
    await press(member, question, "Envoyer ce résumé")
    await desk.calm()
    await desk.send(type="open", conversation=member.conversation)
    thread = await desk.wait("thread", consent="all")
    assert "ma mère a un cancer et j'ai peur" in [one["text"] for one in thread["messages"]]


@pytest.mark.parametrize(
    ("title", "consent", "kept"),
    [
        ("Sans détails de santé", "partial", {"lieu": "Lens (62)", "age": "82"}),
        ("Rien de tout cela", "nothing", {}),
    ],
)
async def test_what_the_member_hides_reaches_no_counselor(
    client: Client, desk: Desk, rasa: FakeRasa, title: str, consent: str, kept: dict[str, str]
) -> None:
    member, question = await ask_for_counselor(client, rasa)
    await press(member, question, title)
    ticket = await ticket_of(desk)
    assert ticket["consent"] == consent
    assert kept.items() <= ticket["summary"].items()
    await desk.take(member.conversation)
    await member.say("et voici ma question")
    await desk.wait("message", author="membre")
    assert not any(word in seen(desk.frames) for word in HEALTH)


async def test_an_administrative_subject_stays_without_health_details(
    client: Client, desk: Desk, rasa: FakeRasa
) -> None:
    plain = {"theme": "droits_c2s_ame_couverture", "sujet": "La C2S"}
    member, question = await ask_for_counselor(client, rasa, {**SUMMARY, **plain})
    await press(member, question, "Sans détails de santé")
    summary = (await ticket_of(desk))["summary"]
    assert plain.items() <= summary.items()
    assert not {"pathologie", "besoin"} & set(summary)
    assert "opération" not in str(summary)


async def test_the_member_s_own_words_replace_the_summary(
    client: Client, desk: Desk, rasa: FakeRasa
) -> None:
    member, question = await ask_for_counselor(client, rasa)
    await press(member, question, "Le modifier")
    turns = len(rasa.turns)
    await member.ask("Une question d'argent, je préfère l'expliquer moi-même.")
    assert len(rasa.turns) == turns, "ce texte est pour le conseiller, pas pour le dialogue"
    ticket = await ticket_of(desk)
    assert ticket["consent"] == "edited"
    assert ticket["summary"]["texte"] == "Une question d'argent, je préfère l'expliquer moi-même."
    assert not any(word in seen(desk.frames) for word in HEALTH)


async def test_giving_up_the_rewriting_leaves_the_summary_and_asks_again(
    client: Client, desk: Desk, rasa: FakeRasa
) -> None:
    member, question = await ask_for_counselor(client, rasa)
    await press(member, question, "Le modifier")
    again = await member.ask("annuler")
    assert "Oncologue" in again
    assert (await ticket_of(desk))["consent"] == "pending"


@pytest.mark.parametrize(
    ("typed", "consent"),
    [
        ("1", "all"), ("oui", "all"), ("D'accord !", "all"), ("envoyer ce résumé", "all"),
        ("3", "partial"), ("sans santé", "partial"), ("4", "nothing"), ("non", "nothing"),
    ],
)  # fmt: skip
async def test_the_answer_may_be_typed(
    client: Client, desk: Desk, rasa: FakeRasa, typed: str, consent: str
) -> None:
    member, _ = await ask_for_counselor(client, rasa)
    turns = len(rasa.turns)
    await member.ask(typed)
    assert (await ticket_of(desk))["consent"] == consent
    assert len(rasa.turns) == turns


async def test_a_typed_yes_to_something_else_is_not_an_agreement(
    client: Client, desk: Desk, rasa: FakeRasa
) -> None:
    member, _ = await ask_for_counselor(client, rasa)
    await member.ask("comment trouver un dentiste ?")
    await member.ask("oui")
    assert rasa.turns[-1] == "oui"
    assert (await ticket_of(desk))["consent"] == "pending"
    await member.ask("envoyer ce résumé")
    assert (await ticket_of(desk))["consent"] == "all"


async def test_consent_is_recorded_with_what_and_when_and_erased_with_the_conversation(
    client: Client, rasa: FakeRasa
) -> None:
    member, question = await ask_for_counselor(client, rasa)
    await press(member, question, "Sans détails de santé")
    store = store_of(client)
    with Session(store.reader) as session:
        [kept] = session.scalars(select(Consent)).all()
    assert kept.choice == "partial"
    assert kept.shared["lieu"] == "Lens (62)"
    assert "pathologie" not in kept.shared
    assert kept.at.tzinfo is not None
    store.erase(member.conversation)
    with Session(store.reader) as session:
        assert session.scalars(select(Consent)).all() == []


@pytest.mark.parametrize("theme", ["urgence", "detresse_psychique"])
async def test_distress_is_handed_over_without_a_question(
    client: Client, desk: Desk, rasa: FakeRasa, theme: str
) -> None:
    member, told = await ask_for_counselor(client, rasa, {**SUMMARY, "theme": theme})
    assert "Envoyer ce résumé" not in [button["title"] for button in told["buttons"]]
    ticket = await ticket_of(desk)
    assert ticket["summary"]["theme"] == theme
    thread = await desk.take(member.conversation)
    assert "ma mère a un cancer et j'ai peur" in [one["text"] for one in thread["messages"]]


async def test_after_a_red_flag_no_question_delays_the_hand_over(
    client: Client, desk: Desk
) -> None:
    member = await Member.arrive(client)
    await member.say("mon mari s'est effondré, il ne respire plus")
    warning = await member.wait("message", author="securite")
    await press(member, warning, "Parler à un conseiller")
    assert (await ticket_of(desk))["consent"] == "not_asked"
    assert not any("Voici ce que le conseiller" in text for text in member.texts("service"))


async def test_danger_told_while_waiting_is_read_whatever_was_hidden(
    client: Client, desk: Desk, rasa: FakeRasa
) -> None:
    member, question = await ask_for_counselor(client, rasa)
    await press(member, question, "Rien de tout cela")
    await member.say("je vais me suicider ce soir")
    await member.wait("message", author="securite")
    thread = await desk.take(member.conversation)
    texts = [one["text"] for one in thread["messages"]]
    assert "je vais me suicider ce soir" in texts
    assert "ma mère a un cancer et j'ai peur" not in texts


async def test_a_summary_is_offered_even_when_rasa_is_stopped(
    client: Client, rasa: FakeRasa
) -> None:
    member = await Member.arrive(client)
    events = [
        {"event": "slot", "name": "besoin", "value": "dentiste"},
        {"event": "slot", "name": "age", "value": 82},
        {"event": "slot", "name": "lieu", "value": ["59606"]},
    ]
    with Session(store_of(client).engine) as session, session.begin():
        session.add(Tracker(sender_id=member.conversation, events=events, updated_at=now()))
    await rasa.stop()
    await member.send(type="escalate", id="e")
    await member.wait("answered", id="e")
    [question] = [text for text in member.texts("service") if "Voici ce que" in text]
    assert "82" in question
    assert "un dentiste" in question


async def test_the_buttons_work_when_rasa_is_stopped(
    client: Client, desk: Desk, rasa: FakeRasa
) -> None:
    member, question = await ask_for_counselor(client, rasa)
    await rasa.stop()
    await press(member, question, "Envoyer ce résumé")
    assert (await ticket_of(desk))["consent"] == "all"


async def test_a_button_dealt_with_is_not_obeyed_again_by_the_worker_that_catches_up(
    client: Client, rasa: FakeRasa
) -> None:
    member, question = await ask_for_counselor(client, rasa)
    await press(member, question, "Envoyer ce résumé")
    store = store_of(client)
    pressed = next(
        one for one in store.messages(member.conversation) if one.draft.text == "Envoyer ce résumé"
    )
    before = len(await member.calm())
    assert client.app is not None
    # As the worker sees it when its list was read just before the answer.
    await client.app[RELAY]._resume(replace(pressed, pending=True), True)
    assert len(await member.calm()) == before
    with Session(store.reader) as session:
        assert len(session.scalars(select(Consent)).all()) == 1
