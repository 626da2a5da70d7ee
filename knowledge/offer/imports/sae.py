"""Hospital activities (DREES, statistique annuelle des établissements, situation at end 2023).

Knows the activity of hospitals and clinics, and their commune: no phone, no exact position.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from knowledge.offer.criteria import marks_of
from knowledge.offer.imports.formats import Dropped, Format, Record
from knowledge.offer.imports.location import OVERSEAS, at_home, home
from knowledge.offer.imports.reading import read_csv
from knowledge.offer.index import by_activity, needs_of

FLAGS = (
    "URG", "SMURSAMU", "CHIMIO", "RTH", "CHIRCANCER", "CARDIO_INT", "PSY", "SSR", "HAD", "IRC",
    "DOULEUR", "PALIA", "TELEMED", "HEB_SLD",
)  # fmt: skip
COLUMNS = (
    "finess_et", "finess_ej", "nom", "cat", "libcat", "numvoie", "typvoie", "voie", "cp",
    "commune", "code_insee", "statut", *FLAGS,
)  # fmt: skip
SITUATION = date(2023, 12, 31)


def rows(path: str) -> Iterator[Record | Dropped]:
    """Records of the file."""
    for _, row in read_csv(Path(path), COLUMNS):
        yield filter_row(row)


def filter_row(row: dict[str, str]) -> Record | Dropped:
    """Facility columns of one hospital, or why it cannot be shown."""
    activities = " ".join(flag for flag in FLAGS if row[flag] == "1" and flag in by_activity())
    if not needs_of(row["cat"], activities):
        return Dropped("catégorie et activités sans besoin correspondant")
    insee = row["code_insee"]
    insee = (OVERSEAS[insee[:2]][:2] + insee[2:]) if insee[:2] in OVERSEAS else insee
    where = home(insee, row["cp"])
    if where is None:
        return Dropped("commune inconnue")
    return {
        "finess": row["finess_et"].strip(),
        "entity": row["finess_ej"].strip(),
        "name": row["nom"].strip(),
        "category_code": row["cat"],
        "category_label": row["libcat"].strip(),
        "activities": activities,
        "address": " ".join(
            row[part].strip() for part in ("numvoie", "typvoie", "voie") if row[part]
        ),
        "postcode": row["cp"],
        "city": row["commune"].split(" CEDEX")[0].strip(),
        "insee": insee,
        "departement": where.departement,
        "phone": "",
        **at_home(where),
        "marks": marks_of(f"sae:{row['statut']}"),
        "updated": None,
    }


FORMAT = Format("sae", "DREES, SAE 2023", "Licence Ouverte 2.0", rows, lambda latest: SITUATION)
