"""Imports of quality results: the latest result of each indicator replaces the one in use.

Same promises as the imports of places: raw file kept, drops counted, all or nothing. Results are
attached by FINESS number and wait there when the establishment is not (or no longer) in the offer.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from knowledge.offer.errors import OfferError
from knowledge.offer.imports.formats import Dropped, Progress, Report
from knowledge.offer.imports.pipeline import (
    CHUNK,
    all_or_nothing,
    fingerprint,
    keep_raw,
    refuse_loss,
)
from knowledge.offer.imports.reading import ZIP, refuse_unreadable
from knowledge.offer.quality.indicators import content_version
from knowledge.offer.quality.models import QualityResult, QualitySource
from knowledge.offer.quality.reading import Result, Table, read_certification, read_table

LICENCE = "Licence Ouverte 2.0"


@dataclass(frozen=True)
class QualityFormat:
    """A file format of results; `read` gives its table."""

    id: str
    read: Callable[[Path], Table]


QUALITY_FORMATS: dict[str, QualityFormat] = {
    one.id: one
    for one in (
        QualityFormat("has-qualiscope", read_certification),
        QualityFormat("has-esatis", partial(read_table, format_id="has-esatis")),
        QualityFormat("has-iqss", partial(read_table, format_id="has-iqss")),
    )
}


def run(
    engine: Engine, format_: QualityFormat, path: Path, force: bool, progress: Progress | None
) -> Report:
    """Import `path`; raise OfferError, nothing changed, when it must not replace what is in use."""
    with all_or_nothing(path):
        return _run(engine, format_, path, force, progress)


def _run(
    engine: Engine, format_: QualityFormat, path: Path, force: bool, progress: Progress | None
) -> Report:
    refuse_unreadable(path, (ZIP,))
    digest, _ = fingerprint(path)
    report = Report(format_.id, path.name, digest, what="résultats de qualité")
    known = select(QualitySource).where(QualitySource.sha256 == digest)
    with engine.connect().execution_options(readonly=True) as connection:
        same = connection.execute(known).first()
    # The name tells the campaign: the same bytes under another name are another file.
    if same and (same.content, same.file_name) == (content_version(), path.name):
        report.unchanged, report.kept = True, same.rows_kept
        return report
    table = format_.read(keep_raw(path, digest))
    with engine.begin() as connection:
        before = _before(connection, table, report, force)
        if same:
            _forget_source(connection, same.id)
        connection.execute(
            delete(QualityResult).where(QualityResult.indicator.in_(table.indicators))
        )
        source_id = _add_source(connection, table, report)
        _fill(connection, source_id, _counted(table, report, progress))
        refuse_loss(report, before, force)
        report.data_date = date(table.year, 12, 31)
        _complete_source(connection, source_id, report)
        _forget_empty_sources(connection)
    return report


def _before(connection: Connection, table: Table, report: Report, force: bool) -> int:
    """How many results the file would replace; raise OfferError when they are more recent."""
    query = select(func.count(), func.max(QualityResult.year)).where(
        QualityResult.indicator.in_(table.indicators)
    )
    count, latest = connection.execute(query).one()
    if latest and table.year < latest and not force:
        raise OfferError(
            f"{report.file} : résultats de {table.year}, plus anciens que ceux de {latest} en "
            "service. Si c'est voulu, recommencez avec --force."
        )
    return int(count)


def _add_source(connection: Connection, table: Table, report: Report) -> int:
    values = {
        "format": report.format, "file_name": report.file, "sha256": report.sha256,
        "content": content_version(), "imported_at": datetime.now(UTC).replace(tzinfo=None),
        "year": table.year, "licence": LICENCE, "rows_read": 0, "rows_kept": 0, "dropped": {},
    }  # fmt: skip
    query = insert(QualitySource).values(values).returning(QualitySource.id)
    return connection.execute(query).scalar_one()


def _counted(table: Table, report: Report, progress: Progress | None) -> Iterator[Result]:
    """Results kept, one an establishment and indicator, while the report counts."""
    reasons: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for found in table.rows:
        report.read += 1
        if progress and report.read % 100 == 0:
            progress(report.read, None)
        for one in found:
            if isinstance(one, Dropped):
                reasons[one.reason] += 1
            elif (key := (one["finess"], one["indicator"])) in seen:
                reasons["doublon"] += 1
            else:
                seen.add(key)
                yield one
    report.kept, report.dropped = len(seen), dict(reasons)


def _fill(connection: Connection, source_id: int, results: Iterator[Result]) -> None:
    batch: list[Result] = []
    for one in results:
        batch.append({**one, "source_id": source_id})
        if len(batch) == CHUNK:
            connection.execute(insert(QualityResult), batch)
            batch = []
    if batch:
        connection.execute(insert(QualityResult), batch)


def _complete_source(connection: Connection, source_id: int, report: Report) -> None:
    values = {
        "rows_read": report.read, "rows_kept": report.kept, "dropped": report.dropped,
    }  # fmt: skip
    connection.execute(update(QualitySource).where(QualitySource.id == source_id).values(values))


def _forget_source(connection: Connection, source_id: int) -> None:
    connection.execute(delete(QualityResult).where(QualityResult.source_id == source_id))
    connection.execute(delete(QualitySource).where(QualitySource.id == source_id))


def _forget_empty_sources(connection: Connection) -> None:
    """A file whose every indicator has been replaced is no longer in use."""
    used = select(QualityResult.source_id).distinct()
    connection.execute(delete(QualitySource).where(QualitySource.id.not_in(used)))


class QualityStatus(NamedTuple):
    """A file of results in use, as shown to an operator."""

    format: str
    fichier: str
    importe_le: str
    annee: int
    resultats: int


def quality_status(engine: Engine) -> list[QualityStatus]:
    """The files of results in use, the last imported at the end."""
    with engine.connect().execution_options(readonly=True) as connection:
        sources = connection.execute(
            select(QualitySource).order_by(QualitySource.imported_at)
        ).all()
    return [
        QualityStatus(
            one.format, one.file_name, f"{one.imported_at:%d/%m/%Y %H:%M}", one.year, one.rows_kept
        )
        for one in sources
    ]
