"""What Ariane costs once prepared: seconds to ready, memory of every process, time of a turn.

    .venv/bin/python tests/benchmarks/footprint.py

Starts the whole stack on free ports and an empty data folder, asks real questions, stops it.
"""

import asyncio
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import aiohttp
import psutil
from rich.console import Console
from rich.table import Table

from bot.messages import new_id
from knowledge.settings import PROJECT

QUESTIONS = (
    "bonjour",
    "comment récupérer mon dossier médical à l'hôpital ?",
    "dentiste à Valenciennes",
    "et à Roubaix ?",
    "je voudrais un deuxième avis avant l'opération",
    "c'est remboursé une téléconsultation ?",
)
TURNS = 120


def free_port() -> str:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def environment(var: Path) -> dict[str, str]:
    """Settings of a run apart from any other."""
    ports = {f"ARIANE_{part}PORT": free_port() for part in ("", "RASA_", "ACTIONS_")}
    return {**os.environ, **ports, "ARIANE_VAR": str(var)}


async def ready(url: str) -> None:
    """Return once the three parts answer."""
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"{url}/sante") as page:
                    if page.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)


async def turns(url: str) -> list[float]:
    """Milliseconds from a message to the end of its answer, TURNS times in one conversation."""
    took = []
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{url}/ws") as socket_:
        await socket_.send_json({"type": "hello", "conversation": None, "secret": None, "after": 0})
        for turn in range(TURNS):
            await asyncio.sleep(0.5)  # under the speed limit of a member
            identifier, start = new_id(), time.perf_counter()
            text = QUESTIONS[turn % len(QUESTIONS)]
            await socket_.send_json({"type": "message", "id": identifier, "text": text})
            while (await socket_.receive_json()) != {"type": "answered", "id": identifier}:
                pass
            took.append((time.perf_counter() - start) * 1000)
    return took


def memory(root: psutil.Process) -> dict[str, float]:
    """Megabytes of private and shared memory (PSS) of each process of the stack."""
    named = {}
    for process in [root, *root.children(recursive=True)]:
        command = " ".join(process.cmdline())
        name = next(
            (part for part in ("rasa_sdk", "rasa run", "bot.service") if part in command),
            "superviseur",
        )
        named[name] = named.get(name, 0.0) + process.memory_full_info().pss / 1e6
    return named


def main() -> None:
    """Prepare, start, measure, stop, print."""
    with tempfile.TemporaryDirectory() as folder:
        env = environment(Path(folder))
        ariane = [sys.executable, "-m", "bot.cli"]
        subprocess.run([*ariane, "prepare"], env=env, cwd=PROJECT, check=True)
        url = f"http://127.0.0.1:{env['ARIANE_PORT']}"
        start = time.perf_counter()
        subprocess.run([*ariane, "prepare"], env=env, cwd=PROJECT, check=True)  # as `make run` does
        process = subprocess.Popen([*ariane, "serve"], env=env, cwd=PROJECT)
        try:
            asyncio.run(ready(url))
            seconds = time.perf_counter() - start
            took = asyncio.run(turns(url))
            used = memory(psutil.Process(process.pid))
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()
    show(seconds, took, used)


def show(seconds: float, took: list[float], used: dict[str, float]) -> None:
    """Print the figures."""
    table = Table("Figure", "Value")
    table.add_row("second `make run`, to ready", f"{seconds:.1f} s")
    table.add_row("memory, everything", f"{sum(used.values()):.0f} MB")
    for name, megabytes in sorted(used.items()):
        table.add_row(f"  {name}", f"{megabytes:.0f} MB")
    cuts = statistics.quantiles(took, n=20)
    table.add_row("turn, p50 / p95", f"{statistics.median(took):.0f} / {cuts[-1]:.0f} ms")
    first, last = statistics.median(took[:12]), statistics.median(took[-12:])
    table.add_row("turns 1-12, 109-120 (median)", f"{first:.0f}, {last:.0f} ms")
    Console().print(table)


if __name__ == "__main__":
    main()
