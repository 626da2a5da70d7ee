"""A thousand members' windows and fifty counselors on one machine: what a message costs.

    .venv/bin/python -m tests.benchmarks.load

The real service, its windows open from this process; then, in the same run, a server that only
passes messages on, with as many sockets: what is left of the difference is Ariane's own work.
Rasa runs, idle: a counselor's message does not go through it.
"""

import argparse
import asyncio
import json
import multiprocessing
import random
import resource
import statistics
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import psutil
from aiohttp import web
from rich.console import Console
from rich.table import Table

from bot.desk.pages import COOKIE
from bot.desk.states import Move
from bot.messages import new_id
from bot.store import Store
from knowledge.database import make_engine
from tests.system.stack import Running, free_port, prepared, started

FOLLOWED = 5  # conversations of one counselor: a full desk
EVERY = 2.0  # seconds between two messages of one counselor
KNOCKING = 50  # windows that open at the same instant
Sockets = list[aiohttp.ClientWebSocketResponse]


@dataclass
class Figures:
    """What one server did. `latencies` in milliseconds, `memory` in bytes, `cpu` in seconds."""

    latencies: list[float] = field(default_factory=list)
    memory: int = 0
    cpu: float = 0.0
    lost: int = 0


class Windows:
    """Open sockets that note when each message they expect comes."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session
        self.sent: dict[str, float] = {}
        self.latencies: list[float] = []
        self._readers: set[asyncio.Task[None]] = set()

    async def open(self, url: str, hello: dict[str, Any] | None = None, **options: Any) -> Any:
        """A socket and the first frame it received."""
        socket = await self.session.ws_connect(url, **options)
        if hello is not None:
            await socket.send_json(hello)
        return socket, await socket.receive_json()

    def listen(self, socket: aiohttp.ClientWebSocketResponse, member: bool) -> None:
        """Read it from now on; members' windows are those that messages must reach."""
        reader = asyncio.create_task(self._read(socket, member))
        self._readers.add(reader)

    async def _read(self, socket: aiohttp.ClientWebSocketResponse, member: bool) -> None:
        async for message in socket:
            came = time.perf_counter()
            if member:
                start = self.sent.pop(json.loads(message.data).get("id", ""), None)
                if start is not None:
                    self.latencies.append((came - start) * 1000)

    async def send(self, socket: aiohttp.ClientWebSocketResponse, frame: dict[str, Any]) -> None:
        """Send a message whose arrival is awaited."""
        self.sent[frame["id"]] = time.perf_counter()
        await socket.send_json(frame)


async def exchange(
    windows: Windows, desks: Sockets, followed: list[list[str]], seconds: float,
    process: psutil.Process,
) -> Figures:  # fmt: skip
    """Each counselor writes in turn to those they follow."""
    before, end = process.cpu_times(), time.perf_counter() + seconds

    async def work(desk: aiohttp.ClientWebSocketResponse, mine: list[str]) -> None:
        await asyncio.sleep(random.uniform(0, EVERY))
        while time.perf_counter() < end:
            text = "Bonjour, je regarde votre demande et je vous réponds tout de suite."
            frame = {"type": "message", "conversation": random.choice(mine), "text": text}
            await windows.send(desk, {**frame, "id": new_id()})
            await asyncio.sleep(EVERY)

    await asyncio.gather(*map(work, desks, followed))
    await asyncio.sleep(2)
    after = process.cpu_times()
    cpu = after.user + after.system - before.user - before.system
    return Figures(windows.latencies, cpu=cpu, lost=len(windows.sent))


