"""Starts Rasa, the action server and the service; restarts what falls; stops all cleanly.

Each part logs to var/journaux/<part>.log, readable by its owner only. Nothing listens on a public
address but the service.
"""

import asyncio
import ctypes
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import yaml

from bot.model_file import RASA_ENVIRONMENT
from knowledge.settings import PROJECT, Settings, environment

STOP_WITHIN = 15.0
READY_WITHIN = 180.0
STEADY_AFTER = 60.0
MAX_DELAY = 30.0
PR_SET_PDEATHSIG = 1


class StartFailed(Exception):
    """The parts did not answer in time; the message says which, in French."""


@dataclass(frozen=True)
class Part:
    """One process and how to start it."""

    name: str
    command: list[str]


def parts(settings: Settings, model: Path) -> list[Part]:
    """The three processes, in the order of their start."""
    python = sys.executable
    rasa = [
        python, "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(settings.rasa_port),
        "--model", str(model), "--endpoints", str(_endpoints(settings)),
        "--credentials", "credentials.yml",
    ]  # fmt: skip
    actions = [python, "-m", "rasa_sdk", "--actions", "actions", "-p", str(settings.actions_port)]
    return [
        Part("rasa", rasa),
        Part("actions", actions),
        Part("service", [python, "-m", "bot.service"]),
    ]


def _endpoints(settings: Settings) -> Path:
    """endpoints.yml with the port of the settings: Rasa has no flag for it."""
    content = yaml.safe_load((PROJECT / "endpoints.yml").read_text(encoding="utf-8"))
    url = f"http://127.0.0.1:{settings.actions_port}/webhook"
    content["action_endpoint"]["url"] = url
    path = settings.var / "endpoints.yml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


class Supervisor:
    """Runs until stopped. `say` receives one French sentence per event."""

    def __init__(
        self, settings: Settings, content: Path, model: Path, say: Callable[[str], None]
    ) -> None:
        """Parts read `content`, Rasa loads `model`. Nothing starts before `run`."""
        self.settings, self.content, self.say = settings, content, say
        self.parts = parts(settings, model)
        self.stopping = asyncio.Event()

    async def run(self) -> None:
        """Start everything, say when it answers, watch until a stop signal; raise StartFailed."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.stopping.set)
        watchers = [asyncio.create_task(self._watch(part)) for part in self.parts]
        try:
            await self._ready()
            await self.stopping.wait()
        finally:
            self.stopping.set()
            await asyncio.gather(*watchers)
            self.say("Ariane est arrêtée.")

    async def _watch(self, part: Part) -> None:
        delay = 1.0
        while not self.stopping.is_set():
            started = time.monotonic()
            process = await self._start(part)
            code = await self._wait(process)
            if self.stopping.is_set():
                return
            steady = time.monotonic() - started > STEADY_AFTER
            delay = 1.0 if steady else min(delay * 2, MAX_DELAY)
            self.say(
                f"« {part.name} » s'est arrêté (code {code}) : redémarrage dans {delay:.0f} s."
            )
            with suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), delay)

    async def _start(self, part: Part) -> asyncio.subprocess.Process:
        folder = self.settings.var / "journaux"
        folder.mkdir(mode=0o700, exist_ok=True)
        with (folder / f"{part.name}.log").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *part.command,
                cwd=PROJECT,
                env=self._environment(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    def _environment(self) -> dict[str, str]:
        return {
            **environment(self.content),
            **RASA_ENVIRONMENT,
            "SANIC_HOST": "127.0.0.1",
            "LOG_LEVEL": "WARNING",
            "PYTHONPATH": str(PROJECT),
        }

    async def _wait(self, process: asyncio.subprocess.Process) -> int:
        ended = asyncio.create_task(process.wait())
        stop = asyncio.create_task(self.stopping.wait())
        await asyncio.wait({ended, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if not ended.done():
            process.terminate()
            try:
                await asyncio.wait_for(asyncio.shield(ended), STOP_WITHIN)
            except TimeoutError:
                process.kill()
        return await ended

    async def _ready(self) -> None:
        """Wait until all three answer, then say where; raise StartFailed."""
        started = time.monotonic()
        async with aiohttp.ClientSession() as session:
            async for missing in self._unanswered(session):
                if self.stopping.is_set():
                    return
                if time.monotonic() - started > READY_WITHIN:
                    raise StartFailed(
                        f"Pas de réponse de {missing} après {READY_WITHIN:.0f} s. "
                        f"Lisez {self.settings.var / 'journaux'}."
                    )
        for line in self._addresses(time.monotonic() - started):
            self.say(line)

    async def _unanswered(self, session: aiohttp.ClientSession):  # type: ignore[no-untyped-def]
        """Names of the parts that do not answer yet, at each try, until all do."""
        url = f"http://{self.settings.host}:{self.settings.port}/sante"
        while True:
            try:
                async with session.get(url, timeout=aiohttp.ClientTimeout(total=3)) as response:
                    health = await response.json()
            except (aiohttp.ClientError, TimeoutError):
                health = {"service": False}
            missing = ", ".join(name for name, ok in health.items() if not ok)
            if not missing:
                return
            yield missing
            with suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), 0.3)

    def _addresses(self, seconds: float) -> Iterator[str]:
        base = self.settings.base_url()
        yield f"Ariane est prête ({seconds:.0f} s)."
        yield f"  Page de discussion   {base}/"
        yield f"  Poste des conseillers {base}/conseiller"
        yield f"  Aperçu des contenus   {base}/apercu"
        yield f"  Santé des services   {base}/sante"
        yield "Ctrl-C pour tout arrêter."


def _die_with_parent() -> None:
    """A killed supervisor must not leave parts holding the ports (Linux prctl)."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
