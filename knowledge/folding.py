"""Fold French text to plain lower-case words while remembering where each word stood.

Knows nothing of places or needs. Positions always refer to the text as it was written.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss"}
WORD = re.compile(r"s/s(?![a-z])|ss?/|/|[a-z]+|\d+")


@dataclass(frozen=True, slots=True)
class Word:
    """One folded word; `start` and `end` delimit it in the written text."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    """Lower case, without accent; typographic apostrophes and dashes become plain ones."""
    lower = character.lower()
    if lower in LIGATURES:
        return LIGATURES[lower]
    decomposed = unicodedata.normalize("NFKD", lower)
    return "".join(part for part in decomposed if not unicodedata.combining(part)) or " "


def words(text: str) -> list[Word]:
    """Folded words of `text`, with the slashes of « sur » and « sous » kept apart."""
    folded: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        for part in character.lower() if character.isascii() else fold_character(character):
            folded.append(part)
            origin.append(index)
    return [
        Word(found[0], origin[found.start()], origin[found.end() - 1] + 1)
        for found in WORD.finditer("".join(folded))
    ]


def fold(text: str) -> str:
    """The folded words of `text`, separated by single spaces."""
    return " ".join(word.text for word in words(text))


SPELLINGS = tuple(
    (re.compile(written), heard)
    for written, heard in (
        ("ph", "f"), ("qu(?=[aeio])", "k"), ("gu(?=[ei])", "g"), ("y", "i"), ("h", ""), ("c", "k"),
        ("z", "s"), (r"(.)\1", r"\1"),
    )
)  # fmt: skip


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Rough sound of folded words: « orthofoniste » and « orthophoniste » become the same."""
    heard = word
    for written, spoken in SPELLINGS:
        heard = written.sub(spoken, heard)
    return heard.rstrip("sxt") or heard
