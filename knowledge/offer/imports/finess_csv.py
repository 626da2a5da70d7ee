"""FINESS establishments, CSV with a header (35 columns): who exists, where, what category.

Says nothing of opening hours, waiting time or new patients: FINESS does not know.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from knowledge.offer.errors import OfferError
from knowledge.offer.imports.formats import Dropped, Format, Record
from knowledge.offer.imports.location import at_home, far_from_home, home, insee_code, to_degrees
from knowledge.offer.imports.reading import read_csv
from knowledge.offer.index import by_category
from knowledge.places import Place

COLUMNS = (
    "nofinesset", "nofinessej", "rs", "rslongue", "numvoie", "typvoie", "voie", "compvoie",
    "lieuditbp", "commune", "departement", "ligneacheminement", "telephone", "categetab",
    "libcategetab", "datemaj", "coordxet", "coordyet", "sourcecoordet",
)  # fmt: skip
PRIVATE_HOMES = frozenset(["462"])  # « lieux de vie » : people's homes, never shown
MAX_ABSURD = 0.05  # share of wrong points above which the whole file is doubtful
FEW = 3  # below, they are isolated mistakes of the source


def rows(path: str) -> Iterator[Record | Dropped]:
    """Records of the file; raise OfferError when its coordinates are absurd as a whole."""
    located = absurd = 0
    first_absurd = 0
    for line, row in read_csv(Path(path), COLUMNS):
        kept = filter_row(row)
        if isinstance(kept, Dropped):
            yield kept
            continue
        located += bool(row["coordxet"])
        if kept.pop("absurd"):
            absurd, first_absurd = absurd + 1, first_absurd or line
        yield kept
    if absurd >= FEW and absurd > MAX_ABSURD * located:
        raise OfferError(
            f"{Path(path).name}, ligne {first_absurd} : coordonnées absurdes, loin de la commune "
            f"indiquée ({absurd} lignes en tout). X et Y sont peut-être interverties."
        )


def filter_row(row: dict[str, str]) -> Record | Dropped:
    """Facility columns, with `absurd` when its point was replaced by its commune's."""
    category = row["categetab"].strip()
    if category in PRIVATE_HOMES:
        return Dropped("lieu de vie privé")
    if category not in by_category():
        return Dropped("catégorie sans besoin correspondant")
    if not row["nofinesset"].strip():
        return Dropped("numéro FINESS absent")
    postcode, _, city = row["ligneacheminement"].strip().partition(" ")
    insee = insee_code(row["departement"], row["commune"])
    where = home(insee, postcode)
    if where is None:
        return Dropped("commune inconnue")
    located, absurd = _located(row, where)
    return {
        "finess": row["nofinesset"].strip(),
        "entity": row["nofinessej"].strip(),
        "name": (row["rslongue"] or row["rs"]).strip(),
        "category_code": category,
        "category_label": row["libcategetab"].strip(),
        "activities": "",
        "address": _address(row),
        "postcode": postcode[:5],
        "city": city.split(" CEDEX")[0].strip(),
        "insee": insee,
        "departement": where.departement,
        "phone": _phone(row["telephone"]),
        **located,
        "updated": _day(row["datemaj"]),
        "absurd": absurd,
    }


def _located(row: dict[str, str], where: Place) -> tuple[Record, bool]:
    point = to_degrees(row["coordxet"], row["coordyet"], row["sourcecoordet"])
    if point is None:
        return at_home(where), bool(row["coordxet"])
    latitude, longitude, quality = point
    if far_from_home(latitude, longitude, where):
        return at_home(where), True
    return {"latitude": latitude, "longitude": longitude, "quality": quality}, False


def _address(row: dict[str, str]) -> str:
    street = " ".join(
        row[part].strip() for part in ("numvoie", "typvoie", "voie") if row[part].strip()
    )
    return ", ".join(
        part for part in (street, row["compvoie"].strip(), row["lieuditbp"].strip()) if part
    )


def _phone(written: str) -> str:
    digits = "".join(filter(str.isdigit, written))
    return digits if len(digits) == 10 and digits[0] == "0" else ""


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


FORMAT = Format(
    "finess-csv",
    "FINESS",
    "Licence Ouverte 2.0",
    rows,
    lambda latest: latest or date.today(),
    source="finess",
)
