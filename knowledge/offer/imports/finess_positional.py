"""FINESS establishments in the old headerless file, with its block of coordinates at the end.

Read twice rather than held in memory. Published in Latin-1, later copies in UTF-8.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from knowledge.offer.errors import OfferError
from knowledge.offer.imports import finess
from knowledge.offer.imports.finess_csv import completed
from knowledge.offer.imports.formats import Dropped, Format, Record
from knowledge.offer.imports.reading import encoding_of, read_values

COLUMNS = (
    "nofinesset", "nofinessej", "rs", "rslongue", "complrs", "compldistrib", "numvoie", "typvoie",
    "voie", "compvoie", "lieuditbp", "commune", "departement", "libdepartement",
    "ligneacheminement", "telephone", "telecopie", "categetab", "libcategetab", "categagretab",
    "libcategagretab", "siret", "codeape", "codemft", "libmft", "codesph", "libsph", "dateouv",
    "dateautor", "datemaj",
)  # fmt: skip
POINT = ("coordxet", "coordyet", "sourcecoordet")
Point = tuple[str, str, str]


def rows(path: str) -> Iterator[Record | Dropped]:
    """Records of the file; every one carries the date of its first line."""
    points, written = _points(Path(path))
    return finess.records(path, _establishments(Path(path), points, written))


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    return read_values(path, ";", encoding_of(path), csv.QUOTE_NONE)


def _points(path: Path) -> tuple[dict[str, Point], str]:
    """Coordinates by establishment, and the date of the file."""
    points: dict[str, Point] = {}
    written = ""
    for line, values in _lines(path):
        if line == 1:
            if values[:2] != ["finess", "etalab"]:
                raise OfferError(
                    f"{path.name}, ligne 1 : « finess;etalab » attendu. Ce n'est pas l'ancien "
                    "fichier FINESS ; avec une ligne d'en-tête, c'est le format finess-csv."
                )
            written = values[-1]
        elif values[:1] == ["geolocalisation"]:
            _refuse_short(path, line, values, 6)
            points[values[1]] = (values[2], values[3], values[4])
    return points, written


def _establishments(
    path: Path, points: dict[str, Point], written: str
) -> Iterator[finess.Numbered]:
    nowhere = ("", "", "")
    for line, values in _lines(path):
        if values[:1] != ["structureet"]:
            continue
        _refuse_short(path, line, values, len(COLUMNS) + 1)
        row = dict(zip(COLUMNS, values[1:], strict=False))  # a school number may follow
        row |= zip(POINT, points.get(row["nofinesset"], nowhere), strict=True)
        row["datemaj"] = written
        yield line, completed(row)


def _refuse_short(path: Path, line: int, values: list[str], least: int) -> None:
    if len(values) < least:
        raise OfferError(
            f"{path.name}, ligne {line} : {len(values)} colonnes, au moins {least} attendues. "
            "Fichier tronqué ou abîmé : téléchargez-le à nouveau."
        )


FORMAT = Format(
    "finess-ancien", finess.NAME, finess.LICENCE, rows, lambda latest: latest or date.today(),
    source=finess.SOURCE,
)  # fmt: skip
