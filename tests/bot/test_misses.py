"""What was not understood waits for review, redacted, as long as its conversation lives."""

import pytest
from fake_rasa import FakeRasa
from people import Client, Member
from sqlalchemy import Engine

from bot.keys import STORE
from bot.messages import NotUnderstood
from bot.misses import Misses
from bot.rasa_client import parse_turn
from bot.store import Store


@pytest.fixture
def misses(engine: Engine, store: Store) -> Misses:
    return Misses(engine)


def texts(misses: Misses) -> list[str]:
    return [miss.text for miss in misses.to_review()]


def test_a_question_is_kept_without_who_asked_it(misses: Misses, store: Store) -> None:
    conversation, _ = store.create()
    misses.record(
        conversation,
        NotUnderstood("mme dupont 06 12 34 56 78 cure de jouvence", ["demander_devis"]),
    )
    [miss] = misses.to_review()
    assert miss.text == "mme ‹nom› ‹téléphone› cure de jouvence"
    assert miss.guesses == ["demander_devis"]


def test_the_same_question_said_again_is_one_with_the_last_guesses(
    misses: Misses, store: Store
) -> None:
    conversation, _ = store.create()
    misses.record(conversation, NotUnderstood("ma cure", ["demander_devis"]))
    misses.record(conversation, NotUnderstood("ma cure", []))
    [miss] = misses.to_review()
    assert miss.guesses == []


def test_nothing_is_kept_of_what_says_nothing_or_of_who_left(misses: Misses, store: Store) -> None:
    conversation, _ = store.create()
    misses.record(conversation, NotUnderstood("?!…", []))
    store.erase(conversation)
    misses.record(conversation, NotUnderstood("ma cure", []))
    assert misses.to_review() == []


def test_erasing_a_conversation_erases_its_misses_only(misses: Misses, store: Store) -> None:
    (mine, _), (other, _) = store.create(), store.create()
    misses.record(mine, NotUnderstood("ma cure", []))
    misses.record(other, NotUnderstood("mon bain", []))
    store.erase(mine)
    assert texts(misses) == ["mon bain"]


def test_what_was_decided_is_no_longer_to_review(misses: Misses, store: Store) -> None:
    conversation, _ = store.create()
    for text in ("ma cure", "mon bain", "mon soleil"):
        misses.record(conversation, NotUnderstood(text, []))
    cure, bain, _ = misses.to_review()
    misses.settle([cure.id], "kept")
    misses.settle([bain.id], "ignored")
    assert texts(misses) == ["mon soleil"]
    assert misses.find(cure.id) is None
    assert misses.find(10_000) is None


def test_the_bot_says_in_its_reply_what_it_did_not_understand() -> None:
    told = {"text": "ma cure", "guesses": ["demander_devis"]}
    turn = parse_turn([{"text": "Pardon ?", "custom": {"miss": told}}, {"text": "Autrement ?"}])
    assert turn.miss == NotUnderstood("ma cure", ["demander_devis"])
    assert parse_turn([{"text": "Voici."}]).miss is None


async def test_a_miss_of_a_member_waits_for_review(client: Client, rasa: FakeRasa) -> None:
    assert client.app is not None
    told = {"text": "ma cure à 0612345678", "guesses": []}
    rasa.answer = lambda text: [{"text": "Pardon ?", "custom": {"miss": told}}]
    member = await Member.arrive(client)
    await member.say("ma cure à 0612345678")
    await member.calm()
    assert member.texts("ariane") == ["Pardon ?"]
    assert texts(Misses(client.app[STORE].engine)) == ["ma cure à ‹téléphone›"]
