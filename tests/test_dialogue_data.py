"""What Ariane learns from and what she is measured on: same intents, never the same sentences."""

from pathlib import Path

import yaml
from rapidfuzz import fuzz, process

from knowledge.registry import registry
from knowledge.text import normalise

ROOT = Path(__file__).parents[1]
TRAINING, HELD_OUT = ROOT / "data" / "nlu", ROOT / "tests" / "nlu"
# A greeting of two words cannot be told otherwise: only longer sentences must differ.
LONG_ENOUGH = 15
NEARLY_THE_SAME = 92


def sentences(path: Path) -> dict[str, list[str]]:
    """Sentences by intent of one NLU file."""
    blocks = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    return {
        block["intent"]: [line[2:].strip() for line in block["examples"].splitlines() if line]
        for block in blocks
        if "intent" in block
    }


def by_intent(folder: Path, pattern: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob(pattern)):
        found |= sentences(path)
    return found


def long_sentences(folder: Path, pattern: str) -> list[str]:
    told = [text for texts in by_intent(folder, pattern).values() for text in texts]
    return sorted({text for text in told if len(normalise(text)) > LONG_ENOUGH})


def test_each_theme_is_taught_and_measured() -> None:
    taught = {path.stem for path in TRAINING.glob("*.yml")}
    measured = {path.stem.removeprefix("test_") for path in HELD_OUT.glob("test_*.yml")}
    assert taught == measured == set(registry().themes)


def test_each_intent_is_taught_and_measured_in_the_file_of_its_theme() -> None:
    for theme in registry().themes:
        expected = {one.id for one in registry().intents.values() if one.theme == theme}
        assert set(sentences(TRAINING / f"{theme}.yml")) == expected
        assert set(sentences(HELD_OUT / f"test_{theme}.yml")) == expected


def test_each_intent_has_enough_sentences_of_its_own() -> None:
    for folder, pattern, least in ((TRAINING, "*.yml", 25), (HELD_OUT, "test_*.yml", 8)):
        short = {
            intent: len(set(texts))
            for intent, texts in by_intent(folder, pattern).items()
            if len(set(texts)) < least
        }
        assert not short, f"{folder.name}: {short}"


def test_no_sentence_is_on_both_sides_nor_nearly_so() -> None:
    taught, held_out = long_sentences(TRAINING, "*.yml"), long_sentences(HELD_OUT, "test_*.yml")
    scores = process.cdist(
        [normalise(text) for text in held_out],
        [normalise(text) for text in taught],
        scorer=fuzz.ratio,
        score_cutoff=NEARLY_THE_SAME,
    )
    pairs = zip(*scores.nonzero(), strict=True)
    leaks = [f"{held_out[row]!r} ~ {taught[column]!r}" for row, column in pairs]
    assert not leaks, "change the training sentence, never the other:\n" + "\n".join(leaks)
