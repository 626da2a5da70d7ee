"""How alike two sentences are: words, pairs of words, pieces of words, and meaning by vectors.

The kernel of `bot.nlu.intent_model`: it compares, and decides nothing.
"""

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

from bot.nlu.mentions import MARK
from bot.nlu.vectors import Floats, WordVectors

RARITY = (
    1.5  # power of the inverse frequency: a mean of vectors is drowned by common words without it
)


class Likeness:
    """Fitted on prepared sentences, it compares any other with each of them."""

    def __init__(self, vectors: WordVectors) -> None:
        """`vectors`: the meaning of words."""
        self._vectors = vectors
        shape = {"sublinear_tf": True, "dtype": np.float32}
        words = {"tokenizer": str.split, "token_pattern": None, **shape}
        self._words = TfidfVectorizer(**words)
        self._pieces = FeatureUnion(
            [
                ("words", TfidfVectorizer(ngram_range=(1, 2), **words)),
                (
                    "chars",
                    TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, **shape),
                ),
            ]
        )

    def fit(self, sentences: list[str]) -> Floats:
        """Learn `sentences`; return how alike they are among themselves (square)."""
        self._words.fit(sentences)
        pieces: csr_matrix = self._pieces.fit_transform(sentences)
        meanings = np.stack([self._raw_meaning(sentence) for sentence in sentences])
        self._centre = meanings.mean(axis=0)
        self._meanings = self._centred(meanings)
        self._columns = pieces.T.tocsr()  # so that one sentence reads only the lists of its pieces
        same = (pieces @ self._columns).toarray()
        return self._combined(same, self._meanings @ self._meanings.T)

    def compare(self, sentence: str) -> Floats:
        """Likeness of `sentence` with each sentence learnt, 0 to 1."""
        pieces = (self._pieces.transform([sentence]) @ self._columns).toarray()[0]
        meaning = self._centred(self._raw_meaning(sentence)[None, :])[0]
        return self._combined(pieces, self._meanings @ meaning)

    @staticmethod
    def _combined(pieces: Floats, meanings: Floats) -> Floats:
        """Words, characters and meaning (which counts twice), sharpened: near ones weigh more."""
        sharpened: Floats = np.exp((pieces + 2 * meanings) / 4 - 1, dtype=np.float32)
        return sharpened

    def _raw_meaning(self, sentence: str) -> Floats:
        rank, rarity = self._words.vocabulary_, self._words.idf_
        unseen = float(rarity.max())
        weighted = [
            (word, float(rarity[rank[word]] if word in rank else unseen) ** RARITY)
            for word in sentence.split()
            if not word.startswith(MARK)
        ]
        return self._vectors.sum(weighted)

    def _centred(self, meanings: Floats) -> Floats:
        moved = meanings - self._centre
        size: Floats = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
        return size
