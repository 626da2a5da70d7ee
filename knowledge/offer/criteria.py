"""Criteria a search may be narrowed by: words to criteria, criteria to bits kept in the database.

Content is `criteres.yml`. A bit says that a file tells it; its absence says nothing.
"""

from collections.abc import Iterable
from functools import cache

from pydantic import Field

from knowledge.content import ROOT, Content, parse, read_yaml
from knowledge.folding import words

FILE = ROOT / "offer" / "criteres.yml"


class Criterion(Content):
    """One criterion; `codes` are the values of the official files that prove it."""

    id: str
    bit: int = Field(ge=0, le=30)
    libelle: str = Field(min_length=3)
    mots: tuple[str, ...] = Field(min_length=1)
    codes: tuple[str, ...] = Field(min_length=1)


@cache
def criteria() -> dict[str, Criterion]:
    """Criteria by id; raise ContentError when one is not written as expected."""
    return {
        identifier: parse(Criterion, {"id": identifier, **data}, f"{FILE} ({identifier})")
        for identifier, data in read_yaml(FILE)["criteres"].items()
    }


@cache
def marks_of(*codes: str) -> int:
    """Bits proved by values of a file, such as `sph:1`."""
    return mask(one.id for one in criteria().values() if set(codes) & set(one.codes))


def mask(identifiers: Iterable[str]) -> int:
    """Bits of several criteria."""
    return sum(1 << criteria()[one].bit for one in set(identifiers))


def extract_criteria(text: str) -> list[str]:
    """Criteria named in `text`, in the order of the content; the longest wording wins."""
    typed = [_singular(word.text) for word in words(text)]
    found: set[str] = set()
    position = 0
    while position < len(typed):
        size, criterion = _match(typed, position)
        if criterion:
            found.add(criterion)
        position += size or 1
    return [identifier for identifier in criteria() if identifier in found]


def _match(typed: list[str], position: int) -> tuple[int, str]:
    longest = max(len(key) for key in _wordings())
    for size in range(min(longest, len(typed) - position), 0, -1):
        criterion = _wordings().get(tuple(typed[position : position + size]))
        if criterion:
            return size, criterion
    return 0, ""


@cache
def _wordings() -> dict[tuple[str, ...], str]:
    return {
        tuple(_singular(word.text) for word in words(wording)): one.id
        for one in criteria().values()
        for wording in one.mots
    }


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") else word
