"""Which intent a sentence carries: likeness to the sentences learnt, weighed by ridge regression.

Knows nothing of Rasa, so that it can be measured alone. Leaving each sentence out has a closed form
in ridge regression: the probabilities are calibrated on answers about sentences not yet seen,
without training several times.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_solve, cholesky  # type: ignore[import-untyped]
from scipy.linalg.lapack import strtri  # type: ignore[import-untyped]
from scipy.optimize import minimize_scalar  # type: ignore[import-untyped]

from bot.nlu.likeness import Likeness
from bot.nlu.scope import OUT_OF_SCOPE, Scope
from bot.nlu.spelling import Spelling
from bot.nlu.vectors import Floats, WordVectors

RIDGE = 0.2


@dataclass(frozen=True)
class Guess:
    """An intent and its probability."""

    intent: str
    confidence: float


class IntentModel:
    """Fitted on prepared sentences (`bot.nlu.mentions.prepare`). Picklable."""

    def fit(self, sentences: list[str], intents: list[str]) -> "IntentModel":
        """Learn from prepared `sentences` and their `intents`."""
        vectors = WordVectors.from_spacy()
        self.intents = sorted(set(intents))
        rank = {intent: index for index, intent in enumerate(self.intents)}
        truth = np.array([rank[intent] for intent in intents])
        self._spelling = Spelling(sentences, vectors)
        self._scope = Scope(sentences, intents, vectors)
        self._likeness = Likeness(vectors)
        target = np.eye(len(self.intents), dtype=np.float32)[truth]
        self._weights, unseen = solve(self._likeness.fit(sentences), target)
        self._sharpness = sharpness(unseen, truth)
        return self

    def rank(self, sentence: str, limit: int = 10) -> list[Guess]:
        """Likeliest intents of one prepared sentence, best first; equal when it is empty."""
        if not sentence:
            return [Guess(intent, 1 / len(self.intents)) for intent in self.intents[:limit]]
        read = self._spelling.correct(sentence)
        logits = self._sharpness * (self._likeness.compare(read) @ self._weights)
        if OUT_OF_SCOPE in self.intents:
            logits = self._scope.weigh(read, logits, self.intents.index(OUT_OF_SCOPE))
        probabilities = softmax(logits[None, :])[0]
        best = np.argsort(probabilities)[::-1][:limit]
        return [Guess(self.intents[i], float(probabilities[i])) for i in best]


def solve(likeness: Floats, target: Floats) -> tuple[Floats, Floats]:
    """Weights of each sentence for each intent; scores of each sentence had it been left out."""
    size = len(likeness)
    regular = likeness.copy()
    regular.flat[:: size + 1] += RIDGE
    factor = cholesky(regular, lower=True, overwrite_a=True, check_finite=False)
    weights: Floats = cho_solve((factor, True), target, check_finite=False)
    root, _ = strtri(factor, lower=1, overwrite_c=1)  # its columns give the inverse's diagonal
    diagonal = np.einsum("ij,ij->j", root, root)
    return weights, target - weights / diagonal[:, None]


def sharpness(scores: Floats, truth: npt.NDArray[np.int_]) -> float:
    """Factor of the scores whose softmax gives the truth the best likelihood."""

    def loss(log_factor: float) -> float:
        chosen = softmax(np.exp(log_factor) * scores)[np.arange(len(truth)), truth]
        return float(-np.log(chosen + 1e-12).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(0, 5), method="bounded").x))


def softmax(logits: Floats) -> Floats:
    """Probabilities along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares
