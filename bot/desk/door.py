"""Signing in: password, then second factor when there is one, each try counted and recorded.

The one way to open a session. It says how long to wait, never whether a login exists.
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.desk.accounts import Account, Accounts
from bot.desk.audit import Action, AuditTrail
from bot.desk.lockout import Lockouts
from bot.desk.roles import Role
from bot.desk.second_factor import SecondFactor
from bot.desk.sessions import Login, Sessions, Stage


class Refused(Exception):
    """Not entered; `wait`: how long before another try is read at all, zero when now."""

    def __init__(self, wait: timedelta = timedelta()) -> None:
        """Keep the wait."""
        super().__init__()
        self.wait = wait


@dataclass(frozen=True)
class Door:
    """The parts of signing in. `all_need_two`: the second factor is for every role."""

    accounts: Accounts
    sessions: Sessions
    factor: SecondFactor
    lockouts: Lockouts
    audit: AuditTrail
    all_need_two: bool

    def enter(self, login: str, password: str, address: str) -> tuple[str, Stage]:
        """Token of a session and what is still asked; raise Refused."""
        self._count(login, address)
        account = self.accounts.check(login, password)
        if account is None:
            self.audit.record(Action.SIGN_IN_FAILED, self.accounts.find(login))
            raise Refused
        # Failures already made on this account still count until the second factor is right too.
        self.lockouts.undo(login, address)
        stage = self._asked(account)
        if stage == Stage.OPEN:
            self._entered(account)
        return self.sessions.start(account, stage), stage

    def prove(self, token: str, login: Login, code: str, address: str) -> str:
        """Token of the open session, for a code of the app or of recovery; raise Refused."""
        account = login.account
        self._count(account.login, address)
        if not self.factor.verify(account.id, code):
            if not self.factor.recover(account.id, code):
                self.audit.record(Action.SIGN_IN_FAILED, account, detail="code")
                raise Refused
            self.audit.record(Action.RECOVERY_USED, account)
        self.lockouts.undo(account.login, address)
        self.sessions.end(token)
        self._entered(account)
        return self.sessions.start(account, Stage.OPEN)

    def enrol(self, token: str, login: Login, code: str, address: str) -> tuple[str, list[str]]:
        """Token of the open session and recovery codes, once the app gave a right code.

        Raise Refused.
        """
        account = login.account
        self._count(account.login, address)
        codes = self.factor.enrol(token, code)
        if codes is None:
            raise Refused
        self.lockouts.undo(account.login, address)
        self.audit.record(Action.FACTOR_ADDED, account)
        if login.stage == Stage.OPEN:
            return token, codes
        self.sessions.end(token)
        self._entered(account)
        return self.sessions.start(account, Stage.OPEN), codes

    def renew(self, login: Login, code: str, address: str) -> list[str]:
        """New recovery codes, for a code of the app; raise Refused."""
        account = login.account
        self._count(account.login, address)
        if not self.factor.verify(account.id, code):
            raise Refused
        self.lockouts.undo(account.login, address)
        self.audit.record(Action.RECOVERY_RENEWED, account)
        return self.factor.renew(account.id)

    def vouched(self, subject: str, name: str, role: Role) -> str:
        """Token of a session for someone an issuer vouches for, second factor included.

        Raise Refused when the account was closed.
        """
        account = self.accounts.vouched(subject, name, role)
        if account is None:
            self.audit.record(Action.SIGN_IN_FAILED, detail="oidc")
            raise Refused
        self.audit.record(Action.SIGN_IN, account, detail="oidc")
        return self.sessions.start(account, Stage.OPEN)

    def leave(self, token: str, account: Account) -> None:
        """End a session."""
        self.sessions.end(token)
        self.audit.record(Action.SIGN_OUT, account)

    def _count(self, login: str, address: str) -> None:
        wait = self.lockouts.attempt(login, address)
        if wait:
            raise Refused(wait)

    def _asked(self, account: Account) -> Stage:
        if account.second_factor:
            return Stage.CODE
        needed = self.all_need_two or account.role != Role.COUNSELOR
        return Stage.ENROL if needed else Stage.OPEN

    def _entered(self, account: Account) -> None:
        self.lockouts.forgive(account.login)
        self.audit.record(Action.SIGN_IN, account)
