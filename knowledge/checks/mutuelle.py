"""The mutuelle's settings: how the words members read in them are written, and safe addresses."""

from collections.abc import Iterator

from pydantic import HttpUrl

from knowledge.checks.reading import typography
from knowledge.mutuelle import Mutuelle

FILE = "knowledge/mutuelle.yml"
WRITTEN = ("agences", "partenaires", "applications", "garanties", "phrases")
NAMES = frozenset({"nom", "adresse", "telephone"})  # proper nouns and numbers: no dictionary


def house_problems(house: Mutuelle) -> list[str]:
    """Typography of the texts, addresses that are not https, facts cited where none is put."""
    problems = []
    for field, value in _settings(house.model_dump()):
        where = f"{FILE} : champ « {field} »"
        if isinstance(value, HttpUrl):
            if value.scheme != "https":
                problems.append(f"{where} : adresse non sûre : écrivez-la en https://.")
            continue
        problems += typography(where, value)
        if "{{" in value or "}}" in value:
            problems.append(f"{where} : accolades mal formées : écrivez le texte lui-même.")
    return problems


def house_texts(house: Mutuelle) -> Iterator[tuple[str, str]]:
    """(place, text) of what members may read of the settings, proper nouns apart."""
    for field, value in _settings(house.model_dump(include=set(WRITTEN))):
        if isinstance(value, str) and field.rpartition(".")[2] not in NAMES:
            yield f"{FILE} : champ « {field} »", value


def house_addresses(house: Mutuelle) -> Iterator[tuple[str, str]]:
    """(field, address) of every page the settings send members to."""
    for field, value in _settings(house.model_dump()):
        if isinstance(value, HttpUrl):
            yield field, str(value)


def _settings(node: object, field: str = "") -> Iterator[tuple[str, str | HttpUrl]]:
    """Every text and address under `node`, with its field (`agences.0.acces`)."""
    if isinstance(node, str | HttpUrl):
        yield field, node
    elif isinstance(node, dict):
        for name, value in node.items():
            yield from _settings(value, f"{field}.{name}".lstrip("."))
    elif isinstance(node, tuple):
        for place, value in enumerate(node):
            yield from _settings(value, f"{field}.{place}")
