"""Open sessions of the desk. The cookie holds a token, the database its hash.

A session ends when its row goes: signed out, too old, or its account changed. Every page and every
open socket asks again.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from bot.desk.accounts import Account, account_of
from bot.models import Counselor, DeskSession, now

SESSION_LASTS = timedelta(hours=10)
UNFINISHED_LASTS = timedelta(minutes=10)


class Stage(StrEnum):
    """What is still asked of who gave the right password."""

    OPEN = "open"
    CODE = "code"
    ENROL = "enrol"


@dataclass(frozen=True)
class Login:
    """A session: its account, the token each form must bring back, and what is still asked."""

    account: Account
    csrf: str
    stage: Stage


class Sessions:
    """Sessions of one database."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = now) -> None:
        """Use `engine`, whose tables exist. `clock` gives the present instant."""
        self._engine, self.clock = engine, clock
        self._reader = engine.execution_options(readonly=True)

    def start(self, account: Account, stage: Stage) -> str:
        """Token of a new session; an unfinished one lasts minutes."""
        token = secrets.token_urlsafe(32)
        lasts = SESSION_LASTS if stage == Stage.OPEN else UNFINISHED_LASTS
        with Session(self._engine) as session, session.begin():
            session.execute(delete(DeskSession).where(DeskSession.expires_at < self.clock()))
            session.add(
                DeskSession(
                    token_hash=token_hash(token),
                    counselor_id=account.id,
                    csrf=secrets.token_urlsafe(32),
                    stage=stage,
                    expires_at=self.clock() + lasts,
                )
            )
        return token

    def find(self, token: str) -> Login | None:
        """The session of a cookie's token; None when unknown, too old, or of a closed account."""
        with Session(self._reader) as session:
            row = session.get(DeskSession, token_hash(token))
            if row is None or row.expires_at < self.clock():
                return None
            counselor = session.get(Counselor, row.counselor_id)
            if counselor is None or not counselor.active:
                return None
            return Login(account_of(counselor), row.csrf, Stage(row.stage))

    def end(self, token: str) -> None:
        """End a session."""
        with Session(self._engine) as session, session.begin():
            session.execute(delete(DeskSession).where(DeskSession.token_hash == token_hash(token)))


def token_hash(token: str) -> str:
    """What the database keeps of a token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
