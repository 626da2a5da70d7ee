"""Places written as Ariane herself shows them: « Marseille (13) », « Paris 15e (75) ».

A name with its own département in brackets means that place and nothing else, however ordinary.
"""

import re

from knowledge.places.extract import LONGEST_NAME, Reading, Sentence
from knowledge.places.gazetteer import communes_named, gazetteer, place
from knowledge.places.numbers import read_arrondissement

DEPARTEMENT = re.compile(r"\s?\((\d{2,3}|2[abAB])\)")


def read_label(sentence: Sentence, first: int) -> Reading | None:
    """A place named from word `first` and followed by its département in brackets."""
    if "(" not in sentence.text:
        return None
    for stop in range(first + 1, min(first + LONGEST_NAME, len(sentence.words)) + 1):
        code = DEPARTEMENT.match(sentence.text, sentence.written[stop - 1].end)
        if code:
            ids = _named(sentence, first, stop, code[1].upper())
            end = sum(word.start < code.end() for word in sentence.written)
            return Reading(first, end, ids) if len(ids) == 1 else None
    return None


def _named(sentence: Sentence, first: int, stop: int, departement: str) -> tuple[str, ...]:
    name, found = " ".join(sentence.words[first:stop]), gazetteer()
    quarter = read_arrondissement(sentence, first)
    if quarter and quarter.stop == stop and place(quarter.ids[0]).departement == departement:
        return quarter.ids
    if f"dep:{departement}" in found.departements.get(name, "").split():
        return (f"dep:{departement}",)
    exact = found.names.get(name, "").split()
    return tuple(
        one
        for one in communes_named(name)
        if one in exact and place(one).departement == departement
    )
