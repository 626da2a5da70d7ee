"""FINESS « structures » of 2026: one JSON document, compressed, read as a stream.

Closed sites are in it and are dropped. Degrees and projected metres have been published in each
other's fields, and north before east: the pair that falls in the commune is the right one.
"""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any, NamedTuple
from zlib import error as ZlibError

import ijson

from knowledge.offer.errors import OfferError
from knowledge.offer.imports import finess
from knowledge.offer.imports.formats import Dropped, Format, Record
from knowledge.offer.imports.location import at_home, far_from_home, to_degrees
from knowledge.offer.imports.reading import GZIP, first_bytes

CLOSED = "I"
SITE_ADDRESS = "03"  # « usageAdresse » of the place itself
ORIGIN = "1,,,,EPSG:{}"
PROJECTIONS = {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471, "978": 5490}
LAMBERT_93 = 2154


class Pair(NamedTuple):
    """Two numbers of the file, of which nobody says which is north."""

    one: str
    other: str


def rows(path: str) -> Iterator[Record | Dropped]:
    """Records of the file; raise OfferError when it is cut or is not this document."""
    file = Path(path)
    seen = 0
    try:
        with _opened(file) as stream:
            for entity in ijson.items(stream, "pmej.item"):
                for site in entity.get("ege") or []:
                    seen += 1
                    yield filter_site(site, entity)
    except (ijson.JSONError, EOFError, ZlibError, gzip.BadGzipFile):
        raise OfferError(
            f"{file.name}, après l'établissement {seen} : document coupé, abîmé, ou qui n'est pas "
            "du JSON. Téléchargez-le à nouveau."
        ) from None
    if not seen:
        raise OfferError(f"{file.name} : aucun « pmej » ni « ege ». Ce n'est pas FINESS 2026.")


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    compressed = first_bytes(path).startswith(GZIP)
    with gzip.open(path, "rb") if compressed else path.open("rb") as stream:
        yield stream  # type: ignore[misc]


def filter_site(site: dict[str, Any], entity: dict[str, Any]) -> Record | Dropped:
    """Facility columns of one site, or why it is not shown."""
    if _text(site, "etatObjet") == CLOSED:
        return Dropped("établissement fermé")
    address = _address(site)
    kept = finess.filter_row(_row(site, entity, address))
    if isinstance(kept, Dropped):
        return kept
    kept.pop("point")
    where = kept.pop("home")
    point = address.get("coordonneesGeographique") or {}
    pairs = (
        Pair(_text(point, "directionLatitude"), _text(point, "directionLongitude")),
        Pair(_text(point, "coordonneeX"), _text(point, "coordonneeY")),
    )
    for latitude, longitude in _readings(pairs, where.departement):
        if not far_from_home(latitude, longitude, where):
            return {**kept, "latitude": latitude, "longitude": longitude, "quality": "exact"}
    return {**kept, **at_home(where)}


def _address(site: dict[str, Any]) -> dict[str, Any]:
    known: list[dict[str, Any]] = site.get("adresse") or [{}]
    return next((one for one in known if one.get("usageAdresse") == SITE_ADDRESS), known[0])


def _row(site: dict[str, Any], entity: dict[str, Any], address: dict[str, Any]) -> dict[str, str]:
    about = site.get("informationsGeneralesEGE") or {}
    legal = entity.get("informationsGeneralesPMEJ") or {}
    contacts: list[dict[str, Any]] = site.get("contact") or [{}]
    espic = about.get("espic") or [""]
    return {
        "nofinesset": _text(about, "numFinessEge"), "nofinessej": _text(legal, "numFinessPm"),
        "rs": _text(about, "nomEgeCourt"), "rslongue": _text(about, "nomEgeLong"),
        "numvoie": _text(address, "numeroVoie"), "typvoie": _text(address, "typeVoie"),
        "voie": _text(address, "libelleVoie"), "compvoie": "",
        "lieuditbp": _text(address, "lieuDit"), "insee": _text(address, "cogCommune"),
        "codepostal": _text(address, "codePostal"), "ville": _text(address, "ligneAcheminement"),
        "telephone": _text(contacts[0].get("telecom") or {}, "telephone"),
        "categetab": _text(site, "categorieentiteGeographiqueExercice"), "libcategetab": "",
        "codesph": str(espic[0] or ""), "statut": _text(legal, "statutJuridique"),
        "datemaj": _text(site, "dateDerniereMaj"),
        "coordxet": "", "coordyet": "", "sourcecoordet": "",
    }  # fmt: skip


def _readings(pairs: tuple[Pair, ...], departement: str) -> Iterator[tuple[float, float]]:
    """Points (latitude, longitude) that the numbers may mean, degrees first."""
    metres: list[tuple[str, str, str]] = []
    crs = ORIGIN.format(PROJECTIONS.get(departement, LAMBERT_93))
    for pair in pairs:
        try:
            first, second = float(pair.one), float(pair.other)
        except ValueError:
            continue
        if abs(first) <= 180 and abs(second) <= 180:
            yield from ((a, b) for a, b in ((first, second), (second, first)) if abs(a) <= 90)
        else:
            metres += [(pair.other, pair.one, crs), (pair.one, pair.other, crs)]
    for found in to_degrees(metres):
        if found:
            yield found[:2]


def _text(where: dict[str, Any], key: str) -> str:
    return str(where.get(key) or "").strip()


FORMAT = Format(
    "finess-2026", finess.NAME, finess.LICENCE, rows, lambda latest: latest or date.today(),
    source=finess.SOURCE, compressed=(GZIP,),
)  # fmt: skip
