"""What the store promises, on both engines: nothing lost, doubled, leaked or left over."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from people import PASSWORD
from sqlalchemy import Engine, func, inspect, select
from sqlalchemy.orm import Session

from bot.desk.accounts import Accounts
from bot.desk.board import Board
from bot.desk.states import IllegalMove, Move
from bot.handover.models import Callback, Consent, FollowUp, Handover
from bot.messages import Draft
from bot.models import Base, Glass, Miss, Tracker, now
from bot.store import Store, UnknownConversation


@pytest.fixture
def conversation(store: Store) -> str:
    return store.create()[0]


@pytest.fixture
def camille(engine: Engine, store: Store) -> int:
    return Accounts(engine).add("camille", "Camille", PASSWORD).id


@pytest.fixture
def dominique(engine: Engine, store: Store) -> int:
    return Accounts(engine).add("dominique", "Dominique", PASSWORD).id


def texts(store: Store, conversation: str) -> list[str]:
    return [message.draft.text for message in store.messages(conversation)]


def test_ids_and_secrets_are_long_and_never_the_same(store: Store) -> None:
    drawn = [store.create() for _ in range(20)]
    assert len({part for pair in drawn for part in pair}) == 40
    assert all(len(part) >= 43 for pair in drawn for part in pair)


def test_a_conversation_opens_with_its_own_secret_only(store: Store) -> None:
    (mine, secret), (_, other) = store.create(), store.create()
    assert store.check(mine, secret).state == "bot"
    for wrong in (other, "", secret[:-1], secret.upper()):
        with pytest.raises(UnknownConversation):
            store.check(mine, wrong)


def test_an_unknown_conversation_is_refused_as_a_wrong_secret_is(store: Store) -> None:
    for unknown in ("", "inconnue"):
        with pytest.raises(UnknownConversation):
            store.check(unknown, "")


def test_the_secret_itself_is_not_kept(store: Store, engine: Engine) -> None:
    _, secret = store.create()
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            assert secret not in str(connection.execute(select(table)).all())


def test_messages_come_back_in_order_and_from_where_one_stopped(
    store: Store, conversation: str
) -> None:
    for word in ("un", "deux", "trois"):
        store.append(conversation, Draft("membre", word))
    assert [(m.seq, m.draft.text) for m in store.messages(conversation, 1)] == [
        (2, "deux"),
        (3, "trois"),
    ]


def test_the_same_message_twice_is_kept_once(store: Store, conversation: str) -> None:
    first = store.append(conversation, Draft("membre", "bonjour", id="a"))
    again = store.append(conversation, Draft("membre", "bonjour", id="a"))
    assert first.fresh
    assert not again.fresh
    assert again.seq == first.seq
    assert texts(store, conversation) == ["bonjour"]


def test_the_same_id_in_another_conversation_is_another_message(store: Store) -> None:
    (one, _), (two, _) = store.create(), store.create()
    assert store.append(one, Draft("membre", "a", id="x")).fresh
    assert store.append(two, Draft("membre", "b", id="x")).fresh


def test_many_writers_at_once_leave_no_hole_and_lose_nothing(
    store: Store, conversation: str
) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.append(conversation, Draft("membre", f"m{n}")), range(40)))
    kept = store.messages(conversation)
    assert [message.seq for message in kept] == list(range(1, 41))
    assert {message.draft.text for message in kept} == {f"m{n}" for n in range(40)}


def test_cards_buttons_and_times_survive_storage(store: Store, conversation: str) -> None:
    draft = Draft(
        "ariane", "é € 😀", buttons=[{"title": "Oui", "payload": "/affirmer"}],
        cards=[{"type": "etapes", "titre": "Étapes", "etapes": ["une", "deux"]}],
    )  # fmt: skip
    store.append(conversation, draft)
    [kept] = store.messages(conversation)
    assert kept.draft == draft
    assert kept.at.tzinfo is not None
    assert abs((datetime.now(UTC) - kept.at).total_seconds()) < 60


def test_an_answer_and_its_debt_are_settled_together(store: Store, conversation: str) -> None:
    question = store.append(conversation, Draft("membre", "?"))
    assert [m.seq for m in store.owed()] == [question.seq]
    assert len(store.answer(question, [Draft("ariane", "a"), Draft("ariane", "b")])) == 2
    assert store.owed() == []
    assert store.answer(question, [Draft("ariane", "encore")]) == []
    assert texts(store, conversation) == ["?", "a", "b"]


def test_a_late_answer_never_talks_over_a_counselor(
    store: Store, conversation: str, camille: int
) -> None:
    question = store.append(conversation, Draft("membre", "?"))
    store.move(conversation, Move.ESCALATE)
    store.move(conversation, Move.TAKE, camille)
    assert store.owed() == []
    assert store.answer(question, [Draft("ariane", "trop tard")]) == []
    assert texts(store, conversation) == ["?"]


def test_words_said_to_a_human_are_not_owed_by_the_bot(
    store: Store, conversation: str, camille: int
) -> None:
    store.move(conversation, Move.ESCALATE)
    store.move(conversation, Move.TAKE, camille)
    store.append(conversation, Draft("membre", "à vous seule"))
    assert store.owed() == []
    store.move(conversation, Move.HAND_BACK, camille)
    assert store.owed() == []


def test_writing_wakes_a_closed_conversation(store: Store, conversation: str, camille: int) -> None:
    store.move(conversation, Move.ESCALATE)
    store.move(conversation, Move.TAKE, camille)
    store.move(conversation, Move.CLOSE, camille)
    assert store.append(conversation, Draft("membre", "encore une question")).pending
    assert store.control(conversation).state == "bot"
    assert store.control(conversation).counselor_name is None


def test_two_counselors_at_once_one_wins_and_the_other_is_told(
    store: Store, conversation: str, camille: int, dominique: int
) -> None:
    store.move(conversation, Move.ESCALATE)
    start = threading.Barrier(2)

    def take(counselor: int) -> int | None:
        start.wait()
        try:
            store.move(conversation, Move.TAKE, counselor)
        except IllegalMove:
            return None
        return counselor

    with ThreadPoolExecutor(2) as pool:
        winners = [one for one in pool.map(take, (camille, dominique)) if one is not None]
    assert len(winners) == 1
    assert store.control(conversation).counselor_id == winners[0]


@pytest.mark.parametrize("move", [Move.HAND_BACK, Move.CLOSE])
def test_only_the_counselor_in_charge_may_leave(
    store: Store, conversation: str, camille: int, dominique: int, move: Move
) -> None:
    store.move(conversation, Move.ESCALATE)
    store.move(conversation, Move.TAKE, camille)
    with pytest.raises(IllegalMove):
        store.move(conversation, move, dominique)
    assert store.control(conversation).counselor_id == camille


def test_erasing_leaves_nothing_of_that_conversation_and_all_of_the_others(
    store: Store, engine: Engine, camille: int
) -> None:
    kept, erased = (fill(store, engine, camille, word) for word in ("gardee", "effacee"))
    store.erase(erased)
    with engine.connect() as connection:
        rows = str([connection.execute(select(t)).all() for t in Base.metadata.sorted_tables])
    assert erased not in rows
    assert "effacee" not in rows
    assert rows.count("mot gardee") == 3, "message, note privée et mémoire de Rasa"
    assert store.control(kept).state == "human"
    with pytest.raises(UnknownConversation):
        store.control(erased)


def fill(store: Store, engine: Engine, counselor: int, word: str) -> str:
    """A conversation with a message, a note and what Rasa remembers."""
    conversation, _ = store.create()
    store.move(conversation, Move.ESCALATE)
    store.move(conversation, Move.TAKE, counselor)
    store.append(conversation, Draft("membre", f"mot {word}"))
    Board(engine).add_note(conversation, counselor, f"mot {word}")
    with Session(engine) as session, session.begin():
        events = [{"event": "user", "text": f"mot {word}"}]
        session.add(Tracker(sender_id=conversation, events=events, updated_at=now()))
    return conversation


def test_erasing_twice_is_harmless(store: Store, conversation: str) -> None:
    store.erase(conversation)
    store.erase(conversation)


def test_erasure_empties_every_table_that_names_a_conversation(
    store: Store, engine: Engine, camille: int
) -> None:
    """The list is the database's own: a table added tomorrow must be erased too."""
    naming = {
        table: column["name"]
        for table in inspect(engine).get_table_names()
        for column in inspect(engine).get_columns(table)
        if column["name"] in ("conversation_id", "sender_id")
    }
    kept, erased = (full(store, engine, camille, word) for word in ("gardee", "effacee"))
    held = {table: holders(engine, table, column) for table, column in naming.items()}
    assert held == {table: {kept, erased} for table in naming}
    store.erase(erased)
    held = {table: holders(engine, table, column) for table, column in naming.items()}
    assert held == {table: {kept} for table in naming}


