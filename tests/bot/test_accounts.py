"""Accounts, sessions, lock-out and second factor: what each promises, without the pages."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from argon2 import PasswordHasher, Type, extract_parameters
from cryptography.fernet import Fernet
from people import PASSWORD
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from bot.desk import accounts as accounts_module
from bot.desk.accounts import Account, AccountRefused, Accounts
from bot.desk.lockout import ACCOUNT, ADDRESS, Lockouts
from bot.desk.roles import Role
from bot.desk.second_factor import RECOVERY_CODES, SecondFactor
from bot.desk.sessions import Sessions, Stage
from bot.models import Counselor, DeskSession, Lockout, RecoveryCode, now
from bot.store import Store

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def accounts(engine: Engine, store: Store) -> Accounts:
    return Accounts(engine)


@pytest.fixture
def sessions(engine: Engine) -> Sessions:
    return Sessions(engine)


@pytest.fixture
def camille(accounts: Accounts) -> Account:
    return accounts.add("camille", "Camille", PASSWORD)


def kept(engine: Engine) -> str:
    """Everything the accounts' tables hold, as text."""
    tables = (Counselor, DeskSession, RecoveryCode, Lockout)
    with engine.connect() as connection:
        return str([connection.execute(select(table)).all() for table in tables])


# --- accounts ---


@pytest.mark.parametrize("login", ["", "a", "Camille", "a b", "é" * 4, "a" * 41, "../camille"])
def test_an_odd_login_is_refused_with_the_rule(accounts: Accounts, login: str) -> None:
    with pytest.raises(AccountRefused, match="Identifiant"):
        accounts.add(login, "Camille", PASSWORD)


def test_a_short_password_or_no_name_is_refused(accounts: Accounts) -> None:
    with pytest.raises(AccountRefused, match="trop court"):
        accounts.add("camille", "Camille", "a" * 11)
    with pytest.raises(AccountRefused, match="Nom absent"):
        accounts.add("camille", "  ", PASSWORD)


def test_a_login_is_given_once(accounts: Accounts, camille: Account) -> None:
    with pytest.raises(AccountRefused, match="existe déjà"):
        accounts.add("camille", "Une autre", PASSWORD)
    assert accounts.all() == [camille]


@pytest.mark.parametrize("login", ["inconnue", "", "\x00", "' OR 1=1 --", "a" * 5000, "\ud800"])
def test_an_unknown_or_odd_login_is_simply_refused(accounts: Accounts, login: str) -> None:
    assert accounts.check(login, PASSWORD) is None
    assert accounts.find(login) is None


def test_neither_password_nor_token_is_kept(
    accounts: Accounts, sessions: Sessions, camille: Account, engine: Engine
) -> None:
    token = sessions.start(camille, Stage.OPEN)
    assert PASSWORD not in kept(engine)
    assert token not in kept(engine)


def test_passwords_are_hashed_as_strongly_as_argon2_advises(
    engine: Engine, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts_module, "PasswordHasher", PasswordHasher)
    Accounts(engine).add("camille", "Camille", PASSWORD)
    with Session(engine) as session:
        known = session.scalars(select(Counselor.password_hash)).one()
    strength = extract_parameters(known)
    assert strength.type is Type.ID
    assert strength.memory_cost >= 64 * 1024
    assert strength.time_cost >= 3


def test_a_change_of_account_ends_its_sessions_and_no_other(
    accounts: Accounts, sessions: Sessions, camille: Account
) -> None:
    other = sessions.start(accounts.add("dominique", "Dominique", PASSWORD), Stage.OPEN)
    changes: list[Callable[[], Account]] = [
        lambda: accounts.set_role("camille", Role.SUPERVISOR),
        lambda: accounts.set_password("camille", "une autre phrase de passe"),
        lambda: accounts.reset_second_factor("camille"),
        lambda: accounts.set_active("camille", False),
    ]
    for change in changes:
        token = sessions.start(camille, Stage.OPEN)
        assert sessions.find(token) is not None
        change()
        assert sessions.find(token) is None
    assert sessions.find(other) is not None


