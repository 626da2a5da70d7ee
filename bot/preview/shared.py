"""What every preview needs: to read what can be read, and the faults of the files shown."""

from collections.abc import Callable
from typing import TypeVar

from jinja2 import UndefinedError
from pydantic import BaseModel

from bot.served import check
from knowledge.answers import today
from knowledge.content import ContentError
from knowledge.settings import settings
from knowledge.wording import word

Read = TypeVar("Read")
UNREADABLE = "illisible"


class Findings(BaseModel):
    """What the check says of some files: to be cured, to be planned."""

    faults: list[str] = []
    warnings: list[str] = []


class Entry(BaseModel):
    """A journey or a letter in a list; `etat` is said when it cannot be read."""

    id: str
    titre: str
    etat: str = ""


def findings(*files: str) -> Findings:
    """Those of the check that name one of `files` (paths from the knowledge folder)."""
    report = check(settings())
    faults, warnings = (
        [said for said in told if any(name in said for name in files)]
        for told in (report.errors, report.warnings)
    )
    return Findings(faults=faults, warnings=warnings)


def worded(text: str) -> str:
    """Facts in words where they can be."""
    return attempt(text, lambda: word(text, today()))


def attempt(default: Read, read: Callable[[], Read]) -> Read:
    """What `read` reads, or `default`: the fault itself is told by the check."""
    try:
        return read()
    except (ContentError, AttributeError, KeyError, TypeError, UndefinedError):
        return default
