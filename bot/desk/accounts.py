"""Counselor accounts: argon2 passwords, lock-out after failures, sessions by hashed token."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.models import Counselor, DeskSession, now

MIN_PASSWORD = 12
MAX_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
SESSION_LASTS = timedelta(hours=10)
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


class AccountRefused(Exception):
    """The account cannot be created as asked; the message says why, in French."""


@dataclass(frozen=True)
class Account:
    """A counselor as the rest of the service knows one."""

    id: int
    login: str
    name: str


@dataclass(frozen=True)
class Login:
    """An open session: its account, and the token each form must bring back."""

    account: Account
    csrf: str


class Accounts:
    """Accounts and sessions of one database."""

    def __init__(self, engine: Engine) -> None:
        """Use `engine`, whose tables exist."""
        self._engine = engine
        self._reader = engine.execution_options(readonly=True)
        self._hasher = PasswordHasher()
        # Verified against when the login is unknown, so that time does not tell which logins exist.
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))

    def add(self, login: str, name: str, password: str) -> Account:
        """Create an account; raise AccountRefused."""
        if not LOGIN.fullmatch(login):
            raise AccountRefused(
                f"Identifiant « {login} » refusé : lettres minuscules, chiffres, point ou tiret, "
                "de 2 à 40 caractères."
            )
        if not name.strip():
            raise AccountRefused("Nom absent : donnez le nom montré aux adhérents.")
        if len(password) < MIN_PASSWORD:
            raise AccountRefused(f"Mot de passe trop court : {MIN_PASSWORD} caractères au moins.")
        row = Counselor(
            login=login,
            name=name.strip(),
            password_hash=self._hasher.hash(password),
            failures=0,
            created_at=now(),
        )
        try:
            with Session(self._engine) as session, session.begin():
                session.add(row)
                session.flush()
                return _account(row)
        except IntegrityError:
            raise AccountRefused(f"L'identifiant « {login} » existe déjà.") from None

    def all(self) -> list[Account]:
        """Every account, by login."""
        with Session(self._reader) as session:
            return [
                _account(row)
                for row in session.scalars(select(Counselor).order_by(Counselor.login))
            ]

    def log_in(self, login: str, password: str) -> str | None:
        """Token of a new session, None when refused (wrong, unknown or locked: the same answer)."""
        with Session(self._engine) as session, session.begin():
            query = select(Counselor).where(Counselor.login == login)
            row = session.scalars(query).first() if LOGIN.fullmatch(login) else None
            right = self._matches(row.password_hash if row else self._nobody, password)
            if row is None or (row.locked_until and row.locked_until > now()):
                return None
            if not right:
                row.failures += 1
                if row.failures >= MAX_FAILURES:
                    row.failures, row.locked_until = 0, now() + LOCKED_FOR
                return None
            row.failures, row.locked_until = 0, None
            return self._open(session, row.id)

    def _matches(self, known: str, password: str) -> bool:
        try:
            return self._hasher.verify(known, password)
        except (VerifyMismatchError, InvalidHashError):
            return False

    def _open(self, session: Session, counselor: int) -> str:
        token = secrets.token_urlsafe(32)
        session.execute(delete(DeskSession).where(DeskSession.expires_at < now()))
        session.add(
            DeskSession(
                token_hash=_hash(token),
                counselor_id=counselor,
                csrf=secrets.token_urlsafe(32),
                expires_at=now() + SESSION_LASTS,
            )
        )
        return token

    def session(self, token: str) -> Login | None:
        """The open session of a cookie's token, None when unknown or expired."""
        with Session(self._reader) as session:
            row = session.get(DeskSession, _hash(token))
            if row is None or row.expires_at < now():
                return None
            counselor = session.get(Counselor, row.counselor_id)
            return Login(_account(counselor), row.csrf) if counselor else None

    def log_out(self, token: str) -> None:
        """End a session."""
        with Session(self._engine) as session, session.begin():
            session.execute(delete(DeskSession).where(DeskSession.token_hash == _hash(token)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _account(row: Counselor) -> Account:
    return Account(row.id, row.login, row.name)
