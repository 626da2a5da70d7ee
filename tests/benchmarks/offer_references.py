"""What a search is compared with: brute force in NumPy, and PostgreSQL's own nearest neighbour."""

import random
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from sqlalchemy import Engine, select, text

from knowledge.offer import mask
from knowledge.offer.grid import EARTH_KM
from knowledge.offer.models import Facility, FacilityNeed
from knowledge.offer.search import STEPS_KM, same_land
from knowledge.places import Place

Where = Callable[[random.Random], Place]


class Kind(NamedTuple):
    """A kind of question: a need, places drawn by `where`, what was already shown, criteria."""

    title: str
    need: str
    where: Where
    offset: int = 0
    criteria: tuple[str, ...] = ()


class InMemory:
    """Every place in NumPy arrays by need: what a search must equal, and a speed to compare."""

    def __init__(self, engine: Engine) -> None:
        query = select(
            FacilityNeed.need_id, FacilityNeed.departement, FacilityNeed.marks,
            Facility.latitude, Facility.longitude,
        ).join(Facility, Facility.id == FacilityNeed.facility_id)  # fmt: skip
        by_need: dict[str, list[tuple[str, int, float, float]]] = {}
        with engine.connect() as connection:
            for need, *row in connection.execute(query):
                by_need.setdefault(need, []).append(tuple(row))
        self.rows = sum(map(len, by_need.values()))
        self.columns = {
            need: tuple(np.array(column) for column in zip(*rows, strict=True))
            for need, rows in by_need.items()
        }

    def nearest(self, kind: Kind, where: Place) -> list[float]:
        """Kilometres of the answers, by measuring every place of the need."""
        if kind.need not in self.columns:
            return []
        departements, marks, latitudes, longitudes = self.columns[kind.need]
        phi, phi0 = np.radians(latitudes), np.radians(where.latitude)
        half = np.sin((phi - phi0) / 2) ** 2 + np.cos(phi) * np.cos(phi0) * (
            np.sin(np.radians(longitudes - where.longitude) / 2) ** 2
        )
        distance = 2 * EARTH_KM * np.arcsin(np.sqrt(half))
        wanted = mask(kind.criteria)
        kept = (marks & wanted) == wanted
        whole = where.kind == "departement"
        if land := (where.departement,) if whole else same_land(where.departement):
            kept &= np.isin(departements, land)
        else:
            kept &= ~np.isin(departements, ("2A", "2B"))
        if not whole:
            kept &= distance <= STEPS_KM[-1]
        return sorted(distance[kept])[kind.offset : kind.offset + 3]


def index_nearest(engine: Engine, needs: set[str]) -> None:
    """PostgreSQL's own way: a table of points, and one nearest-neighbour index a need."""
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS knn"))
        connection.execute(
            text(
                "CREATE TABLE knn AS SELECT need_id, n.marks, n.departement, facility_id, "
                "point(longitude * 0.69, latitude) AS spot "
                "FROM facility_need n JOIN facility f ON f.id = facility_id"
            )
        )
        for need in needs:
            connection.execute(
                text(f"CREATE INDEX ON knn USING gist (spot) WHERE need_id = '{need}'")
            )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def own_nearest(engine: Engine, kind: Kind, where: Place) -> None:
    """The question put to PostgreSQL's index, with the description of what is found."""
    inside = "AND departement = :land" if where.kind == "departement" else ""
    query = text(
        "SELECT f.* FROM (SELECT facility_id FROM knn "
        f"WHERE need_id = '{kind.need}' AND (marks & :marks) = :marks {inside} "
        "ORDER BY spot <-> point(:x, :y) LIMIT 3 OFFSET :offset) near "
        "JOIN facility f ON f.id = near.facility_id"
    )
    values = {
        "marks": mask(kind.criteria), "x": where.longitude * 0.69, "y": where.latitude,
        "offset": kind.offset, "land": where.departement,
    }  # fmt: skip
    with engine.connect() as connection:
        connection.execute(query, values).all()


def check(places: list[Place], shown: dict[str, list]) -> None:
    """Both engines give the same places, at exactly the distances of brute force."""
    for where, lite, pg, near in zip(
        places, shown["sqlite"], shown["pg"], shown["numpy"], strict=True
    ):
        assert [one.finess for one in lite.results] == [one.finess for one in pg.results], where
        vectors = [
            2 * EARTH_KM * np.arcsin(np.sqrt(_half(where, one.latitude, one.longitude)))
            for one in lite.results
        ]
        np.testing.assert_allclose(vectors, near, atol=1e-6, err_msg=str(where))


def _half(where: Place, latitude: float, longitude: float) -> float:
    phi, phi0 = np.radians(latitude), np.radians(where.latitude)
    across = np.sin(np.radians(longitude - where.longitude) / 2) ** 2
    return float(np.sin((phi - phi0) / 2) ** 2 + np.cos(phi) * np.cos(phi0) * across)
