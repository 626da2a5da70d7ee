"""Engine of the safety net: rules read from YAML, tried on each message. Depends on no model.

Deterministic and linear. It knows no French: words, patterns and guards are in `vocabulaire.yml`
and `rules/`. It must never write, log or keep what it reads.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from knowledge.content import ContentError, relative
from knowledge.safety.patterns import (
    Pattern,
    PatternError,
    Sequence,
    around,
    compile_pattern,
    ends,
    expression,
    occurrences,
)
from knowledge.safety.rulebook import FOLDER, KINDS, Rule, Rulebook, load_rulebook
from knowledge.safety.spelling import Speller
from knowledge.text import normalise

SENTENCE_END = re.compile(r"[.!?;…\n]+")
BETWEEN_SENTENCES = 2  # empty places, so that a pattern seldom straddles two sentences
EXCEPTION_REACH = 8
NOW_BEFORE, NOW_AFTER = 0, 8
NUMBERS = {
    "annee": frozenset(str(year) for year in range(1930, 2100)),
    "mineur": frozenset(str(age) for age in range(1, 18)),
    "grand_age": frozenset(str(age) for age in range(68, 111)),
    "nombre": frozenset(str(number) for number in range(1, 100)),
}


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A danger found in a message: its kind, and the rule that found it."""

    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Compiled:
    flag: RedFlag
    patterns: tuple[Pattern, ...]
    guards: tuple[str, ...]
    exceptions: tuple[Pattern, ...]
    longest: int | None


@dataclass(frozen=True, slots=True)
class _Message:
    """Places of each list of forms, as bits, and the clauses guards may not look beyond."""

    places: dict[frozenset[str], int]
    clauses: list[int]
    length: int

    def any_of(self, patterns: Iterable[Pattern]) -> int:
        found = 0
        for pattern in patterns:
            found |= occurrences(pattern, self.places)
        return found

    def near(self, bits: int, reach: int) -> int:
        """`bits` widened both ways without leaving their clause."""
        if not bits:
            return 0
        found = 0
        for clause in self.clauses:
            if inside := bits & clause:
                found |= around(inside, reach, reach) & clause
        return found


