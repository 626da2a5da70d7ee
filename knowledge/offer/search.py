"""Nearest establishments for a need, widening until something is found.

Distances are as the crow flies. Never crosses a sea: overseas départements and Corsica are
searched on their own.
"""

from dataclasses import dataclass
from datetime import datetime
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

from knowledge.offer.corrections import closed_among
from knowledge.offer.criteria import marks_of
from knowledge.offer.found import Ranked, SearchResult, described
from knowledge.offer.grid import (
    CELL_DEGREES,
    ZONE_DEGREES,
    around,
    chord2,
    kilometres,
    unit_vector,
)
from knowledge.offer.hours import HOURS_KNOWN, is_open, present
from knowledge.offer.models import Facility, FacilityNeed
from knowledge.places import Place

STEPS_KM = (5.0, 10.0, 20.0, 50.0, 100.0, 200.0)
FIRST_RADIUS_KM = STEPS_KM[0]
LOOKED_KM = (1.5, 5.0, 20.0, 60.0, STEPS_KM[-1])  # a query each: small in cities, see `_around`
BY_CELL_KM = 5.0  # up to there by cells, beyond by zones
ANYWHERE_KM = 20100.0
CORSICA = ("2A", "2B")
EVERY = 1_000_000  # more than any search can rank


@dataclass(frozen=True)
class Asked:
    """What a ranking must respect. `now` (aware): only places open then, hours known."""

    need_id: str
    place: Place
    marks: int
    now: datetime | None


def search(
    engine: Engine,
    need_id: str,
    place: Place,
    *,
    limit: int = 3,
    offset: int = 0,
    marks: int = 0,
    now: datetime | None = None,
) -> SearchResult:
    """Establishments for `need_id` from the nearest to `place`, skipping the first `offset`.

    Only those known to have all the `marks` (bits of `criteria`); when one of them is to be open,
    only those open at `now` (aware, this very moment by default). Never those a counselor knows to
    be closed for good.
    """
    instant = (now or present()) if marks & marks_of(HOURS_KNOWN) else None
    steps = [*LOOKED_KM]
    if place.kind == "departement":
        steps.append(ANYWHERE_KM)
    with engine.connect().execution_options(readonly=True) as connection:
        asked = Asked(need_id, place, marks, instant)
        ranked = _around(connection, asked, offset + limit + 1, steps)
        chosen = ranked[offset : offset + limit]
        results = described(connection, chosen, place)
    radius = STEPS_KM[-1]
    if place.kind == "departement":
        radius = 0.0
    elif chosen:
        radius = covering(chosen[-1].distance_km)
    widened = place.kind != "departement" and (
        not ranked or ranked[0].distance_km > FIRST_RADIUS_KM
    )
    return SearchResult(results, radius, widened, len(ranked) <= offset + limit)


def covering(distance_km: float) -> float:
    """The smallest of the radii searched that reaches this far, the last one at most."""
    return next((step for step in STEPS_KM if step >= distance_km), STEPS_KM[-1])


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


def _around(connection: Connection, asked: Asked, wanted: int, steps: list[float]) -> list[Ranked]:
    """The `wanted` nearest, or all there are within the last step."""
    where = asked.place
    x, y, z = unit_vector(where.latitude, where.longitude)
    land = (where.departement,) if where.kind == "departement" else same_land(where.departement)
    fixed = {
        "need": asked.need_id, "x": x, "y": y, "z": z, "marks": asked.marks,
        "land": list(land or CORSICA),
    }  # fmt: skip
    step, last = 0, len(steps) - 1
    while True:
        radius = steps[step]
        squares = _squares(where, radius)
        query = _nearest(tuple(squares), bool(land), bool(asked.marks))
        values = {**fixed, **squares, "limit2": chord2(radius)}
        ranked = _not_closed(connection, query, values, EVERY if asked.now else wanted)
        if asked.now:
            ranked = _open(connection, ranked, asked.now)[:wanted]
        if len(ranked) == wanted or step == last:
            return ranked
        step = min(step + (1 if ranked else 2), last)  # where nothing is, a little farther has few


def _not_closed(
    connection: Connection, query: Select[int, float, int], values: dict[str, Any], wanted: int
) -> list[Ranked]:
    """The `wanted` first rows of a query once those closed for good are taken out."""
    asked = wanted
    while True:
        rows = connection.execute(query, {**values, "wanted": asked}).all()
        closed = closed_among(connection, [row.facility_id for row in rows])
        ranked = [
            Ranked(kilometres(row.squared), row.facility_id, row.marks)
            for row in rows
            if row.facility_id not in closed
        ]
        if len(ranked) >= wanted or len(rows) < asked:
            return ranked[:wanted]
        asked += wanted - len(ranked)


def _open(connection: Connection, ranked: list[Ranked], now: datetime) -> list[Ranked]:
    """Those open at `now`; only the few whose hours a file tells come this far."""
    query = select(Facility.id, Facility.details, Facility.departement).where(
        Facility.id.in_([one.facility_id for one in ranked])
    )
    opened = {
        row.id
        for row in connection.execute(query)
        if is_open((row.details or {}).get("ouverture", ""), row.departement, now)
    }
    return [one for one in ranked if one.facility_id in opened]


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
def _nearest(grids: tuple[str, ...], inside: bool, marked: bool) -> Select[int, float, int]:
    """Query by squares of these `grids`, `inside` some départements or on the mainland."""
    squared: ColumnElement[float] = literal_column("0.0", Float)
    for axis in ("x", "y", "z"):
        column, mine = getattr(FacilityNeed, axis), bindparam(axis, type_=Float)
        squared += (column - mine) * (column - mine)
    land: BindParameter[Any] = bindparam("land", expanding=True)
    query = select(FacilityNeed.facility_id, squared.label("squared"), FacilityNeed.marks).where(
        FacilityNeed.need_id == bindparam("need")
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
    # The distance last: SQLite tests in this order, and it is what costs most.
    query = query.where(squared <= bindparam("limit2", type_=Float))
    return query.order_by("squared", FacilityNeed.facility_id).limit(bindparam("wanted"))
