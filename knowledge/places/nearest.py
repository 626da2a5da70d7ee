"""The commune around a point that a telephone gives, and the words that name it without doubt.

Nothing finer than the commune leaves this module. A commune's point is its centre: near a border
the neighbour may be nearer, which is why the member reads the commune found.
"""

from knowledge.offer.grid import haversine
from knowledge.places.gazetteer import CITIES, Place, gazetteer, place
from knowledge.places.mentions import extract_places
from knowledge.wording import say

FAR_KM = 30.0  # beyond, the point is abroad or at sea
FAR_IN_GUYANE_KM = 150.0  # where a commune may be as large as a département of the mainland
MARGIN_DEGREES = 1.5


def nearest_commune(latitude: float, longitude: float) -> Place | None:
    """The commune, or arrondissement, whose centre is nearest (WGS84 degrees); None abroad."""
    best: tuple[float, str] | None = None
    for identifier, line in gazetteer().lines.items():
        _, kind, _, departement, _, _, lat, lon, estimated = line.split(",")
        if kind == "departement" or estimated or identifier in CITIES.values():
            continue
        if abs(float(lat) - latitude) > MARGIN_DEGREES:
            continue
        distance = haversine(latitude, longitude, float(lat), float(lon))
        limit = FAR_IN_GUYANE_KM if departement == "973" else FAR_KM
        if distance <= limit and (best is None or distance < best[0]):
            best = distance, identifier
    return place(best[1]) if best else None


def typed(where: Place) -> str:
    """What a member would type to be understood as being in `where`: its name, else its code."""
    name = where.label.split(" (")[0]
    for words in (where.label, name, f"{where.codes_postaux[0]} {name}"):
        text = say("position_dite", lieu=words)
        read = extract_places(text)
        if len(read) == 1 and [one.id for one in read[0].candidates] == [where.id]:
            return text
    return say("position_dite", lieu=where.codes_postaux[0])
