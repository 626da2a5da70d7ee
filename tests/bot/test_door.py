"""The door of the desk, by its pages: second factor, lock-out, roles, sockets that end in time."""

import asyncio
import re
from typing import Any

import pytest
from aiohttp import WSServerHandshakeError
from people import PASSWORD, Client, Desk, Hire, Member, session_cookie
from signing import DOOR, enter_enrolling, give_code, give_password, token_in

from bot.channels.addresses import client_address
from bot.desk import socket as desk_socket
from bot.desk.lockout import ACCOUNT, ADDRESS
from bot.desk.roles import FRAMES, RIGHTS, Right, Role, allowed, frame_allowed
from bot.desk.socket import SESSION_ENDED
from bot.keys import ACCOUNTS, SETTINGS
from bot.keys import DOOR as DOOR_KEY
from knowledge.settings import Settings

CODE, FACTOR = "/conseiller/code", "/conseiller/second-facteur"


def part(client: Client, key: Any) -> Any:
    """A part of the running service."""
    assert client.app is not None
    return client.app[key]


async def where(client: Client, path: str = "/conseiller") -> str:
    """Where `path` leads this browser; the path itself when it shows."""
    answer = await client.get(path, allow_redirects=False)
    return answer.headers.get("Location", path if answer.status == 200 else str(answer.status))


# --- second factor ---


