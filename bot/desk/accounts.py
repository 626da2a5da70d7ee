"""Counselor accounts: argon2 passwords, roles, and what ends the sessions of an account.

Who may try a password, and how often, is lockout.py's matter; what a role may do, roles.py's.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.desk.roles import Role
from bot.models import Counselor, DeskSession, RecoveryCode, now
from knowledge.desk import desk

MIN_PASSWORD = 12
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


class AccountRefused(Exception):
    """The account cannot be created or changed as asked; the message says why, in French."""


@dataclass(frozen=True)
class Account:
    """A counselor as the rest of the service knows one."""

    id: int
    login: str
    name: str
    role: Role = Role.COUNSELOR
    active: bool = True
    second_factor: bool = False


class Accounts:
    """Accounts of one database."""

    def __init__(self, engine: Engine) -> None:
        """Use `engine`, whose tables exist."""
        self._engine = engine
        self._reader = engine.execution_options(readonly=True)
        self._hasher = PasswordHasher()
        # Verified against when the login is unknown, so that time does not tell which logins exist.
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))

    def add(self, login: str, name: str, password: str, role: Role = Role.COUNSELOR) -> Account:
        """Create an account; raise AccountRefused."""
        if not LOGIN.fullmatch(login):
            raise AccountRefused(
                f"Identifiant « {login} » refusé : lettres minuscules, chiffres, point ou tiret, "
                "de 2 à 40 caractères."
            )
        if not name.strip():
            raise AccountRefused("Nom absent : donnez le nom montré aux adhérents.")
        row = Counselor(
            login=login,
            name=name.strip(),
            role=role,
            password_hash=self._hashed(password),
            created_at=now(),
        )
        try:
            with Session(self._engine) as session, session.begin():
                session.add(row)
                session.flush()
                return account_of(row)
        except IntegrityError:
            raise AccountRefused(f"L'identifiant « {login} » existe déjà.") from None

    def all(self) -> list[Account]:
        """Every account, by login."""
        with Session(self._reader) as session:
            return [
                account_of(row)
                for row in session.scalars(select(Counselor).order_by(Counselor.login))
            ]

    def find(self, login: str) -> Account | None:
        """The account of this login, None when there is none."""
        if not LOGIN.fullmatch(login):
            return None
        with Session(self._reader) as session:
            row = session.scalars(select(Counselor).where(Counselor.login == login)).first()
            return account_of(row) if row else None

    def check(self, login: str, password: str) -> Account | None:
        """The account when the password is right; None when wrong, unknown or closed."""
        with Session(self._reader) as session:
            query = select(Counselor).where(Counselor.login == login)
            row = session.scalars(query).first() if LOGIN.fullmatch(login) else None
        known = row.password_hash if row else ""
        right = self._matches(known or self._nobody, password)
        return account_of(row) if right and row and row.active else None

    def set_role(self, login: str, role: Role) -> Account:
        """Change what an account may do; its open desks close. Raise AccountRefused."""
        return self._change(login, role=role)

    def set_team(self, login: str, team: str | None) -> Account:
        """Put an account in a team, or in none; its open desks close. Raise AccountRefused."""
        if team is not None and desk().team(team) is None:
            known = ", ".join(one.id for one in desk().equipes) or "aucune"
            raise AccountRefused(f"Équipe « {team} » inconnue. Équipes : {known}.")
        return self._change(login, team=team)

    def set_active(self, login: str, active: bool) -> Account:
        """Close an account, or open it again. Raise AccountRefused."""
        return self._change(login, active=active)

    def set_password(self, login: str, password: str) -> Account:
        """Give another password; open desks close. Raise AccountRefused."""
        return self._change(login, password_hash=self._hashed(password))

    def reset_second_factor(self, login: str) -> Account:
        """Forget the telephone and the recovery codes, for who lost both. Raise AccountRefused."""
        account = self._change(login, otp_secret=None)
        with Session(self._engine) as session, session.begin():
            session.execute(delete(RecoveryCode).where(RecoveryCode.counselor_id == account.id))
        return account

    def vouched(self, subject: str, name: str, role: Role) -> Account | None:
        """The account of someone that an issuer vouches for, created the first time.

        A changed role closes the desks opened under the former one. None when it was closed.
        """
        key = hashlib.sha256(subject.encode()).hexdigest()
        query = select(Counselor).where(Counselor.subject == key)
        with Session(self._engine) as session, session.begin():
            row = session.scalars(query.with_for_update()).first()
            if row is None:
                row = Counselor(login=f"sso-{key[:12]}", password_hash="", subject=key, role=role)
                row.name, row.created_at = name, now()
                session.add(row)
            elif row.role != role:
                _end_sessions(session, row.id)
            row.name, row.role = name, role
            session.flush()
            return account_of(row) if row.active else None

    def _change(self, login: str, **values: object) -> Account:
        with Session(self._engine) as session, session.begin():
            query = select(Counselor).where(Counselor.login == login).with_for_update()
            row = session.scalars(query).first()
            if row is None:
                raise AccountRefused(f"Aucun compte « {login} ». Voyez « ariane counselor list ».")
            for name, value in values.items():
                setattr(row, name, value)
            _end_sessions(session, row.id)
            return account_of(row)

    def _hashed(self, password: str) -> str:
        if len(password) < MIN_PASSWORD:
            raise AccountRefused(f"Mot de passe trop court : {MIN_PASSWORD} caractères au moins.")
        return self._hasher.hash(password)

    def _matches(self, known: str, password: str) -> bool:
        try:
            return self._hasher.verify(known, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


def account_of(row: Counselor) -> Account:
    """The account that a row describes."""
    return Account(
        row.id,
        row.login,
        row.name,
        Role(row.role),
        # A new row has no default yet, and is open.
        row.active is not False,
        row.otp_secret is not None,
    )


def _end_sessions(session: Session, counselor: int) -> None:
    session.execute(delete(DeskSession).where(DeskSession.counselor_id == counselor))
