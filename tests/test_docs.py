"""The README names every setting and every command, and every command helps with an example."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.cli import app
from knowledge.settings import Settings

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def commands(group: Any, path: str = "ariane") -> Iterator[tuple[str, Any]]:
    """Every command with its full name."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_is_in_the_readme(field: str) -> None:
    assert f"`ARIANE_{field.upper()}`" in README


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"`{name}" in README


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_with_an_example(name: str) -> None:
    assert f"Exemple : {name}" in (COMMANDS[name].help or "")


def test_every_variable_of_the_readme_exists() -> None:
    known = {f"ARIANE_{field.upper()}" for field in Settings.model_fields}
    others = {"ARIANE_REQUIRE_BROWSER", "ARIANE_COUNSELOR_PASSWORD"}
    assert set(re.findall(r"ARIANE_[A-Z_]+", README)) <= known | others
