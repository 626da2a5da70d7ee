"""Rows of one sheet of an XLSX workbook, as text: HAS publishes results in no other form.

Reads values only: neither formats, formulas nor macros.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from knowledge.folding import fold
from knowledge.offer.errors import OfferError

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LETTERS = re.compile(r"[A-Z]+")
MAX_COLUMNS = 2000


def read_sheet(path: Path, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, with their number; raise OfferError when it cannot be read."""
    line = 0
    try:
        with zipfile.ZipFile(path) as book:
            strings = _shared_strings(book)
            with book.open(_member(book, path, sheet)) as file:
                for line, values in _rows(file, strings):
                    yield line, values
    except (
        zipfile.BadZipFile, zlib.error, EOFError, KeyError, IndexError, ValueError,
        ElementTree.ParseError,
    ):  # fmt: skip
        raise OfferError(
            f"{path.name}, après la ligne {line} : classeur abîmé, ou qui n'est pas un .xlsx. "
            "Téléchargez-le à nouveau."
        ) from None


def _member(book: zipfile.ZipFile, path: Path, sheet: str) -> str:
    workbook = ElementTree.fromstring(book.read("xl/workbook.xml"))  # noqa: S314 (expat is bounded)
    known = {one.get("name", ""): one.get(RELATION) for one in workbook.iter(f"{MAIN}sheet")}
    wanted = next((known[name] for name in known if fold(name.strip()) == sheet), None)
    if wanted is None:
        raise OfferError(
            f"{path.name} : aucune feuille « {sheet} ». Feuilles : {', '.join(known)}. "
            "Prenez le fichier des résultats, pas son lexique."
        )
    relations = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    target = next(one.get("Target", "") for one in relations if one.get("Id") == wanted)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _shared_strings(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    with book.open("xl/sharedStrings.xml") as file:
        return [
            "".join(part.text or "" for part in element.iter(f"{MAIN}t"))
            for _, element in ElementTree.iterparse(file)  # noqa: S314
            if element.tag == f"{MAIN}si"
        ]


def _rows(file: IO[bytes], strings: list[str]) -> Iterator[tuple[int, list[str]]]:
    for _, element in ElementTree.iterparse(file):  # noqa: S314
        if element.tag != f"{MAIN}row":
            continue
        values: list[str] = []
        for cell in element.iter(f"{MAIN}c"):
            place = _column(cell.get("r", ""), len(values))
            values += [""] * (place - len(values))
            values.append(_text(cell, strings))
        if any(values):
            yield int(element.get("r", 0)), values
        element.clear()


def _column(reference: str, following: int) -> int:
    """Place of a cell from « AB12 »; the following one when it is not written."""
    letters = LETTERS.match(reference)
    if not letters:
        return following
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - ord("A") + 1
    if number > MAX_COLUMNS:
        raise ValueError(f"colonne {letters[0]}")
    return number - 1


def _text(cell: ElementTree.Element, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{MAIN}t")).strip()
    written = cell.findtext(f"{MAIN}v") or ""
    if kind == "s":
        return strings[int(written)].strip() if written else ""
    if kind == "n" and written and float(written).is_integer():
        return str(int(float(written)))  # 1.0000024E7 is how a FINESS number may be kept
    return written.strip()
