"""What operators do with the offer: import a file, start with the example, see what is in use."""

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, select, update

from knowledge.offer import quality
from knowledge.offer.errors import OfferError
from knowledge.offer.imports import (
    demonstration,
    finess_csv,
    finess_json,
    finess_positional,
    mutuelle,
    pipeline,
    rpps,
    sae,
)
from knowledge.offer.imports.formats import Format, Progress, Report
from knowledge.offer.index import mapping_version, rebuild
from knowledge.offer.models import Source
from knowledge.settings import settings

FORMATS: dict[str, Format] = {
    one.FORMAT.id: one.FORMAT
    for one in (finess_csv, finess_positional, finess_json, rpps, sae, mutuelle, demonstration)
}


class SourceStatus(NamedTuple):
    """A file in use, as shown to an operator."""

    source: str
    fichier: str
    importe_le: str
    donnees_du: str
    lieux: int


def import_file(
    engine: Engine,
    format: str,
    path: Path | str | None,
    force: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Import a file of places or of quality results (the example needs no path)."""
    known = (*FORMATS, *quality.QUALITY_FORMATS)
    if format not in known:
        raise OfferError(f"Format « {format} » inconnu. Formats : {', '.join(known)}.")
    if format == demonstration.FORMAT.id:
        path = _write_example()
    elif path is None:
        raise OfferError(f"Donnez le fichier à importer au format {format}.")
    if format in quality.QUALITY_FORMATS:
        return quality.run(engine, quality.QUALITY_FORMATS[format], Path(path), force, progress)
    return pipeline.run(engine, FORMATS[format], Path(path), force, progress)


def _write_example() -> Path:
    folder = settings().var / "offre"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "demonstration.csv"
    path.write_text(demonstration.generate(), encoding="utf-8")
    return path


def ensure_demonstration(engine: Engine) -> bool:
    """Load the example when no file is in use; True when it was (re)loaded.

    Also renews the index of needs when their codes have changed since the last import.
    """
    with engine.connect().execution_options(readonly=True) as connection:
        sources = connection.execute(select(Source.demonstration, Source.mapping)).all()
    if all(source.demonstration for source in sources):
        report = import_file(engine, demonstration.FORMAT.id, None, force=True)
        return not report.unchanged
    if any(source.mapping != mapping_version() for source in sources):
        with engine.begin() as connection:
            rebuild(connection)
            connection.execute(update(Source).values(mapping=mapping_version()))
    return False


def status(engine: Engine) -> list[SourceStatus]:
    """The files in use, in order of import."""
    with engine.connect().execution_options(readonly=True) as connection:
        sources = connection.execute(select(Source).order_by(Source.imported_at)).all()
    return [
        SourceStatus(
            one.name, one.file_name, f"{one.imported_at:%d/%m/%Y %H:%M}",
            f"{one.data_date:%d/%m/%Y}", one.rows_kept,
        )
        for one in sources
    ]  # fmt: skip
