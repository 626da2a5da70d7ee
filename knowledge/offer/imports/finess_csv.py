"""FINESS establishments, CSV with a header (35 columns), as data.gouv publishes it again."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from knowledge.offer.imports import finess
from knowledge.offer.imports.formats import Dropped, Format, Record
from knowledge.offer.imports.location import insee_code
from knowledge.offer.imports.reading import read_csv

COLUMNS = (
    "nofinesset", "nofinessej", "rs", "rslongue", "numvoie", "typvoie", "voie", "compvoie",
    "lieuditbp", "commune", "departement", "ligneacheminement", "telephone", "categetab",
    "libcategetab", "codesph", "datemaj", "coordxet", "coordyet", "sourcecoordet",
)  # fmt: skip


def rows(path: str) -> Iterator[Record | Dropped]:
    """Records of the file."""
    named = ((line, completed(row)) for line, row in read_csv(Path(path), COLUMNS))
    return finess.records(path, named)


def completed(row: dict[str, str]) -> dict[str, str]:
    """The row with the columns that FINESS writes in another way."""
    row["codepostal"], _, row["ville"] = row["ligneacheminement"].strip().partition(" ")
    row["insee"] = insee_code(row["departement"], row["commune"])
    row["statut"] = ""  # known of the legal entity, in another file
    return row


FORMAT = Format(
    "finess-csv", finess.NAME, finess.LICENCE, rows, lambda latest: latest or date.today(),
    source=finess.SOURCE,
)  # fmt: skip
