"""Small files of the mutuelle's own services, made to the documented columns."""

import csv
import tempfile
from pathlib import Path

from sqlalchemy import Engine

from knowledge.offer import import_file
from knowledge.places import place

VALENCIENNES = place("59606")
LINE = {
    "identifiant": "", "nom": "CENTRE", "besoins": "pharmacie", "code_postal": "59300",
    "commune": "VALENCIENNES", "verifie_le": "01/11/2026", "finess": "", "categorie": "",
    "adresse": "", "telephone": "", "latitude": "50.358", "longitude": "3.523", "horaires": "",
    "ouverture": "", "acces": "", "langues": "", "reserver": "", "mutualiste": "",
    "tiers_payant": "", "fauteuil": "", "langue_des_signes": "", "teleconsultation": "",
}  # fmt: skip


def import_lines(engine: Engine, *lines: dict[str, str]) -> None:
    """Import a file of these lines, each completing the default one; ids are numbered from 1."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "services.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, LINE, delimiter=";")
            writer.writeheader()
            for number, line in enumerate(lines, 1):
                writer.writerow({**LINE, "identifiant": str(number), **line})
        import_file(engine, "mutuelle", path, force=True)
