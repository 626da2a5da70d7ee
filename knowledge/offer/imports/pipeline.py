"""The four steps of every import: keep the raw file, name columns, filter, swap at once.

Until the transaction ends, and if anything fails, the offer in use is the previous one.
"""

import gc
import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.exc import DBAPIError

from knowledge.offer.errors import OfferError, plain_cause
from knowledge.offer.grid import place_all
from knowledge.offer.imports.formats import Dropped, Format, Progress, Record, Report
from knowledge.offer.imports.reading import refuse_unreadable
from knowledge.offer.index import forget, mapping_version, refresh, touch
from knowledge.offer.models import Facility, Source
from knowledge.settings import settings

CHUNK = 5000
BIGGEST_FALL = 0.30
BY_NAME = {
    "sqlite": sqlite.dialect(paramstyle="named"),
    "postgresql": psycopg.dialect(paramstyle="pyformat"),  # type: ignore[no-untyped-call]
}


def run(
    engine: Engine, format_: Format, path: Path, force: bool, progress: Progress | None
) -> Report:
    """Import `path`; raise OfferError, nothing changed, when it must not replace what is in use."""
    with all_or_nothing(path), without_collector():
        return _run(engine, format_, path, force, progress)


@contextmanager
def all_or_nothing(path: Path) -> Iterator[None]:
    """Faults of the disk or the database as one sentence; the transaction has undone the rest."""
    try:
        yield
    except (DBAPIError, OSError) as error:  # disk full, database gone, file unreadable
        raise OfferError(
            f"{path.name} : import abandonné, {plain_cause(error)}. Rien n'a changé."
        ) from error


@contextmanager
def without_collector() -> Iterator[None]:
    """Rows are freed as they go: looking for cycles among them took a fifth of an import."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _run(
    engine: Engine, format_: Format, path: Path, force: bool, progress: Progress | None
) -> Report:
    refuse_unreadable(path, format_.compressed)
    digest, lines = fingerprint(path)
    total = None if format_.compressed else lines
    report = Report(format_.id, path.name, digest)
    with engine.connect().execution_options(readonly=True) as connection:
        query = select(Source.sha256, Source.mapping, Source.rows_kept)
        known = connection.execute(query.where(Source.format == format_.slot)).first()
    if known and known.sha256 == digest and known.mapping == mapping_version():
        report.unchanged, report.kept = True, known.rows_kept
        return report
    kept_file = keep_raw(path, digest)
    with engine.begin() as connection:
        source_id = _replace_source(connection, format_, report)
        latest = _fill(connection, source_id, _counted(format_, kept_file, report, total, progress))
        refuse_loss(report, known.rows_kept if known else 0, force)
        report.data_date = format_.data_date(latest)
        _complete_source(connection, source_id, report)
        if not format_.demonstration:
            _delete(connection, Source.demonstration.is_(True))
        touch(connection, Facility.source_id == source_id)
        refresh(connection)
    return report


def fingerprint(path: Path) -> tuple[str, int]:
    """SHA-256 of a file and its number of lines."""
    digest, lines = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
            lines += block.count(b"\n")
    return digest.hexdigest(), lines


def keep_raw(path: Path, digest: str) -> Path:
    """Copy of the file as received, named by its hash, under `var/offre/brut/`."""
    folder = settings().var / "offre" / "brut"
    target = folder / digest[:16] / path.name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            partial = target.with_suffix(".partiel")
            shutil.copyfile(path, partial)
            partial.replace(target)
    except OSError as error:
        raise OfferError(
            f"{path.name} : impossible d'en garder une copie dans {folder}, {plain_cause(error)}."
        ) from None
    return target


def _replace_source(connection: Connection, format_: Format, report: Report) -> int:
    _delete(connection, Source.format == format_.slot)
    values = {
        "format": format_.slot, "name": format_.name, "file_name": report.file,
        "sha256": report.sha256, "mapping": mapping_version(), "licence": format_.licence,
        "imported_at": datetime.now(UTC).replace(tzinfo=None), "data_date": date.today(),
        "rows_read": 0, "rows_kept": 0, "dropped": {}, "demonstration": format_.demonstration,
    }  # fmt: skip
    return connection.execute(insert(Source).values(values).returning(Source.id)).scalar_one()


def _complete_source(connection: Connection, source_id: int, report: Report) -> None:
    values = {
        "rows_read": report.read, "rows_kept": report.kept, "dropped": report.dropped,
        "data_date": report.data_date,
    }  # fmt: skip
    connection.execute(update(Source).where(Source.id == source_id).values(values))


def _delete(connection: Connection, which: ColumnElement[bool]) -> None:
    """A source, its facilities and what the index says of them."""
    for source_id in connection.scalars(select(Source.id).where(which)).all():
        touch(connection, Facility.source_id == source_id)
        forget(connection)
        connection.execute(delete(Facility).where(Facility.source_id == source_id))
        connection.execute(delete(Source).where(Source.id == source_id))


def _counted(
    format_: Format, path: Path, report: Report, lines: int | None, progress: Progress | None
) -> Iterator[Record]:
    """Records kept, each establishment once, while the report counts."""
    reasons: Counter[str] = Counter()
    seen: set[str] = set()
    for found in format_.rows(str(path)):
        report.read += 1
        if progress and report.read % 1000 == 0:
            progress(report.read, lines)
        if isinstance(found, Dropped):
            reasons[found.reason] += 1
        elif found["finess"] in seen:
            reasons["doublon"] += 1
        else:
            seen.add(found["finess"])
            yield found
    report.kept = len(seen)
    report.dropped = dict(reasons)


def _fill(connection: Connection, source_id: int, records: Iterator[Record]) -> date | None:
    """Insert the records by batches; the latest update date among them."""
    latest: date | None = None
    batch: list[Record] = []
    today = date.today()
    for record in records:
        updated = record.pop("updated")
        if updated and updated <= today and (latest is None or updated > latest):
            latest = updated
        record.setdefault("marks", 0)
        record.setdefault("details", None)
        record["source_id"] = source_id
        batch.append(record)
        if len(batch) == CHUNK:
            _store(connection, batch)
            batch = []
    if batch:
        _store(connection, batch)
    return latest


def _store(connection: Connection, batch: list[Record]) -> None:
    """Insert through the driver itself: SQLAlchemy's work on each row took a tenth of an import."""
    place_all(batch)
    for record in batch:
        if record["details"] is not None:
            record["details"] = json.dumps(record["details"], ensure_ascii=False)
    connection.exec_driver_sql(_statement(connection.dialect.name, tuple(sorted(batch[0]))), batch)


@cache
def _statement(database: str, columns: tuple[str, ...]) -> str:
    """Insertion whose parameters have names, as the driver of this `database` takes them."""
    return str(insert(Facility).compile(dialect=BY_NAME[database], column_keys=list(columns)))


def refuse_loss(report: Report, before: int, force: bool) -> None:
    """Raise OfferError when a file brings nothing, or far less than the one in use."""
    if report.kept == 0:
        raise OfferError(
            f"{report.file} : aucune ligne utilisable sur {report.read} ({report.what})."
        )
    if report.kept < before * (1 - BIGGEST_FALL) and not force:
        raise OfferError(
            f"{report.file} : {report.kept} {report.what} au lieu de {before} aujourd'hui, soit "
            "une baisse de plus de 30 %. Si c'est voulu, recommencez avec --force."
        )
