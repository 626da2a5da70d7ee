"""Sentence patterns of the safety rules, and where they occur among the words of a message.

`mal <poitrine>` : words in order, a few others allowed between; `mal+de+tete`: without any
between; `feu|flammes`: either; `beau_pere`: an expression, as one word among others; `respir*`:
any ending; `a & b`: near each other, in any order.
Positions are bits of one integer, so matching costs a few operations whatever the message.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

ITEM = re.compile(r"^[a-z0-9*|<>_]+$")
NEARBY = 10  # words between the two sides of « & »


class PatternError(ValueError):
    """A pattern no editor can have meant; the message is in French, with the cure."""


class Step(NamedTuple):
    """One expected word: any of `forms`, at most `reach` words after the step before."""

    forms: frozenset[str]
    reach: int


Sequence = tuple[Step, ...]


class Pattern(NamedTuple):
    """Sequences that must all occur near one another."""

    sequences: tuple[Sequence, ...]


def compile_pattern(text: str, gap: int, words: Mapping[str, frozenset[str]]) -> Pattern:
    """Read a pattern; `words` are the lists called by `<name>`. Raise PatternError."""
    return Pattern(tuple(_sequence(part, gap, words) for part in text.split(" & ")))


def _sequence(text: str, gap: int, words: Mapping[str, frozenset[str]]) -> Sequence:
    steps = []
    for chunk in text.split():
        reach = gap + 1
        for item in chunk.split("+"):
            steps.append(Step(_forms(item, words), reach))
            reach = 1
    if not steps:
        raise PatternError(f"motif « {text} » vide : écrivez au moins un mot")
    return tuple(steps)


def _forms(item: str, words: Mapping[str, frozenset[str]]) -> frozenset[str]:
    if not ITEM.match(item):
        raise PatternError(f"motif « {item} » : écrivez sans accent, en minuscules")
    forms: set[str] = set()
    for form in item.split("|"):
        if form.startswith("<"):
            name = form.strip("<>")
            if name not in words:
                raise PatternError(f"liste « {name} » inconnue : ajoutez-la à vocabulaire.yml")
            forms |= words[name]
        else:
            forms.add(form)
    return frozenset(forms)


def expression(form: str) -> Sequence:
    """Steps of a form such as `beau_pere`, a single one for an ordinary word."""
    return tuple(Step(frozenset({word}), 1) for word in form.split("_"))


def occurrences(pattern: Pattern, places: Mapping[frozenset[str], int]) -> int:
    """Bits of the words where its first sequence ends, near all the others; 0 if nowhere."""
    found = ends(pattern.sequences[0], places)
    for sequence in pattern.sequences[1:]:
        if not found:
            return 0
        found &= around(ends(sequence, places), NEARBY, NEARBY)
    return found


def ends(sequence: Sequence, places: Mapping[frozenset[str], int]) -> int:
    """Bits of the words where `sequence` ends."""
    found = places.get(sequence[0].forms, 0)
    for forms, reach in sequence[1:]:
        if not found:
            return 0
        found = around(found << 1, 0, reach - 1) & places.get(forms, 0)
    return found


def around(bits: int, before: int, after: int) -> int:
    """`bits` widened by so many words on each side."""
    wide = bits
    for shift in range(1, max(before, after) + 1):
        if shift <= after:
            wide |= bits << shift
        if shift <= before:
            wide |= bits >> shift
    return wide
