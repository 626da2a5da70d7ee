"""What was kept long enough is erased by itself; what is under way or promised is not."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from bot.desk.accounts import Accounts
from bot.desk.states import Move
from bot.handover.promises import CALL, FOLLOW_UP, Promises
from bot.messages import Draft
from bot.models import Base, Conversation, Tracker, now
from bot.retention import AT_ONCE, Retention
from bot.store import Store, UnknownConversation

DAYS = 30
LATER = now() + timedelta(days=DAYS + 1)


@pytest.fixture
def retention(store: Store) -> Retention:
    return Retention(store, DAYS)


def talked(store: Store, word: str = "bonjour") -> str:
    """A conversation with a message and what Rasa remembers of it."""
    conversation, _ = store.create()
    store.append(conversation, Draft("membre", word))
    remember(store.engine, conversation)
    return conversation


def remember(engine: Engine, conversation: str) -> None:
    with Session(engine) as session, session.begin():
        session.add(Tracker(sender_id=conversation, events=[], updated_at=now()))


def there(store: Store, conversation: str) -> bool:
    try:
        store.control(conversation)
    except UnknownConversation:
        return False
    return True


def test_a_conversation_goes_whole_once_untouched_for_so_many_days(
    store: Store, retention: Retention
) -> None:
    conversation = talked(store, "mon secret")
    assert retention.purge(now() + timedelta(days=DAYS - 1)) == 0
    assert there(store, conversation)
    assert retention.purge(LATER) == 1
    with store.engine.connect() as connection:
        rows = str([connection.execute(select(t)).all() for t in Base.metadata.sorted_tables])
    assert conversation not in rows
    assert "mon secret" not in rows


def test_a_message_starts_the_count_again(store: Store, retention: Retention) -> None:
    conversation = talked(store)
    with Session(store.engine) as session, session.begin():
        session.execute(update(Conversation).values(updated_at=now() - timedelta(days=DAYS + 1)))
    store.append(conversation, Draft("membre", "me revoilà"))
    assert retention.purge(now()) == 0


@pytest.mark.parametrize("state", ["waiting", "human", "closed"])
def test_what_a_counselor_owes_stays(store: Store, retention: Retention, state: str) -> None:
    account = Accounts(store.engine).add("camille", "Camille", "une phrase assez longue")
    conversation = talked(store)
    store.move(conversation, Move.ESCALATE)
    if state != "waiting":
        store.move(conversation, Move.TAKE, account.id)
    if state == "closed":
        store.move(conversation, Move.CLOSE, account.id)
    retention.purge(LATER)
    assert there(store, conversation) == (state != "closed")


Promise = Callable[[Promises, str, int, datetime], None]
PROMISES: dict[str, Promise] = {
    "call": lambda kept, one, who, due: kept.book(one, "+33639980042", due, 90, 3, now()),
    "written": lambda kept, one, who, due: kept.promise_answer(one, due, now()),
    "follow_up": lambda kept, one, who, due: kept.follow_up(one, who, due, "revoir", now()),
}


@pytest.mark.parametrize("kind", PROMISES)
def test_a_promise_keeps_its_conversation_until_it_is_kept(
    store: Store, retention: Retention, kind: str
) -> None:
    account = Accounts(store.engine).add("camille", "Camille", "une phrase assez longue")
    promises, conversation = Promises(store.engine), talked(store)
    PROMISES[kind](promises, conversation, account.id, now() + timedelta(days=60))
    assert retention.purge(LATER) == 0
    [promise] = promises.open(conversation)
    assert promises.keep(conversation, kind, promise.id, account.id, now())
    assert retention.purge(LATER) == 1
    assert {CALL, FOLLOW_UP} <= set(PROMISES)


def test_a_memory_of_rasa_without_a_conversation_goes_after_a_day(
    store: Store, retention: Retention
) -> None:
    kept = talked(store)
    remember(store.engine, "effacée-entre-temps")
    retention.purge(now() + timedelta(hours=1))
    assert memories(store) == {kept, "effacée-entre-temps"}, "Rasa l'écrit peut-être encore"
    retention.purge(now() + timedelta(days=2))
    assert memories(store) == {kept}


def memories(store: Store) -> set[str]:
    with Session(store.reader) as session:
        return set(session.scalars(select(Tracker.sender_id)))


def test_many_go_in_several_times(store: Store, retention: Retention) -> None:
    with Session(store.engine) as session, session.begin():
        row = {"secret_hash": "x", "state": "bot", "created_at": now(), "updated_at": now()}
        session.add_all(Conversation(id=f"c{n}", **row) for n in range(AT_ONCE + 5))
    assert retention.purge(LATER) == AT_ONCE + 5
