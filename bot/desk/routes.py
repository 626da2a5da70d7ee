"""Pages of the desk: login, the page counselors work in, logout. Sessions in a strict cookie."""

import asyncio
import hmac
from pathlib import Path

import jinja2
from aiohttp import web

from bot.channels.limits import Bucket
from bot.channels.origins import origin_allowed
from bot.desk.accounts import Accounts, Login
from bot.desk.board import Board
from bot.desk.socket import desk_socket
from bot.inbound import MAX_LENGTH
from bot.keys import ACCOUNTS, BOARD, SERVED, SETTINGS, STORE
from knowledge.mutuelle import mutuelle
from knowledge.registry import registry

HERE = Path(__file__).parent
COOKIE = "ariane_conseiller"
PATH = "/conseiller"
PAGES = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE / "templates"), autoescape=True)
ATTEMPTS = web.AppKey("attempts", Bucket)


def add_desk(app: web.Application) -> None:
    """Add the desk's routes and parts to the service."""
    app[ATTEMPTS] = Bucket(rate=0.5, burst=20)
    app.on_startup.append(_open)
    app.router.add_get(PATH, desk)
    app.router.add_get(f"{PATH}/connexion", login_page)
    app.router.add_post(f"{PATH}/connexion", log_in)
    app.router.add_post(f"{PATH}/deconnexion", log_out)
    app.router.add_get(f"{PATH}/ws", desk_socket)
    app.router.add_static(f"{PATH}/static/", HERE / "static")


async def _open(app: web.Application) -> None:
    engine = app[STORE].engine
    app[ACCOUNTS], app[BOARD] = await asyncio.to_thread(Accounts, engine), Board(engine)


async def current(request: web.Request) -> Login | None:
    """The session of the request's cookie, if it is open."""
    token = request.cookies.get(COOKIE, "")
    return await asyncio.to_thread(request.app[ACCOUNTS].session, token)


async def desk(request: web.Request) -> web.Response:
    """The page counselors work in."""
    login = await current(request)
    if login is None:
        raise web.HTTPSeeOther(f"{PATH}/connexion")
    return _page(
        "desk.html",
        account=login.account,
        csrf=login.csrf,
        servi=request.app[SERVED],
        themes=registry().themes,
        limite=MAX_LENGTH,
    )


async def login_page(request: web.Request) -> web.Response:
    """The login form."""
    return _page("connexion.html", refused=False)


async def log_in(request: web.Request) -> web.StreamResponse:
    """Open a session, or show the form again with the reason."""
    if not origin_allowed(request, request.app[SETTINGS], embedded=False):
        raise web.HTTPForbidden(text="Origine refusée.")
    form = await request.post()
    token = None
    if not request.app[ATTEMPTS].wait():
        token = await asyncio.to_thread(
            request.app[ACCOUNTS].log_in, str(form.get("login", "")), str(form.get("password", ""))
        )
    if token is None:
        return _page("connexion.html", status=401, refused=True)
    entered = web.HTTPSeeOther(PATH)
    entered.set_cookie(
        COOKIE,
        token,
        path=PATH,
        httponly=True,
        samesite="Strict",
        secure=request.app[SETTINGS].secure_cookies,
    )
    raise entered


async def log_out(request: web.Request) -> web.StreamResponse:
    """Close the session; the form must bring its CSRF token back."""
    login = await current(request)
    form = await request.post()
    sent = str(form.get("csrf", "")).encode()  # compare_digest raises on text beyond ASCII
    if login is None or not hmac.compare_digest(sent, login.csrf.encode()):
        raise web.HTTPForbidden(text="Session expirée : reconnectez-vous.")
    await asyncio.to_thread(request.app[ACCOUNTS].log_out, request.cookies[COOKIE])
    left = web.HTTPSeeOther(f"{PATH}/connexion")
    left.del_cookie(COOKIE, path=PATH)
    raise left


def _page(name: str, status: int = 200, **values: object) -> web.Response:
    html = PAGES.get_template(name).render(mutuelle=mutuelle(), **values)
    # Under `no-referrer`, browsers post forms with « Origin: null », which login refuses.
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
    return web.Response(text=html, content_type="text/html", status=status, headers=headers)
