"""Rasa's known traps, one test each: what naive wiring gets wrong, and Ariane must not.

Naive wiring sends every message to Rasa and trusts Rasa's own pause. The peer standing for Rasa
answers whatever reaches it, so each test fails as soon as something reaches it that should not.
"""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml
from aiohttp import web
from fake_rasa import FakeRasa, free_port
from people import Client, Desk, Hire, Member
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Sanic
from sqlalchemy import Engine, inspect, text, update

from bot.app import build_app
from bot.keys import STORE
from bot.models import Conversation, Tracker, now
from bot.rasa_parts import channel as channel_module
from bot.rasa_parts.channel import ArianeChannel
from bot.rasa_parts.tracker_store import ArianeTrackerStore
from bot.store import Store
from bot.supervisor import parts
from knowledge.settings import PROJECT, Settings

TOKEN = "jeton-du-canal"
Together = tuple[Member, Desk]


@pytest.fixture
async def together(client: Client, hire: Hire) -> Together:
    """A member and the counselor in charge of their conversation."""
    hire("camille")
    desk = await Desk.open(client, "camille")
    member = await Member.arrive(client)
    await member.call_counselor()
    await desk.take(member.conversation)
    await member.wait("state", state="human")
    await member.calm()
    return member, desk


def store_of(client: Client) -> Store:
    assert client.app is not None
    store: Store = client.app[STORE]
    return store


async def only_the_counselor_hears(
    together: Together, rasa: FakeRasa, said: str, shown: str | None = None
) -> None:
    member, desk = together
    await member.say(said)
    heard = await desk.wait("message", author="membre")
    assert heard["text"] == (shown or said)
    await member.calm()
    assert rasa.turns == []
    assert member.texts("ariane") == []


# 1. Paused in Rasa, the member writes 61 minutes later: new session, pause lost.
@pytest.mark.parametrize("minutes", [61, 60 * 24 * 3])
async def test_trap_1_a_session_expired_during_a_human_conversation_stays_with_the_human(
    client: Client, together: Together, rasa: FakeRasa, minutes: int
) -> None:
    long_ago = now() - timedelta(minutes=minutes)
    with store_of(client).engine.begin() as connection:
        connection.execute(update(Conversation).values(updated_at=long_ago, created_at=long_ago))
    await only_the_counselor_hears(together, rasa, "vous êtes toujours là ?")


# 2. « /restart » un-pauses; any text starting with « / » is read as an intent, and fills slots.
@pytest.mark.parametrize("typed", ["/restart", '/greet{"ville":"Lyon"}', "/session_start", "//"])
async def test_trap_2_a_command_typed_to_a_human_reaches_the_human_only(
    together: Together, rasa: FakeRasa, typed: str
) -> None:
    await only_the_counselor_hears(together, rasa, typed)


@pytest.mark.parametrize(
    "typed", ["/restart", '/greet{"ville":"Lyon"}', " \u00a0/ /\u00a0/restart"]
)
async def test_trap_2_a_command_typed_to_the_bot_is_only_words(
    client: Client, rasa: FakeRasa, typed: str
) -> None:
    member = await Member.arrive(client)
    await member.say(typed)
    await member.wait("message", author="ariane")
    [received] = rasa.turns
    assert not received.strip().startswith("/")


# 3. One failed read of the tracker while paused: the bot answers, no error to anyone.
async def test_trap_3_rasa_s_memory_lost_while_a_human_is_in_charge_changes_nothing(
    client: Client, together: Together, rasa: FakeRasa
) -> None:
    Tracker.metadata.tables["rasa_tracker"].drop(store_of(client).engine)
    await only_the_counselor_hears(together, rasa, "vous m'entendez ?")


async def test_trap_3_the_whole_database_failing_never_hands_the_member_to_the_bot(
    client: Client, together: Together, rasa: FakeRasa
) -> None:
    member, _ = together
    engine = store_of(client).engine
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE conversation RENAME TO ailleurs"))
    await member.say("vous m'entendez ?", "m1")
    await member.closed()
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE ailleurs RENAME TO conversation"))
    back = await member.back(client)
    assert back.welcome["state"] == "human"
    await back.say("vous m'entendez ?", "m1")
    await back.wait("ack", id="m1")
    await back.calm()
    assert rasa.turns == []
    assert back.texts("membre") == ["vous m'entendez ?"]


