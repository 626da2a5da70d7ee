"""Search gives exactly the nearest places, widens and says so, and never crosses a sea."""

import random
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, update

from knowledge.offer import search
from knowledge.offer.corrections import add
from knowledge.offer.grid import haversine, place_all
from knowledge.offer.imports.demonstration import cities
from knowledge.offer.index import rebuild
from knowledge.offer.models import Facility, Source
from knowledge.places import Place, place
from tests.knowledge.offer.finess_file import names

Point = tuple[str, float, float, str]


@cache
def scattered() -> list[Point]:
    """Four hundred pharmacies: dense around Lille, sparse elsewhere, some overseas."""
    draw = random.Random(7)
    centres = [place("59350")] * 150 + draw.choices(cities(), k=250)
    return [
        (
            f"p{number}",
            one.latitude + draw.gauss(0, 0.2),
            one.longitude + draw.gauss(0, 0.2),
            one.departement,
        )
        for number, one in enumerate(centres)
    ]


def fill(engine: Engine, points: list[Point], category: str = "620") -> None:
    with engine.begin() as connection:
        source = {
            "id": 1, "format": "finess-csv", "name": "FINESS", "file_name": "f", "sha256": "",
            "mapping": "", "imported_at": datetime(2026, 5, 1), "data_date": date(2026, 5, 1),
            "licence": "", "rows_read": 0, "rows_kept": 0, "dropped": {}, "demonstration": False,
        }  # fmt: skip
        connection.execute(insert(Source).values(source))
        rows = [
            {
                "source_id": 1, "finess": name, "entity": "", "name": name, "activities": "",
                "category_code": category, "category_label": "Pharmacie", "address": "",
                "postcode": "", "city": "", "insee": "", "departement": departement, "phone": "",
                "latitude": latitude, "longitude": longitude, "quality": "exact",
            }
            for name, latitude, longitude, departement in points
        ]  # fmt: skip
        place_all(rows)
        connection.execute(insert(Facility), rows)
        rebuild(connection)


def brute_force(where: Place) -> list[tuple[float, str]]:
    corsica = ("2A", "2B")
    if where.departement in corsica:
        reachable = [point for point in scattered() if point[3] in corsica]
    elif len(where.departement) == 3:
        reachable = [point for point in scattered() if point[3] == where.departement]
    else:
        reachable = [point for point in scattered() if point[3] not in corsica]
    measured = [
        (haversine(where.latitude, where.longitude, lat, lon), name)
        for name, lat, lon, _ in reachable
    ]
    return sorted(pair for pair in measured if pair[0] <= 200)


PLACES = st.sampled_from(
    [
        place(code)
        for code in (
            "59350",
            "59606",
            "48095",
            "2A004",
            "97411",
            "75115",
            "29019",
            "06088",
            "cp:59300",
        )
    ]
)


def test_search_equals_brute_force_on_both_databases(engine: Engine) -> None:
    fill(engine, scattered())

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(where=PLACES, limit=st.integers(1, 12), offset=st.integers(0, 30))
    def check(where: Place, limit: int, offset: int) -> None:
        expected = brute_force(where)
        found = search(engine, "pharmacie", where, limit=limit, offset=offset)
        assert [one.name for one in found.results] == [
            name for _, name in expected[offset : offset + limit]
        ]
        assert found.exhausted == (len(expected) <= offset + limit)

    check()


def test_corrections_filters_and_hours_keep_search_equal_to_brute_force(engine: Engine) -> None:
    draw = random.Random(11)
    points = [point for point in scattered() if len(point[3]) == 2]
    marks = {name: draw.choice([0, 1, 256, 257]) for name, *_ in points}
    hours = {name: draw.choice(["lun-ven 8h-12h", "lun-dim 0h-24h"]) for name, *_ in points}
    fill(engine, points)
    with engine.begin() as connection:
        for name, bits in marks.items():
            details = {"ouverture": hours[name]} if bits & 256 else None
            connection.execute(
                update(Facility)
                .where(Facility.name == name)
                .values(marks=bits, details=details, finess=name)
            )
        rebuild(connection)
    closed = {name for name, *_ in draw.sample(points, 60)}
    for name in closed:
        add(engine, name, "closed", "Camille")
    sunday = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Europe/Paris"))

    def meets(name: str, wanted: int) -> bool:
        shut = wanted & 256 and hours[name] == "lun-ven 8h-12h"
        return name not in closed and marks[name] & wanted == wanted and not shut

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(where=PLACES, wanted=st.sampled_from([0, 1, 256, 257]), offset=st.integers(0, 9))
    def check(where: Place, wanted: int, offset: int) -> None:
        known = {point[0] for point in points}
        expected = [name for _, name in brute_force(where) if name in known and meets(name, wanted)]
        found = search(engine, "pharmacie", where, offset=offset, marks=wanted, now=sunday)
        assert [one.name for one in found.results] == expected[offset : offset + 3]
        assert found.exhausted == (len(expected) <= offset + 3)

    check()


@pytest.mark.parametrize(
    ("north", "radius", "widened"),
    [(0.01, 5, False), (0.08, 10, True), (0.4, 50, True), (1.5, 200, True)],
)
def test_the_radius_grows_until_something_is_found(
    engine: Engine, north: float, radius: float, widened: bool
) -> None:
    home = place("87085")
    fill(engine, [("seule", home.latitude + north, home.longitude, "87")])
    found = search(engine, "pharmacie", home)
    assert ([one.name for one in found.results], found.radius_km) == (["seule"], radius)
    assert (found.widened, found.exhausted) == (widened, True)


def test_nothing_within_two_hundred_kilometres_is_said_so(engine: Engine) -> None:
    fill(engine, [("loin", 43.3, 5.4, "13")])
    found = search(engine, "pharmacie", place("59606"))
    assert (found.results, found.radius_km, found.exhausted) == ([], 200, True)


def test_a_departement_is_searched_whole_without_distances(engine: Engine) -> None:
    fill(engine, [("nord", 50.4, 3.5, "59"), ("voisine", 50.42, 2.8, "62")])
    found = search(engine, "pharmacie", place("dep:59"))
    assert [(one.name, one.distance_km) for one in found.results] == [("nord", None)]


def test_the_sea_is_never_crossed(engine: Engine) -> None:
    nice = place("06088")
    fill(engine, [("Calvi", 42.57, 8.76, "2B"), ("Antibes", 43.58, 7.12, "06")])
    assert names(engine, "pharmacie", nice.id) == ["Antibes"]
    assert names(engine, "pharmacie", "2A004") == ["Calvi"]


def test_another_need_finds_nothing_of_it(engine: Engine) -> None:
    fill(engine, scattered())
    assert search(engine, "dentiste", place("59350")).results == []
