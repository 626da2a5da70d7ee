"""Results at one address told as one: services of a campus, practitioners of a building.

Only neighbours in the ranking are grouped, so that order and « plus loin » stay those of `search`.
"""

from dataclasses import replace
from typing import NamedTuple

from rapidfuzz import fuzz

from knowledge.folding import fold
from knowledge.offer.found import Found, SearchResult
from knowledge.offer.grid import haversine
from knowledge.offer.search import covering

SAME_PLACE_KM = 0.06
SAME_STREET_KM = 0.3  # beyond, the same words are another place's: « avenue de la Gare »
NEAR_EQUAL = 90  # out of 100, whatever the order of the words
READ_AHEAD = 4  # results looked at for each card wanted


class Grouped(NamedTuple):
    """`campuses`: what stands at one address, nearest first. `result`: cut where they end."""

    campuses: list[list[Found]]
    result: SearchResult


def read_ahead(limit: int) -> int:
    """How many results to search so as to show `limit` cards."""
    return limit * READ_AHEAD


def grouped(result: SearchResult, limit: int) -> Grouped:
    """The first `limit` campuses of a search, whole as far as the results go in a row."""
    campuses: list[list[Found]] = []
    used = 0
    for found in result.results:
        home = next((one for one in campuses if same_campus(one[0], found)), None)
        if home is None and len(campuses) == limit:
            break
        if home is None:
            campuses.append([found])
        else:
            home.append(found)
        used += 1
    shown = result.results[:used]
    farthest = max((one.distance_km or 0.0 for one in shown), default=result.radius_km)
    cut = replace(
        result,
        results=shown,
        radius_km=min(result.radius_km, covering(farthest)),
        exhausted=result.exhausted and used == len(result.results),
    )
    return Grouped(campuses, cut)


def same_campus(one: Found, other: Found) -> bool:
    """Same street address, or a few steps apart and of the same body or name."""
    apart = haversine(one.latitude, one.longitude, other.latitude, other.longitude)
    if _address(one) == _address(other) and one.address:
        return apart < SAME_STREET_KM
    if "commune" in (one.quality, other.quality) or apart >= SAME_PLACE_KM:
        return False
    same_body = bool(one.entity) and one.entity == other.entity
    return same_body or fuzz.token_sort_ratio(fold(one.name), fold(other.name)) >= NEAR_EQUAL


def _address(found: Found) -> tuple[str, str]:
    return fold(found.address), found.postcode
