"""What the three files of HAS give: results by establishment, or why there is none.

The names of columns come from `qualite.yml`; nothing is guessed from a label.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.offer.errors import OfferError
from knowledge.offer.imports.formats import Dropped
from knowledge.offer.imports.reading import (
    ZIP,
    delimiter_of,
    encoding_of,
    first_bytes,
    named,
    read_values,
)
from knowledge.offer.quality.indicators import CERTIFICATION, Indicator, quality
from knowledge.offer.quality.spreadsheet import read_sheet

Result = dict[str, Any]
Row = dict[str, str]
SHEET = "resultats"
DOUBTFUL = 2.0
YEARS = re.compile(r"20[0-9]{2}")
FINESS = ("finess_geo", "finess")
DECISIONS = ("code_demarche", "decision_de_la_cces", "date_de_decision")
SITES = ("code_demarche", "finess_eg")


@dataclass(frozen=True)
class Table:
    """Results of one file: `indicators` it brings, and its rows, each giving several results."""

    year: int
    indicators: tuple[str, ...]
    rows: Iterator[list[Result | Dropped]]


def read_table(path: Path, format_id: str) -> Table:
    """An e-Satis or IQSS file of one campaign, CSV or XLSX; raise OfferError."""
    workbook = first_bytes(path).startswith(ZIP)
    rows = read_sheet(path, SHEET) if workbook else _csv(path)
    _, header = next(rows, (1, []))
    columns = [name.strip().lower() for name in header]
    known = {
        name: indicator
        for name, indicator in quality().indicateurs.items()
        if indicator.format == format_id and _is_in(indicator, columns)
    }
    finess = next((name for name in FINESS if name in columns), None)
    if not known or finess is None:
        raise OfferError(
            f"{path.name}, ligne 1 : aucun indicateur connu. Est-ce un fichier {format_id} ? "
            "Si la HAS a renommé ses colonnes, complétez knowledge/offer/qualite.yml."
        )
    year = _year(path)
    found = (
        [_result(row, row[finess], name, one, year) for name, one in known.items()]
        for _, row in named(path, columns, rows, pad=workbook)
    )
    return Table(year, tuple(known), found)


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    encoding = encoding_of(path)
    return read_values(path, delimiter_of(path, encoding), encoding)


def _is_in(indicator: Indicator, columns: list[str]) -> bool:
    wanted = indicator.colonnes
    if indicator.format == "has-iqss":  # where a class may come without its figure
        wanted += indicator.colonnes_classe
    return bool({*wanted} & {*columns}) and (not indicator.avec or indicator.avec in columns)


def _year(path: Path) -> int:
    """Campaign, told by the file's name alone."""
    years = YEARS.findall(path.name)
    if not years:
        raise OfferError(
            f"{path.name} : l'année n'est pas dans le nom du fichier. Gardez le nom d'origine."
        )
    return int(years[-1])


def _result(row: Row, written: str, name: str, indicator: Indicator, year: int) -> Result | Dropped:
    finess = _finess(written)
    if not finess:
        return Dropped("numéro FINESS absent")
    grade = _first(row, indicator.colonnes_classe)
    figure = _first(row, indicator.colonnes)
    reason = quality().sans_resultat.get(grade.lower()) or quality().sans_resultat.get(
        figure.lower()
    )
    value, answers = _figure(figure, indicator), _number(_first(row, indicator.colonnes_reponses))
    grade = grade if grade in quality().classes[indicator.nombre_de_classes] else ""
    if reason or (value is None and not grade):
        return Dropped(reason or "sans résultat")
    return {
        "finess": finess, "indicator": name, "year": year, "value": value, "grade": grade,
        "answers": None if answers is None else int(answers), "decided_on": None,
    }  # fmt: skip


