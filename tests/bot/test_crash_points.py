"""Killed after any of its writes, then started again: everything is answered, once.

The service dies between two transactions, at each place in turn; what members and counselors then
read must be what they would have read without the cut.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import web
from fake_rasa import FakeRasa
from people import PASSWORD, Client, Clock, Desk, Member
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from bot import relay as relay_module
from bot.app import build_app
from bot.keys import ACCOUNTS, STORE
from bot.store import Store
from knowledge.settings import Settings

DANGER = "je n'arrive plus à respirer"
Start = Callable[[web.Application], Awaitable[Client]]
Thread = list[tuple[str, str]]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: the order of writes is the same on both engines."""
    return f"sqlite:///{tmp_path / 'ariane.db'}"


class Death:
    """The service's last write: from then on its database hears nothing more."""

    def __init__(self, engine: Engine, after: int) -> None:
        self.left = after
        self.came = False
        event.listen(engine, "commit", self._count)
        event.listen(engine, "before_cursor_execute", self._refuse)

    def _count(self, _: Any) -> None:
        self.left -= 1

    def _refuse(self, *_: Any) -> None:
        if self.left <= 0:
            self.came = True
            raise OperationalError("", {}, Exception("processus tué"))


class House:
    """The service, killed and started again on the same database."""

    def __init__(self, settings: Settings, clock: Clock, start: Start) -> None:
        self.settings, self.clock, self._start = settings, clock, start

    async def open(self) -> Client:
        self.client = await self._start(build_app(self.settings, self.clock))
        return self.client

    def store(self) -> Store:
        assert self.client.app is not None
        return self.client.app[STORE]

    async def kill_and_restart(self) -> Client:
        await self.client.close()
        return await self.open()


@pytest.fixture
async def house(
    settings: Settings, office_clock: Clock, aiohttp_client: Start, monkeypatch: pytest.MonkeyPatch
) -> House:
    monkeypatch.setattr(relay_module, "RETRY_EVERY", 0.05)
    house = House(settings, office_clock, aiohttp_client)
    await house.open()
    return house


async def nobody(_: House, __: Member) -> None:
    """The bot is in charge."""


async def counselor(house: House, member: Member) -> None:
    """A counselor is in charge, who follows nobody else."""
    assert house.client.app is not None
    login = f"camille-{uuid4().hex[:8]}"
    house.client.app[ACCOUNTS].add(login, "Camille", PASSWORD)
    desk = await Desk.open(house.client, login)
    await member.call_counselor()
    await desk.take(member.conversation)
    await member.wait("state", state="human")
    await desk.calm()
    await desk.close()


QUESTION = {"type": "message", "text": "comment choisir un médecin traitant ?"}
ALARM = {"type": "message", "text": DANGER}
WANTED = {"type": "message", "text": "je veux parler à quelqu'un"}
CASES = {
    "une question": (nobody, QUESTION),
    "un danger dit à Ariane": (nobody, ALARM),
    "un danger dit au conseiller": (counselor, ALARM),
    "un conseiller demandé en mots": (nobody, WANTED),
}


def answer(text: str) -> list[dict[str, Any]]:
    """Rasa's peer: hands over when asked for a person."""
    if text == WANTED["text"]:
        return [{"text": "Je transmets.", "custom": {"handoff": {"motif": "demande"}}}]
    return [{"text": f"Réponse à : {text}"}]


async def cut_short(house: House, case: str, writes: int) -> tuple[Thread, str, bool]:
    """The thread and the state once the service died after so many writes; and whether it did."""
    before, frame = CASES[case]
    member = await Member.arrive(house.client)
    await before(house, member)
    await member.calm()
    death = Death(house.store().engine, writes)
    await member.send(id="m1", **frame)
    await member.calm()
    again = await member.back(await house.kill_and_restart())
    await again.send(id="m1", **frame)
    await again.wait("ack", id="m1")
    await again.calm()
    store = house.store()
    assert store.owed() == [], f"{case}, {writes} écritures : toujours dû"
    kept = store.messages(member.conversation)
    assert [one.draft.id for one in kept].count("m1") == 1
    state = store.control(member.conversation).state
    return [(one.draft.author, one.draft.text) for one in kept], state, death.came


@pytest.mark.parametrize("case", CASES)
async def test_wherever_it_dies_everything_is_answered_once(
    house: House, rasa: FakeRasa, case: str
) -> None:
    rasa.answer = answer
    expected, state, _ = await cut_short(house, case, 1000)
    died = True
    writes = 0
    while died:
        thread, moved, died = await cut_short(house, case, writes)
        assert (sorted(thread), moved) == (sorted(expected), state), f"après {writes} écritures"
        writes += 1
    assert writes > 2, "rien n'a été coupé"
