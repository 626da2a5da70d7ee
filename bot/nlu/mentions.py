"""Needs, places, person and age in a sentence, as Rasa entities: values are ids of registries."""

import unicodedata
from typing import Any

from knowledge.needs import extract_needs
from knowledge.people import extract_age, extract_person
from knowledge.places import extract_places
from knowledge.text import normalise

Entity = dict[str, Any]
MARK = "zz"  # how a word of the model that nobody typed begins: no French word does


def find_mentions(text: str) -> list[Entity]:
    """Entities of `text`, in order.

    `besoin`: a need id. `lieu`: place ids, several when the name is shared. `beneficiaire`: the
    link to the member of the person concerned. `age`: in whole years. One at most of the last two.
    """
    found: list[Entity] = [
        {"entity": "besoin", "start": need.start, "end": need.end, "value": need.need_id}
        for need in extract_needs(text)
    ]
    found += [
        {
            "entity": "lieu",
            "start": mention.start,
            "end": mention.end,
            "value": [candidate.id for candidate in mention.candidates],
        }
        for mention in extract_places(text)
    ]
    if person := extract_person(text):
        found.append(
            {
                "entity": "beneficiaire",
                "start": person.start,
                "end": person.end,
                "value": person.lien,
            }
        )
    if said := extract_age(text):
        found.append({"entity": "age", "start": said.start, "end": said.end, "value": said.age})
    return sorted(found, key=lambda entity: entity["start"])


def prepare(text: str, entities: list[Entity]) -> str:
    """The form of a sentence the model sees: normalised, places hidden, marks added at the end.

    The model learns what people ask around a place, not the names of the communes in its examples.
    Empty when `text` holds no letter and no digit.
    """
    shown = text
    for entity in sorted(entities, key=lambda one: int(one["start"]), reverse=True):
        if entity["entity"] == "lieu":
            shown = f"{shown[: entity['start']]} {MARK}lieu {shown[entity['end'] :]}"
    needs = sorted({entity["value"] for entity in entities if entity["entity"] == "besoin"})
    marks = [f"{MARK}besoin", *(MARK + need for need in needs)] if needs else []
    if _in_another_alphabet(text):
        marks.append(f"{MARK}alphabet")
    return " ".join([*normalise(shown).split(), *marks])


def _in_another_alphabet(text: str) -> bool:
    """Two letters at least that are not Latin: one alone may be a symbol (« 5 µg »)."""
    foreign = (letter for letter in text if ord(letter) > 0x24F and letter.isalpha())
    return sum(not unicodedata.name(letter, "").startswith("LATIN") for letter in foreign) > 1
