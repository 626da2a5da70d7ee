"""The second factor: codes of an authenticator app (RFC 6238), and recovery codes on paper.

A code serves once, even within its thirty seconds. Secrets are sealed in the database by a key kept
elsewhere; neither they nor a code is ever logged.
"""

import hashlib
import time
from collections.abc import Callable

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from bot.desk.sessions import token_hash
from bot.models import Counselor, DeskSession, RecoveryCode

DRIFT = 1  # steps of 30 s that a telephone may be early or late
RECOVERY_CODES = 10
GROUPS, GROUP = 4, 4  # 80 random bits a code: no need for a slow hash


class SecondFactor:
    """Second factors of one database."""

    def __init__(self, engine: Engine, key: str, clock: Callable[[], float] = time.time) -> None:
        """Use `engine`, whose tables exist, and the sealing `key` of the settings."""
        self._engine, self._clock = engine, clock
        self._reader = engine.execution_options(readonly=True)
        self._seal = Fernet(key)

    def offer(self, token: str) -> str:
        """The secret to enrol in this session, drawn the first time it is asked for."""
        with Session(self._engine) as session, session.begin():
            row = session.get(DeskSession, token_hash(token), with_for_update=True)
            if row is None:
                raise LookupError("session")
            offered = self._open(row.offered)
            if offered is None:
                offered = pyotp.random_base32()
                row.offered = self._seal.encrypt(offered.encode()).decode()
            return offered

    def enrol(self, token: str, code: str) -> list[str] | None:
        """Keep the secret offered, proven by a code of it; recovery codes, shown this once.

        None when the code is wrong.
        """
        with Session(self._engine) as session, session.begin():
            row = session.get(DeskSession, token_hash(token), with_for_update=True)
            offered = self._open(row.offered) if row else None
            step = self._step(offered, code, after=0) if offered else None
            if row is None or step is None:
                return None
            counselor = session.get_one(Counselor, row.counselor_id)
            counselor.otp_secret, counselor.otp_step = row.offered, step
            row.offered = None
            return _renew(session, counselor.id)

    def verify(self, counselor: int, code: str) -> bool:
        """True for a code of the app that has not served yet."""
        with Session(self._engine) as session, session.begin():
            row = session.get_one(Counselor, counselor, with_for_update=True)
            secret = self._open(row.otp_secret)
            step = self._step(secret, code, after=row.otp_step) if secret else None
            if step is None:
                return False
            row.otp_step = step
            return True

    def recover(self, counselor: int, code: str) -> bool:
        """True for a recovery code of this account, which serves no more."""
        own = RecoveryCode.counselor_id == counselor
        with Session(self._engine) as session, session.begin():
            used = delete(RecoveryCode).where(own, RecoveryCode.code_hash == _hash(code))
            return bool(session.execute(used.returning(RecoveryCode.code_hash)).all())

    def renew(self, counselor: int) -> list[str]:
        """New recovery codes in place of all former ones."""
        with Session(self._engine) as session, session.begin():
            return _renew(session, counselor)

    def remaining(self, counselor: int) -> int:
        """Number of recovery codes left."""
        query = select(func.count()).where(RecoveryCode.counselor_id == counselor)
        with Session(self._reader) as session:
            return session.scalars(query).one()

    def _open(self, sealed: str | None) -> str | None:
        """The secret; None without one, or when the key that sealed it was lost."""
        try:
            return self._seal.decrypt(sealed).decode() if sealed else None
        except InvalidToken:
            return None

    def _step(self, secret: str, code: str, after: int) -> int | None:
        """The time step, later than `after`, of which `code` is the code; None without one."""
        app, digits = pyotp.TOTP(secret), "".join(code.split())
        if not (digits.isascii() and digits.isdecimal()):
            return None
        present = int(self._clock()) // app.interval
        for step in range(present - DRIFT, present + DRIFT + 1):
            right = pyotp.utils.strings_equal(app.generate_otp(step), digits)
            if right and step > after:
                return step
        return None


def _renew(session: Session, counselor: int) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.counselor_id == counselor))
    codes = [_draw() for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(code_hash=_hash(code), counselor_id=counselor) for code in codes)
    return codes


def _draw() -> str:
    letters = pyotp.random_base32(32)[: GROUPS * GROUP].lower()
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def _hash(code: str) -> str:
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashlib.sha256(plain.encode(errors="replace")).hexdigest()
