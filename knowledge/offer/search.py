"""Nearest establishments for a need, widening until something is found.

Distances are as the crow flies. Never crosses a sea: overseas départements and Corsica are
searched on their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import asin, cos, radians, sin, sqrt
from typing import Any

from sqlalchemy import Connection, Engine, select

from knowledge.offer.models import Facility, FacilityNeed, Source
from knowledge.places import Place

STEPS_KM = (5.0, 10.0, 20.0, 50.0, 100.0, 200.0)
FIRST_RADIUS_KM = STEPS_KM[0]
KM_PER_DEGREE = 111.0  # a little less than the true 111.2: the box is never too small
EARTH_KM = 6371.0
CORSICA = ("2A", "2B")


@dataclass(frozen=True)
class Found:
    """One establishment. `distance_km` is None when both ends are only known by their commune."""

    id: int
    finess: str
    name: str
    category_code: str
    category_label: str
    address: str
    postcode: str
    city: str
    insee: str
    departement: str
    phone: str
    latitude: float
    longitude: float
    quality: str
    distance_km: float | None
    approximate: bool
    source_name: str
    source_date: date
    is_demo: bool


@dataclass(frozen=True)
class SearchResult:
    """`radius_km` covers the results; `widened`: nothing within the first radius.

    `exhausted`: nothing more, even farther.
    """

    results: list[Found]
    radius_km: float
    widened: bool
    exhausted: bool


def search(
    engine: Engine, need_id: str, place: Place, *, limit: int = 3, offset: int = 0
) -> SearchResult:
    """Establishments for `need_id` from the nearest to `place`, skipping the first `offset`."""
    with engine.connect().execution_options(readonly=True) as connection:
        if place.kind == "departement":
            ranked, radius = _inside(connection, need_id, place), 0.0
        else:
            ranked, radius = _around(connection, need_id, place, offset + limit + 1)
        chosen = ranked[offset : offset + limit]
        results = _described(connection, chosen, place)
    if place.kind != "departement" and chosen:
        radius = next(step for step in STEPS_KM if step >= chosen[-1][0])
    widened = place.kind != "departement" and (not ranked or ranked[0][0] > FIRST_RADIUS_KM)
    return SearchResult(results, radius, widened, len(ranked) <= offset + limit)


def haversine(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometres between two points given in degrees."""
    phi1, phi2 = radians(lat1), radians(lat2)
    half = sin((phi2 - phi1) / 2) ** 2
    half += cos(phi1) * cos(phi2) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def same_land(departement: str) -> tuple[str, ...]:
    """Départements reachable by road from this one; empty when it is the mainland."""
    if departement in CORSICA:
        return CORSICA
    return (departement,) if len(departement) == 3 else ()


def _around(
    connection: Connection, need_id: str, place: Place, wanted: int
) -> tuple[list[tuple[float, int]], float]:
    """(distance, facility id), at least `wanted` if they exist, and the last radius tried."""
    ranked: list[tuple[float, int]] = []
    for radius in STEPS_KM:
        ranked = _ranked(_box(connection, need_id, place, radius), place, radius)
        if len(ranked) >= wanted:
            return ranked, radius
    return ranked, STEPS_KM[-1]


def _box(connection: Connection, need_id: str, place: Place, radius: float) -> Iterable[Any]:
    high = radius / KM_PER_DEGREE
    wide = high / max(0.05, cos(radians(abs(place.latitude) + high)))
    query = select(FacilityNeed.facility_id, FacilityNeed.latitude, FacilityNeed.longitude).where(
        FacilityNeed.need_id == need_id,
        FacilityNeed.latitude.between(place.latitude - high, place.latitude + high),
        FacilityNeed.longitude.between(place.longitude - wide, place.longitude + wide),
    )
    land = same_land(place.departement)
    if land:
        query = query.where(FacilityNeed.departement.in_(land))
    else:
        query = query.where(FacilityNeed.departement.not_in(CORSICA))
    return connection.execute(query)


def _ranked(rows: Iterable[Any], place: Place, radius: float) -> list[tuple[float, int]]:
    measured = (
        (haversine(place.latitude, place.longitude, latitude, longitude), identifier)
        for identifier, latitude, longitude in rows
    )
    return sorted(pair for pair in measured if pair[0] <= radius)


def _inside(connection: Connection, need_id: str, place: Place) -> list[tuple[float, int]]:
    """Whole département, from its centre outwards."""
    query = select(FacilityNeed.facility_id, FacilityNeed.latitude, FacilityNeed.longitude).where(
        FacilityNeed.need_id == need_id, FacilityNeed.departement == place.departement
    )
    return _ranked(connection.execute(query), place, radius=float("inf"))


def _described(
    connection: Connection, chosen: list[tuple[float, int]], place: Place
) -> list[Found]:
    query = (
        select(Facility, Source.name.label("source"), Source.data_date, Source.demonstration)
        .join(Source)
        .where(Facility.id.in_([identifier for _, identifier in chosen]))
    )
    rows = {row.id: row for row in connection.execute(query)}
    return [_found(rows[identifier], distance, place) for distance, identifier in chosen]


def _found(row: Any, distance: float, place: Place) -> Found:
    by_commune = row.quality == "commune"
    unknown = place.kind == "departement" or (by_commune and distance < 0.1)
    return Found(
        row.id, row.finess, row.name, row.category_code, row.category_label, row.address,
        row.postcode, row.city, row.insee, row.departement, row.phone, row.latitude, row.longitude,
        row.quality, None if unknown else distance, by_commune or place.approximate,
        row.source, row.data_date, row.demonstration,
    )  # fmt: skip
