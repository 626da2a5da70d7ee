"""Which facility answers which need: from official codes only, never from labels.

Two sources may describe the same establishment: the most complete one is shown, and the activities
known by the others are added to it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from knowledge.needs import needs
from knowledge.offer.models import Facility, FacilityNeed, Source

PREFERENCE = {"finess-csv": 0, "sae": 1, "demonstration": 2}
CHUNK = 5000


@cache
def by_category() -> dict[str, tuple[str, ...]]:
    """Need ids by FINESS category code; `need:x` is the category of a demonstration of x."""
    found: dict[str, tuple[str, ...]] = {}
    for need in needs().values():
        for code in (*need.categories, f"need:{need.id}"):
            found[code] = (*found.get(code, ()), need.id)
    return found


@cache
def by_activity() -> dict[str, tuple[str, ...]]:
    """Need ids by activity of the annual hospital statistics."""
    found: dict[str, tuple[str, ...]] = {}
    for need in needs().values():
        for flag in need.activites:
            found[flag] = (*found.get(flag, ()), need.id)
    return found


@cache
def mapping_version() -> str:
    """Changes when the codes of the needs change, so that the index is rebuilt."""
    text = json.dumps([by_category(), by_activity()], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def needs_of(category: str, activities: str) -> set[str]:
    """Need ids an establishment answers by its category and its activities."""
    found = set(by_category().get(category, ()))
    for flag in activities.split():
        found.update(by_activity().get(flag, ()))
    return found


def rebuild(connection: Connection) -> None:
    """Fill `facility_need` anew, inside the caller's transaction."""
    connection.execute(delete(FacilityNeed))
    rows = connection.execute(
        select(
            Facility.finess, Source.format, Facility.id, Facility.category_code,
            Facility.activities, Facility.latitude, Facility.longitude, Facility.departement,
        )
        .join(Source)
        .order_by(Facility.finess)
    )  # fmt: skip
    batch: list[dict[str, Any]] = []
    for row in _shown(rows.all()):
        batch.append(row)
        if len(batch) == CHUNK:
            connection.execute(insert(FacilityNeed), batch)
            batch = []
    if batch:
        connection.execute(insert(FacilityNeed), batch)


def _shown(rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for _, group in groupby(rows, key=lambda row: row.finess):
        same = sorted(group, key=lambda row: PREFERENCE.get(row.format, 9))
        first = same[0]
        activities = " ".join(row.activities for row in same)
        for need_id in sorted(needs_of(first.category_code, activities)):
            yield {
                "need_id": need_id,
                "facility_id": first.id,
                "latitude": first.latitude,
                "longitude": first.longitude,
                "departement": first.departement,
            }
