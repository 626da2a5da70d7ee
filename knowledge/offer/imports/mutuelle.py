"""The mutuelle's own services and partners: a plain CSV kept by its staff.

Faults are refused with their line, since somebody of the house can correct them.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from knowledge.needs import needs
from knowledge.offer.criteria import marks_of
from knowledge.offer.errors import OfferError
from knowledge.offer.hours import HOURS_KNOWN, parse_hours
from knowledge.offer.imports.formats import Dropped, Format, Record
from knowledge.offer.imports.location import at_home, far_from_home, home
from knowledge.offer.imports.reading import phone, read_csv
from knowledge.places import Place

MARKS = ("mutualiste", "tiers_payant", "fauteuil", "langue_des_signes", "teleconsultation")
DETAILS = ("horaires", "ouverture", "acces", "langues", "reserver")
REQUIRED = ("identifiant", "nom", "besoins", "code_postal", "commune", "verifie_le")
YES, NO = frozenset(["oui", "o", "1", "vrai"]), frozenset(["non", "n", "0", "faux", ""])
Row = dict[str, str]


def rows(path: str) -> Iterator[Record | Dropped]:
    """Records of the file; raise OfferError on the first cell that cannot be understood."""
    file = Path(path)
    for line, row in read_csv(file, REQUIRED):
        try:
            yield filter_row({name: value.strip() for name, value in row.items()})
        except ValueError as fault:
            raise OfferError(f"{file.name}, ligne {line} : {fault}.") from None


def filter_row(row: Row) -> Record | Dropped:
    """Facility columns of one service; raise ValueError saying which cell is wrong."""
    where = home("", row["code_postal"])
    if where is None:
        raise ValueError(f"code postal « {row['code_postal']} » inconnu")
    if not row["identifiant"] or not row["nom"]:
        raise ValueError("identifiant ou nom absent")
    codes = [f"need:{need}" for need in _needs(row["besoins"])]
    details = {name: row[name] for name in DETAILS if row.get(name)}
    proofs = [f"oui:{name}" for name in MARKS if _yes(row, name)]
    if row.get("ouverture"):
        parse_hours(row["ouverture"])
        proofs.append(HOURS_KNOWN)
    return {
        "finess": row.get("finess") or f"mutuelle:{row['identifiant']}",
        "entity": "",
        "name": row["nom"],
        "category_code": codes[0],
        "category_label": row.get("categorie") or needs()[codes[0][5:]].libelle.split(" ", 1)[1],
        "activities": " ".join(codes[1:]),
        "address": row.get("adresse", ""),
        "postcode": row["code_postal"],
        "city": row["commune"],
        "insee": "",
        "departement": where.departement,
        "phone": phone(row.get("telephone", "")),
        **_point(row, where),
        "marks": marks_of(*proofs),
        "details": details or None,
        "updated": _day(row["verifie_le"]),
    }


def _needs(written: str) -> list[str]:
    listed = written.replace(",", " ").split()
    unknown = [one for one in listed if one not in needs()]
    if unknown or not listed:
        raise ValueError(f"besoin « {' '.join(unknown)} » inconnu, voir besoins.yml")
    return listed


def _yes(row: Row, name: str) -> bool:
    written = row.get(name, "").lower()
    if written not in YES | NO:
        raise ValueError(f"colonne « {name} » : « {written} », écrivez oui ou non")
    return written in YES


def _point(row: Row, where: Place) -> Record:
    """Its own coordinates (WGS84 degrees), else its commune's."""
    if not row.get("latitude") or not row.get("longitude"):
        return at_home(where)
    try:
        latitude, longitude = (
            float(row[name].replace(",", ".")) for name in ("latitude", "longitude")
        )
    except ValueError:
        raise ValueError("latitude ou longitude illisible") from None
    if (
        not abs(latitude) <= 90
        or not abs(longitude) <= 180
        or far_from_home(latitude, longitude, where)
    ):
        raise ValueError("latitude et longitude loin de la commune, peut-être interverties")
    return {"latitude": latitude, "longitude": longitude, "quality": "exact"}


def _day(written: str) -> date:
    try:
        day, month, year = written.split("/")
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(f"verifie_le « {written} » : écrivez la date comme 21/11/2026") from None


FORMAT = Format(
    "mutuelle", "Services de la mutuelle", "fichier de la mutuelle", rows,
    lambda latest: latest or date.today(),
)  # fmt: skip
