"""Places as a counselor looks them up: a need or a name in a few words, around a commune.

The same rankings and the same cards as members'; nothing is remembered from one search to the next.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, func, select

from knowledge.needs import extract_needs, needs
from knowledge.offer.campus import grouped, read_ahead
from knowledge.offer.cards import place_card
from knowledge.offer.corrections import closed_among
from knowledge.offer.criteria import extract_criteria, mask
from knowledge.offer.found import Ranked, described
from knowledge.offer.grid import haversine
from knowledge.offer.models import Facility, FacilityNeed
from knowledge.offer.names import search_name
from knowledge.offer.search import search
from knowledge.places import Place, extract_places, place

Card = dict[str, Any]


@dataclass(frozen=True)
class Looked:
    """What was found. `need`: what was understood as looked for; `homonyms`: communes to choose."""

    cards: list[Card]
    need: str | None = None
    where: Place | None = None
    homonyms: tuple[Place, ...] = ()


def look_up(engine: Engine, text: str, around: str, limit: int = 5) -> Looked:
    """Places that `text` asks for, around the commune it says with a need, else around `around`."""
    wanted = [needs()[one.need_id] for one in extract_needs(text)]
    said, given = extract_places(text)[-1:], extract_places(around)[:1]
    mentions = [*said, *given] if wanted else [*given, *said]
    if mentions and len(mentions[0].candidates) > 1:
        return Looked([], homonyms=mentions[0].candidates)
    where = mentions[0].candidates[0] if mentions else None
    named = [place_card(one, where) for one in search_name(engine, text, where, limit=limit)]
    if not wanted:
        return Looked(named, None, where)
    if where is None:
        return Looked(named, wanted[0].libelle, None)
    filters = extract_criteria(text)
    every = search(engine, wanted[0].id, where, limit=read_ahead(limit), marks=mask(filters))
    near = [place_card(one[0], where, filters, one) for one in grouped(every, limit).campuses]
    known = {one["id"] for one in named}
    cards = [*named, *(one for one in near if one["id"] not in known)]
    return Looked(cards[:limit], wanted[0].libelle, where)


def card_of(engine: Engine, finess: str, where_id: str | None) -> Card | None:
    """The card of one establishment, seen from `where_id` (id of a place); None when not shown."""
    where = _known(where_id)
    query = (
        select(func.min(Facility.id), Facility.latitude, Facility.longitude)
        .join(FacilityNeed, FacilityNeed.facility_id == Facility.id)
        .where(Facility.finess == finess)
        .group_by(Facility.id)
        .order_by(Facility.id)
    )
    with engine.connect().execution_options(readonly=True) as connection:
        for identifier, latitude, longitude in connection.execute(query).all():
            if closed_among(connection, [identifier]):
                continue
            far = haversine(where.latitude, where.longitude, latitude, longitude) if where else 0.0
            [found] = described(connection, [Ranked(far, identifier, 0)], where)
            return place_card(found, where)
    return None


def _known(identifier: str | None) -> Place | None:
    try:
        found = place(identifier) if identifier else None
    except (KeyError, ValueError):
        return None
    return found if found and found.kind != "point" else None