def read_certification(path: Path) -> Table:
    """Decisions of certification: a ZIP of « demarche » and « etablissement_geo » by folder."""
    if not first_bytes(path).startswith(ZIP):
        raise OfferError(
            f"{path.name} : un ZIP est attendu, avec demarche.csv et etablissement_geo.csv. "
            "« ariane offer download has-qualiscope » le prépare."
        )
    latest: dict[str, Result] = {}
    dropped: list[Result | Dropped] = []
    for decisions, sites in _pairs(path):
        for found in _decided(path, decisions, sites):
            if isinstance(found, Dropped):
                dropped.append(found)
            elif (known := latest.get(found["finess"])) is None:
                latest[found["finess"]] = found
            else:
                newest = max(known, found, key=lambda one: one["decided_on"])
                latest[found["finess"]] = newest
                dropped.append(Dropped("décision plus ancienne"))
    year = max((one["year"] for one in latest.values()), default=0)
    rows = ([one] for one in (*latest.values(), *dropped))
    return Table(year, (CERTIFICATION,), rows)


def _pairs(path: Path) -> list[tuple[str, str]]:
    """Names of the two files of each cycle of certification."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        raise OfferError(
            f"{path.name} : archive coupée ou abîmée. Téléchargez-la à nouveau."
        ) from None
    sites = {name.rpartition("/")[0]: name for name in names if name.endswith("geo.csv")}
    pairs = [
        (name, sites[name.rpartition("/")[0]])
        for name in names
        if name.endswith("demarche.csv") and name.rpartition("/")[0] in sites
    ]
    if not pairs:
        raise OfferError(
            f"{path.name} : demarche.csv ou etablissement_geo.csv absent de cette archive."
        )
    return pairs


def _decided(path: Path, decisions: str, sites: str) -> Iterator[Result | Dropped]:
    levels = {level.lower(): level for level in quality().certification.niveaux}
    taken = {row["code_demarche"]: row for row in _member(path, decisions, DECISIONS)}
    for site in _member(path, sites, SITES):
        row, finess = taken.get(site["code_demarche"]), _finess(site["finess_eg"])
        level = levels.get(row["decision_de_la_cces"].strip().lower()) if row else None
        day = _day(row["date_de_decision"]) if row else None
        if row is None or not row["decision_de_la_cces"].strip():
            yield Dropped("sans décision")
        elif not finess:
            yield Dropped("numéro FINESS absent")
        elif level is None:
            yield Dropped("décision inconnue")
        elif day is None:
            yield Dropped("date de décision absente")
        else:
            yield {
                "finess": finess, "indicator": CERTIFICATION, "year": day.year, "value": None,
                "grade": level, "answers": None, "decided_on": day,
            }  # fmt: skip


def _member(path: Path, member: str, columns: tuple[str, ...]) -> Iterator[Row]:
    encoding = "utf-8-sig"
    rows = read_values(path, delimiter_of(path, encoding, member), encoding, member=member)
    _, header = next(rows, (1, []))
    lowered = [name.strip().lower() for name in header]
    return (row for _, row in named(path, lowered, rows, columns))


def _first(row: Row, columns: tuple[str, ...]) -> str:
    return next((row[name].strip() for name in columns if name in row), "")


def _finess(written: str) -> str:
    """Nine characters: a spreadsheet may have lost the first zero."""
    number = written.strip().zfill(9)
    return number if len(number) == 9 and written.strip() else ""


def _figure(written: str, indicator: Indicator) -> float | None:
    """The result, or None where nobody can tell 0.6 % from a cell formatted to show 60 %."""
    value = _number(written.removesuffix("%"))
    doubtful = indicator.unite != "note" and not written.endswith("%")
    return None if doubtful and value is not None and value < DOUBTFUL else value


def _number(written: str) -> float | None:
    try:
        return float(written.replace(",", "."))
    except ValueError:
        return None


def _day(written: str) -> date | None:
    """Published as 2025-03-01 or as 01/03/2025, depending on the cycle."""
    parts = re.split(r"[-/ T]", written.strip())[:3]
    try:
        one, two, three = map(int, parts)
        return date(one, two, three) if one > 31 else date(three, two, one)
    except ValueError:
        return None
