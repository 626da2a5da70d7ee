"""Where an establishment stands: its own coordinates, else those of its commune or postal code."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from knowledge.offer.grid import haversine
from knowledge.places import Place, place
from knowledge.places.gazetteer import gazetteer, postcode_ids

OVERSEAS = {
    "9A": "971", "9B": "972", "9C": "973", "9D": "974", "9E": "975", "9F": "976", "9J": "986",
}  # fmt: skip
WITHOUT_CODE = {"UTM ZONE 21N": "EPSG:32621", "UTM ZONE 1S": "EPSG:32701"}  # FINESS omits these
PRECISIONS = {"1": "exact", "2": "exact", "3": "rue"}
Degrees = tuple[float, float, str]
TOO_FAR_KM = 150.0  # from its own commune: the point cannot be right
TOO_FAR_OVERSEAS_KM = 500.0  # there a commune may only be known by its archipelago


@lru_cache(maxsize=64)
def transformer(crs: str) -> Transformer | None:
    """To WGS84 from the projection named at the end of FINESS' `sourcecoordet`; None if unknown."""
    upper = crs.upper()
    code = next((epsg for name, epsg in WITHOUT_CODE.items() if name in upper), None)
    code = code or next((word for word in upper.split() if word.startswith("EPSG:")), None)
    try:
        return Transformer.from_crs(CRS(code), "EPSG:4326", always_xy=True) if code else None
    except CRSError:
        return None


def to_degrees(points: Sequence[tuple[str, str, str]]) -> list[Degrees | None]:
    """Latitude, longitude and quality from FINESS' (x, y, origin); None when unusable.

    The points of one projection are converted together.
    """
    found: list[Degrees | None] = [None] * len(points)
    groups: dict[str, list[tuple[int, float, float, str]]] = defaultdict(list)
    for place_, (x, y, origin) in enumerate(points):
        precision, crs = origin.partition(",")[0], origin.rpartition(",")[2]
        try:
            groups[crs].append((place_, float(x), float(y), PRECISIONS.get(precision, "commune")))
        except ValueError:
            continue
    for crs, group in groups.items():
        change = transformer(crs)
        if change is None:
            continue
        order, xs, ys, qualities = zip(*group, strict=True)
        longitudes, latitudes = change.transform(np.array(xs), np.array(ys))
        degrees = zip(order, latitudes.tolist(), longitudes.tolist(), qualities, strict=True)
        for place_, latitude, longitude, quality in degrees:
            if -90 <= latitude <= 90 and -180 <= longitude <= 180:
                found[place_] = (latitude, longitude, quality)
    return found


@lru_cache(maxsize=1024)
def insee_code(departement: str, commune: str) -> str:
    """INSEE code from FINESS' département and three-figure commune: 9A, 127 gives 97127."""
    known = OVERSEAS.get(departement)
    return (known[:2] if known else departement) + commune


@lru_cache(maxsize=100_000)
def home(insee: str, postcode: str) -> Place | None:
    """The arrondissement, commune or postal code where the establishment is, if known."""
    by_code = postcode_ids(postcode)
    if by_code and place(by_code[0]).kind == "arrondissement":
        return place(by_code[0])
    if insee in gazetteer().lines:
        return place(insee)
    return place(by_code[0]) if by_code else None


def far_from_home(latitude: float, longitude: float, where: Place) -> bool:
    """True when a point cannot be in the commune it is said to be in."""
    if abs(latitude - where.latitude) < 0.5 > abs(longitude - where.longitude):
        return False  # under 80 km, as nearly all are: no need to measure
    limit = TOO_FAR_OVERSEAS_KM if len(where.departement) == 3 else TOO_FAR_KM
    return haversine(latitude, longitude, where.latitude, where.longitude) > limit


def at_home(where: Place) -> dict[str, Any]:
    """Columns of a facility known only by its commune."""
    return {"latitude": where.latitude, "longitude": where.longitude, "quality": "commune"}
