"""Bring a misspelt word back to a word of the training sentences, when only one can be meant.

Touches only words that neither the training sentences nor French know.
"""

from collections import defaultdict

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.nlu.mentions import MARK
from bot.nlu.vectors import WordVectors

SHORTEST = 5
TWO_ERRORS = 9


class Spelling:
    """Words of the training sentences, by first letter."""

    def __init__(self, sentences: list[str], vectors: WordVectors) -> None:
        """Learn the words of prepared `sentences`."""
        self._vectors = vectors
        self._words = {word for sentence in sentences for word in sentence.split()}
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            if len(word) >= SHORTEST and not word.startswith(MARK):
                self._by_letter[word[0]].append(word)

    def correct(self, sentence: str) -> str:
        """`sentence` with its misspelt words replaced."""
        return " ".join(self._corrected(word) for word in sentence.split())

    def _corrected(self, word: str) -> str:
        if len(word) < SHORTEST or word in self._words or self._vectors.row(word) is not None:
            return word
        near = process.extract(
            word, self._by_letter.get(word[0], []), scorer=OSA.distance, limit=2,
            score_cutoff=1 if len(word) < TWO_ERRORS else 2,
        )  # fmt: skip
        clear = len(near) == 1 or (len(near) == 2 and near[0][1] < near[1][1])
        return near[0][0] if clear else word
