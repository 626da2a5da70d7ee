"""What counselors know better than the files: signed, dated, reversible, kept across imports.

A correction is tied to the establishment's own number, so it holds whichever source describes it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Engine, exists, insert, select, update

from knowledge.offer.errors import OfferError
from knowledge.offer.imports.reading import phone
from knowledge.offer.models import Correction, Facility

Kind = Literal["closed", "moved", "phone", "no_new_patients", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MAX_LENGTH = 300  # of a value or a note: one line on a card


@dataclass(frozen=True)
class Corrected:
    """A correction as shown. `value`: new phone or address; `note`: what was heard, and from whom.

    `on` and `revoked_on` are days (UTC).
    """

    id: int
    finess: str
    kind: Kind
    value: str
    note: str
    counselor: str
    on: date
    revoked_on: date | None


def add(
    engine: Engine, finess: str, kind: str, counselor: str, value: str = "", note: str = ""
) -> int:
    """Correct an establishment of the offer, from now on; its id.

    Raise OfferError when the establishment, the kind or the value is not what it should be.
    """
    values = {
        "finess": finess, "kind": kind, "value": _checked(kind, value.strip(), note.strip()),
        "note": note.strip(), "counselor": counselor.strip(), "at": _now(),
    }  # fmt: skip
    if not values["counselor"]:
        raise OfferError("Une correction est signée : donnez votre nom.")
    with engine.begin() as connection:
        if not connection.scalar(select(exists().where(Facility.finess == finess))):
            raise OfferError(f"Aucun lieu de l'offre ne porte l'identifiant « {finess} ».")
        query = insert(Correction).values(values).returning(Correction.id)
        return int(connection.execute(query).scalar_one())


def revoke(engine: Engine, identifier: int, counselor: str) -> None:
    """Withdraw a correction: what the file says is shown again. Raise OfferError if none holds."""
    query = (
        update(Correction)
        .where(Correction.id == identifier, Correction.revoked_at.is_(None))
        .values(revoked_at=_now(), revoked_by=counselor)
    )
    with engine.begin() as connection:
        if not connection.execute(query).rowcount:
            raise OfferError(f"Aucune correction en vigueur ne porte le numéro {identifier}.")


def list_corrections(engine: Engine, finess: str | None = None) -> list[Corrected]:
    """Every correction, withdrawn ones included, of one establishment or of all, oldest first."""
    query = select(Correction).order_by(Correction.id)
    if finess is not None:
        query = query.where(Correction.finess == finess)
    with engine.connect().execution_options(readonly=True) as connection:
        return [_corrected(row) for row in connection.execute(query)]


def closed_among(connection: Connection, facilities: Sequence[int]) -> set[int]:
    """Which of these facilities counselors say are closed: they are never shown."""
    # A join would let SQLite, which keeps no statistics here, read every facility.
    closed = select(Correction.finess).where(
        Correction.kind == "closed", Correction.revoked_at.is_(None)
    )
    query = select(Facility.id).where(Facility.id.in_(facilities), Facility.finess.in_(closed))
    return set(connection.scalars(query))


def in_force(
    connection: Connection, establishments: Iterable[str]
) -> dict[str, tuple[Corrected, ...]]:
    """Corrections to show, by establishment: the latest of each kind."""
    query = (
        select(Correction)
        .where(Correction.finess.in_(list(establishments)), Correction.revoked_at.is_(None))
        .order_by(Correction.id)
    )
    latest: dict[str, dict[Kind, Corrected]] = {}
    for row in connection.execute(query):
        one = _corrected(row)
        latest.setdefault(one.finess, {})[one.kind] = one
    return {finess: tuple(by_kind.values()) for finess, by_kind in latest.items()}


def _corrected(row: Any) -> Corrected:
    revoked = row.revoked_at.date() if row.revoked_at else None
    return Corrected(
        row.id, row.finess, row.kind, row.value, row.note, row.counselor, row.at.date(), revoked
    )


def _checked(kind: str, value: str, note: str) -> str:
    """The value as kept; raise OfferError saying what is missing or wrong."""
    if kind not in KINDS:
        raise OfferError(f"Correction « {kind} » inconnue. Choisissez parmi : {', '.join(KINDS)}.")
    if max(len(value), len(note)) > MAX_LENGTH:
        raise OfferError(f"Écrivez moins de {MAX_LENGTH} caractères.")
    if kind == "moved" and not value:
        raise OfferError("Donnez la nouvelle adresse.")
    if kind == "other" and not note:
        raise OfferError("Dites dans la note ce qui a changé.")
    number = phone(value)
    if kind == "phone" and not number:
        raise OfferError(f"« {value} » n'est pas un numéro de téléphone français à dix chiffres.")
    return number if kind == "phone" else value


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
