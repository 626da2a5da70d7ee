"""The bundled example offer: fictional, marked as such, with phone numbers kept for fiction.

It is written as a file, then imported like any other; a real import removes it.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date
from functools import cache
from hashlib import sha256
from math import cos, radians
from pathlib import Path
from typing import Any

from knowledge.content import read_yaml
from knowledge.needs import needs
from knowledge.offer.criteria import mask
from knowledge.offer.imports.formats import Dropped, Format, Record
from knowledge.offer.imports.reading import read_csv
from knowledge.places import Place, place
from knowledge.places.gazetteer import gazetteer

TEMPLATES = Path(__file__).parents[1] / "demonstration.yml"
COLUMNS = (
    "finess", "name", "category_code", "category_label", "address", "postcode", "city", "insee",
    "departement", "phone", "latitude", "longitude", "marques",
)  # fmt: skip
WRITTEN = date(2026, 11, 21)
FARTHEST_DEGREES = 0.02  # about 2 km around the town hall
EXAMPLE_MARKS = ("mutualiste", "tiers_payant", "fauteuil")  # « public » stays unknown, as in life
NO_REGION = "019900"


@cache
def templates() -> dict[str, Any]:
    """Content of `demonstration.yml`."""
    found: dict[str, Any] = read_yaml(TEMPLATES)
    return found


def cities() -> list[Place]:
    """The most populous communes, and those listed by hand."""
    communes = [code for code in gazetteer().lines if place_kind(code) == "commune"]
    communes.sort(key=lambda code: -gazetteer().population(code))
    largest = communes[: templates()["communes_les_plus_peuplees"]]
    return [place(code) for code in dict.fromkeys([*largest, *templates()["communes"]])]


def place_kind(code: str) -> str:
    """Kind of a place without building it."""
    return gazetteer().lines[code].split(",", 2)[1]


def generate() -> str:
    """The example offer as CSV text, the same every time."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=";", lineterminator="\n")
    writer.writeheader()
    serial = 0
    for city in cities():
        for need_id, name in templates()["noms"].items():
            for number in range(1, 2 + _draw(city.id, need_id, "count", size=3)):
                writer.writerow(_row(city, need_id, name, number, serial))
                serial += 1
    return text.getvalue()


def _draw(*seed: object, size: int) -> int:
    """A number under `size`, always the same for the same seed."""
    return int.from_bytes(sha256(repr(seed).encode()).digest()[:8]) % size


def _row(city: Place, need_id: str, name: str, number: int, serial: int) -> dict[str, object]:
    seed = (city.id, need_id, number)
    spread = [_draw(*seed, axis, size=2001) / 1000 - 1 for axis in ("lat", "lon")]
    town = city.label.split(" (")[0]
    mark = f" {number}" if number > 1 else ""
    street = templates()["voies"][_draw(*seed, "street", size=len(templates()["voies"]))]
    wide = FARTHEST_DEGREES / cos(radians(city.latitude))
    return {
        "finess": f"demo-{city.id}-{need_id}-{number}",
        "name": f"{name} de démonstration{mark} – {town}",
        "category_code": f"need:{need_id}",
        "category_label": _without_article(needs()[need_id].libelle),
        "address": f"{1 + _draw(*seed, 'door', size=99)} {street}",
        "postcode": city.codes_postaux[0],
        "city": town,
        "insee": city.id,
        "departement": city.departement,
        "phone": f"{_prefix(city.departement)}{serial % 10000:04d}",
        "latitude": f"{city.latitude + spread[0] * FARTHEST_DEGREES:.5f}",
        "longitude": f"{city.longitude + spread[1] * wide:.5f}",
        "marques": " ".join(
            one for one in EXAMPLE_MARKS if number == 1 or _draw(*seed, one, size=2)
        ),
    }


def _without_article(wording: str) -> str:
    noun = wording.split(" ", 1)[1]
    return noun[0].upper() + noun[1:]


def _prefix(departement: str) -> str:
    listed = templates()["telephones"].items()
    return next((prefix for prefix, codes in listed if departement in codes), NO_REGION)


def rows(path: str) -> Iterator[Record | Dropped]:
    """Records of the generated file."""
    for _, row in read_csv(Path(path), COLUMNS):
        point = {"latitude": float(row["latitude"]), "longitude": float(row["longitude"])}
        marks = mask(row.pop("marques").split())
        yield {
            **row, **point, "entity": "", "activities": "", "quality": "exact", "updated": None,
            "marks": marks,
        }  # fmt: skip


FORMAT = Format(
    "demonstration", "Offre de démonstration (exemple fictif)", "Apache-2.0", rows,
    lambda latest: WRITTEN, demonstration=True,
)  # fmt: skip
