"""Append a sentence to the training file of its intent, the rest of the file left as it is.

Refuses what would teach nothing, or teach what measures understanding.
"""

import re
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.nlu.corpus import Example, read_examples
from bot.redaction import MASK
from knowledge.registry import registry
from knowledge.text import normalise

# As tests/test_dialogue_data.py holds: short sentences cannot be told otherwise.
LONG_ENOUGH = 15
NEARLY_THE_SAME = 92
SENTENCE = re.compile(r"    - .+\n")


class TeachingRefused(Exception):
    """The sentence cannot be appended; the message says why, in French."""


def teach(text: str, intent: str, training: Path, twins: Path) -> Path:
    """Append `text` to the examples of `intent` in the folder `training`; return the file changed.

    Raise TeachingRefused when it cannot be, or is too near a sentence of the folder `twins`.
    """
    known = registry().intents.get(intent)
    if known is None:
        raise TeachingRefused(f"« {intent} » n'est pas une intention de knowledge/intents.yml.")
    sentence = " ".join(re.sub(r"[\[\](){}|]", " ", text).split()).lstrip("/- ")
    if MASK.search(sentence):
        raise TeachingRefused(
            f"« {sentence} » cache une donnée personnelle : écrivez vous-même une phrase qui lui "
            f"ressemble dans {training.name}/{known.theme}.yml, puis écartez celle-ci."
        )
    if same := _first_like(sentence, read_examples(training), exactly=True):
        raise TeachingRefused(f"« {same.text} » est déjà apprise ({same.intent}).")
    if twin := _first_like(sentence, read_examples(twins), exactly=False):
        raise TeachingRefused(
            f"« {twin.text} » ({twin.intent}) sert à mesurer Ariane et lui ressemble trop : "
            "l'apprendre fausserait la mesure."
        )
    path = training / f"{known.theme}.yml"
    _append(path, intent, sentence)
    return path


def _first_like(sentence: str, examples: list[Example], exactly: bool) -> Example | None:
    """The example that says the same; nearly the same too, unless `exactly` or too short."""
    said = normalise(sentence)
    by_form = {normalise(example.text): example for example in reversed(examples)}
    if said in by_form or exactly or len(said) <= LONG_ENOUGH:
        return by_form.get(said)
    long = [form for form in by_form if len(form) > LONG_ENOUGH]
    near = process.extractOne(said, long, scorer=fuzz.ratio, score_cutoff=NEARLY_THE_SAME)
    return by_form[near[0]] if near else None


def _append(path: Path, intent: str, sentence: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    place = lines.index(f"- intent: {intent}\n") + 2  # past « examples: | »
    while place < len(lines) and SENTENCE.fullmatch(lines[place]):
        place += 1
    lines.insert(place, f"    - {sentence}\n")
    path.write_text("".join(lines), encoding="utf-8")
