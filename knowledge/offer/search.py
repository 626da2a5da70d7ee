"""Nearest establishments for a need, widening until something is found.

Distances are as the crow flies. Never crosses a sea: overseas départements and Corsica are
searched on their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from operator import or_
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Engine,
    Float,
    Integer,
    Select,
    bindparam,
    literal_column,
    select,
)

from knowledge.offer.grid import (
    CELL_DEGREES,
    ZONE_DEGREES,
    around,
    chord2,
    kilometres,
    unit_vector,
)
from knowledge.offer.models import Facility, FacilityNeed, Source
from knowledge.places import Place

STEPS_KM = (5.0, 10.0, 20.0, 50.0, 100.0, 200.0)
FIRST_RADIUS_KM = STEPS_KM[0]
LOOKED_KM = (1.5, 5.0, 20.0, STEPS_KM[-1])  # a query each: small in cities, few in the country
BY_CELL_KM = 5.0  # up to there by cells, beyond by zones
ANYWHERE_KM = 20100.0
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
    marks: int = 0
    details: Mapping[str, str] | None = None


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
    engine: Engine, need_id: str, place: Place, *, limit: int = 3, offset: int = 0, marks: int = 0
) -> SearchResult:
    """Establishments for `need_id` from the nearest to `place`, skipping the first `offset`.

    Only those known to have all the `marks` (bits of `criteria`).
    """
    steps = [*LOOKED_KM]
    if place.kind == "departement":
        steps.append(ANYWHERE_KM)
    with engine.connect().execution_options(readonly=True) as connection:
        ranked = _around(connection, need_id, place, marks, offset + limit + 1, steps)
        chosen = ranked[offset : offset + limit]
        results = _described(connection, chosen, place)
    radius = STEPS_KM[-1]
    if place.kind == "departement":
        radius = 0.0
    elif chosen:
        radius = next(step for step in STEPS_KM if step >= chosen[-1][0])
    widened = place.kind != "departement" and (not ranked or ranked[0][0] > FIRST_RADIUS_KM)
    return SearchResult(results, radius, widened, len(ranked) <= offset + limit)


def known_marks(engine: Engine, need_id: str) -> int:
    """Marks that the files in use tell for at least one establishment of this need."""
    query = select(FacilityNeed.marks).where(FacilityNeed.need_id == need_id).distinct()
    with engine.connect().execution_options(readonly=True) as connection:
        return reduce(or_, connection.scalars(query), 0)


def same_land(departement: str) -> tuple[str, ...]:
    """Départements reachable by road from this one; empty when it is the mainland."""
    if departement in CORSICA:
        return CORSICA
    return (departement,) if len(departement) == 3 else ()


def _around(
    connection: Connection,
    need_id: str,
    place: Place,
    marks: int,
    wanted: int,
    steps: list[float],
) -> list[tuple[float, int]]:
    """(distance, facility id), the `wanted` nearest, or all there are within the last step."""
    x, y, z = unit_vector(place.latitude, place.longitude)
    land = (place.departement,) if place.kind == "departement" else same_land(place.departement)
    fixed = {
        "need": need_id, "x": x, "y": y, "z": z, "marks": marks, "wanted": wanted,
        "land": list(land or CORSICA),
    }  # fmt: skip
    ranked: list[tuple[float, int]] = []
    for radius in steps:
        squares = _squares(place, radius)
        query = _nearest(tuple(squares), bool(land), bool(marks))
        rows = connection.execute(query, {**fixed, **squares, "limit2": chord2(radius)})
        ranked = [(kilometres(row.squared), row.facility_id) for row in rows]
        if len(ranked) == wanted:
            break
    return ranked


def _squares(place: Place, radius: float) -> dict[str, list[int]]:
    """Squares to look into, by column; none when everything is to be looked at."""
    if radius == ANYWHERE_KM:
        return {}
    sizes = {"zone": ZONE_DEGREES}
    if radius <= BY_CELL_KM:
        sizes["cell"] = CELL_DEGREES
    return {
        column: around(place.latitude, place.longitude, radius, size)
        for column, size in sizes.items()
    }


@cache
def _nearest(grids: tuple[str, ...], inside: bool, marked: bool) -> Select[int, float]:
    """Query by squares of these `grids`, `inside` some départements or on the mainland."""
    squared: ColumnElement[float] = literal_column("0.0", Float)
    for axis in ("x", "y", "z"):
        column, mine = getattr(FacilityNeed, axis), bindparam(axis, type_=Float)
        squared += (column - mine) * (column - mine)
    land: BindParameter[Any] = bindparam("land", expanding=True)
    query = select(FacilityNeed.facility_id, squared.label("squared")).where(
        FacilityNeed.need_id == bindparam("need"), squared <= bindparam("limit2", type_=Float)
    )
    for name in grids:
        query = query.where(getattr(FacilityNeed, name).in_(bindparam(name, expanding=True)))
    if inside:
        query = query.where(FacilityNeed.departement.in_(land))
    else:
        query = query.where(FacilityNeed.departement.not_in(land))
    if marked:
        mask = bindparam("marks", type_=Integer)
        query = query.where(FacilityNeed.marks.bitwise_and(mask) == mask)
    return query.order_by("squared", FacilityNeed.facility_id).limit(bindparam("wanted"))


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
        row.source, row.data_date, row.demonstration, row.marks, row.details,
    )  # fmt: skip
