"""Read an official CSV file strictly: every fault becomes one sentence with its line and cause."""

import csv
from collections.abc import Iterator
from pathlib import Path

from knowledge.offer.errors import OfferError

MAGIC = {
    b"PK\x03\x04": "un fichier ZIP", b"\x1f\x8b": "un fichier compressé (.gz)",
    b"%PDF": "un PDF", b"\xd0\xcf\x11\xe0": "un fichier Excel",
}  # fmt: skip
MAX_FIELD = 20000


def refuse_unreadable(path: Path) -> None:
    """Raise OfferError when the file is missing, empty or plainly not a text file."""
    if not path.is_file():
        raise OfferError(f"{path} : fichier introuvable. Vérifiez le chemin.")
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise OfferError(f"{path.name} : fichier vide. Téléchargez-le à nouveau.")
    for magic, what in MAGIC.items():
        if start.startswith(magic):
            raise OfferError(f"{path.name} : c'est {what}, pas un CSV. Décompressez-le d'abord.")


def read_csv(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Lines with their number; raise OfferError on the first fault, whatever its nature."""
    csv.field_size_limit(MAX_FIELD)
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=";", strict=True)
            header = next(reader, [])
            _check_header(path, header, columns)
            for values in reader:
                line = reader.line_num
                if len(values) != len(header):
                    raise OfferError(
                        f"{path.name}, ligne {line} : {len(values)} colonnes au lieu de "
                        f"{len(header)}. Fichier tronqué ou abîmé : téléchargez-le à nouveau."
                    )
                yield line, dict(zip(header, values, strict=True))
    except UnicodeDecodeError:
        raise OfferError(
            f"{path.name}, après la ligne {line} : ce n'est pas de l'UTF-8. Prenez le fichier "
            "d'origine, sans passer par un tableur."
        ) from None
    except csv.Error as fault:
        cause = "champ trop long" if "limit" in str(fault) else "guillemets ou caractères interdits"
        raise OfferError(
            f"{path.name}, ligne {line + 1} : {cause}. Téléchargez à nouveau le fichier."
        ) from None


def _check_header(path: Path, header: list[str], columns: tuple[str, ...]) -> None:
    missing = [column for column in columns if column not in header]
    if missing:
        raise OfferError(
            f"{path.name}, ligne 1 : colonne « {missing[0]} » absente"
            f"{f' (et {len(missing) - 1} autres)' if len(missing) > 1 else ''}. "
            "Ce n'est pas le format attendu, ou il a changé."
        )
