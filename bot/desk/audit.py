"""The audit trail: who read and did what, when. Lines are added, never changed nor deleted.

It holds no word of a member, no health datum and no conversation's id: a digest stands for it,
which still tells one conversation from another once it is erased.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session

from bot.desk.accounts import Account
from bot.models import Audit, now

REFERENCE = 8  # characters of the digest shown to people


class Action(StrEnum):
    """What the trail keeps; the French words for people are in the page."""

    SIGN_IN = "connexion"
    SIGN_IN_FAILED = "connexion_refusee"
    SIGN_OUT = "deconnexion"
    FACTOR_ADDED = "second_facteur_ajoute"
    FACTOR_RESET = "second_facteur_retire"
    RECOVERY_USED = "code_de_secours"
    RECOVERY_RENEWED = "codes_de_secours_refaits"
    ACCOUNT_ADDED = "compte_cree"
    ROLE_CHANGED = "role_change"
    TEAM_CHANGED = "equipe_change"
    PASSWORD_CHANGED = "mot_de_passe_change"  # noqa: S105 (not a password)
    ACCOUNT_CLOSED = "compte_ferme"
    ACCOUNT_OPENED = "compte_rouvert"
    READ = "lecture"
    TAKE = "prise"
    TRANSFER = "transmission"
    JOIN = "arrivee"
    KEPT = "promesse_tenue"
    FOLLOW_UP = "suivi_prevu"
    NOTE = "note"
    HAND_BACK = "rendue"
    CLOSE = "cloture"
    BREAK_GLASS = "bris_de_glace"
    COPY = "copie"
    CORRECT = "correction"
    EXPORT = "export"


@dataclass(frozen=True)
class Entry:
    """One line. `name`: login of who acted, empty when unknown; `reference`: see `reference`."""

    id: int
    at: datetime
    name: str
    action: str
    reference: str
    detail: str


@dataclass(frozen=True)
class Filters:
    """What to look for; an empty text looks for everything. `until` is not included."""

    name: str = ""
    action: str = ""
    reference: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def narrow(self, query: Select[Audit]) -> Select[Audit]:
        """`query`, limited to these."""
        if self.name:
            query = query.where(Audit.name == self.name)
        if self.action:
            query = query.where(Audit.action == self.action)
        if self.reference:
            query = query.where(Audit.conversation.startswith(self.reference, autoescape=True))
        if self.since:
            query = query.where(Audit.at >= self.since)
        if self.until:
            query = query.where(Audit.at < self.until)
        return query


EVERYTHING = Filters()


class AuditTrail:
    """The trail of one database."""

    def __init__(self, engine: Engine) -> None:
        """Use `engine`, whose tables exist."""
        self._engine = engine
        self._reader = engine.execution_options(readonly=True)

    def record(
        self,
        action: Action,
        account: Account | None = None,
        conversation: str | None = None,
        detail: str = "",
    ) -> None:
        """Add a line. `detail`: a code of ours (a role, a reason's name), never free text."""
        line = Audit(
            at=now(),
            counselor_id=account.id if account else None,
            name=account.login if account else "",
            action=action,
            conversation=digest(conversation) if conversation else None,
            detail=detail,
        )
        with Session(self._engine) as session, session.begin():
            session.add(line)

    def search(
        self, filters: Filters = EVERYTHING, limit: int = 100, before: int | None = None
    ) -> list[Entry]:
        """Lines that match, newest first; those older than line `before` when given."""
        query = filters.narrow(select(Audit)).order_by(Audit.id.desc()).limit(limit)
        if before is not None:
            query = query.where(Audit.id < before)
        with Session(self._reader) as session:
            return [_entry(row) for row in session.scalars(query)]

    def every(self, filters: Filters, page: int = 1000) -> Iterator[list[Entry]]:
        """All lines that match, newest first, a page at a time."""
        entries = self.search(filters, page)
        while entries:
            yield entries
            entries = self.search(filters, page, before=entries[-1].id)

    def names(self) -> list[str]:
        """Logins that the trail knows."""
        query = select(Audit.name).where(Audit.name != "").distinct().order_by(Audit.name)
        with Session(self._reader) as session:
            return list(session.scalars(query))


def digest(conversation: str) -> str:
    """What stands for a conversation: its id is 256 random bits, so nothing leads back to it."""
    return hashlib.sha256(conversation.encode()).hexdigest()


def reference(conversation: str) -> str:
    """How people name a conversation, at the desk as in the trail."""
    return digest(conversation)[:REFERENCE]


def _entry(row: Audit) -> Entry:
    shown = (row.conversation or "")[:REFERENCE]
    return Entry(row.id, row.at, row.name, row.action, shown, row.detail)
