"""The establishment named in a sentence: « clinique saint-roch à lille ».

Practitioners are left out: a person's name is not guessed among words. A name that is also a
commune's is read as such unless another commune is said after it.
"""

from dataclasses import dataclass

from knowledge.folding import fold, words
from knowledge.needs import extract_needs, needs
from knowledge.offer.criteria import extract_criteria
from knowledge.offer.names import name_words
from knowledge.places import Place, PlaceMention, extract_places
from knowledge.places.gazetteer import communes_named
from knowledge.urgency import extract_urgency

# What follows says where, when or for whom, no longer the name.
AFTER_A_NAME = frozenset(
    [
        "a", "au", "aux", "sur", "vers", "dans", "pres", "proche", "en", "pour", "avec", "sans",
        "qui", "ou", "et", "car", "ouvert", "ouverte", "garde", "plus",
    ]
)  # fmt: skip
SHORTEST = 3  # letters of at least one word of a name


@dataclass(frozen=True)
class Named:
    """`text`: the need and the name, as `search_name` reads them. `where`: None when not said."""

    text: str
    where: Place | None


def named_in(text: str) -> Named | None:
    """The establishment named in `text`; None when there is none, or its commune has homonyms."""
    listed = extract_needs(text)
    if len(listed) != 1 or not _is_of_establishments(listed[0].need_id):
        return None
    need = listed[0]
    where = _where(text, need.end)
    name = _name(text[need.end : where.start if where else len(text)])
    if not name or (where and len(where.candidates) != 1):
        return None
    return Named(f"{text[need.start : need.end]} {name}", where.candidates[0] if where else None)


def _is_of_establishments(need_id: str) -> bool:
    return bool(needs()[need_id].categories or needs()[need_id].activites)


def _where(text: str, start: int) -> PlaceMention | None:
    """The last commune said after `start`, unless it is a name taken for a misspelt commune."""
    places = [one for one in extract_places(text) if one.start >= start]
    if len(places) == 1 and not text[start : places[0].start].strip():
        said = fold(text[places[0].start : places[0].end])
        if not said[:1].isdigit() and not communes_named(said):
            return None
    return places[-1] if places else None


def _name(text: str) -> str:
    """The words of a name at the start of `text`; empty when they say something else."""
    kept: list[str] = []
    for word in words(text):
        if word.text in AFTER_A_NAME:
            break
        if word.text.isalnum():
            kept.append(word.text)
    name = " ".join(kept)
    if extract_criteria(name) or extract_urgency(name):
        return ""
    return name if any(len(word) >= SHORTEST for word in name_words(name)) else ""
