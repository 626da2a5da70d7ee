"""Kill -9 of any part at any moment loses no accepted message and doubles none.

    .venv/bin/python -m tests.system.kill --conversations 1000 --seed 1

Members and counselors talk with an Ariane really started, while its parts are killed at moments
drawn from the seed; then every conversation is compared with the database. Status 1 on any fault.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import aiohttp
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.store import Store
from knowledge.database import make_engine
from tests.system.crowd import Counselor, Lost, Member
from tests.system.stack import UP, Running, prepared, started
from tests.system.talks import Answers, Talk, faults, hold, learn, stop

# The real supervisor, but one that never waits longer between two restarts of the same part.
SERVE_PATIENTLY = [
    sys.executable,
    "-c",
    "from bot import supervisor; supervisor.STEADY_AFTER = 0; from bot.cli import main; main()",
    "serve",
]
COUNSELORS = 10
AT_ONCE = 50
RESTART_WITHIN = 150.0
SETTLED_WITHIN = 60
Kills = dict[str, int]


class Campaign:
    """Conversations held AT_ONCE at a time while parts are killed; `kills`: how many of each."""

    def __init__(self, ariane: Running, seed: int, conversations: int, kills: Kills) -> None:
        self._ariane, self._schedule = ariane, drawn(seed, conversations, kills)
        self._seeds = [f"{seed}/{number}" for number in range(conversations)]
        self._done, self._over = 0, asyncio.Event()
        self.talks: list[Talk] = []
        self.counselors: list[Counselor] = []
        self.killed: Counter[str] = Counter()

    async def run(self, progress: Callable[[], object] = lambda: None) -> list[str]:
        """Hold them all; the faults found. `progress` is called after each conversation."""
        tokens = await asyncio.to_thread(
            self._ariane.admit, [f"conseiller{number}" for number in range(COUNSELORS)]
        )
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector) as session:
            answers = await learn(session, self._ariane.url)
            self.counselors = [Counselor(session, self._ariane.url, one) for one in tokens]
            desks = [asyncio.create_task(one.run()) for one in self.counselors]
            killer, todo = asyncio.create_task(self._kill()), iter(self._seeds)
            holders = (self._hold(session, todo, answers, progress) for _ in range(AT_ONCE))
            await asyncio.gather(*holders)
            await killer
            await asyncio.to_thread(self._ariane.wait_until, UP, RESTART_WITHIN)
            await self._settled()
            await stop(desks)
            for talk in self.talks:
                await talk.member.come_back()
        return await asyncio.to_thread(lambda: list(self._faults(answers)))

    async def _hold(
        self, session: aiohttp.ClientSession, todo: Iterator[str], answers: Answers,
        progress: Callable[[], object],
    ) -> None:  # fmt: skip
        for seed in todo:
            talk = Talk(Member(session, self._ariane.url))
            self.talks.append(talk)
            window = asyncio.create_task(talk.member.run())
            try:
                await hold(talk, random.Random(seed), answers)
            except Lost as never:
                talk.failure = str(never)
            await stop([window])
            self._done += 1
            self._over.set()
            progress()

    async def _kill(self) -> None:
        """Kill what the schedule says once so many conversations are over, a moment later."""
        for after, pause, name in self._schedule:
            while self._done < after:
                self._over.clear()
                await self._over.wait()
            await asyncio.sleep(pause)
            await asyncio.to_thread(self._ariane.kill, name, RESTART_WITHIN)
            self.killed[name] += 1

    async def _settled(self) -> None:
        """Leave what is still owed the time to come."""
        store = Store(make_engine(self._ariane.database))
        for _ in range(SETTLED_WITHIN):
            if not await asyncio.to_thread(store.owed):
                break
            await asyncio.sleep(1)
        store.engine.dispose()

    def _faults(self, answers: Answers) -> Iterator[str]:
        store, ids = Store(make_engine(self._ariane.database)), set()
        for talk in self.talks:
            kept = store.messages(talk.member.conversation or "")
            ids |= {message.draft.id for message in kept}
            for fault in faults(talk, kept, answers):
                yield f"{(talk.member.conversation or '?')[:8]} : {fault}"
        accepted = {one for counselor in self.counselors for one in counselor.acked}
        yield from (f"réponse acceptée puis perdue : {one}" for one in accepted - ids)
        yield from (f"toujours dû : « {one.draft.text} »" for one in store.owed())
        store.engine.dispose()


def drawn(seed: int, conversations: int, kills: Kills) -> list[tuple[int, float, str]]:
    """What to kill, after how many conversations are over and how many seconds more."""
    chance = random.Random(seed)
    moments = [
        (chance.randrange(max(1, conversations * 95 // 100)), chance.uniform(0, 2), name)
        for name, count in kills.items()
        for _ in range(count)
    ]
    return sorted(moments)


def asked() -> argparse.Namespace:
    """The command's options."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--conversations", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rasa", type=int, default=8, help="how many times Rasa is killed")
    parser.add_argument("--actions", type=int, default=8, help="… the action server")
    parser.add_argument("--service", type=int, default=40, help="… the service")
    return parser.parse_args()


def main() -> None:
    """Start Ariane, hold the conversations, print the summary."""
    wanted, console = asked(), Console()
    kills = {"rasa": wanted.rasa, "actions": wanted.actions, "service": wanted.service}
    with (
        tempfile.TemporaryDirectory() as folder,
        started(prepared(Path(folder)), SERVE_PATIENTLY) as ariane,
        Progress(console=console) as bar,
    ):
        campaign = Campaign(ariane, wanted.seed, wanted.conversations, kills)
        start, task = time.monotonic(), bar.add_task("Conversations", total=wanted.conversations)
        found = asyncio.run(campaign.run(lambda: bar.advance(task)))
        seconds = time.monotonic() - start
    show(console, campaign, found, seconds)
    sys.exit(1 if found else 0)


def show(console: Console, campaign: Campaign, found: list[str], seconds: float) -> None:
    """Print what was held, killed and found."""
    members = [talk.member for talk in campaign.talks]
    table = Table("Figure", "Value")
    table.add_row("conversations", f"{len(members)}, in {seconds:.0f} s")
    for name, count in campaign.killed.items():
        table.add_row(f"kill -9 of {name}", str(count))
    table.add_row("members' messages accepted", str(sum(len(one.acked) for one in members)))
    replies = sum(len(one.acked) for one in campaign.counselors)
    table.add_row("counselors' messages accepted", str(replies))
    table.add_row("answers of the bot shown", str(sum(len(one.told("ariane")) for one in members)))
    cuts = sum(one.cuts for one in [*members, *campaign.counselors])
    table.add_row("sockets cut and back", str(cuts))
    resent = sum(one.resent for one in [*members, *campaign.counselors])
    table.add_row("frames sent again", str(resent))
    table.add_row("faults", str(len(found)))
    console.print(table)
    for fault in found[:30]:
        console.print(fault, markup=False, highlight=False)


if __name__ == "__main__":
    main()
