"""Where a point falls on two grids, and distances that any SQL database can compute exactly.

A point is kept as a unit vector: the square of the chord between two of them grows with their
distance over the sphere and needs only additions and multiplications.
"""

from collections.abc import Sequence
from math import asin, cos, floor, radians, sin, sqrt
from typing import Any

import numpy as np

EARTH_KM = 6371.0
KM_PER_DEGREE = 111.0  # a little less than the true 111.2: the box is never too small
CELL_DEGREES = 0.025  # about 2.8 km: one holds part of a city
ZONE_DEGREES = 0.5  # about 55 km: a few dozen cover 200 km around
Vector = tuple[float, float, float]


def unit_vector(latitude: float, longitude: float) -> Vector:
    """Point of the unit sphere, from degrees."""
    phi, theta = radians(latitude), radians(longitude)
    return cos(phi) * cos(theta), cos(phi) * sin(theta), sin(phi)


def chord2(kilometres: float) -> float:
    """Square of the chord that spans this distance on the unit sphere."""
    return 4 * sin(kilometres / (2 * EARTH_KM)) ** 2


def kilometres(squared_chord: float) -> float:
    """Distance over the sphere from the square of a chord."""
    return 2 * EARTH_KM * asin(min(1.0, sqrt(squared_chord) / 2))


def haversine(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometres between two points given in degrees."""
    phi1, phi2 = radians(lat1), radians(lat2)
    half = sin((phi2 - phi1) / 2) ** 2
    half += cos(phi1) * cos(phi2) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def around(latitude: float, longitude: float, radius: float, size: float) -> list[int]:
    """Numbers of the squares of `size` degrees that a circle of `radius` km may touch."""
    high = radius / KM_PER_DEGREE
    wide = high / max(0.05, cos(radians(abs(latitude) + high)))
    across = round(360 / size)
    rows = range(floor((latitude - high + 90) / size), floor((latitude + high + 90) / size) + 1)
    columns = range(
        floor((longitude - wide + 180) / size), floor((longitude + wide + 180) / size) + 1
    )
    return [row * across + column for row in rows for column in columns]


def place_all(records: Sequence[dict[str, Any]]) -> None:
    """Add `zone`, `cell`, `x`, `y`, `z` to each record, from its latitude and longitude."""
    if not records:
        return
    degrees = np.array([(one["latitude"], one["longitude"]) for one in records])
    phi, theta = np.radians(degrees).T
    columns = {
        "zone": _squares(degrees, ZONE_DEGREES), "cell": _squares(degrees, CELL_DEGREES),
        "x": np.cos(phi) * np.cos(theta), "y": np.cos(phi) * np.sin(theta), "z": np.sin(phi),
    }  # fmt: skip
    names = tuple(columns)
    lists = [column.tolist() for column in columns.values()]
    for record, values in zip(records, zip(*lists, strict=True), strict=True):
        record.update(zip(names, values, strict=True))


def _squares(degrees: Any, size: float) -> Any:
    row, column = np.floor((degrees + np.array((90, 180))) / size).astype(int).T
    return row * round(360 / size) + column
