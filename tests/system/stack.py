"""Ariane really started, whole: Rasa, action server, service, on free ports and a data folder.

What tests and measures share: start it, ask its health, find the process of a part, let counselors
in without their password. It judges nothing.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from sqlalchemy.orm import Session

from bot.desk.accounts import account_of
from bot.desk.sessions import Sessions, Stage
from bot.models import Counselor, now
from knowledge.database import make_engine
from knowledge.settings import PROJECT

SERVE = [sys.executable, "-m", "bot.cli", "serve"]
UP = {"service": True, "rasa": True, "actions": True}
MARKS = {"rasa": "rasa run", "actions": "rasa_sdk", "service": "bot.service"}


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Running:
    """Ariane as started: where it answers, where it keeps its data, its process and environment."""

    url: str
    var: Path
    process: subprocess.Popen[str]
    env: dict[str, str] = field(repr=False)

    def health(self) -> dict[str, bool]:
        """What /sante says; every part down when nothing answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/sante", timeout=3) as page:  # noqa: S310 (http)
                return dict(json.load(page))
        except urllib.error.HTTPError as error:
            return dict(json.load(error))
        except OSError:
            return {"service": False}

    def ask(self, *questions: str) -> list[dict[str, object]]:
        """Frames `ariane ask` prints for the questions, in one conversation."""
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli", "ask", "--json", *questions],
            env=self.env,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def wait_until(self, expected: dict[str, bool], seconds: float = 90) -> None:
        """Wait for the health asked for; fail with the last one seen."""
        end = time.monotonic() + seconds
        while self.health() != expected:
            assert time.monotonic() < end, self.health()
            time.sleep(0.3)

    @property
    def database(self) -> str:
        """URL of the conversations' database."""
        return f"sqlite:///{self.var / 'ariane.db'}"

    def part(self, name: str) -> psutil.Process | None:
        """The process of a part of MARKS; None while it is being restarted."""
        for child in psutil.Process(self.process.pid).children():
            try:
                if MARKS[name] in " ".join(child.cmdline()):
                    return child
            except psutil.Error:  # it died as it was being looked at
                continue
        return None

    def kill(self, name: str, seconds: float = 5) -> None:
        """Kill -9 a part, as soon as it runs; fail when it does not within so many seconds."""
        end = time.monotonic() + seconds
        while (process := self.part(name)) is None:
            assert time.monotonic() < end, f"{name} n'a pas redémarré"
            time.sleep(0.1)
        process.kill()
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.01)

    def admit(self, logins: list[str]) -> list[str]:
        """Session tokens of new counselors; written directly: argon2 is slow on purpose."""
        engine = make_engine(self.database)
        sessions, tokens = Sessions(engine), []
        for login in logins:
            with Session(engine) as session, session.begin():
                row = Counselor(login=login, name=login.capitalize(), role="conseiller")
                row.password_hash, row.created_at = "", now()
                session.add(row)
                session.flush()
                account = account_of(row)
            tokens.append(sessions.start(account, Stage.OPEN))
        engine.dispose()
        return tokens


def prepared(var: Path) -> dict[str, str]:
    """Environment of an Ariane of its own in `var`, prepared."""
    ports = {f"ARIANE_{part}PORT": str(free_port()) for part in ("", "RASA_", "ACTIONS_")}
    env = {**os.environ, **ports, "ARIANE_VAR": str(var)}
    prepare = [sys.executable, "-m", "bot.cli", "prepare"]
    subprocess.run(prepare, env=env, cwd=PROJECT, check=True, timeout=600)
    return env


@contextmanager
def started(env: dict[str, str], command: list[str] = SERVE) -> Iterator[Running]:
    """Ariane running, once its three parts answer; it must stop without error."""
    var = Path(env["ARIANE_VAR"])
    with (var / "serve.log").open("w") as log:
        process = subprocess.Popen(command, env=env, cwd=PROJECT, stdout=log, stderr=log, text=True)
        running = Running(f"http://127.0.0.1:{env['ARIANE_PORT']}", var, process, env)
        try:
            running.wait_until(UP, 180)
            yield running
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(timeout=60)
    assert code == 0, (var / "serve.log").read_text()
