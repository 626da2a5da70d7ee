"""The house plan, kept by reading the code itself: who imports whom, and how big things may be."""

import ast
import itertools
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from knowledge.settings import PROJECT

PACKAGES = ("bot", "actions", "knowledge")
MODULES = sorted(path for name in PACKAGES for path in (PROJECT / name).rglob("*.py"))
MAX_LINES, MAX_FUNCTION = 250, 40
# Rasa's words: what only bot.rasa_parts may say, and what only the action server may.
RASA, SDK = "rasa", "rasa_sdk"

each_module = pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: str(path.relative_to(PROJECT))
)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(node: ast.AST) -> Iterator[str]:
    """Full names of the modules that `node` imports, at any depth."""
    for child in ast.walk(node):
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, "imports relatifs : écrivez le nom entier"
            yield child.module or ""
            yield from (f"{child.module}.{alias.name}" for alias in child.names)


def roots(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(tree(path))}


def within(path: Path, *parts: str) -> bool:
    return path.relative_to(PROJECT).parts[: len(parts)] == parts


@each_module
def test_imports_go_one_way(path: Path) -> None:
    forbidden = {
        "knowledge": {"bot", "actions", RASA, SDK},
        "actions": {"bot", RASA},
        "bot": {"actions", SDK},
    }
    package = path.relative_to(PROJECT).parts[0]
    assert not roots(path) & forbidden[package]


@each_module
def test_only_rasa_parts_import_rasa(path: Path) -> None:
    if not within(path, "bot", "rasa_parts"):
        assert RASA not in roots(path)


@each_module
def test_rasa_parts_are_imported_by_nobody_but_a_command_that_needs_them(path: Path) -> None:
    """Importing Rasa costs seconds and a gigabyte: the service must never do it."""
    if within(path, "bot", "rasa_parts"):
        return
    said = [name for name in imported(tree(path)) if name.startswith("bot.rasa_parts")]
    if said:
        assert within(path, "bot", "cli"), f"{path} importe {said[0]}"
        top = [node for node in tree(path).body if isinstance(node, ast.Import | ast.ImportFrom)]
        eager = [name for node in top for name in imported(node)]
        assert not [name for name in eager if name.startswith("bot.rasa_parts")]


@each_module
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree(path)), f"{path} : docstring de module absente"


@each_module
def test_modules_stay_small(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MAX_LINES, f"{path} : {lines} lignes, {MAX_LINES} au plus"


@each_module
def test_functions_stay_small(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MAX_FUNCTION, f"{path}:{node.lineno} {node.name} : {length} lignes"


@each_module
def test_settings_are_read_in_one_place(path: Path) -> None:
    if within(path, "knowledge", "settings.py"):
        return
    said = {
        node.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    reads = {"os.environ", "os.getenv"} & {
        ast.unparse(node) for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)
    }
    # These pass the environment on to the processes they start, and read nothing in it.
    passing = within(path, "bot", "supervisor.py") or within(path, "bot", "model_file.py")
    assert not reads or passing
    assert not [word for word in said if word.startswith("ARIANE_")] or within(path, "bot", "cli") \
        or within(path, "bot", "preflight.py")  # fmt: skip


def test_sql_of_conversations_stays_with_its_owners() -> None:
    """Only these speak to the conversation database; the rest asks them."""
    owners = {
        "bot/store.py", "bot/models.py", "bot/misses.py", "bot/personal/kept.py",
        "bot/rasa_parts/tracker_store.py", "bot/retention.py",
        *(f"bot/handover/{name}.py" for name in ("memory", "models", "promises")),
        *(
            f"bot/desk/{name}.py"
            for name in (
                "accounts", "agenda", "audit", "board", "glass", "lockout", "overview", "phrases",
                "second_factor", "sessions", "transfers",
            )
        ),
    }  # fmt: skip
    speaking = {
        str(path.relative_to(PROJECT))
        for path in MODULES
        if within(path, "bot")
        and {"sqlalchemy.orm", "sqlalchemy.select"} & set(imported(tree(path)))
    }
    assert speaking <= owners


def test_every_module_was_read() -> None:
    """No rule above is kept by reading nothing."""
    counts = {
        name: len(list(group))
        for name, group in itertools.groupby(
            sorted(path.relative_to(PROJECT).parts[0] for path in MODULES)
        )
    }
    assert set(counts) == set(PACKAGES)
    assert all(count >= 3 for count in counts.values())
