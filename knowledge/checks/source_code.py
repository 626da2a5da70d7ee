"""What the Python code names of the content: responses, texts, buttons. Reads it, never runs it."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("actions", "bot", "knowledge")


@dataclass(frozen=True)
class Module:
    """Names found in one module: whole string constants, what it provides, texts asked by name."""

    where: str
    strings: frozenset[str]
    provided: frozenset[str]
    said: frozenset[str]
    calls: frozenset[str]


def read_modules(base: Path) -> list[Module]:
    """Every module of the three packages under `base`."""
    paths = [path for package in PACKAGES for path in sorted((base / package).rglob("*.py"))]
    return [_module(path, base) for path in paths]


def mentions(modules: Iterable[Module], name: str) -> list[Module]:
    """Modules in which `name` is written as a whole string."""
    return [module for module in modules if name in module.strings]


def _module(path: Path, base: Path) -> Module:
    strings: set[str] = set()
    provided: set[str] = set()
    said: set[str] = set()
    calls: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            strings.add(node.value)
        elif isinstance(node, ast.Dict):
            provided.update(_constants(key for key in node.keys if key))
        elif isinstance(node, ast.Call):
            provided.update(keyword.arg for keyword in node.keywords if keyword.arg)
            name = _name(node.func)
            calls.add(name)
            if name == "say" and isinstance(node.func, ast.Name) and node.args:
                said.update(_constants(_alternatives(node.args[0])))
    where = str(path.relative_to(base))
    return Module(where, frozenset(strings), frozenset(provided), frozenset(said), frozenset(calls))


def _alternatives(argument: ast.expr) -> list[ast.expr]:
    """What `"a" if … else "b"` may give; anything else than these and a constant is unknown."""
    if isinstance(argument, ast.IfExp):
        return _alternatives(argument.body) + _alternatives(argument.orelse)
    return [argument]


def _constants(nodes: Iterable[ast.AST]) -> set[str]:
    return {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
