"""Figures of an evaluation, from what was expected and what was answered. Pure functions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.nlu.intent_model import Guess
from bot.nlu.scope import OUT_OF_SCOPE
from knowledge.registry import registry

BINS = 10


@dataclass(frozen=True)
class Thresholds:
    """Rasa's fallback: under `sure`, or closer than `apart` to the second intent, Ariane asks."""

    sure: float
    apart: float

    def asks(self, ranking: list[Guess]) -> bool:
        """Whether the member is asked back instead of answered."""
        first, second = ranking[0].confidence, ranking[1].confidence
        return first < self.sure or first - second < self.apart


@dataclass(frozen=True)
class Answer:
    """A sentence, the intent it carries, and what the model ranked (best first)."""

    text: str
    intent: str
    ranking: list[Guess]

    @property
    def guessed(self) -> str:
        """The likeliest intent."""
        return self.ranking[0].intent

    @property
    def right_theme(self) -> bool:
        """Whether the guess is at least in the theme expected."""
        return theme(self.guessed) == theme(self.intent)

    def refused(self, thresholds: Thresholds) -> bool:
        """Whether Ariane declines the subject, or asks back."""
        return theme(self.guessed) == OUT_OF_SCOPE or thresholds.asks(self.ranking)


def theme(intent: str) -> str | None:
    """Theme of an intent."""
    return registry().theme_of(intent)


def share(flags: Iterable[bool]) -> float:
    """Part of `flags` that hold, 0 to 1; 0 when there is none."""
    counted = list(flags)
    return sum(counted) / len(counted) if counted else 0.0


def intent_accuracy(answers: list[Answer]) -> float:
    """Part of the sentences given their very intent, thresholds apart."""
    return share(one.guessed == one.intent for one in answers)


def theme_accuracy(answers: list[Answer]) -> float:
    """Part of the sentences given an intent of the right theme, thresholds apart."""
    return share(one.right_theme for one in answers)


def refusals(answers: list[Answer], thresholds: Thresholds) -> float:
    """Part of the sentences out of scope that are declined or asked back."""
    return share(one.refused(thresholds) for one in answers if theme(one.intent) == OUT_OF_SCOPE)


def false_refusals(answers: list[Answer], thresholds: Thresholds) -> float:
    """Part of the sentences in scope that are declined or asked back."""
    return share(one.refused(thresholds) for one in answers if theme(one.intent) != OUT_OF_SCOPE)


def calibration_error(answers: list[Answer]) -> float:
    """Expected calibration error over ten equal bins: 0 when 80 % sure means 80 % right."""
    bins: dict[int, list[Answer]] = {}
    for one in answers:
        bins.setdefault(min(int(one.ranking[0].confidence * BINS), BINS - 1), []).append(one)
    gaps = 0.0
    for inside in bins.values():
        mean = sum(one.ranking[0].confidence for one in inside) / len(inside)
        gaps += len(inside) * abs(intent_accuracy(inside) - mean)
    return gaps / len(answers)


def confusions(answers: list[Answer], limit: int = 12) -> list[tuple[str, str, int]]:
    """Most frequent (expected, guessed, count) mistakes."""
    wrong = Counter((one.intent, one.guessed) for one in answers if one.guessed != one.intent)
    return [(expected, guessed, count) for (expected, guessed), count in wrong.most_common(limit)]


def f1(pairs: list[tuple[set[str], set[str]]]) -> float:
    """Micro F1 of (expected, found) sets of values."""
    both = sum(len(expected & found) for expected, found in pairs)
    total = sum(len(expected) + len(found) for expected, found in pairs)
    return 2 * both / total if total else 1.0
