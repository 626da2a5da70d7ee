"""Needs and places in a sentence, as Rasa entities: values are ids of the registries."""

from typing import Any

from knowledge.needs import extract_needs
from knowledge.places import extract_places

Entity = dict[str, Any]


def find_mentions(text: str) -> list[Entity]:
    """Entities `besoin` (a need id) and `lieu` (place ids, several when the name is shared)."""
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
    return sorted(found, key=lambda entity: entity["start"])


def hide_places(text: str, entities: list[Entity]) -> str:
    """`text` with each place replaced by one word and the presence of a need marked at the end.

    The model learns what people ask around a place, not the names of the communes in its examples.
    """
    shown = text
    for entity in reversed(entities):
        if entity["entity"] == "lieu":
            shown = f"{shown[: entity['start']]} zlieu {shown[entity['end'] :]}"
    if any(entity["entity"] == "besoin" for entity in entities):
        shown += " zbesoin"
    return shown
