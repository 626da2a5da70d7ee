"""The trained model: which file answers for the present inputs, and training it when none does."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from knowledge.settings import PROJECT, Settings

INPUTS = ("config.yml", "domain.yml", "requirements.lock", "data", "bot/nlu", "bot/rasa_parts")
SEEN_BY_TRAINING = (
    "knowledge/articles",
    "knowledge/intents.yml",
    "knowledge/personnes.yml",
    "knowledge/safety/vocabulaire.yml",
    "knowledge/besoins.yml",
    "knowledge/needs.py",
    "knowledge/text.py",
    "knowledge/places",
)

# Nothing is told to Rasa's makers, and the logs stay free of TensorFlow's notices.
RASA_ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
}


def enter_rasa_environment() -> None:
    """For a process that is about to import Rasa itself."""
    os.environ.update(RASA_ENVIRONMENT)


class TrainingFailed(Exception):
    """Rasa refused the training data; the message holds its last words."""


def model_path(settings: Settings, root: Path = PROJECT) -> Path:
    """Where the model of the present inputs is, or will be."""
    return settings.models / f"ariane-{fingerprint(root)}.tar.gz"


def fingerprint(root: Path) -> str:
    """Hash of everything training reads: another hash, another model."""
    digest = hashlib.sha256()
    for path in _files(root):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _files(root: Path) -> Iterator[Path]:
    for name in INPUTS + SEEN_BY_TRAINING:
        path = root / name
        if path.is_file():
            yield path
        else:
            yield from (
                file
                for file in sorted(path.rglob("*"))
                if file.is_file() and file.suffix in (".yml", ".py", ".gz", ".csv", ".md")
            )


def train(settings: Settings, progress: Callable[[str], None], keep: Path | None = None) -> Path:
    """Train with Rasa, calling `progress` with its log lines; raise TrainingFailed.

    Older models but `keep` (the one being served) are removed once the new one is there.
    """
    target = model_path(settings)
    command = [
        sys.executable, "-m", "rasa", "train", "--out", str(settings.models),
        "--fixed-model-name", target.name.removesuffix(".tar.gz"),
    ]  # fmt: skip
    lines: list[str] = []
    with subprocess.Popen(
        command,
        cwd=PROJECT,
        env={**os.environ, **RASA_ENVIRONMENT},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            progress(line.rstrip())
    if process.returncode or not target.exists():
        raise TrainingFailed("\n".join(lines[-20:]))
    for old in settings.models.glob("ariane-*.tar.gz"):
        if old not in (target, keep):
            old.unlink()
    return target
