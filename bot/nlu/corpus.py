"""Sentences of the training files and of the twin files, without Rasa.

Reads only; what is kept apart for measuring is never handed to training.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.content import ROOT, read_yaml
from knowledge.text import normalise

TRAINING = ROOT.parent / "data" / "nlu"
TWINS = ROOT.parent / "tests" / "nlu"


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and the intent it carries."""

    text: str
    intent: str


def read_examples(folder: Path, files: str = "*.yml") -> list[Example]:
    """Examples of the Rasa NLU `files` in `folder`, in the order of the file names."""
    found = []
    for path in sorted(folder.glob(files)):
        content = read_yaml(path)
        for block in content.get("nlu", []) if isinstance(content, dict) else []:
            lines = block["examples"].splitlines()
            found += [
                Example(line[2:].strip(), block["intent"]) for line in lines if line[:2] == "- "
            ]
    return found


@cache
def training_examples() -> list[Example]:
    """What the model learns from."""
    return read_examples(TRAINING)


@cache
def twin_examples() -> list[Example]:
    """Twins to measure with."""
    return _not_learnt("test_*.yml")


@cache
def blind_examples() -> list[Example]:
    """Sentences of which nothing was ever set: the figure nearest to what members will meet."""
    return _not_learnt("blind.yml")


def _not_learnt(files: str) -> list[Example]:
    """Those that training also holds, once normalised (« merci », « non »), are left out."""
    learnt = {normalise(example.text) for example in training_examples()}
    return [one for one in read_examples(TWINS, files) if normalise(one.text) not in learnt]
