"""Read an official file strictly: every fault becomes one sentence with its line and cause."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Literal, TextIO
from zlib import error as ZlibError

from knowledge.offer.errors import OfferError

ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b"
MAGIC = {
    ZIP: "un fichier ZIP", GZIP: "un fichier compressé (.gz)",
    b"%PDF": "un PDF", b"\xd0\xcf\x11\xe0": "un fichier Excel",
}  # fmt: skip
Quoting = Literal[0, 3]  # csv.QUOTE_MINIMAL, csv.QUOTE_NONE
MAX_FIELD = 20000
BLOCK = 1 << 20


def refuse_unreadable(path: Path, accepted: tuple[bytes, ...] = ()) -> None:
    """Raise OfferError when the file is missing, empty or plainly of another kind."""
    if not path.is_file():
        raise OfferError(f"{path} : fichier introuvable. Vérifiez le chemin.")
    start = first_bytes(path)
    if not start:
        raise OfferError(f"{path.name} : fichier vide. Téléchargez-le à nouveau.")
    for magic, what in MAGIC.items():
        if start.startswith(magic) and magic not in accepted:
            raise OfferError(f"{path.name} : c'est {what}, pas un CSV. Décompressez-le d'abord.")


def first_bytes(path: Path) -> bytes:
    """What tells an archive, even one cut short, from a text."""
    with path.open("rb") as file:
        return file.read(8)


def encoding_of(path: Path) -> str:
    """UTF-8 when the whole file is, else Latin-9 (Latin-1 with the euro and œ)."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "iso-8859-15"
    return "utf-8-sig"


@contextmanager
def open_text(path: Path, encoding: str, member: str = "") -> Iterator[TextIO]:
    """The file, or the one of a ZIP whose name contains `member`, as text."""
    if not first_bytes(path).startswith(ZIP):
        with path.open(encoding=encoding, newline="") as file:
            yield file
        return
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if member in name]
        if not names:
            raise OfferError(f"{path.name} : aucun fichier « {member} » dans cette archive.")
        found = member if member in names else names[0]
        with archive.open(found) as raw, io.TextIOWrapper(raw, encoding, newline="") as file:
            yield file


def read_values(
    path: Path,
    delimiter: str,
    encoding: str = "utf-8-sig",
    quoting: Quoting = csv.QUOTE_MINIMAL,
    member: str = "",
) -> Iterator[tuple[int, list[str]]]:
    """Rows with their line; raise OfferError on the first fault, whatever its nature."""
    csv.field_size_limit(MAX_FIELD)
    line = 0
    try:
        with open_text(path, encoding, member) as file:
            reader = csv.reader(file, delimiter=delimiter, quoting=quoting, strict=True)
            for values in reader:
                line = reader.line_num
                yield line, values
    except UnicodeDecodeError:
        raise OfferError(
            f"{path.name}, après la ligne {line} : ce n'est pas de l'UTF-8. Prenez le fichier "
            "d'origine, sans passer par un tableur."
        ) from None
    except (zipfile.BadZipFile, ZlibError, EOFError):
        raise OfferError(
            f"{path.name}, après la ligne {line} : archive coupée ou abîmée. Téléchargez-la à "
            "nouveau."
        ) from None
    except csv.Error as fault:
        cause = "champ trop long" if "limit" in str(fault) else "guillemets ou caractères interdits"
        raise OfferError(
            f"{path.name}, ligne {line + 1} : {cause}. Téléchargez à nouveau le fichier."
        ) from None


def read_csv(
    path: Path,
    columns: tuple[str, ...],
    delimiter: str = ";",
    quoting: Quoting = csv.QUOTE_MINIMAL,
    member: str = "",
) -> Iterator[tuple[int, dict[str, str]]]:
    """Lines with their number, by column; raise OfferError on the first fault."""
    rows = read_values(path, delimiter, quoting=quoting, member=member)
    _, header = next(rows, (1, []))
    return named(path, header, rows, columns)


def named(
    path: Path,
    header: list[str],
    rows: Iterator[tuple[int, list[str]]],
    columns: tuple[str, ...] = (),
    pad: bool = False,
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows by name of column; `pad`: a spreadsheet leaves out the last empty cells."""
    _check_header(path, header, columns)
    for line, values in rows:
        if pad:
            values += [""] * (len(header) - len(values))
        if len(values) != len(header):
            raise OfferError(
                f"{path.name}, ligne {line} : {len(values)} colonnes au lieu de "
                f"{len(header)}. Fichier tronqué ou abîmé : téléchargez-le à nouveau."
            )
        yield line, dict(zip(header, values, strict=True))


def delimiter_of(path: Path, encoding: str, member: str = "") -> str:
    """The delimiter of the header, where a publisher has used both « ; » and « , »."""
    with open_text(path, encoding, member) as file:
        header = file.readline(MAX_FIELD)
    return max(";,", key=header.count)


def _check_header(path: Path, header: list[str], columns: tuple[str, ...]) -> None:
    missing = [column for column in columns if column not in header]
    if missing:
        raise OfferError(
            f"{path.name}, ligne 1 : colonne « {missing[0]} » absente"
            f"{f' (et {len(missing) - 1} autres)' if len(missing) > 1 else ''}. "
            "Ce n'est pas le format attendu, ou il a changé."
        )


@cache
def _digits() -> dict[int, None]:
    return {code: None for code in range(0x250) if not chr(code).isdigit()}


def phone(written: str) -> str:
    """Ten figures of a French number, empty when it is not one."""
    digits = written.translate(_digits())
    if digits.startswith("33") and len(digits) == 11:
        digits = "0" + digits[2:]
    return digits if len(digits) == 10 and digits[0] == "0" else ""