# 4. An event broker that raises makes the turn be lost: see also test_tracker_store.
def test_trap_4_rasa_is_given_no_event_broker(settings: Settings) -> None:
    rasa_part = parts(settings, Path("modele.tar.gz"))[0]
    endpoints = Path(rasa_part.command[rasa_part.command.index("--endpoints") + 1])
    for path in (endpoints, PROJECT / "endpoints.yml"):
        assert "event_broker" not in yaml.safe_load(path.read_text(encoding="utf-8"))


# 5. The SQL broker and the stock SQL tracker store both use a table named `events`.
async def test_trap_5_a_table_events_of_someone_else_is_left_alone(
    database_url: str, engine: Engine
) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS events"))
        connection.execute(text("CREATE TABLE events (id INTEGER, data TEXT)"))
        connection.execute(text("INSERT INTO events VALUES (1, 'a autrui')"))
    store, trackers = Store(engine), ArianeTrackerStore(Domain.empty(), url=database_url)
    conversation, _ = store.create()
    tracker = DialogueStateTracker(conversation, [])
    for event in (SessionStarted(), ActionExecuted("action_listen"), UserUttered("bonjour")):
        tracker.update(event)
    await trackers.save(tracker)
    store.erase(conversation)
    trackers.engine.dispose()
    with engine.begin() as connection:
        assert connection.execute(text("SELECT data FROM events")).scalars().all() == ["a autrui"]
        columns = {column["name"] for column in inspect(connection).get_columns("events")}
        connection.execute(text("DROP TABLE events"))
    assert columns == {"id", "data"}


# 6. A counselor's message posted through Rasa is stored and never delivered.
async def test_trap_6_a_counselor_s_message_is_delivered_live_or_at_return(
    client: Client, together: Together
) -> None:
    member, desk = together
    await desk.write(member.conversation, "Bonjour")
    live = await member.wait("message", author="conseiller")
    await member.close()
    await desk.write(member.conversation, "Êtes-vous là ?")
    await desk.wait("message", text="Êtes-vous là ?")
    back = await member.back(client, after=live["seq"])
    assert [message["text"] for message in back.welcome["messages"]] == ["Êtes-vous là ?"]


# 7. Batches lose all but the first message.
async def test_trap_7_three_messages_in_one_burst_are_all_answered_in_order(
    client: Client, rasa: FakeRasa
) -> None:
    member = await Member.arrive(client)
    words = ["bonjour", "je cherche un dentiste", "à Lens"]
    rasa.gate.clear()
    for word in words:
        await member.say(word)
    for _ in words:
        await member.wait("ack")
    rasa.gate.set()
    for _ in words:
        await member.wait("message", author="ariane")
    assert rasa.turns == words
    assert member.texts("ariane") == [f"Réponse à : {word}" for word in words]


async def test_trap_7_every_reply_of_a_turn_is_shown(client: Client, rasa: FakeRasa) -> None:
    rasa.answer = lambda _: [{"text": word} for word in ("un", "deux", "trois")]
    member = await Member.arrive(client)
    await member.ask("tout")
    assert member.texts("ariane") == ["un", "deux", "trois"]


# 8. Rasa's socket.io lets the client choose its id: see test_security, forged ids.


# 9. Reminders live in memory and vanish at restart; there is no way to delete a conversation.
async def test_trap_9_what_is_owed_is_kept_through_a_restart(
    client: Client,
    rasa: FakeRasa,
    settings: Settings,
    aiohttp_client: Callable[[web.Application], Awaitable[Client]],
) -> None:
    rasa.gate.clear()
    member = await Member.arrive(client)
    await member.say("ne m'oubliez pas")
    await member.wait("ack")
    await client.close()
    rasa.gate.set()
    anew = await aiohttp_client(build_app(settings))
    back = await member.back(anew)
    await back.say("et maintenant ?", "m2")
    await back.wait("answered", id="m2")
    again = await member.back(anew)
    answers = [m["text"] for m in again.welcome["messages"] if m["author"] == "ariane"]
    assert answers[1:] == ["Réponse à : ne m'oubliez pas", "Réponse à : et maintenant ?"]