class SafetyNet:
    """Rules compiled once; `detect` may then be called from any thread."""

    def __init__(self, book: Rulebook) -> None:
        """Compile every pattern; raise PatternError for one that cannot be read."""
        vocabulary = book.vocabulary
        lists = {name: frozenset(text.split()) for name, text in vocabulary.mots.items()}
        self._words = lists | NUMBERS
        self._rules = [
            self._compile(RedFlag(kind, name), rule)
            for kind in KINDS
            for name, rule in book.rules[kind].items()
        ]
        self._guards = {
            name: (guard, self._patterns(guard.motifs, 1))
            for name, guard in vocabulary.gardes.items()
        }
        self._now = self._patterns(vocabulary.maintenant, 1)
        self._clauses = self._patterns(vocabulary.clauses, 0)
        self._index_forms(vocabulary.sosies)
        self._by_first = self._rules_by_first_word()

    def detect(self, text: str) -> RedFlag | None:
        """Most serious danger told by `text`, or None."""
        message = self._read(text)
        blocked: dict[str, int] = {}
        candidates = {rank for forms in message.places for rank in self._by_first.get(forms, ())}
        for rank in sorted(candidates):
            rule = self._rules[rank]
            if rule.longest and message.length > rule.longest:
                continue
            found = message.any_of(rule.patterns)
            if found and self._survives(found, rule, message, blocked):
                return rule.flag
        return None

    def _survives(
        self, found: int, rule: _Compiled, message: _Message, blocked: dict[str, int]
    ) -> bool:
        for name in rule.guards:
            if name not in blocked:
                blocked[name] = self._blocked(name, message)
            found &= ~blocked[name]
        if found and rule.exceptions:
            found &= ~message.near(message.any_of(rule.exceptions), EXCEPTION_REACH)
        return found != 0

    def _blocked(self, name: str, message: _Message) -> int:
        guard, patterns = self._guards[name]
        bits = message.near(message.any_of(patterns), guard.portee)
        if bits and guard.cede:
            bits &= ~around(message.any_of(self._now), NOW_BEFORE, NOW_AFTER)
        return bits

    def _read(self, text: str) -> _Message:
        places: dict[frozenset[str], int] = defaultdict(int)
        place = length = 0
        limits = [0]
        for sentence in SENTENCE_END.split(text):
            words = normalise(sentence).split()
            if not words:
                continue
            for word in words:
                bit = 1 << place
                for forms in self._forms_of(word):
                    places[forms] |= bit
                place += 1
                length += 1
            place += BETWEEN_SENTENCES
            limits.append(place)
        for sequence, lists in self._expressions:
            if sequence[0].forms in places and (found := ends(sequence, places)):
                for forms in lists:
                    places[forms] |= found
        message = _Message(dict(places), [], length)
        message.clauses.extend(_spans(limits, message.any_of(self._clauses)))
        return message

    def _compile(self, flag: RedFlag, rule: Rule) -> _Compiled:
        patterns = self._patterns(rule.motifs, rule.ecart)
        return _Compiled(flag, patterns, rule.gardes, self._patterns(rule.sauf, 1), rule.mots_max)

    def _patterns(self, texts: Iterable[str], gap: int) -> tuple[Pattern, ...]:
        return tuple(compile_pattern(text, gap, self._words) for text in texts)

    def _every_pattern(self) -> Iterator[Pattern]:
        for rule in self._rules:
            yield from rule.patterns + rule.exceptions
        for _, patterns in self._guards.values():
            yield from patterns
        yield from self._now + self._clauses

    def _index_forms(self, lookalikes: str) -> None:
        """Prepare, for each written form, the lists of forms it belongs to."""
        lists = {
            step.forms
            for pattern in self._every_pattern()
            for sequence in pattern.sequences
            for step in sequence
        }
        by_form: dict[str, set[frozenset[str]]] = defaultdict(set)
        self._expressions: list[tuple[Sequence, list[frozenset[str]]]] = []
        for form in {form for forms in lists for form in forms}:
            owners = [forms for forms in lists if form in forms]
            if "_" in form:
                sequence = expression(form)
                self._expressions.append((sequence, owners))
                for step in sequence:
                    by_form[next(iter(step.forms))].add(step.forms)
            else:
                by_form[form].update(owners)
        stems = [form[:-1] for form in by_form if form.endswith("*")]
        words = [form for form in by_form if not form.endswith("*")]
        speller = Speller(words, stems, lookalikes.split())

        @lru_cache(maxsize=20_000)
        def forms_of(word: str) -> tuple[frozenset[str], ...]:
            whole, stems = speller.read(word)
            forms = [*whole, *(f"{stem}*" for stem in stems)]
            return tuple({found for form in forms for found in by_form[form]})

        self._forms_of = forms_of

    def _rules_by_first_word(self) -> dict[frozenset[str], list[int]]:
        ranks: dict[frozenset[str], set[int]] = defaultdict(set)
        for rank, rule in enumerate(self._rules):
            for pattern in rule.patterns:
                ranks[pattern.sequences[0][0].forms].add(rank)
        return {forms: sorted(found) for forms, found in ranks.items()}


def _spans(limits: list[int], breaks: int) -> Iterator[int]:
    """Bits between two successive limits, sentence ends or words that open a new clause."""
    starts = sorted({*limits, *(place for place in range(limits[-1]) if breaks >> place & 1)})
    for start, end in pairwise(starts):
        yield (1 << end) - (1 << start)


def load_net(folder: Path = FOLDER) -> SafetyNet:
    """The net of a folder of rules; raise ContentError naming what an editor must cure."""
    book = load_rulebook(folder)
    try:
        return SafetyNet(book)
    except PatternError as error:
        raise ContentError([f"{relative(folder)} : {error}."]) from None


@cache
def safety_net() -> SafetyNet:
    """The net shipped with Ariane, read once."""
    return load_net()
