"""What the desk's pages share: their templates, who may see them, the cookie of a session.

Every handler of a page asks `require` first; only the door itself is open to all.
"""

import asyncio
import hmac
from pathlib import Path

import jinja2
from aiohttp import web

from bot.channels.origins import origin_allowed
from bot.desk.roles import Right, allowed
from bot.desk.sessions import Login, Stage
from bot.keys import SESSIONS, SETTINGS
from knowledge.mutuelle import mutuelle

PATH = "/conseiller"
COOKIE = "ariane_conseiller"
HERE = Path(__file__).parent
PAGES = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE / "templates"), autoescape=True)


def page(name: str, status: int = 200, **values: object) -> web.Response:
    """A page of the desk, kept by no cache."""
    html = PAGES.get_template(name).render(mutuelle=mutuelle(), **values)
    # Under `no-referrer`, browsers post forms with « Origin: null », which login refuses.
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
    return web.Response(text=html, content_type="text/html", status=status, headers=headers)


async def any_session(request: web.Request) -> Login | None:
    """The session of the request's cookie, whatever is still asked of it."""
    return await asyncio.to_thread(request.app[SESSIONS].find, token_of(request))


async def current(request: web.Request) -> Login | None:
    """The session of the request's cookie, if it is open."""
    login = await any_session(request)
    return login if login and login.stage == Stage.OPEN else None


async def require(request: web.Request, right: Right) -> Login:
    """The open session; raise a redirection to the door, or a refusal when its role may not."""
    login = await current(request)
    if login is None:
        raise web.HTTPSeeOther(f"{PATH}/connexion")
    if not allowed(login.account.role, right):
        shown = page("refus.html", role=login.account.role, droit=right)
        raise web.HTTPForbidden(text=shown.text, content_type="text/html")
    return login


async def read_form(request: web.Request, login: Login | None) -> dict[str, str]:
    """The texts of a form of ours; raise HTTPForbidden when it comes from elsewhere.

    With a session, the form must bring its token back.
    """
    if not origin_allowed(request, request.app[SETTINGS], embedded=False):
        raise web.HTTPForbidden(text="Origine refusée.")
    form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    sent = form.get("csrf", "").encode(errors="replace")  # compare_digest refuses odd text
    if login and not hmac.compare_digest(sent, login.csrf.encode()):
        raise web.HTTPForbidden(text="Session expirée : reconnectez-vous.")
    return form


def token_of(request: web.Request) -> str:
    """Token of the session in the request's cookie, empty without one."""
    return request.cookies.get(COOKIE, "")


def give_cookie(request: web.Request, answer: web.StreamResponse, token: str) -> None:
    """Put the token out of reach of scripts and of other sites."""
    answer.set_cookie(
        COOKIE,
        token,
        path=PATH,
        httponly=True,
        samesite="Strict",
        secure=request.app[SETTINGS].secure_cookies,
    )