async def test_a_counselor_enters_with_a_password_and_may_add_a_telephone(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    assert (await give_password(client, "camille")).headers["Location"] == "/conseiller"
    page = await (await client.get(FACTOR)).text()
    assert "<svg" in page
    assert "Revenir au poste" in page


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
async def test_who_may_read_the_journal_enrols_a_telephone_before_anything(
    client: Client, hire: Hire, role: Role
) -> None:
    hire("camille", role)
    await give_password(client, "camille")
    for path in ("/conseiller", "/conseiller/journal", "/conseiller/journal.csv", CODE):
        assert await where(client, path) in (FACTOR, DOOR)
    with pytest.raises(WSServerHandshakeError):
        await client.ws_connect("/conseiller/ws")
    _, recovery = await enter_enrolling(client, "camille")
    assert len(recovery) == 10
    assert await where(client, "/conseiller/journal") == "/conseiller/journal"


async def test_required_means_for_all(client: Client, hire: Hire) -> None:
    hire("camille")
    object.__setattr__(part(client, DOOR_KEY), "all_need_two", True)
    assert (await give_password(client, "camille")).headers["Location"] == FACTOR


async def test_once_enrolled_the_password_alone_opens_nothing(client: Client, hire: Hire) -> None:
    hire("camille", Role.SUPERVISOR)
    phone, recovery = await enter_enrolling(client, "camille")
    assert (await give_password(client, "camille")).headers["Location"] == CODE
    assert await where(client) == DOOR
    half_way = session_cookie(client)
    assert (await give_code(client, CODE, phone.code())).status == 401, "il a déjà servi"
    entered = await give_code(client, CODE, phone.code(1))
    assert entered.headers["Location"] == "/conseiller"
    assert session_cookie(client) != half_way, "un jeton vu avant la fin n'ouvre rien"
    assert await where(client) == "/conseiller"
    await give_password(client, "camille")
    assert (await give_code(client, CODE, recovery[0])).status == 303
    await give_password(client, "camille")
    assert (await give_code(client, CODE, recovery[0])).status == 401, "une seule fois"


async def test_guessing_codes_locks_the_account_even_by_giving_the_password_again(
    client: Client, hire: Hire
) -> None:
    hire("camille", Role.SUPERVISOR)
    await enter_enrolling(client, "camille")
    for _ in range(ACCOUNT.free):
        await give_password(client, "camille")
        assert (await give_code(client, CODE, "000000")).status == 401
    refused = await give_password(client, "camille")
    assert refused.status == 401
    assert "Attendez 1 minute," in await refused.text()


async def test_codes_of_recovery_are_renewed_with_a_code_of_the_telephone(
    client: Client, hire: Hire
) -> None:
    hire("camille", Role.SUPERVISOR)
    phone, former = await enter_enrolling(client, "camille")
    assert "10 codes de secours" in await (await client.get(FACTOR)).text()
    assert (await give_code(client, FACTOR, former[0])).status == 401
    shown = await (await give_code(client, FACTOR, phone.code(1))).text()
    renewed = re.findall(r"<li><code>([a-z2-7-]+)</code>", shown)
    assert len(renewed) == 10
    assert not set(renewed) & set(former)


async def test_who_lost_everything_enrols_again_after_a_reset(client: Client, hire: Hire) -> None:
    hire("camille", Role.SUPERVISOR)
    await enter_enrolling(client, "camille")
    part(client, ACCOUNTS).reset_second_factor("camille")
    assert await where(client) == DOOR
    await enter_enrolling(client, "camille")
    assert await where(client) == "/conseiller"


async def test_no_secret_nor_code_reaches_the_logs(
    client: Client, hire: Hire, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    hire("camille", Role.SUPERVISOR)
    phone, recovery = await enter_enrolling(client, "camille")
    await give_password(client, "camille")
    await give_code(client, CODE, "000000")
    said = "".join(capfd.readouterr()) + caplog.text
    assert not [word for word in (phone.app.secret, PASSWORD, *recovery) if word in said]


# --- lock-out ---


async def test_the_wait_is_told_with_what_to_do_and_others_still_enter(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    hire("dominique")
    for _ in range(ACCOUNT.free):
        page = await (await give_password(client, "camille", "mauvais mot de passe")).text()
        assert "Connexion refusée" in page
    page = await (await give_password(client, "camille")).text()
    assert "Attendez 1 minute, puis recommencez" in page
    assert "administre Ariane" in page
    assert (await give_password(client, "dominique")).status == 303


async def test_an_unknown_login_is_locked_in_the_same_words(client: Client, hire: Hire) -> None:
    hire("camille")
    pages = []
    for login in ("camille", "inconnue"):
        for _ in range(ACCOUNT.free + 1):
            answer = await give_password(client, login, "mauvais mot de passe")
        pages.append(await answer.text())
    assert pages[0] == pages[1]


async def test_a_proxy_is_believed_only_when_the_settings_name_it(
    client: Client, hire: Hire, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire("camille")
    for number in range(ADDRESS.free):
        claimed = {"X-Forwarded-For": f"198.51.100.{number}"}
        await give_password(client, f"inconnue{number}", **claimed)
    assert (await give_password(client, "camille")).status == 401, "adresse inventée : sans effet"
    assert client.app is not None
    trusting = settings.model_validate({**settings.model_dump(), "trusted_proxy": "127.0.0.0/8"})
    monkeypatch.setitem(client.app._state, SETTINGS, trusting)
    elsewhere = {"X-Forwarded-For": "203.0.113.7, 198.51.100.9"}
    assert (await give_password(client, "camille", **elsewhere)).status == 303


class Peer:
    """A request, as far as its address goes."""

    def __init__(self, remote: str | None, *forwarded: str) -> None:
        from multidict import CIMultiDict

        self.remote = remote
        self.headers = CIMultiDict([("X-Forwarded-For", line) for line in forwarded])


@pytest.mark.parametrize(
    ("peer", "proxy", "address"),
    [
        (Peer("203.0.113.5"), None, "203.0.113.5"),
        (Peer("203.0.113.5", "1.2.3.4"), None, "203.0.113.5"),
        (Peer("203.0.113.5", "1.2.3.4"), "10.0.0.0/8", "203.0.113.5"),
        (Peer("10.0.0.2", "6.6.6.6, 1.2.3.4"), "10.0.0.0/8", "1.2.3.4"),
        (Peer("10.0.0.2", "6.6.6.6, 1.2.3.4, 10.0.0.9"), "10.0.0.0/8", "1.2.3.4"),
        (Peer("10.0.0.2", "6.6.6.6", "1.2.3.4"), "10.0.0.0/8", "1.2.3.4"),
        (Peer("10.0.0.2"), "10.0.0.0/8", "10.0.0.2"),
        (Peer("10.0.0.2", "n'importe quoi"), "10.0.0.0/8", ""),
        (Peer("::ffff:10.0.0.2", "1.2.3.4"), "10.0.0.0/8", "1.2.3.4"),
        (Peer("2001:db8:1:2:3:4:5:6"), None, "2001:db8:1:2::/64"),
        (Peer(None), None, ""),
    ],
)
def test_the_address_counted(peer: Any, proxy: str | None, address: str) -> None:
    assert client_address(peer, Settings(trusted_proxy=proxy)) == address  # type: ignore[arg-type]


# --- roles ---

PAGES = {
    "/conseiller/journal": Right.AUDIT,
    "/conseiller/journal.csv": Right.EXPORT,
    "/conseiller/apercu": Right.PROOFREAD,
}


@pytest.mark.parametrize("role", Role)
async def test_each_page_is_refused_to_the_roles_that_may_not(
    client: Client, hire: Hire, role: Role
) -> None:
    hire("camille", role)
    answer = await give_password(client, "camille")
    if answer.headers["Location"] == FACTOR:
        await enter_enrolling(client, "camille")
    for path, right in PAGES.items():
        answer = await client.get(path)
        assert answer.status == (200 if allowed(role, right) else 403), path
        if answer.status == 403:
            assert f"Votre rôle, {role}, ne permet pas" in await answer.text()


async def test_every_page_of_the_desk_asks_for_a_session_or_is_the_door_itself(
    client: Client,
) -> None:
    """A page added tomorrow is asked here too, and must be added to PAGES when it has a right."""
    assert client.app is not None
    door = {DOOR, CODE, FACTOR, "/conseiller/deconnexion", "/conseiller/ws"}
    resources = {route.resource.canonical for route in client.app.router.routes() if route.resource}
    pages = {
        page
        for page in resources - door
        if page.startswith("/conseiller") and not page.endswith("/static")
    }
    assert {*PAGES, "/conseiller"} <= pages
    for page in pages:
        addresses = [re.sub(r"{\w+}", name, page) for name in ("x", "x/x")]
        assert DOOR in [await where(client, address) for address in addresses], page


@pytest.mark.parametrize("path", [FACTOR, CODE])
async def test_the_second_factor_is_asked_after_a_password_only(client: Client, path: str) -> None:
    assert await where(client, path) == DOOR


async def test_an_administrator_holds_no_conversation(client: Client, hire: Hire) -> None:
    hire("camille", Role.ADMINISTRATOR)
    await enter_enrolling(client, "camille")
    assert await where(client) == "/conseiller/journal"
    with pytest.raises(WSServerHandshakeError) as refusal:
        await client.ws_connect("/conseiller/ws")
    assert refusal.value.status == 403


@pytest.mark.parametrize("kind", FRAMES)
async def test_each_frame_is_refused_to_a_role_without_its_right(
    client: Client, desk: Desk, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = await Member.arrive(client)
    await member.call_counselor()
    monkeypatch.setitem(RIGHTS, Role.COUNSELOR, frozenset(Right) - {FRAMES[kind]})
    await desk.send(type=kind, conversation=member.conversation, id="x", text="un texte assez long")
    assert "Votre rôle ne permet pas" in (await desk.wait("error"))["text"]
    assert not [frame for frame in desk.frames if frame["type"] in ("thread", "ack", "notes")]


def test_what_the_table_does_not_name_is_refused() -> None:
    assert set(RIGHTS) == set(Role)
    assert not [role for role in Role if frame_allowed(role, "inconnue")]


async def test_every_frame_that_the_desk_obeys_is_in_the_table(client: Client, hire: Hire) -> None:
    hire("camille")
    await give_password(client, "camille")
    login = part(client, DOOR_KEY).sessions.find(session_cookie(client))
    assert client.app is not None
    window = desk_socket.DeskWindow(client.app, None, login, "")  # type: ignore[arg-type]
    assert set(window.gestures.by_frame) == set(FRAMES)


# --- sockets end with their session ---


@pytest.fixture
def watchful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets look at their session often."""
    monkeypatch.setattr(desk_socket, "SESSION_CHECKED_EVERY", 0.05)


CHANGES = {
    "rôle": lambda accounts: accounts.set_role("camille", Role.SUPERVISOR),
    "fermeture": lambda accounts: accounts.set_active("camille", False),
    "mot de passe": lambda accounts: accounts.set_password("camille", "une autre phrase longue"),
    "second facteur": lambda accounts: accounts.reset_second_factor("camille"),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_an_open_desk_closes_when_its_account_changes(
    watchful: None, client: Client, hire: Hire, change: str
) -> None:
    hire("camille")
    hire("dominique")
    desk = await Desk.open(client, "camille")
    other = await Desk.open(client, "dominique")
    await asyncio.to_thread(CHANGES[change], part(client, ACCOUNTS))
    assert await desk.closed() == SESSION_ENDED
    assert not other.socket.closed


async def test_a_desk_closes_at_once_when_signed_out_from_another_page(
    client: Client, hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_socket, "SESSION_CHECKED_EVERY", 3600)
    hire("camille")
    desk = await Desk.open(client, "camille")
    csrf = await token_in(client, "/conseiller")
    await client.post("/conseiller/deconnexion", data={"csrf": csrf}, allow_redirects=False)
    assert await desk.closed() == SESSION_ENDED


async def test_nothing_is_shown_nor_done_after_the_session(
    client: Client, hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_socket, "SESSION_CHECKED_EVERY", 3600)
    hire("camille")
    desk = await Desk.open(client, "camille")
    member = await Member.arrive(client)
    await member.call_counselor()
    await desk.take(member.conversation)
    await desk.calm()
    part(client, ACCOUNTS).set_active("camille", False)
    await member.say("un secret")
    assert await desk.closed() == SESSION_ENDED
    assert "un secret" not in str(desk.frames)


async def test_a_frame_sent_after_the_session_is_not_obeyed(
    client: Client, hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_socket, "SESSION_CHECKED_EVERY", 3600)
    hire("camille")
    desk = await Desk.open(client, "camille")
    member = await Member.arrive(client)
    await member.call_counselor()
    await desk.calm()
    part(client, ACCOUNTS).set_active("camille", False)
    await desk.send(type="take", conversation=member.conversation)
    assert await desk.closed() == SESSION_ENDED
    assert not [frame for frame in await member.calm() if frame.get("state") == "human"]