def holders(engine: Engine, table: str, column: str) -> set[str]:
    """Which conversations a table names."""
    with engine.connect() as connection:
        return set(connection.exec_driver_sql(f"SELECT {column} FROM {table}").scalars())


def full(store: Store, engine: Engine, counselor: int, word: str) -> str:
    """A conversation of which every table says something."""
    conversation = fill(store, engine, counselor, word)
    mine: dict[str, Any] = {"conversation_id": conversation, "at": now()}
    theirs = mine | {"counselor_id": counselor, "text": "raison donnée"}
    promised: dict[str, Any] = {
        "conversation_id": conversation, "due_at": now(), "created_at": now(),
    }  # fmt: skip
    with Session(engine) as session, session.begin():
        session.add_all(
            [
                Glass(**theirs, motif="danger"),
                Miss(**mine, text="question"),
                Handover(conversation_id=conversation),
                Consent(**mine, choice="all", shared={}),
                Callback(**promised, kind="call", phone="+33199001234"),
                FollowUp(**promised, counselor_id=counselor, note="suite"),
            ]
        )
    return conversation


def test_opening_twice_keeps_what_is_there(store: Store, engine: Engine, conversation: str) -> None:
    store.append(conversation, Draft("membre", "bonjour"))
    assert texts(Store(engine), conversation) == ["bonjour"]


def test_sqlite_lets_others_read_while_one_writes(engine: Engine, conversation: str) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("réglage propre à SQLite")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        reader = engine.execution_options(readonly=True)
        with reader.connect() as other:
            tables = inspect(other).get_table_names()
            assert "message" in tables
            assert other.execute(select(func.count()).select_from(Tracker)).scalar() == 0
