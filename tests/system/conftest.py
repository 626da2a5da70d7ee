"""The whole of Ariane, really started once: Rasa, action server, service, on free ports.

Everything under tests/system talks to it as people do: a socket, a browser, the command.
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
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.desk.accounts import Accounts
from bot.schema import ensure_schema
from knowledge.database import make_engine
from knowledge.settings import PROJECT

PASSWORD = "une-phrase-de-passe-d-essai"


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


@pytest.fixture(scope="session")
def ariane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Ariane running on an empty data folder, with the demonstration offer and one counselor."""
    var = tmp_path_factory.mktemp("var")
    env = {
        **os.environ,
        "ARIANE_VAR": str(var),
        "ARIANE_PORT": str(free_port()),
        "ARIANE_RASA_PORT": str(free_port()),
        "ARIANE_ACTIONS_PORT": str(free_port()),
    }
    prepare = [sys.executable, "-m", "bot.cli", "prepare"]
    subprocess.run(prepare, env=env, cwd=PROJECT, check=True, timeout=600)
    engine = make_engine(f"sqlite:///{var / 'ariane.db'}")
    ensure_schema(engine)
    Accounts(engine).add("camille", "Camille", PASSWORD)
    engine.dispose()
    log = (var / "serve.log").open("w")
    serve = [sys.executable, "-m", "bot.cli", "serve"]
    process = subprocess.Popen(serve, env=env, cwd=PROJECT, stdout=log, stderr=log, text=True)
    running = Running(f"http://127.0.0.1:{env['ARIANE_PORT']}", var, process, env)
    try:
        running.wait_until({"service": True, "rasa": True, "actions": True}, 180)
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=60)
        log.close()
    assert code == 0, (var / "serve.log").read_text()
