"""A street address made a point, by the State's geocoding service, when the mutuelle allows it.

An address is personal data and leaves the house: nothing is asked unless ARIANE_GEOCODING is true,
and only the address is sent. Without a sure answer the commune stands for it.
"""

from typing import Any

import aiohttp

from knowledge.folding import words
from knowledge.places.extract import cues
from knowledge.places.gazetteer import CITIES, Place, place, point_id
from knowledge.settings import settings

SERVICE = "https://data.geopf.fr/geocodage/search"
TIMEOUT = aiohttp.ClientTimeout(total=2)
SURE = 0.6  # score of the service, out of 1, under which another street is likely
PRECISE = frozenset(["housenumber", "street"])
SUFFIXES = frozenset(["bis", "ter", "quater"])
LINKS = frozenset(["a", "au", "aux", "sur", "en", "dans", "pres", "de"])


def street_in(text: str, end: int) -> str:
    """« 12 bis rue de Lille » in what `text` says before character `end`; empty when none."""
    said = [word for word in words(text) if word.end <= end]
    for index, word in enumerate(said):
        after = index + 1 + (index + 1 < len(said) and said[index + 1].text in SUFFIXES)
        if not (word.text.isdigit() and len(word.text) <= 4 and after + 1 < len(said)):
            continue
        if said[after].text in cues()["voies"]:
            last = len(said) - 1
            while last > after and said[last].text in LINKS:
                last -= 1
            return text[word.start : said[last].end] if last > after else ""
    return ""


async def locate(street: str, town: Place, service: str = SERVICE) -> Place | None:
    """The point of this street in this town; None when the service does not say it for sure."""
    query = {"q": f"{street}, {_name(town)}", "index": "address", "limit": "1"}
    if town.kind in ("commune", "arrondissement") and town.id not in CITIES.values():
        query["citycode"] = town.id
    try:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as session,
            session.get(service, params=query, raise_for_status=True) as response,
        ):
            return _point(await response.json(content_type=None), street, town)
    except (aiohttp.ClientError, TimeoutError, ValueError, LookupError, TypeError):
        return None  # unreachable, or not the answer documented


def _point(answer: Any, street: str, town: Place) -> Place | None:
    """The first address of a GeoJSON answer, when precise, sure, and in the same département."""
    for found in answer["features"][:1]:
        known = found["properties"]
        longitude, latitude = found["geometry"]["coordinates"]
        same_land = place(known["citycode"]).departement == town.departement
        if known["type"] in PRECISE and known["score"] >= SURE and same_land:
            return place(point_id(latitude, longitude, known["citycode"], street))
    return None


def _name(town: Place) -> str:
    return town.label.split(" (")[0]


def allowed() -> bool:
    """Whether addresses may be sent to the service."""
    return settings().geocoding
