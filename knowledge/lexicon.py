"""Find in a text the wordings of a lexicon, misspelt or not; the longest wording wins.

Knows no subject: what the wordings mean, and the words that look like them, come from content.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.folding import sound, words

LINKS = frozenset(
    ("a", "au", "aux", "d", "de", "des", "du", "l", "la", "le", "les", "pour", "mon", "ma", "mes",
     "son", "sa", "ses")
)  # fmt: skip
Key = tuple[str, ...]
Wordings = Mapping[str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """A wording found in a text between `start` and `end` (excluded), and the id it stands for."""

    start: int
    end: int
    id: str


class Lexicon:
    """Wordings by id; `false_friends` look like them, `plurals` are not those of their singular.

    `links` are small words that say nothing, skipped in the wordings as in what is read.

    A word of 6 letters or more is recognised with one typing error, of 9 or more with `errors`,
    unless it is then as near to another meaning.
    """

    def __init__(
        self,
        wordings: Wordings,
        false_friends: Iterable[str],
        plurals: Iterable[str] = (),
        errors: int = 1,
        links: Collection[str] = LINKS,
    ) -> None:
        self._errors = errors
        self._links = links
        self._plurals = frozenset(plurals)
        self._phrases = {_key(mot, self._plurals, links): "" for mot in false_friends}
        for identifier, mots in wordings.items():
            self._phrases |= {_key(mot, self._plurals, links): identifier for mot in mots}
        self._words = frozenset(word for key in self._phrases for word in key)
        self._longest = max(map(len, self._phrases))
        self._sounds: dict[str, dict[str, str]] = {}
        for word in sorted(self._words):
            if len(word) >= 5:
                self._sounds.setdefault(sound(word)[0], {})[word] = sound(word)

    def find(self, text: str) -> list[Found]:
        """Wordings in `text`, in order, none overlapping another."""
        kept = [word for word in words(text) if word.text not in self._links]
        known = [self._canonical(word.text) for word in kept]
        found: list[Found] = []
        position = 0
        while position < len(kept):
            size = self._longest_match(known, position)
            if size and (identifier := self._phrases[tuple(known[position : position + size])]):
                last = kept[position + size - 1]
                found.append(Found(kept[position].start, last.end, identifier))
            position += size or 1
        return found

    def _longest_match(self, known: list[str], position: int) -> int:
        for size in range(min(self._longest, len(known) - position), 0, -1):
            if tuple(known[position : position + size]) in self._phrases:
                return size
        return 0

    def _canonical(self, typed: str) -> str:
        """The word of the lexicon meant: same, plural of it, or typing errors away."""
        word = _singular(typed, self._plurals)
        if word in self._words or len(word) < 6:
            return word
        heard = sound(word)
        near = process.extract(
            heard, self._sounds.get(heard[:1], {}), scorer=OSA.distance,
            score_cutoff=1 if len(word) < 9 else self._errors, limit=4,
        )  # fmt: skip
        closest = [key for _, distance, key in near if distance == near[0][1]]
        meanings = {self._phrases.get((key,), key) for key in closest}
        return closest[0] if len(meanings) == 1 else word


def shared_wordings(
    wordings: Wordings, plurals: Collection[str] = (), links: Collection[str] = LINKS
) -> dict[str, int]:
    """Wordings given to several ids, and to how many: only one of them would ever be found."""
    keys = {mot: _key(mot, plurals, links) for mots in wordings.values() for mot in mots}
    uses = Counter(key for mots in wordings.values() for key in {keys[mot] for mot in mots})
    written = {key: mot for mot, key in keys.items()}
    return {written[key]: count for key, count in uses.items() if count > 1}


def _key(wording: str, plurals: Collection[str], links: Collection[str]) -> Key:
    kept = (word.text for word in words(wording) if word.text not in links)
    return tuple(_singular(word, plurals) for word in kept)


def _singular(word: str, plurals: Collection[str]) -> str:
    if len(word) > 3 and word[-1] in "sx" and word[-2] != "s" and word not in plurals:
        return word[:-1]
    return word
