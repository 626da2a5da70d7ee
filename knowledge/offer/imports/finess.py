"""What every FINESS file shares: who is shown, at which address, at which point.

Says nothing of opening hours, waiting time or new patients: FINESS does not know. Private homes and
closed sites are never shown.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path

from knowledge.needs import needs
from knowledge.offer.criteria import marks_of
from knowledge.offer.errors import OfferError
from knowledge.offer.imports.formats import Dropped, Record
from knowledge.offer.imports.location import at_home, far_from_home, home, to_degrees
from knowledge.offer.imports.reading import phone
from knowledge.offer.index import by_category

SOURCE, NAME, LICENCE = "finess", "FINESS", "Licence Ouverte 2.0"
PRIVATE_HOMES = frozenset(["462"])  # « lieux de vie » : people's homes, never shown
STREET = ("numvoie", "typvoie", "voie")
MAX_ABSURD = 0.05  # share of wrong points above which the whole file is doubtful
FEW = 3  # below, they are isolated mistakes of the source
BATCH = 5000  # points converted at once: one by one, pyproj would take most of the import

Numbered = tuple[int, dict[str, str]]


def records(path: str, rows: Iterable[Numbered]) -> Iterator[Record | Dropped]:
    """Records of numbered rows; raise OfferError when their coordinates are absurd as a whole."""
    located = absurd = first_absurd = 0
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        lines = [(line, filter_row(row)) for line, row in batch]
        kept = [(line, one) for line, one in lines if not isinstance(one, Dropped)]
        located += sum(bool(one["point"][0]) for _, one in kept)
        for line, wrong in zip(kept, _place([one for _, one in kept]), strict=True):
            if wrong:
                absurd, first_absurd = absurd + 1, first_absurd or line[0]
        yield from (one for _, one in lines)
    if absurd >= FEW and absurd > MAX_ABSURD * located:
        raise OfferError(
            f"{Path(path).name}, ligne {first_absurd} : coordonnées absurdes, loin de la commune "
            f"indiquée ({absurd} lignes en tout). X et Y sont peut-être interverties."
        )


def filter_row(row: dict[str, str]) -> Record | Dropped:
    """Facility columns, with `point` (x, y, origin) and `home` still to be resolved."""
    category = row["categetab"].strip()
    if category in PRIVATE_HOMES:
        return Dropped("lieu de vie privé")
    if category not in by_category():
        return Dropped("catégorie sans besoin correspondant")
    if not row["nofinesset"].strip():
        return Dropped("numéro FINESS absent")
    where = home(row["insee"], row["codepostal"])
    if where is None:
        return Dropped("commune inconnue")
    return {
        "finess": row["nofinesset"].strip(),
        "entity": row["nofinessej"].strip(),
        "name": (row["rslongue"].strip() or row["rs"].strip()),
        "category_code": category,
        "category_label": row["libcategetab"].strip() or label(category),
        "activities": "",
        "address": _address(row),
        "postcode": row["codepostal"],
        "city": row["ville"].split(" CEDEX")[0].strip(),
        "insee": row["insee"],
        "departement": where.departement,
        "phone": phone(row["telephone"]),
        "marks": marks_of(f"sph:{row['codesph']}", f"cat:{category}", f"statut:{row['statut']}"),
        "updated": day(row["datemaj"]),
        "point": (row["coordxet"], row["coordyet"], row["sourcecoordet"]),
        "home": where,
    }


def _place(kept: list[Record]) -> list[bool]:
    """Give each record its point, its commune's if it has none; tell which were absurd."""
    points = [one.pop("point") for one in kept]
    wrong = []
    for one, point, degrees in zip(kept, points, to_degrees(points), strict=True):
        where = one.pop("home")
        far = degrees is not None and far_from_home(degrees[0], degrees[1], where)
        if degrees is None or far:
            one |= at_home(where)
        else:
            one["latitude"], one["longitude"], one["quality"] = degrees
        wrong.append(far or (degrees is None and bool(point[0])))
    return wrong


def _address(row: dict[str, str]) -> str:
    street = " ".join([part for name in STREET if (part := row[name].strip())])
    parts = (street, row["compvoie"].strip(), row["lieuditbp"].strip())
    return ", ".join([part for part in parts if part])


@cache
def label(category: str) -> str:
    """Words for a category that a file gives as a bare code: the first need it answers."""
    noun = needs()[by_category()[category][0]].libelle.split(" ", 1)[1]
    return noun[0].upper() + noun[1:]


@cache
def day(written: str) -> date | None:
    """A date of the file, None when it is not one."""
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None