def connected() -> aiohttp.ClientSession:
    """A client with as many sockets as asked for."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))


async def of_ariane(ariane: Running, members: int, counselors: int, seconds: float) -> Figures:
    """The real service under this load."""
    service = ariane.part("service")
    assert service is not None
    tokens = ariane.admit([f"conseiller{number}" for number in range(counselors)])
    async with connected() as session:
        windows, knocking = Windows(session), asyncio.Semaphore(KNOCKING)
        empty = service.memory_full_info().uss
        hello = {"type": "hello", "conversation": None, "secret": None, "after": 0}

        async def arrive() -> str:
            async with knocking:
                socket, welcome = await windows.open(f"{ariane.url}/ws", hello)
                windows.listen(socket, member=True)
                return str(welcome["conversation"])

        conversations = list(await asyncio.gather(*(arrive() for _ in range(members))))
        memory = service.memory_full_info().uss - empty
        followed = await asyncio.to_thread(take, ariane, conversations, counselors)
        desks = []
        for token in tokens:
            cookie = {"Cookie": f"{COOKIE}={token}"}
            desk, _ = await windows.open(f"{ariane.url}/conseiller/ws", headers=cookie)
            windows.listen(desk, member=False)
            desks.append(desk)
        figures = await exchange(windows, desks, followed, seconds, service)
    figures.memory = memory // members
    return figures


def take(ariane: Running, conversations: list[str], counselors: int) -> list[list[str]]:
    """Give each counselor a full desk, in the database."""
    store, followed = Store(make_engine(ariane.database)), []
    for counselor in range(1, counselors + 1):
        mine = conversations[(counselor - 1) * FOLLOWED : counselor * FOLLOWED]
        for conversation in mine:
            store.move(conversation, Move.ESCALATE)
            store.move(conversation, Move.TAKE, counselor)
        followed.append(mine)
    store.engine.dispose()
    return followed


async def of_reference(members: int, counselors: int, seconds: float) -> Figures:
    """A server that only passes messages on, under the same load."""
    port = free_port()
    process = multiprocessing.get_context("spawn").Process(target=serve_reference, args=(port,))
    process.start()
    try:
        await listening(port)
        server = psutil.Process(process.pid)
        async with connected() as session:
            windows, names = Windows(session), [str(number) for number in range(members)]
            empty = server.memory_full_info().uss
            for name in names:
                socket, _ = await windows.open(f"http://127.0.0.1:{port}/{name}")
                windows.listen(socket, member=True)
            memory = server.memory_full_info().uss - empty
            opened = [
                await windows.open(f"http://127.0.0.1:{port}/desk") for _ in range(counselors)
            ]
            followed = [names[at * FOLLOWED : (at + 1) * FOLLOWED] for at in range(counselors)]
            desks = [socket for socket, _ in opened]
            figures = await exchange(windows, desks, followed, seconds, server)
        figures.memory = memory // members
        return figures
    finally:
        process.terminate()
        process.join()


async def listening(port: int) -> None:
    """Wait until something listens there."""
    async with asyncio.timeout(60):
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.1)


def serve_reference(port: int) -> None:
    """Pass each message on to the window it names: nothing kept, nothing checked."""
    sockets: dict[str, web.WebSocketResponse] = {}

    async def window(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        sockets[request.match_info["name"]] = socket
        await socket.send_json({"type": "welcome"})
        async for message in socket:
            frame = json.loads(message.data)
            await sockets[frame["conversation"]].send_json(frame)
        return socket

    app = web.Application()
    app.router.add_get("/{name}", window)
    web.run_app(app, host="127.0.0.1", port=port, print=None)


def show(named: dict[str, Figures], members: int, counselors: int, seconds: float) -> None:
    """Print the figures side by side."""
    title = f"{members} members' windows, {counselors} counselors, {seconds:.0f} s"
    table = Table("Figure", *named, title=title)
    rows: dict[str, list[str]] = {}
    for one in named.values():
        cuts = statistics.quantiles(one.latencies, n=20)
        for name, value in {
            "messages": str(len(one.latencies)),
            "lost": str(one.lost),
            "counselor to member, p50": f"{statistics.median(one.latencies):.1f} ms",
            "counselor to member, p95": f"{cuts[-1]:.1f} ms",
            "memory of one open conversation": f"{one.memory / 1024:.0f} kB",
            "CPU of one core": f"{100 * one.cpu / seconds:.0f} %",
        }.items():
            rows.setdefault(name, []).append(value)
    for name, values in rows.items():
        table.add_row(name, *values)
    Console().print(table)


def main() -> None:
    """Start, load, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--members", type=int, default=1000)
    parser.add_argument("--counselors", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=40.0)
    load = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    size = (load.members, load.counselors, load.seconds)
    with tempfile.TemporaryDirectory() as folder, started(prepared(Path(folder))) as ariane:
        ours = asyncio.run(of_ariane(ariane, *size))
    reference = asyncio.run(of_reference(*size))
    show({"Ariane": ours, "reference": reference}, *size)


if __name__ == "__main__":
    main()
