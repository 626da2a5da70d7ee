"""Tables of the care offer: public data only, nothing about members.

A facility is kept once per source that describes it; `facility_need` says which one is shown for
which need. It is filled by `index` inside the import's transaction.
"""

from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, Engine, ForeignKey, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from knowledge.database import make_engine
from knowledge.settings import settings


class Base(DeclarativeBase):
    """Base of the care-offer tables."""


class Kept(DeclarativeBase):
    """Base of what the house adds to the offer: no import and no new version replaces it."""


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
    """One establishment as one source describes it; WGS84 degrees, `quality` of the point.

    `zone`, `cell`, `x`, `y`, `z`: the same point for searching, see `grid`. `marks`: bits of
    `criteria`. `details`: what only the mutuelle's own file knows, as shown on a card.
    """

    __tablename__ = "facility"
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
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
    marks: Mapped[int] = mapped_column(default=0)
    details: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    zone: Mapped[int]
    cell: Mapped[int]
    x: Mapped[float]
    y: Mapped[float]
    z: Mapped[float]


class FacilityNeed(Base):
    """Facility shown for a need. The key is the search path, so SQLite keeps the rows in it."""

    __tablename__ = "facility_need"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (as SQLAlchemy documents it)
    need_id: Mapped[str] = mapped_column(primary_key=True)
    zone: Mapped[int] = mapped_column(primary_key=True)
    cell: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(primary_key=True)
    marks: Mapped[int]
    departement: Mapped[str]
    x: Mapped[float]
    y: Mapped[float]
    z: Mapped[float]


class CodesNeed(Base):
    """Need answered by a category and activities; `own`: by the category, so not passed on."""

    __tablename__ = "codes_need"
    category_code: Mapped[str] = mapped_column(primary_key=True)
    activities: Mapped[str] = mapped_column(primary_key=True)
    need_id: Mapped[str] = mapped_column(primary_key=True)
    own: Mapped[bool]


class Touched(Base):
    """Establishments concerned by the import in progress; empty the rest of the time."""

    __tablename__ = "touched"
    finess: Mapped[str] = mapped_column(primary_key=True)


class Correction(Kept):
    """What a counselor knows better than the files about the establishment of this `finess`.

    `kind`: see `corrections`. `revoked_at` is set when it is withdrawn; no line is ever deleted.
    Times are UTC without zone.
    """

    __tablename__ = "correction"
    id: Mapped[int] = mapped_column(primary_key=True)
    finess: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    value: Mapped[str]
    note: Mapped[str]
    counselor: Mapped[str]
    at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None]


@cache
def offer_engine(url: str) -> Engine:
    """Engine on the care offer, one a process, its tables created when missing.

    Imported tables of an older version are replaced, empty: the files kept in `var/offre/brut` are
    to be imported again. Counselors' corrections stay.
    """
    engine = make_engine(url)
    known = inspect(engine)
    for table in Base.metadata.sorted_tables:
        if known.has_table(table.name):
            columns = {column["name"] for column in known.get_columns(table.name)}
            if columns != set(table.columns.keys()):
                Base.metadata.drop_all(engine)
                break
    Base.metadata.create_all(engine)
    Kept.metadata.create_all(engine)
    return engine


def offer_in_use() -> Engine:
    """Engine on the care offer that the settings name."""
    settings().var.mkdir(parents=True, exist_ok=True)
    return offer_engine(settings().care_offer_url())
