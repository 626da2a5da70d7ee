"""Professionals of the RPPS (« PS_LibreAcces »): one place per professional and address.

Only professional data that the register publishes: no e-mail, no gender, nothing private.
No coordinates there: a place is known by its commune, and said approximate. Read as a stream.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from knowledge.offer.imports.formats import Dropped, Format, Record
from knowledge.offer.imports.location import at_home, home
from knowledge.offer.imports.reading import ZIP, phone, read_csv
from knowledge.offer.index import needs_of

MEMBER = "Personne_activite"
DOCTOR = "10"
SHOPS = frozenset(["26", "28"])  # hearing aids, glasses: one goes to the shop, not to its employees
LIBERAL, HEALTH_CENTRE = "L", "SA05"
ID, NAME, FIRST_NAME = "Identification nationale PP", "Nom d'exercice", "Prénom d'exercice"
PROFESSION, PROFESSION_LABEL = "Code profession", "Libellé profession"
SKILL, SKILL_LABEL = "Code savoir-faire", "Libellé savoir-faire"
MODE, SECTOR = "Code mode exercice", "Code secteur d'activité"
COMPANY, SIGN = "Raison sociale site", "Enseigne commerciale site"
NUMBER, STREET_TYPE, STREET, POSTCODE, INSEE, CITY, PHONE = (
    f"{name} (coord. structure)"
    for name in (
        "Numéro Voie", "Libellé type de voie", "Libellé Voie", "Code postal", "Code commune",
        "Libellé commune", "Téléphone",
    )
)  # fmt: skip
COLUMNS = (
    ID, NAME, FIRST_NAME, PROFESSION, PROFESSION_LABEL, SKILL, SKILL_LABEL, MODE, SECTOR, COMPANY,
    SIGN, NUMBER, STREET_TYPE, STREET, POSTCODE, INSEE, CITY, PHONE,
)  # fmt: skip
EXTRACTED = re.compile(r"20\d{6}")
Row = dict[str, str]


def rows(path: str) -> Iterator[Record | Dropped]:
    """Records of the file, or of its ZIP; the rows of one professional follow each other."""
    file = Path(path)
    written = _written(file.name)
    read = (row for _, row in read_csv(file, COLUMNS, "|", csv.QUOTE_NONE, MEMBER))
    for _, activities in groupby(read, key=itemgetter(ID)):
        yield from merged(activities, written)


def merged(activities: Iterable[Row], written: date | None) -> Iterator[Record | Dropped]:
    """One professional's rows: a place per address, with every skill practised there."""
    places: dict[str, Record] = {}
    for row in activities:
        kept = filter_row(row)
        if isinstance(kept, Dropped):
            yield kept
        elif known := places.get(kept["finess"]):
            skills = {*known["activities"].split(), *kept["activities"].split()}
            known["activities"] = " ".join(sorted(skills))
            known["phone"] = known["phone"] or kept["phone"]
            yield Dropped("autre activité à la même adresse, réunie")
        else:
            places[kept["finess"]] = {**kept, "updated": written}
    yield from places.values()


def filter_row(row: Row) -> Record | Dropped:
    """Facility columns of one activity, or why it is not shown."""
    profession, skill = row[PROFESSION], row[SKILL]
    if not _answers(profession, skill):
        return Dropped("profession ou spécialité sans besoin correspondant")
    shop = profession in SHOPS
    if not shop and row[MODE] != LIBERAL and row[SECTOR] != HEALTH_CENTRE:
        return Dropped("salarié, à joindre par son établissement")
    where = home(row[INSEE], row[POSTCODE])
    if where is None:
        return Dropped("adresse absente ou commune inconnue")
    street = " ".join(part for part in (row[NUMBER], row[STREET_TYPE], row[STREET]) if part)
    name = (row[SIGN] or row[COMPANY]) if shop else f"{row[FIRST_NAME]} {row[NAME]}"
    if profession == DOCTOR:
        name = f"Dr {name}"
    return {
        "finess": f"rpps:{profession if shop else row[ID]}:{_key(street, row[POSTCODE])}",
        "entity": "",
        "name": name.strip() or row[PROFESSION_LABEL],
        "category_code": f"rpps:{profession}",
        "category_label": row[SKILL_LABEL] if profession == DOCTOR else row[PROFESSION_LABEL],
        "activities": skill,
        "address": street,
        "postcode": row[POSTCODE],
        "city": row[CITY].split(" CEDEX")[0],
        "insee": row[INSEE],
        "departement": where.departement,
        "phone": phone(row[PHONE]),
        **at_home(where),
    }


@cache
def _answers(profession: str, skill: str) -> bool:
    return bool(needs_of(f"rpps:{profession}", skill))


def _key(street: str, postcode: str) -> str:
    """Short mark of an address, the same however it is spaced or capitalised."""
    plain = "".join(street.upper().split()) + postcode
    return blake2b(plain.encode(), digest_size=6).hexdigest()


def _written(name: str) -> date | None:
    """Day of the extraction, as its file name tells it."""
    found = EXTRACTED.search(name)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


FORMAT = Format(
    "rpps", "Annuaire santé (RPPS)", "Licence Ouverte 2.0", rows,
    lambda latest: latest or date.today(), compressed=(ZIP,),
)  # fmt: skip
