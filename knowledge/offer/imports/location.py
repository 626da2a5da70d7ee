"""Where an establishment stands: its own coordinates, else those of its commune or postal code."""

from functools import lru_cache
from typing import Any

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


def to_degrees(x: str, y: str, origin: str) -> tuple[float, float, str] | None:
    """Latitude, longitude and quality from FINESS' projected metres; None when unusable."""
    precision, crs = origin.partition(",")[0], origin.rsplit(",", 1)[-1]
    change = transformer(crs)
    try:
        metres = (float(x), float(y))
    except ValueError:
        return None
    if change is None:
        return None
    longitude, latitude = change.transform(*metres)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return latitude, longitude, PRECISIONS.get(precision, "commune")


def insee_code(departement: str, commune: str) -> str:
    """INSEE code from FINESS' département and three-figure commune: 9A, 127 gives 97127."""
    known = OVERSEAS.get(departement)
    return (known[:2] if known else departement) + commune


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
    limit = TOO_FAR_OVERSEAS_KM if len(where.departement) == 3 else TOO_FAR_KM
    return haversine(latitude, longitude, where.latitude, where.longitude) > limit


def at_home(where: Place) -> dict[str, Any]:
    """Columns of a facility known only by its commune."""
    return {"latitude": where.latitude, "longitude": where.longitude, "quality": "commune"}
