"""Tables of the care offer: public data only, nothing about members.

A facility is kept once per source that describes it; `facility_need` says which one is shown for
which need, and is rebuilt by `index` inside the import's transaction.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Engine, ForeignKey, Index
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from knowledge.database import make_engine


class Base(DeclarativeBase):
    """Base of the care-offer tables."""


class Source(Base):
    """A file in use. `data_date`: what the data describe; `mapping`: state of the needs' codes."""

    __tablename__ = "source"
    id: Mapped[int] = mapped_column(primary_key=True)
    format: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    mapping: Mapped[str]
    imported_at: Mapped[datetime]
    data_date: Mapped[date]
    licence: Mapped[str]
    rows_read: Mapped[int]
    rows_kept: Mapped[int]
    dropped: Mapped[dict[str, Any]] = mapped_column(JSON)
    demonstration: Mapped[bool]


class Facility(Base):
    """One establishment as one source describes it; WGS84 degrees, `quality` of the point."""

    __tablename__ = "facility"
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"), index=True)
    finess: Mapped[str] = mapped_column(index=True)
    entity: Mapped[str]
    name: Mapped[str]
    category_code: Mapped[str]
    category_label: Mapped[str]
    activities: Mapped[str]
    address: Mapped[str]
    postcode: Mapped[str]
    city: Mapped[str]
    insee: Mapped[str]
    departement: Mapped[str]
    phone: Mapped[str]
    latitude: Mapped[float]
    longitude: Mapped[float]
    quality: Mapped[str]


class FacilityNeed(Base):
    """Facility shown for a need; position repeated so that one index answers « nearest »."""

    __tablename__ = "facility_need"
    need_id: Mapped[str] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(
        ForeignKey("facility.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    latitude: Mapped[float]
    longitude: Mapped[float]
    departement: Mapped[str]
    __table_args__ = (
        Index("ix_need_position", "need_id", "latitude", "longitude", "departement", "facility_id"),
        Index("ix_need_departement", "need_id", "departement"),
    )


def offer_engine(url: str) -> Engine:
    """Engine on the care offer, its tables created when missing."""
    engine = make_engine(url)
    Base.metadata.create_all(engine)
    return engine