async def test_trap_9_erasing_a_conversation_leaves_no_row_anywhere(
    client: Client, together: Together
) -> None:
    member, desk = together
    await member.say("mon secret")
    await desk.send(type="note", conversation=member.conversation, text="note secrète")
    await desk.wait("notes")
    engine = store_of(client).engine
    with engine.begin() as connection:
        row = {"sender_id": member.conversation, "events": [{"text": "secret"}]}
        connection.execute(Tracker.__table__.insert().values(**row, updated_at=now()))
    store_of(client).erase(member.conversation)
    with engine.connect() as connection:
        for table in ("conversation", "message", "note", "rasa_tracker"):
            rows = connection.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar()
            assert rows == 0, f"il reste {rows} ligne(s) dans {table}"


# 10. An open HTTP API loads models, hence runs code: a token always, and a port nobody reaches.
HEARD: list[str] = []


async def listen(message: UserMessage) -> None:
    """Stands behind the channel: what reaches it went through the door."""
    HEARD.append(message.text)
    reply = {"text": "Bonjour", "buttons": [], "custom": {"cards": []}, "metadata": {"x": 1}}
    await message.output_channel.send_response(message.sender_id, reply)


@pytest.fixture(scope="module")
def channel_url() -> Iterator[str]:
    """Rasa's real channel on a local port (once: Sanic starts only once in a process)."""
    app = Sanic("canal", configure_logging=False)
    app.blueprint(ArianeChannel().blueprint(listen), url_prefix="/webhooks/ariane")
    port, loop = free_port(), asyncio.SelectorEventLoop()
    thread = threading.Thread(target=serve, args=(app, port, loop), daemon=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(channel_module, "settings", lambda: Settings(rasa_token=TOKEN))
        thread.start()
        while not app.state.is_started and thread.is_alive():
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}/webhooks/ariane"
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


@pytest.fixture
def door(channel_url: str) -> tuple[str, list[str]]:
    """Address of the channel, and the messages that went through."""
    HEARD.clear()
    return channel_url, HEARD


def serve(app: "Sanic[Any, Any]", port: int, loop: asyncio.AbstractEventLoop) -> None:
    """Sanic on a loop and in a thread of its own: it leaves tasks behind that tests would await."""
    asyncio.set_event_loop(loop)
    server = loop.run_until_complete(
        app.create_server("127.0.0.1", port, return_asyncio_server=True)
    )
    assert server is not None
    loop.run_until_complete(server.startup())
    loop.run_forever()
    server.close()
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0.01))
    loop.close()


@pytest.mark.parametrize(
    "shown", [None, "", "Bearer ", "Bearer faux", "Bearer jeton-du-cana", "Bearer é"]
)
async def test_trap_10_rasa_hears_nobody_without_the_token(door: Any, shown: str | None) -> None:
    url, heard = door
    headers = {} if shown is None else {"Authorization": shown}
    body = {"sender": "x", "message": "bonjour"}
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{url}/webhook", json=body, headers=headers) as answer:
            assert answer.status == 401
        async with session.post(f"{url}/webhook?token={TOKEN}", json=body) as answer:
            assert answer.status == 401
    assert heard == []


async def test_trap_10_with_the_token_a_reply_comes_back_whole(door: Any) -> None:
    url, heard = door
    body = {"sender": "x", "message": "bonjour", "metadata": {"ouvert": True}}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/webhook", json=body, headers=headers) as answer,
    ):
        assert await answer.json() == [{"text": "Bonjour", "custom": {"cards": []}}]
    assert heard == ["bonjour"]


@pytest.mark.parametrize("body", [{}, {"sender": "x"}, {"sender": 1, "message": "a"}])
async def test_trap_10_a_body_without_its_fields_is_refused(door: Any, body: Any) -> None:
    url, heard = door
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/webhook", json=body, headers=headers) as answer,
    ):
        assert answer.status == 400
    assert heard == []


def test_trap_10_rasa_listens_on_loopback_without_its_api(settings: Settings) -> None:
    command = parts(settings, Path("modele.tar.gz"))[0].command
    assert command[command.index("-i") + 1] == "127.0.0.1"
    assert "--enable-api" not in command
    assert "--cors" not in command
    channels = yaml.safe_load((PROJECT / "credentials.yml").read_text(encoding="utf-8"))
    assert list(channels) == ["bot.rasa_parts.channel.ArianeChannel"]


def test_trap_10_the_token_is_long_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    house = Settings(var=tmp_path / "var", rasa_token="")
    assert len(house.token()) >= 32
    assert house.token() == house.token()
    assert (tmp_path / "var" / "jeton_rasa").stat().st_mode & 0o077 == 0
