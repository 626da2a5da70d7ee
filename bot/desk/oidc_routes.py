"""The door's other entrance: leaving for the mutuelle's directory, and coming back from it.

What the way back must find again travels sealed in the browser's own cookie, for ten minutes.
"""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator

import aiohttp
import structlog
from aiohttp import web
from cryptography.fernet import Fernet, InvalidToken

from bot.desk.audit import Action
from bot.desk.door import Refused
from bot.desk.oidc import Errand, Issuer, NotVouched, new_errand
from bot.desk.pages import PATH, give_cookie, page
from bot.hub import DESK
from bot.keys import AUDIT, DOOR, HUB, SETTINGS

log = structlog.get_logger()
LEAVE = f"{PATH}/annuaire"
BACK = f"{LEAVE}/retour"
COOKIE = "ariane_annuaire"
LASTS = 600
ISSUER = web.AppKey("issuer", Issuer)
SEAL = web.AppKey("seal", Fernet)


def add_directory(app: web.Application) -> None:
    """Add the routes, when the settings name an issuer."""
    if not app[SETTINGS].oidc_issuer:
        return
    app[SEAL] = Fernet(app[SETTINGS].sealing_key())
    app.cleanup_ctx.append(_open)
    app.router.add_get(LEAVE, leave)
    app.router.add_get(BACK, come_back)


async def _open(app: web.Application) -> AsyncIterator[None]:
    async with aiohttp.ClientSession() as http:
        house = app[SETTINGS]
        app[ISSUER] = Issuer(house, http, f"{house.base_url().rstrip('/')}{BACK}")
        yield


async def leave(request: web.Request) -> web.StreamResponse:
    """Send the browser to the directory."""
    errand = new_errand()
    try:
        address = await request.app[ISSUER].address(errand)
    except NotVouched as cause:
        return await _refuse(request, cause)
    sealed = request.app[SEAL].encrypt(json.dumps(errand.as_dict()).encode()).decode()
    left = web.HTTPSeeOther(address)
    left.set_cookie(
        COOKIE,
        sealed,
        path=LEAVE,
        max_age=LASTS,
        httponly=True,
        samesite="Lax",  # it must come along from the directory's own site
        secure=request.app[SETTINGS].secure_cookies,
    )
    raise left


async def come_back(request: web.Request) -> web.StreamResponse:
    """Open the session of who the directory vouches for."""
    try:
        errand = _errand(request)
        code = request.query.get("code", "")
        if not code:
            raise NotVouched("no code")
        person = await request.app[ISSUER].person(code, errand)
        token = await asyncio.to_thread(
            request.app[DOOR].vouched, person.subject, person.name, person.role
        )
    except NotVouched as cause:
        return await _refuse(request, cause)
    except Refused:
        return _refusal()
    request.app[HUB].publish(DESK, {"type": "session"})  # a changed role closed former desks
    # A page of ours, and not a redirection: the session's strict cookie would not follow one that
    # started on the directory's site.
    entered = page("retour.html", refused=False)
    give_cookie(request, entered, token)
    entered.del_cookie(COOKIE, path=LEAVE)
    return entered


def _errand(request: web.Request) -> Errand:
    try:
        sealed = request.app[SEAL].decrypt(request.cookies.get(COOKIE, "").encode(), ttl=LASTS)
    except InvalidToken:
        raise NotVouched("no errand") from None
    errand = Errand(**json.loads(sealed))
    state = request.query.get("state", "").encode(errors="replace")
    if not hmac.compare_digest(state, errand.state.encode()):
        raise NotVouched("state")
    return errand


async def _refuse(request: web.Request, cause: NotVouched) -> web.Response:
    log.warning("not_vouched", cause=str(cause))
    await asyncio.to_thread(request.app[AUDIT].record, Action.SIGN_IN_FAILED, None, None, "oidc")
    return _refusal()


def _refusal() -> web.Response:
    return page("connexion.html", status=401, refused=True, annuaire=True, par_annuaire=True)
