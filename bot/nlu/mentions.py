"""What a sentence names, as Rasa entities: values are ids of registries, in one place."""

import unicodedata
from typing import Any

from knowledge.needs import extract_needs
from knowledge.pathologies import extract_pathologies
from knowledge.people import extract_age, extract_person
from knowledge.places import extract_places
from knowledge.text import normalise
from knowledge.urgency import extract_urgency

Entity = dict[str, Any]
MARK = "zz"  # how a word of the model that nobody typed begins: no French word does


def find_mentions(text: str) -> list[Entity]:
    """Entities of `text`, in order.

    `besoin`: a need id. `lieu`: place ids, several when the name is shared. `beneficiaire`: the
    link to the member of the person concerned. `age`: in whole years. `pathologie`: a pathology id.
    `urgence`: a delay id. Several needs, places and pathologies, one at most of the others.
    """
    found = [_entity("besoin", need.start, need.end, need.need_id) for need in extract_needs(text)]
    for place in extract_places(text):
        ids = [candidate.id for candidate in place.candidates]
        found.append(_entity("lieu", place.start, place.end, ids))
    for pathology in extract_pathologies(text):
        found.append(_entity("pathologie", pathology.start, pathology.end, pathology.id))
    if person := extract_person(text):
        found.append(_entity("beneficiaire", person.start, person.end, person.lien))
    if said := extract_age(text):
        found.append(_entity("age", said.start, said.end, said.age))
    if delay := extract_urgency(text):
        found.append(_entity("urgence", delay.start, delay.end, delay.id))
    return sorted(found, key=lambda entity: entity["start"])


def _entity(name: str, start: int, end: int, value: object) -> Entity:
    return {"entity": name, "start": start, "end": end, "value": value}


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
