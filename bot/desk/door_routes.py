"""Pages of the door: password, second factor, leaving. The rules are in door.py.

Checking a password is slow on purpose: only a few at once, so that members are never kept waiting.
"""

import asyncio
import math
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import pyotp
import segno
from aiohttp import web

from bot.channels.addresses import client_address
from bot.desk.door import Refused
from bot.desk.pages import COOKIE, PATH, any_session, give_cookie, page, read_form, token_of
from bot.desk.sessions import Login, Stage
from bot.hub import DESK
from bot.keys import DOOR, HUB, SETTINGS
from knowledge.mutuelle import mutuelle

CODE, FACTOR = f"{PATH}/code", f"{PATH}/second-facteur"
NEXT = {Stage.OPEN: PATH, Stage.CODE: CODE, Stage.ENROL: FACTOR}
AT_ONCE = 2
CHECKS = web.AppKey("checks", asyncio.Semaphore)
Done = TypeVar("Done")


def add_door(app: web.Application) -> None:
    """Add the door's routes."""
    app[CHECKS] = asyncio.Semaphore(AT_ONCE)
    app.router.add_get(f"{PATH}/connexion", login_page)
    app.router.add_post(f"{PATH}/connexion", log_in)
    app.router.add_get(CODE, code_page)
    app.router.add_post(CODE, give_code)
    app.router.add_get(FACTOR, factor_page)
    app.router.add_post(FACTOR, add_factor)
    app.router.add_post(f"{PATH}/deconnexion", log_out)


async def login_page(request: web.Request) -> web.Response:
    """The login form."""
    return _login_page(request)


async def log_in(request: web.Request) -> web.StreamResponse:
    """Open a session or ask for the second factor, or show the form again with the reason."""
    form = await read_form(request, None)
    login, password = form.get("login", ""), form.get("password", "")
    address = client_address(request, request.app[SETTINGS])
    try:
        token, stage = await _checked(
            request, lambda: request.app[DOOR].enter(login, password, address)
        )
    except Refused as refusal:
        return _login_page(request, refusal)
    entered = web.HTTPSeeOther(NEXT[stage])
    give_cookie(request, entered, token)
    raise entered


async def code_page(request: web.Request) -> web.Response:
    """The form that asks for a code, after a right password."""
    login = await _at(request, Stage.CODE)
    return page("code.html", csrf=login.csrf)


async def give_code(request: web.Request) -> web.StreamResponse:
    """Open the session, or show the form again with the reason."""
    login = await _at(request, Stage.CODE)
    form = await read_form(request, login)
    address = client_address(request, request.app[SETTINGS])
    token, code = token_of(request), form.get("code", "")
    try:
        opened = await _checked(
            request, lambda: request.app[DOOR].prove(token, login, code, address)
        )
    except Refused as refusal:
        return page("code.html", status=401, csrf=login.csrf, **_reason(refusal))
    entered = web.HTTPSeeOther(PATH)
    give_cookie(request, entered, opened)
    raise entered


async def factor_page(request: web.Request) -> web.Response:
    """Enrol an authenticator app, or see that one is enrolled."""
    login = await _at(request, Stage.ENROL, Stage.OPEN)
    return await _factor_page(request, login)


async def add_factor(request: web.Request) -> web.StreamResponse:
    """Keep the app proven by its code, or draw new recovery codes; both show the codes once."""
    login = await _at(request, Stage.ENROL, Stage.OPEN)
    form = await read_form(request, login)
    address = client_address(request, request.app[SETTINGS])
    door, token, code = request.app[DOOR], token_of(request), form.get("code", "")
    try:
        if login.account.second_factor:
            codes = await _checked(request, lambda: door.renew(login, code, address))
        else:
            token, codes = await _checked(request, lambda: door.enrol(token, login, code, address))
    except Refused as refusal:
        return await _factor_page(request, login, refusal)
    shown = page("secours.html", codes=codes)
    give_cookie(request, shown, token)
    return shown


async def log_out(request: web.Request) -> web.StreamResponse:
    """End the session, and every desk open under it at once."""
    login = await any_session(request)
    if login is None:
        raise web.HTTPForbidden(text="Session expirée : reconnectez-vous.")
    await read_form(request, login)
    await asyncio.to_thread(request.app[DOOR].leave, token_of(request), login.account)
    request.app[HUB].publish(DESK, {"type": "session"})
    left = web.HTTPSeeOther(f"{PATH}/connexion")
    left.del_cookie(COOKIE, path=PATH)
    raise left


async def _at(request: web.Request, *stages: Stage) -> Login:
    """The session, when it is at one of these stages; elsewhere the page that goes on."""
    login = await any_session(request)
    if login is None:
        raise web.HTTPSeeOther(f"{PATH}/connexion")
    if login.stage not in stages:
        raise web.HTTPSeeOther(NEXT[login.stage])
    return login


async def _checked(request: web.Request, work: Callable[[], Done]) -> Done:
    async with request.app[CHECKS]:
        return await asyncio.to_thread(work)


def _login_page(request: web.Request, refusal: Refused | None = None) -> web.Response:
    shown = {"refused": False} if refusal is None else _reason(refusal)
    directory = bool(request.app[SETTINGS].oidc_issuer)
    return page("connexion.html", status=401 if refusal else 200, annuaire=directory, **shown)


async def _factor_page(
    request: web.Request, login: Login, refusal: Refused | None = None
) -> web.Response:
    factor, account = request.app[DOOR].factor, login.account
    shown: dict[str, object] = {"refused": False} if refusal is None else _reason(refusal)
    if account.second_factor:
        shown["restants"] = await asyncio.to_thread(factor.remaining, account.id)
    else:
        secret = await asyncio.to_thread(factor.offer, token_of(request))
        address = pyotp.TOTP(secret).provisioning_uri(name=account.login, issuer_name=_issuer())
        drawn = segno.make(address, micro=False)
        shown["qr"] = drawn.svg_inline(scale=5, dark="#000", light="#fff", border=4, omitsize=True)
        shown["secret"] = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        shown["adresse"] = address
    status = 401 if refusal else 200
    return page(
        "second_facteur.html", status, csrf=login.csrf, account=account,
        obligatoire=login.stage == Stage.ENROL, **shown,
    )  # fmt: skip


def _issuer() -> str:
    return f"Ariane {mutuelle().nom}"


def _reason(refusal: Refused) -> dict[str, object]:
    """What a template says of a refusal; the wait in whole minutes."""
    minutes = math.ceil(refusal.wait / timedelta(minutes=1))
    return {"refused": True, "minutes": minutes}
