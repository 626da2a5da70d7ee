"""Tables of quality results: apart from the places, so that a new FINESS file changes nothing."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.offer.models import Base


class QualitySource(Base):
    """A file of results in use; `content`: state of `qualite.yml` when it was read."""

    __tablename__ = "quality_source"
    id: Mapped[int] = mapped_column(primary_key=True)
    format: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(unique=True)
    content: Mapped[str]
    imported_at: Mapped[datetime]
    year: Mapped[int]
    licence: Mapped[str]
    rows_read: Mapped[int]
    rows_kept: Mapped[int]
    dropped: Mapped[dict[str, Any]] = mapped_column(JSON)


class QualityResult(Base):
    """One result of one establishment, the latest known.

    `value`: in the indicator's own unit; `grade`: its class A to D, or the decision of
    certification, taken on `decided_on`; `answers`: how many patients answered.
    """

    __tablename__ = "quality_result"
    finess: Mapped[str] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("quality_source.id"), index=True)
    year: Mapped[int]
    value: Mapped[float | None]
    grade: Mapped[str]
    answers: Mapped[int | None]
    decided_on: Mapped[date | None]