def test_a_closed_account_enters_no_more_until_opened_again(
    accounts: Accounts, camille: Account
) -> None:
    accounts.set_active("camille", False)
    assert accounts.check("camille", PASSWORD) is None
    accounts.set_active("camille", True)
    assert accounts.check("camille", PASSWORD) == camille


def test_an_unknown_account_cannot_be_changed(accounts: Accounts) -> None:
    with pytest.raises(AccountRefused, match="Aucun compte"):
        accounts.set_role("inconnue", Role.SUPERVISOR)


def test_a_session_ends_by_itself(sessions: Sessions, camille: Account, engine: Engine) -> None:
    left, aged = sessions.start(camille, Stage.OPEN), sessions.start(camille, Stage.OPEN)
    sessions.end(left)
    assert sessions.find(left) is None
    assert sessions.find(aged) is not None
    with Session(engine) as session, session.begin():
        session.execute(update(DeskSession).values(expires_at=now() - timedelta(seconds=1)))
    assert sessions.find(aged) is None


# --- lock-out ---


class Wait:
    """Lock-outs on a clock that tests move."""

    def __init__(self, engine: Engine) -> None:
        self.moment = NOON
        self.lockouts = Lockouts(engine, lambda: self.moment)

    def fail(self, login: str, address: str, times: int = 1) -> list[timedelta]:
        return [self.lockouts.attempt(login, address) for _ in range(times)]


@pytest.fixture
def wait(engine: Engine, store: Store) -> Wait:
    return Wait(engine)


def test_waiting_doubles_at_each_failure_up_to_a_quarter_of_an_hour(wait: Wait) -> None:
    assert not any(wait.fail("camille", "10.0.0.1", ACCOUNT.free))
    waits = []
    for _ in range(6):
        [told] = wait.fail("camille", "10.0.0.1")
        waits.append(told)
        wait.moment += told
        assert wait.fail("camille", "10.0.0.1") == [timedelta()]
    assert [told / timedelta(minutes=1) for told in waits] == [1, 2, 4, 8, 15, 15]


def test_one_attacker_slows_only_the_account_and_the_address_they_use(wait: Wait) -> None:
    wait.fail("camille", "203.0.113.9", ACCOUNT.free)
    assert wait.fail("camille", "203.0.113.9") != [timedelta()]
    assert wait.fail("dominique", "10.0.0.1") == [timedelta()]
    assert wait.fail("dominique", "203.0.113.9") == [timedelta()], (
        "pas encore : l'adresse a droit à plus"
    )


def test_an_address_that_tries_many_logins_is_stopped_and_others_are_not(wait: Wait) -> None:
    for number in range(ADDRESS.free):
        assert wait.fail(f"inconnue{number}", "203.0.113.9") == [timedelta()]
    assert wait.fail("camille", "203.0.113.9") != [timedelta()]
    assert wait.fail("camille", "10.0.0.1") == [timedelta()]


def test_attempts_made_together_are_all_counted(wait: Wait) -> None:
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: wait.lockouts.attempt("camille", "10.0.0.1"), range(24)))
    assert told.count(timedelta()) == ACCOUNT.free


def test_success_forgives_the_account_but_not_the_address(wait: Wait) -> None:
    for _ in range(ADDRESS.free):
        assert wait.fail("camille", "203.0.113.9") == [timedelta()]
        wait.lockouts.forgive("camille")
    assert wait.fail("dominique", "203.0.113.9") != [timedelta()]


def test_failures_are_forgotten_after_a_day(wait: Wait, engine: Engine) -> None:
    wait.fail("camille", "10.0.0.1", ACCOUNT.free)
    wait.moment += timedelta(hours=25)
    assert not any(wait.fail("camille", "10.0.0.1", ACCOUNT.free))


def test_no_login_nor_address_is_kept_in_clear(wait: Wait, engine: Engine) -> None:
    wait.fail("camille", "203.0.113.9")
    assert "camille" not in kept(engine)
    assert "203.0.113.9" not in kept(engine)


