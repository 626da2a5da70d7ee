"""Which intent a sentence carries: word and character n-grams, one linear model, probabilities.

Knows nothing of Rasa, so the benchmark can measure it alone.
"""

from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

from bot.nlu.mentions import Entity, hide_places
from knowledge.text import normalise


def prepare(text: str, entities: list[Entity]) -> str:
    """The form of a sentence the model sees."""
    return normalise(hide_places(text, entities))


@dataclass(frozen=True)
class Guess:
    """An intent and its probability."""

    intent: str
    confidence: float


class IntentModel:
    """Fitted on prepared sentences. Picklable."""

    def __init__(self, strength: float = 12.0) -> None:
        """`strength`: inverse of the regularisation."""
        self._pipeline = Pipeline(
            [
                (
                    "features",
                    FeatureUnion(
                        [
                            ("words", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\S+", dtype=np.float32)),
                            ("chars", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2, dtype=np.float32)),
                        ]
                    ),
                ),
                ("model", LogisticRegression(C=strength, max_iter=300)),
            ]
        )  # fmt: skip

    def fit(self, sentences: list[str], intents: list[str]) -> "IntentModel":
        """Learn from prepared `sentences` and their `intents`."""
        self._pipeline.fit(sentences, intents)
        return self

    def rank(self, sentence: str, limit: int = 10) -> list[Guess]:
        """Likeliest intents of one prepared sentence, best first."""
        probabilities = self._pipeline.predict_proba([sentence])[0]
        best = np.argsort(probabilities)[::-1][:limit]
        classes = self._pipeline.classes_
        return [Guess(str(classes[i]), float(probabilities[i])) for i in best]
