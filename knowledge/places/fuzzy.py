"""Misspelt communes: read only where a place is expected, only when one name is clearly nearest.

Ordinary French words are never corrected into a commune.
"""

from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.folding import sound
from knowledge.places.extract import Reading, Sentence, cues, ordinary_words
from knowledge.places.gazetteer import communes_named, gazetteer

WORTH_GUESSING = 4000  # inhabitants; a village misspelt is asked for again
LARGE = 50000
ARTICLES = frozenset(["la", "le", "les", "l"])


@cache
def _names() -> dict[tuple[str, int], dict[str, str]]:
    """Sounds of the communes large enough, by first sound and number of words, then by name."""
    found = gazetteer()
    index: dict[tuple[str, int], dict[str, str]] = {}
    for name, codes in found.names.items():
        if any(found.population(code) >= WORTH_GUESSING for code in codes.split()):
            heard = sound(name)
            index.setdefault((heard[0], name.count(" ") + 1), {})[name] = heard
    return index


def read_misspelt(sentence: Sentence, first: int) -> Reading | None:
    """The commune whose name is nearest to the words at `first`, where a place is expected."""
    for size in range(min(5, len(sentence.words) - first), 0, -1):
        stop = first + size
        chunk = sentence.words[first:stop]
        if any(sentence.taken[first:stop]) or not _guessable(chunk):
            continue
        if sentence.level(first, stop) < (3 if chunk[0] in ARTICLES else 2):
            continue
        if near := nearest_names(" ".join(chunk), size):
            return Reading(first, stop, near)
    return None


def _guessable(chunk: list[str]) -> bool:
    text = " ".join(chunk)
    if len(text) < (4 if len(chunk) == 1 else 8) or not text.replace(" ", "").isalpha():
        return False
    if chunk[-1] in cues()["remplissage"] or chunk[0] in _fillers():
        return False
    return not all(_ordinary(word) for word in chunk)


@cache
def _fillers() -> frozenset[str]:
    """Words no name begins with."""
    return frozenset(cues()["remplissage"]) - ARTICLES


def _ordinary(word: str) -> bool:
    return word in ordinary_words() or word in cues()["jamais"] or word in ARTICLES


def nearest_names(text: str, size: int) -> tuple[str, ...]:
    """INSEE codes of the names nearest to `size` folded words; none when none is near enough."""
    heard = sound(text)
    matches = process.extract(
        heard, _names().get((heard[0], size), {}), scorer=OSA.distance,
        score_cutoff=1 if len(text) < 10 else 2, limit=8,
    )  # fmt: skip
    if not matches:
        return ()
    best = matches[0][1]
    codes = [code for _, gap, name in matches if gap == best for code in communes_named(name)]
    if len(text) < 6 and best:
        codes = [code for code in codes if gazetteer().population(code) >= LARGE]
    return tuple(codes)