# --- second factor ---


class Factor:
    """A second factor and a telephone on the same clock."""

    def __init__(self, engine: Engine, sessions: Sessions, account: Account) -> None:
        self.time = NOON.timestamp()
        self.key = Fernet.generate_key().decode()
        self.factor = SecondFactor(engine, self.key, lambda: self.time)
        self.id, token = account.id, sessions.start(account, Stage.ENROL)
        self.secret = self.factor.offer(token)
        assert self.factor.offer(token) == self.secret, "un rechargement montre le même dessin"
        assert self.factor.enrol(token, "000000") is None
        self.recovery = self.factor.enrol(token, self.code()) or []

    def code(self, steps: int = 0) -> str:
        return str(pyotp.TOTP(self.secret).at(int(self.time), counter_offset=steps))

    def verify(self, code: str) -> bool:
        return self.factor.verify(self.id, code)


@pytest.fixture
def factor(engine: Engine, sessions: Sessions, camille: Account) -> Factor:
    return Factor(engine, sessions, camille)


def test_a_code_serves_once_the_one_that_enrolled_included(factor: Factor) -> None:
    assert not factor.verify(factor.code())
    factor.time += 30
    assert factor.verify(factor.code())
    assert not factor.verify(factor.code())


def test_a_telephone_half_a_minute_early_or_late_is_accepted_not_more(factor: Factor) -> None:
    for steps, accepted in ((2, False), (1, True), (-1, True), (-2, False)):
        factor.time += 300
        assert factor.verify(factor.code(steps)) is accepted


def test_an_earlier_code_is_refused_once_a_later_one_served(factor: Factor) -> None:
    factor.time += 300
    assert factor.verify(factor.code(1))
    assert not factor.verify(factor.code(0))


@pytest.mark.parametrize("odd", ["", "12345", "abcdef", "1234567", "١٢٣٤٥٦", "\x00", "\ud800"])
def test_an_odd_code_is_simply_refused(factor: Factor, odd: str) -> None:
    assert not factor.verify(odd)
    assert not factor.factor.recover(factor.id, odd)


def test_a_code_may_be_typed_with_the_space_that_apps_show(factor: Factor) -> None:
    factor.time += 30
    code = factor.code()
    assert factor.verify(f"{code[:3]} {code[3:]}")


def test_each_recovery_code_serves_once_whatever_its_case_and_dashes(factor: Factor) -> None:
    assert len(set(factor.recovery)) == RECOVERY_CODES
    first, second = factor.recovery[:2]
    assert factor.factor.recover(factor.id, first)
    assert not factor.factor.recover(factor.id, first)
    assert factor.factor.recover(factor.id, second.replace("-", " ").upper())
    assert factor.factor.remaining(factor.id) == RECOVERY_CODES - 2


def test_recovery_codes_of_one_do_not_serve_another(factor: Factor, accounts: Accounts) -> None:
    dominique = accounts.add("dominique", "Dominique", PASSWORD)
    assert not factor.factor.recover(dominique.id, factor.recovery[0])


def test_new_recovery_codes_replace_the_former(factor: Factor) -> None:
    renewed = factor.factor.renew(factor.id)
    assert not factor.factor.recover(factor.id, factor.recovery[0])
    assert factor.factor.recover(factor.id, renewed[0])


def test_the_database_alone_gives_neither_secret_nor_codes(factor: Factor, engine: Engine) -> None:
    everything = kept(engine)
    assert factor.secret not in everything
    assert not [code for code in factor.recovery if code in everything]
    stolen = SecondFactor(engine, Fernet.generate_key().decode(), lambda: factor.time + 30)
    assert not stolen.verify(factor.id, factor.code(1)), "sans la clé, rien ne s'ouvre"


def test_forgetting_the_telephone_forgets_the_recovery_codes_too(
    factor: Factor, accounts: Accounts
) -> None:
    assert accounts.reset_second_factor("camille").second_factor is False
    factor.time += 30
    assert not factor.verify(factor.code())
    assert not factor.factor.recover(factor.id, factor.recovery[0])
