"""What a search gives back: establishments as files and counselors' corrections tell them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from knowledge.offer.corrections import Corrected, in_force
from knowledge.offer.models import Facility, Source
from knowledge.offer.quality.display import QualityLine, quality_of
from knowledge.places import Place

SAME_SPOT_KM = 0.1  # under it, a place known by its commune and the commune itself are one point


class Ranked(NamedTuple):
    """A facility on its way to the results: kilometres as the crow flies, bits of `criteria`."""

    distance_km: float
    facility_id: int
    marks: int


@dataclass(frozen=True)
class Found:
    """One establishment. `distance_km` is None when both ends are only known by their commune.

    `entity`: number of the body that runs it. `corrections`: those in force. `qualite`: published
    results as shown on a card.
    """

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
    entity: str = ""
    corrections: tuple[Corrected, ...] = ()
    qualite: tuple[QualityLine, ...] = ()


@dataclass(frozen=True)
class SearchResult:
    """`radius_km` covers the results; `widened`: nothing within the first radius.

    `exhausted`: nothing more, even farther.
    """

    results: list[Found]
    radius_km: float
    widened: bool
    exhausted: bool


def described(
    connection: Connection, chosen: Sequence[Ranked], where: Place | None = None
) -> list[Found]:
    """The facilities chosen, in that order; distances count from `where`, unknown without it."""
    query = (
        select(Facility, Source.name.label("source"), Source.data_date, Source.demonstration)
        .join(Source)
        .where(Facility.id.in_([one.facility_id for one in chosen]))
    )
    rows = {row.id: row for row in connection.execute(query)}
    numbers = {row.finess for row in rows.values()}
    corrections, quality = in_force(connection, numbers), quality_of(connection, numbers)
    found = [_found(rows[one.facility_id], one, where) for one in chosen]
    return [
        replace(
            one,
            corrections=corrections.get(one.finess, ()),
            qualite=tuple(quality.get(one.finess, ())),
        )
        for one in found
    ]


def _found(row: Any, ranked: Ranked, where: Place | None) -> Found:
    by_commune = row.quality == "commune"
    unknown = (
        where is None
        or where.kind == "departement"
        or (by_commune and ranked.distance_km < SAME_SPOT_KM)
    )
    return Found(
        row.id, row.finess, row.name, row.category_code, row.category_label, row.address,
        row.postcode, row.city, row.insee, row.departement, row.phone, row.latitude, row.longitude,
        row.quality, None if unknown else ranked.distance_km,
        by_commune or (where is not None and where.approximate), row.source, row.data_date,
        row.demonstration, ranked.marks, row.details, row.entity,
    )  # fmt: skip
