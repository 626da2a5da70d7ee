"""Which facility answers which need: from official codes only, never from labels.

Two sources may describe the same establishment: the most complete one is shown, and the activities
and marks known by the others are added to it. Done in the database, for the establishments touched.
"""

import hashlib
import json
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.orm import aliased

from knowledge.needs import Need, needs
from knowledge.offer.models import CodesNeed, Facility, FacilityNeed, Source, Touched

PREFERENCE = {"mutuelle": 0, "finess": 1, "sae": 2, "rpps": 3, "demonstration": 4}
DOCTOR = "10"  # RPPS profession
COPIED = ("zone", "cell", "departement", "x", "y", "z")


@cache
def by_category() -> dict[str, tuple[str, ...]]:
    """Need ids by FINESS category, `rpps:` profession, or `need:` for one named outright."""
    found: dict[str, tuple[str, ...]] = {}
    for need in needs().values():
        professions = [f"rpps:{code}" for code in need.professions if _by_profession(need)]
        for code in (*need.categories, *professions, f"need:{need.id}"):
            found[code] = (*found.get(code, ()), need.id)
    return found


def _by_profession(need: Need) -> bool:
    """A doctor is found by speciality, and what FINESS lists (pharmacies) by establishment."""
    return not (need.savoir_faire or need.categories or DOCTOR in need.professions)


@cache
def by_activity() -> dict[str, tuple[str, ...]]:
    """Need ids by hospital activity, RPPS « savoir-faire », or `need:` for one named outright."""
    found: dict[str, tuple[str, ...]] = {}
    for need in needs().values():
        for code in (*need.activites, *need.savoir_faire, f"need:{need.id}"):
            found[code] = (*found.get(code, ()), need.id)
    return found


@cache
def mapping_version() -> str:
    """Changes when the codes of the needs change, so that the index is rebuilt."""
    text = json.dumps([by_category(), by_activity()], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def needs_of(category: str, activities: str) -> set[str]:
    """Need ids an establishment answers by its category and its activities."""
    return {*by_category().get(category, ()), *_from_activities(activities)}


def _from_activities(activities: str) -> set[str]:
    return {need for code in activities.split() for need in by_activity().get(code, ())}


def rebuild(connection: Connection) -> None:
    """Fill `facility_need` anew, inside the caller's transaction."""
    connection.execute(delete(Touched))
    touch(connection, literal(True))
    refresh(connection)


def touch(connection: Connection, which: ColumnElement[bool]) -> None:
    """Note the establishments of these facilities, to be indexed again by `refresh`."""
    known = exists().where(Touched.finess == Facility.finess)
    names = select(Facility.finess).distinct().where(which, ~known)
    connection.execute(insert(Touched).from_select(["finess"], names))


def forget(connection: Connection) -> None:
    """Take the establishments touched out of the index, while their rows still exist."""
    count = select(func.count()).select_from
    if connection.scalar(count(Touched)) == connection.scalar(
        select(func.count(Facility.finess.distinct()))
    ):
        connection.execute(delete(FacilityNeed))
        return
    gone = select(Facility.id).join(Touched, Touched.finess == Facility.finess)
    connection.execute(delete(FacilityNeed).where(FacilityNeed.facility_id.in_(gone)))


def refresh(connection: Connection) -> None:
    """Index the establishments touched; none is left noted."""
    forget(connection)
    _fill_codes(connection)
    sources = connection.execute(select(Source.id, Source.format)).all()
    formats = {one.id: one.format for one in sources}
    ranked = [one.id for one in sorted(sources, key=lambda one: PREFERENCE.get(one.format, 9))]
    for place, source_id in enumerate(ranked):
        others = [one for one in ranked if one != source_id and _share(connection, source_id, one)]
        shown = _shown(source_id, [one for one in others if one in ranked[:place]])
        _show(connection, shown, others)
        of_house = formats[source_id] == "mutuelle"
        for other in others:
            _add_needs(connection, shown, other, others, whole=of_house)
    connection.execute(delete(Touched))


def _fill_codes(connection: Connection) -> None:
    connection.execute(delete(CodesNeed))
    rows: list[dict[str, Any]] = []
    query = select(Facility.category_code, Facility.activities).distinct()
    for category, activities in connection.execute(query):
        own = set(by_category().get(category, ()))
        rows += [
            {"category_code": category, "activities": activities, "need_id": need, "own": known}
            for known, found in ((True, own), (False, _from_activities(activities) - own))
            for need in found
        ]
    if rows:
        connection.execute(insert(CodesNeed), rows)


def _share(connection: Connection, source_id: int, other_id: int) -> bool:
    """True when two sources describe a same establishment, among those touched."""
    other = aliased(Facility)
    query = (
        select(Facility.id)
        .join(Touched, Touched.finess == Facility.finess)
        .join(other, and_(other.finess == Facility.finess, other.source_id == other_id))
        .where(Facility.source_id == source_id)
    )
    return connection.execute(query.limit(1)).first() is not None


def _shown(source_id: int, better: list[int]) -> ColumnElement[bool]:
    """Facilities of a source, touched, that no better source describes."""
    other = aliased(Facility)
    hidden = exists().where(other.finess == Facility.finess, other.source_id.in_(better))
    here = and_(Facility.source_id == source_id, Facility.finess == Touched.finess)
    return and_(here, ~hidden) if better else here


def _show(connection: Connection, shown: ColumnElement[bool], others: list[int]) -> None:
    query = select(CodesNeed.need_id, Facility.id, _marks(others), *_copied()).where(
        shown,
        CodesNeed.category_code == Facility.category_code,
        CodesNeed.activities == Facility.activities,
    )
    _insert(connection, query)


def _add_needs(
    connection: Connection,
    shown: ColumnElement[bool],
    other_id: int,
    others: list[int],
    whole: bool,
) -> None:
    """Needs that another source adds to the facility shown: by its activities, or by all it says.

    `whole`: a line of the mutuelle completes the official one, it does not replace its category.
    """
    other = aliased(Facility)
    indexed = exists().where(
        FacilityNeed.need_id == CodesNeed.need_id,
        FacilityNeed.zone == Facility.zone,
        FacilityNeed.cell == Facility.cell,
        FacilityNeed.facility_id == Facility.id,
    )
    query = select(CodesNeed.need_id, Facility.id, _marks(others), *_copied()).where(
        shown,
        other.finess == Facility.finess,
        other.source_id == other_id,
        CodesNeed.category_code == other.category_code,
        CodesNeed.activities == other.activities,
        ~indexed,
    )
    if not whole:
        query = query.where(CodesNeed.own.is_(False))
    _insert(connection, query)


def _marks(others: list[int]) -> ColumnElement[int]:
    """Marks of the facility shown, with those the other sources know."""
    marks: ColumnElement[int] = Facility.marks.expression
    for source_id in others:
        other = aliased(Facility)
        known = select(other.marks).where(
            other.finess == Facility.finess, other.source_id == source_id
        )
        marks = marks.bitwise_or(func.coalesce(known.scalar_subquery(), 0))
    return marks


def _copied() -> list[Any]:
    return [getattr(Facility, name) for name in COPIED]


def _insert(connection: Connection, query: Any) -> None:
    columns = ["need_id", "facility_id", "marks", *COPIED]
    connection.execute(insert(FacilityNeed).from_select(columns, query))
