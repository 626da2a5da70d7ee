"""Words of a text, French as films speak it, and the lists of words that editors keep.

Says nothing of what is right: the checks of spelling and of rare words do.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from spellchecker import SpellChecker

from knowledge.checks.findings import PLACEHOLDER
from knowledge.content import read_text
from knowledge.text import strip_accents

# Not words: addresses, fields of a template, whatever holds a digit.
LEFT_ALONE = re.compile(r"\{[{%].*?[}%]\}|\S+\.[a-z]{2,}\b\S*|\S+@\S+|\{\w+\}|\S*\d\S*")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
ELISION = re.compile(
    r"^(?:(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu)['’])+", re.IGNORECASE
)


@cache
def french() -> SpellChecker:
    """140,000 French words with how often films say them; one letter off for suggestions."""
    return SpellChecker(language="fr", distance=1)


def key(word: str) -> str:
    """The word as `french` writes it: lower case, « oe » for « œ », plain apostrophe."""
    return word.lower().replace("œ", "oe").replace("’", "'")


def words_of(text: str) -> list[str]:
    """Words as written, without their elided articles; citations and addresses left out."""
    bare = LEFT_ALONE.sub(" ", PLACEHOLDER.sub(" ", text))
    found = (ELISION.sub("", word) for word in WORD.findall(bare))
    return [word for word in found if word]


def load_words(path: Path) -> list[str]:
    """A list kept by editors, one word a line; a line starting with « # » is a remark."""
    lines = (line.strip() for line in read_text(path).splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def list_problems(path: Path, listed: list[str], used: Collection[str]) -> Iterator[str]:
    """Words of a list that no text needs, that come twice or out of alphabetical order."""
    where = f"knowledge/{path.name}"
    for word in listed:
        if word not in used:
            yield f"{where} : mot « {word} » : aucun texte n'en a besoin : retirez-le."
    for before, after in pairwise(listed):
        if _rank(after) <= _rank(before):
            yield f"{where} : mot « {after} » : mal rangé : suivez l'ordre alphabétique."


def _rank(word: str) -> tuple[str, str]:
    return strip_accents(word).lower(), word
