"""Small FINESS files made to the documented format, and what a search then names."""

from pathlib import Path

from sqlalchemy import Engine

from knowledge.offer import search
from knowledge.offer.imports.finess_csv import COLUMNS
from knowledge.places import place

EXTRA = ("compldistrib", "siret", "datemaj_geoloc")
HEADER = (*COLUMNS, *EXTRA)
ROW = {
    "nofinesset": "590000001", "nofinessej": "590000000", "rs": "PHARMACIE DE L'ESSAI",
    "numvoie": "1", "typvoie": "R", "voie": "DE L'ESSAI", "commune": "606", "departement": "59",
    "ligneacheminement": "59300 VALENCIENNES", "telephone": "0353017000", "categetab": "620",
    "libcategetab": "Pharmacie d'Officine", "datemaj": "2026-05-01",
}  # fmt: skip


def write(path: Path, rows: list[dict[str, str]], header: tuple[str, ...] = HEADER) -> Path:
    """A file of rows, each completing the default pharmacy; ids are numbered."""
    lines = [";".join(header)]
    for number, row in enumerate(rows):
        values = {**ROW, "nofinesset": f"59{number:07d}", **row}
        lines.append(";".join(values.get(column, "") for column in header))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def names(engine: Engine, need: str, where: str = "59606") -> list[str]:
    """Names of the places a member would be shown, nearest first."""
    return [one.name for one in search(engine, need, place(where), limit=100).results]
