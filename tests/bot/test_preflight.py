"""What would fail later is said at once: one French sentence, and a code other than 0."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.model_file import fingerprint
from bot.preflight import NotReady, ensure_model, ensure_ports_free, ensure_writable
from knowledge.settings import PROJECT, Settings


def serve(**env: str) -> subprocess.CompletedProcess[str]:
    """`ariane serve` with these settings."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "serve"],
        env={**os.environ, **env},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_port_already_taken_is_named_with_its_variable(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(NotReady, match=rf"port {port} .* ARIANE_RASA_PORT"):
            ensure_ports_free(Settings(var=tmp_path, rasa_port=port, port=0, actions_port=0))


def test_serve_without_a_model_says_so_in_one_sentence(tmp_path: Path) -> None:
    done = serve(
        ARIANE_VAR=str(tmp_path / "var"),
        ARIANE_MODELS=str(tmp_path / "models"),
        ARIANE_PORT="0",
        ARIANE_RASA_PORT="0",
        ARIANE_ACTIONS_PORT="0",
    )
    assert done.returncode == 1
    assert "Aucun modèle entraîné" in done.stderr
    assert "ariane prepare" in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_with_an_unwritable_folder_says_so_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("")
    done = serve(ARIANE_VAR=str(tmp_path / "fichier" / "var"))
    assert done.returncode == 1
    assert "n'est pas accessible en écriture" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_writable_folder_is_created(tmp_path: Path) -> None:
    ensure_writable(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


def test_model_of_other_inputs_is_not_used(tmp_path: Path) -> None:
    settings = Settings(models=tmp_path)
    (tmp_path / "ariane-0000000000000000.tar.gz").write_bytes(b"")
    with pytest.raises(NotReady):
        ensure_model(settings)


def test_any_change_of_training_inputs_changes_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    sentences = tmp_path / "data" / "a.yml"
    sentences.write_text("a")
    before = fingerprint(tmp_path)
    sentences.write_text("b")
    assert fingerprint(tmp_path) != before
