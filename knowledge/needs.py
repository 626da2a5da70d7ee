"""Needs: what members look for near them, and finding them in what they write.

Content is `besoins.yml`; a need is never deduced from a symptom, only from the words for it.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.content import ROOT, Content, ContentError, parse, read_yaml
from knowledge.folding import sound, words

LINKS = frozenset(
    [
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "l",
        "la",
        "le",
        "les",
        "pour",
        "mon",
        "ma",
        "mes",
        "son",
        "sa",
        "ses",
    ]
)
SAME_AS_MEDECIN = ("docteur", "toubib", "specialiste")  # « docteur des yeux »
Key = tuple[str, ...]


class Need(Content):
    """One need. Codes of `categories`, `activites`… are those of the official files."""

    id: str
    libelle: str = Field(min_length=3)
    pluriel: str = Field(min_length=3)
    mots: tuple[str, ...] = Field(min_length=1)
    categories: tuple[str, ...] = ()
    activites: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()
    savoir_faire: tuple[str, ...] = ()
    si_absent: str = Field(min_length=20)


@dataclass(frozen=True, slots=True)
class NeedMention:
    """A need found in a text, between the characters `start` and `end` (excluded)."""

    start: int
    end: int
    need_id: str


def load_needs(path: Path = ROOT / "besoins.yml") -> dict[str, Need]:
    """Needs by id; raise ContentError with every fault, a word given to two needs included."""
    problems: list[str] = []
    found: dict[str, Need] = {}
    for identifier, data in read_yaml(path)["besoins"].items():
        try:
            found[identifier] = parse(Need, {"id": identifier, **data}, f"{path} ({identifier})")
        except ContentError as error:
            problems += error.problems
    uses = Counter(key for need in found.values() for key in {_key(mot) for mot in need.mots})
    for key, count in uses.items():
        if count > 1:
            problems.append(f"{path} : « {' '.join(key)} » désigne {count} besoins : gardez-en un.")
    if problems:
        raise ContentError(problems)
    return found


@cache
def needs() -> dict[str, Need]:
    """The needs shipped with Ariane, read once."""
    return load_needs()


def extract_needs(text: str) -> list[NeedMention]:
    """Needs named in `text`, in order; the longest wording wins where several could match."""
    index = _index()
    kept = [word for word in words(text) if word.text not in LINKS]
    known = [_canonical(word.text) for word in kept]
    found: list[NeedMention] = []
    position = 0
    while position < len(kept):
        size = _longest_match(known, position, index)
        if size and (need_id := index.phrases[tuple(known[position : position + size])]):
            last = kept[position + size - 1]
            found.append(NeedMention(kept[position].start, last.end, need_id))
        position += size or 1
    return found


def _longest_match(known: list[str], position: int, index: "_Index") -> int:
    for size in range(min(index.longest, len(known) - position), 0, -1):
        if tuple(known[position : position + size]) in index.phrases:
            return size
    return 0


def _key(wording: str) -> Key:
    return tuple(_singular(word.text) for word in words(wording) if word.text not in LINKS)


@cache
def _content() -> Any:
    return read_yaml(ROOT / "besoins.yml")


@cache
def _plurals() -> frozenset[str]:
    """Plurals that mean something else than their singular: « urgences », « rayons »."""
    return frozenset(_content()["pluriels"])


def _singular(word: str) -> str:
    if len(word) > 3 and word[-1] in "sx" and word[-2] != "s" and word not in _plurals():
        return word[:-1]
    return word


@dataclass(frozen=True)
class _Index:
    """`phrases`: need id by wording, empty for false friends; `sounds`: words by first letter."""

    phrases: dict[Key, str]
    words: frozenset[str]
    sounds: dict[str, dict[str, str]]
    longest: int


@cache
def _index() -> _Index:
    phrases = {_key(mot): "" for mot in _content()["faux_amis"]}
    for need in needs().values():
        for key in map(_key, need.mots):
            phrases[key] = need.id
            if key[0] == "medecin" and len(key) > 1:
                phrases |= {(other, *key[1:]): need.id for other in SAME_AS_MEDECIN}
    vocabulary = frozenset(word for key in phrases for word in key)
    sounds: dict[str, dict[str, str]] = {}
    for word in sorted(vocabulary):
        if len(word) >= 5:
            sounds.setdefault(sound(word)[0], {})[word] = sound(word)
    return _Index(phrases, vocabulary, sounds, max(len(key) for key in phrases))


def _canonical(typed: str) -> str:
    """The word of the vocabulary meant: same, plural of it, or one or two typing errors away."""
    index = _index()
    word = _singular(typed)
    if word in index.words or len(word) < 6:
        return word
    heard = sound(word)
    near = process.extract(
        heard, index.sounds.get(heard[:1], {}), scorer=OSA.distance,
        score_cutoff=1 if len(word) < 9 else 2, limit=4,
    )  # fmt: skip
    closest = [key for _, distance, key in near if distance == near[0][1]]
    meanings = {index.phrases.get((key,), key) for key in closest}
    return closest[0] if len(meanings) == 1 else word
