"""Places by their name: « clinique saint-roch à lille », whatever the accents and typos.

Names are compared in memory, among those of the need and the surroundings: exact words are looked
up, the others compared letter by letter. A word borne by few places counts more than a common one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache, lru_cache
from math import log
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import Connection, Engine, func, select

from knowledge.folding import WORD, words
from knowledge.needs import extract_needs, needs
from knowledge.offer.corrections import closed_among
from knowledge.offer.found import Found, Ranked, described
from knowledge.offer.grid import ZONE_DEGREES, around, haversine
from knowledge.offer.models import Facility, FacilityNeed, Source
from knowledge.offer.search import ANYWHERE_KM
from knowledge.places import Place
from knowledge.places.extract import cues
from knowledge.places.gazetteer import PLAIN

AROUND_KM = 30.0  # from the place said
SURE = 0.8  # share of the words of the name, by rarity, that must be found
TYPO_FROM = 4  # letters; shorter words must be exact
ALIKE = 0.7  # of a word misspelt to the word meant, 1 being the same
HOSPITALS = frozenset({"hopital", "maternite"})  # with those known by a hospital's activity


class Names(NamedTuple):
    """Facilities by each folded word of their name and city; `known`: id, latitude, longitude."""

    known: list[tuple[int, float, float]]
    bearers: dict[str, list[int]]


def search_name(
    engine: Engine, text: str, where: Place | None = None, *, limit: int = 5
) -> list[Found]:
    """Places whose name is in `text`, the surest first, then the nearest to `where`.

    Looks within 30 km of `where` or in its département, else in the whole country: among the
    places of the need named; without one, among establishments (the hospitals of the country).
    """
    sought = name_words(text)
    if not sought:
        return []
    family = _family([one.need_id for one in extract_needs(text)], anywhere=where is None)
    with engine.connect().execution_options(readonly=True) as connection:
        if where is None:
            latest = connection.scalar(select(func.max(Source.imported_at)))
            names = _national(engine, latest, family)
        else:
            names = _names(connection, family, where)
        ranked = _ranked(names, sought, where)
        closed = closed_among(connection, [one.facility_id for one in ranked])
        best = [one for one in ranked if one.facility_id not in closed]
        return described(connection, best[:limit], where)


def _ranked(names: Names, sought: Sequence[str], where: Place | None) -> list[Ranked]:
    """The facilities that bear enough of the name, the surest first, then the nearest."""
    scored = [
        (-round(score, 2), _distance(names, index, where), names.known[index][0])
        for index, score in _scores(names, sought).items()
        if score >= SURE
    ]
    reach = AROUND_KM if where and where.kind != "departement" else ANYWHERE_KM
    return [Ranked(far, facility, 0) for _, far, facility in sorted(scored) if far <= reach]


def name_words(text: str) -> tuple[str, ...]:
    """The words of `text` that can only be a name: not those of a need, nor of every sentence."""
    mentions = extract_needs(text)
    return _full(
        word.text
        for word in words(text)
        if not any(one.start <= word.start < one.end for one in mentions)
        and word.text not in _empty_words()
    )


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(cues()["jamais"] | cues()["remplissage"])


def _full(written: Iterable[str]) -> tuple[str, ...]:
    """Abbreviations in full, so that « St Roch » is « Saint-Roch »."""
    full = cues()["abreviations"]
    return tuple(part for word in written for part in full.get(word, word).split())


def _family(named: Sequence[str], anywhere: bool) -> tuple[str, ...]:
    """Needs to look into: people say « clinique » of all that the files call otherwise."""
    hospitals = {one.id for one in needs().values() if one.activites} | HOSPITALS
    if not named:
        listed = {one.id for one in needs().values() if one.categories}
        return tuple(sorted(hospitals if anywhere else hospitals | listed))
    return tuple(sorted(hospitals | {named[0]} if named[0] in hospitals else {named[0]}))


@lru_cache(maxsize=4)
def _national(engine: Engine, _imported_at: datetime, family: tuple[str, ...]) -> Names:
    """Names of the whole country, kept until the next import."""
    with engine.connect().execution_options(readonly=True) as connection:
        return _names(connection, family, None)


def _names(connection: Connection, family: tuple[str, ...], where: Place | None) -> Names:
    shown = select(FacilityNeed.facility_id).where(FacilityNeed.need_id.in_(family))
    if where is not None and where.kind == "departement":
        shown = shown.where(FacilityNeed.departement == where.departement)
    elif where is not None:
        zones = around(where.latitude, where.longitude, AROUND_KM, ZONE_DEGREES)
        shown = shown.where(FacilityNeed.zone.in_(zones))
    query = select(
        Facility.id, Facility.name, Facility.city, Facility.latitude, Facility.longitude
    ).where(Facility.id.in_(shown))
    known: list[tuple[int, float, float]] = []
    bearers: dict[str, list[int]] = defaultdict(list)
    for row in connection.execute(query):
        for word in set(_full(WORD.findall(f"{row.name} {row.city}".lower().translate(PLAIN)))):
            bearers[word].append(len(known))
        known.append((row.id, row.latitude, row.longitude))
    return Names(known, dict(bearers))


def _scores(names: Names, sought: Sequence[str]) -> dict[int, float]:
    """Share of the words sought that each facility bears, each weighing by its rarity."""
    scores: dict[int, float] = defaultdict(float)
    total = 0.0
    for word in dict.fromkeys(sought):
        alike = _alike(word, names.bearers)
        best: dict[int, float] = {}
        for bearer, likeness in sorted(alike.items(), key=lambda pair: pair[1]):
            best.update(dict.fromkeys(names.bearers[bearer], likeness))
        weight = log(1 + len(names.known) / max(len(best), 1))
        total += weight
        for index, likeness in best.items():
            scores[index] += weight * likeness
    return {index: score / total for index, score in scores.items()}


def _alike(word: str, vocabulary: dict[str, list[int]]) -> dict[str, float]:
    """Words of names that `word` may be, 1 for itself; misspellings only when it is not one."""
    if word in vocabulary:
        return {word: 1.0}
    if len(word) < TYPO_FROM:
        return {}
    near = process.extract(
        word, vocabulary.keys(), scorer=OSA.normalized_similarity, score_cutoff=ALIKE, limit=8
    )
    return {found: likeness for found, likeness, _ in near}


def _distance(names: Names, index: int, where: Place | None) -> float:
    _, latitude, longitude = names.known[index]
    return haversine(where.latitude, where.longitude, latitude, longitude) if where else 0.0
