"""How often one may fail to sign in: each account and each address has its own count.

Waiting doubles at each failure, so that guessing is hopeless and a colleague is never slowed down.
A login that does not exist is counted as the others are: the answer does not tell which do.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.models import Lockout, now

FIRST_WAIT = timedelta(minutes=1)
FORGOTTEN_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class Rule:
    """`free` failures cost nothing; then one waits, twice as long each time, up to `longest`."""

    kind: str
    free: int
    longest: timedelta

    def wait(self, failures: int) -> timedelta:
        """How long to wait after that many failures."""
        if failures < self.free:
            return timedelta()
        doubled = 1 << min(failures - self.free, 20)
        return min(self.longest, FIRST_WAIT * doubled)


# An attacker can hold a known login locked: never for longer than this.
ACCOUNT = Rule("compte", 5, timedelta(minutes=15))
# A whole office may share an address.
ADDRESS = Rule("adresse", 20, timedelta(hours=1))


class Lockouts:
    """Failures kept in one database, so that a restart forgives nothing."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = now) -> None:
        """Use `engine`, whose tables exist."""
        self._engine, self._clock = engine, clock

    def attempt(self, login: str, address: str) -> timedelta:
        """Zero when the attempt may be made, else how long to wait.

        It counts as a failure at once, so that attempts made together are all counted.
        """
        try:
            return self._attempt(login, address)
        except IntegrityError:  # the very first failures of this login, made together
            return self._attempt(login, address)

    def _attempt(self, login: str, address: str) -> timedelta:
        moment = self._clock()
        with Session(self._engine) as session, session.begin():
            session.execute(delete(Lockout).where(Lockout.at < moment - FORGOTTEN_AFTER))
            rows = [(rule, _row(session, key, moment)) for rule, key in _keys(login, address)]
            waits = [row.until - moment for _, row in rows if row.until and row.until > moment]
            if waits:
                return max(waits)
            for rule, row in rows:
                row.failures, row.at = row.failures + 1, moment
                wait = rule.wait(row.failures)
                row.until = moment + wait if wait else None
            return timedelta()

    def undo(self, login: str, address: str) -> None:
        """The attempt was right: it was no failure. Earlier ones still count."""
        with Session(self._engine) as session, session.begin():
            for _, key in _keys(login, address):
                row = _row(session, key, self._clock())
                row.failures, row.until = max(0, row.failures - 1), None

    def forgive(self, login: str) -> None:
        """Who knows everything asked has entered, or was given a new password."""
        with Session(self._engine) as session, session.begin():
            key = _key(ACCOUNT, login)
            session.execute(delete(Lockout).where(Lockout.key == key))


def _keys(login: str, address: str) -> Iterable[tuple[Rule, str]]:
    # Always in this order: two attempts that lock the same rows never wait for each other.
    return (ACCOUNT, _key(ACCOUNT, login)), (ADDRESS, _key(ADDRESS, address))


def _key(rule: Rule, value: str) -> str:
    return hashlib.sha256(f"{rule.kind}:{value}".encode(errors="replace")).hexdigest()


def _row(session: Session, key: str, moment: datetime) -> Lockout:
    row = session.scalars(select(Lockout).where(Lockout.key == key).with_for_update()).first()
    if row is None:
        row = Lockout(key=key, failures=0, until=None, at=moment)
        session.add(row)
    return row
