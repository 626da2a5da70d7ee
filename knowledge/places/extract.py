"""Find the places named in a sentence, and say when a name may mean several of them.

Never settles between homonyms silently: several candidates are to be asked back. Ordinary words
that are also communes (« sens », « tours ») count only where a place is expected.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from knowledge.content import read_yaml
from knowledge.folding import Word, words
from knowledge.needs import extract_needs
from knowledge.places.gazetteer import Place, communes_named, gazetteer, place

HERE = Path(__file__).parent
DOMINANT = 20  # times more populous than each homonym: nobody means the others without saying so
LONGEST_NAME = 8  # words
SHOWN = 10  # homonyms worth listing


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place found between `start` and `end`; more than one candidate means « ask which »."""

    start: int
    end: int
    candidates: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Words `first` to `stop` (excluded) read as the places `ids`."""

    first: int
    stop: int
    ids: tuple[str, ...]


@cache
def cues() -> dict[str, Any]:
    """Word lists of `reperes.yml`: sets, and the dictionary of abbreviations."""
    lists = read_yaml(HERE / "reperes.yml")
    found: dict[str, Any] = {
        name: value if isinstance(value, dict) else frozenset(value)
        for name, value in lists.items()
    }
    found["jamais"] |= found["annonces"] | found["proximites"] | found["chevilles"]
    return found


@cache
def ordinary_words() -> frozenset[str]:
    """Everyday French words that are, or resemble, names of communes."""
    return frozenset((HERE / "mots_ordinaires.txt").read_text(encoding="utf-8").splitlines())


class Sentence:
    """Words of a text in full form, and what is known of the position of each."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.written = words(text)
        full = cues()["abreviations"]
        self.words = [full.get(word.text, word.text) for word in self.written]
        needs = extract_needs(text)
        self.taken = [any(n.start <= w.start < n.end for n in needs) for w in self.written]
        letters = [c for c in text if c.isalpha()]
        self.shouted = all(c.isupper() for c in letters) and len(letters) > 3

    def word(self, index: int) -> str:
        """The word at `index`, empty outside the sentence."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def capital(self, index: int) -> bool:
        """Written with a capital that means something."""
        return not self.shouted and self.text[self.written[index].start].isupper()

    def joined(self, index: int) -> bool:
        """No blank between this word and the next: « 15e », « 2A »."""
        pair = self.written[index : index + 2]
        return len(pair) == 2 and pair[0].end == pair[1].start

    def level(self, first: int, stop: int) -> int:
        """How much a place is expected there, from 0 (not at all) to 3 (nothing else fits)."""
        before = self.word(first - 1)
        if before in cues()["titres"] or self.in_street(first):
            return 0
        if self._beside_need(first, stop) or self._alone(first, stop):
            return 3
        if before in cues()["annonces"] or (before == "a" and self._says_where(first - 1)):
            return 2
        near = any(self.word(first - back) in cues()["proximites"] for back in (2, 3))
        weak = before in cues()["liaisons"]
        if weak and near:
            return 2
        return int(weak) + int(first > 0 and self.capital(first))

    def _says_where(self, index: int) -> bool:
        """« à », or « a » where it cannot be the verb."""
        accented = self.text[self.written[index].start] in "àÀ"
        return accented or self.shouted or index == 0 or self.word(index - 1) in cues()["avant_a"]

    def in_street(self, first: int) -> bool:
        """« rue de Paris », « place des Lilas »: not where the person wants to go."""
        index = first - 1
        while self.word(index) in cues()["liaisons"]:
            index -= 1
        return self.word(index) in cues()["voies"] and not self.taken[index]

    def _beside_need(self, first: int, stop: int) -> bool:
        """« dentiste dispo près de Lens », « lens dentiste »."""
        if first == 0 and stop < len(self.taken) and self.taken[stop]:
            return True
        for index in range(first - 1, max(first - 6, -1), -1):
            if self._stops_between(index):
                return False
            if self.taken[index]:
                return True
            if self.words[index] not in cues()["chevilles"]:
                return False
        return False

    def _stops_between(self, index: int) -> bool:
        """A full stop or a colon between this word and the next."""
        return any(
            c in ".:;!?" for c in self.text[self.written[index].end : self.written[index + 1].start]
        )

    def carries_on(self, first: int, stop: int) -> bool:
        """A lower-case word right after a need, in mid-sentence: « que le kiné vienne à… »."""
        after = self.word(stop)
        return first > 0 and self.taken[first - 1] and after != "" and not after.isdigit()

    def _alone(self, first: int, stop: int) -> bool:
        others = self.words[:first] + self.words[stop:]
        return not any(self.taken) and all(
            word in cues()["remplissage"] or word.isdigit() for word in others
        )


@lru_cache(maxsize=4096)
def settle(ids: tuple[str, ...]) -> tuple[str, ...]:
    """One id when it is far more populous than each homonym, else the candidates to ask about."""
    ranked = sorted(dict.fromkeys(ids), key=lambda one: -place(one).population)
    if len(ranked) < 2:
        return tuple(ranked)
    first, second = place(ranked[0]).population, place(ranked[1]).population
    return (ranked[0],) if first >= DOMINANT * max(second, 1) else tuple(ranked[:SHOWN])


def read_commune(sentence: Sentence, first: int) -> Reading | None:
    """Longest commune name starting at word `first` that its position allows."""
    longest = min(LONGEST_NAME, len(sentence.words) - first)
    for size in range(longest, 0, -1):
        if any(sentence.taken[first : first + size]):
            continue
        name = " ".join(sentence.words[first : first + size])
        for full in _with_article(name, sentence.word(first - 1)):
            if _known(full) and _allowed(sentence, first, first + size, full):
                return Reading(first, first + size, tuple(communes_named(full)))
    return None


def _with_article(name: str, before: str) -> tuple[str, ...]:
    """« au Mans » is « Le Mans », « aux Lilas » is « Les Lilas »."""
    article = {"au": "le ", "du": "le ", "aux": "les ", "des": "les "}.get(before)
    return (article + name,) if article else (name,)


def _known(name: str) -> bool:
    found = gazetteer()
    return name in found.names or name in found.first_words or name in found.former


def _allowed(sentence: Sentence, first: int, stop: int, name: str) -> bool:
    """Whether a name may be read there: the more ordinary, the more expected."""
    if name in cues()["jamais"] or sentence.in_street(first):
        return False
    following = sentence.word(stop)
    if len(following) == 5 and following in gazetteer().postcodes:
        return True
    level = sentence.level(first, stop)
    size = place(communes_named(name)[0]).population
    entire = name in gazetteer().names
    if name in ordinary_words() or len(name) <= 3:
        return _allowed_ordinary(sentence, first, stop, level, size if entire else 0)
    if sentence.word(first - 1) in cues()["titres"]:
        return size >= 20000
    if not entire:
        return level >= 2
    return size >= 1000 or level >= 1


def _allowed_ordinary(sentence: Sentence, first: int, stop: int, level: int, size: int) -> bool:
    if sentence.capital(first) and first > 0:
        return level >= 2
    entire_message = stop - first == len(sentence.words)
    small = size < 5000
    if sentence.carries_on(first, stop) or (
        small and not (any(sentence.taken[:first]) or entire_message)
    ):
        return False
    return level >= (2 if size >= 5000 else 3) and size > 0


def to_mention(sentence: Sentence, reading: Reading) -> PlaceMention:
    """The reading as characters and places."""
    first: Word = sentence.written[reading.first]
    last: Word = sentence.written[reading.stop - 1]
    return PlaceMention(first.start, last.end, tuple(place(one) for one in settle(reading.ids)))
