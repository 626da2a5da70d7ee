"""Recognise vocabulary words under their misspellings, one word at a time.

A word in the vocabulary, or in the list of look-alikes, is taken as it stands; any other may hide
one error in words of 5 letters and more, two from 9. Knows nothing of meanings or rules.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

ONE_ERROR = 5
ONE_ERROR_IN_STEM = 6
TWO_ERRORS = 9
LONGEST_WORD = 30


def allowed_errors(length: int) -> int:
    """Typing errors forgiven in a vocabulary word of `length` letters."""
    return 0 if length < ONE_ERROR else 1 if length < TWO_ERRORS else 2


class Speller:
    """`words` are whole words, `stems` beginnings of words (« respir » for « respirait »)."""

    def __init__(
        self, words: Iterable[str], stems: Iterable[str], lookalikes: Iterable[str]
    ) -> None:
        self.words = frozenset(words)
        self.stems = frozenset(stems)
        self.lookalikes = frozenset(lookalikes)
        self._stem_lengths = sorted({len(stem) for stem in self.stems})
        self._near_words = _index(self.words)
        self._near_stems = _index(stem for stem in self.stems if len(stem) >= ONE_ERROR_IN_STEM)

    def read(self, word: str) -> tuple[frozenset[str], frozenset[str]]:
        """Vocabulary words, then stems, that a typed `word` may stand for; linear in its length."""
        words = {word} & self.words
        stems = {word[:length] for length in self._stem_lengths} & self.stems
        if words or word in self.lookalikes or not 3 < len(word) <= LONGEST_WORD:
            return frozenset(words), frozenset(stems)
        near = frozenset(_near(word, self._near_words, 2))
        return near, frozenset(stems or self._misspelt_stems(word))

    def _misspelt_stems(self, word: str) -> Iterator[str]:
        lengths = {length + shift for length in self._stem_lengths for shift in (-1, 0, 1)}
        for length in lengths:
            if ONE_ERROR_IN_STEM - 1 <= length <= len(word):
                yield from _near(word[:length], self._near_stems, 1)


def _index(words: Iterable[str]) -> dict[str, set[str]]:
    """Words by every spelling left when as many letters are taken out as errors are allowed."""
    index: dict[str, set[str]] = defaultdict(set)
    for word in words:
        for spelling in _deletions(word, allowed_errors(len(word))):
            index[spelling].add(word)
    return dict(index)


def _near(word: str, index: dict[str, set[str]], deletions: int) -> set[str]:
    deletions = min(deletions, allowed_errors(len(word) + 1))
    candidates = {near for cut in _deletions(word, deletions) for near in index.get(cut, ())}
    limit = deletions
    return {
        near for near in candidates
        if OSA.distance(word, near) <= min(limit, allowed_errors(len(near)))
    }  # fmt: skip


def _deletions(word: str, count: int) -> set[str]:
    found = {word}
    frontier = {word}
    for _ in range(count):
        frontier = {text[:cut] + text[cut + 1 :] for text in frontier for cut in range(len(text))}
        found |= frontier
    return found
