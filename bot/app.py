"""Composition root: builds the aiohttp application; connections open in cleanup contexts."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.channels.web import member_socket
from bot.hub import Hub
from bot.keys import CLOCK, HUB, RASA, RELAY, SERVED, SETTINGS, STORE
from bot.models import now
from bot.rasa_client import RasaClient
from bot.relay import Relay
from bot.retention import Retention
from bot.served import running
from bot.store import Store
from knowledge.database import make_engine
from knowledge.safety.net import safety_net
from knowledge.settings import Settings

WIDGET = Path(__file__).parent / "widget"
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; connect-src 'self'; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(self)",
}


def build_app(settings: Settings, clock: Callable[[], datetime] = now) -> web.Application:
    """The whole service: member's door, widget files, desk, health.

    `clock`: the instant by which members wait and promises fall due.
    """
    from bot.desk.routes import add_desk  # the desk imports the keys of this application
    from bot.preview.routes import add_preview

    app = web.Application(client_max_size=256 * 1024)
    app.on_response_prepare.append(harden)
    app[SETTINGS] = settings
    app[CLOCK] = clock
    app[SERVED] = running(settings)
    app[HUB] = Hub()
    app.cleanup_ctx.append(open_parts)
    app.on_shutdown.append(close_windows)
    app.router.add_get("/", page)
    app.router.add_get("/ws", member_socket)
    app.router.add_get("/sante", health)
    app.router.add_get("/widget.js", widget_script)
    app.router.add_static("/widget/", WIDGET)
    add_desk(app)
    add_preview(app)
    return app


async def open_parts(app: web.Application) -> AsyncIterator[None]:
    """Database, Rasa client, and the workers: what is still owed, what was kept long enough."""
    engine = make_engine(app[SETTINGS].conversations_url())
    app[STORE] = await asyncio.to_thread(Store, engine)
    await asyncio.to_thread(safety_net)  # a second to build: not at the first member's expense
    async with aiohttp.ClientSession() as session:
        app[RASA] = RasaClient(session, app[SETTINGS])
        app[RELAY] = Relay(app[STORE], app[RASA], app[HUB], app[CLOCK])
        retention = Retention(app[STORE], app[SETTINGS].retention_days)
        workers = [
            asyncio.create_task(app[RELAY].retry_owed()),
            asyncio.create_task(retention.watch(app[CLOCK])),
        ]
        yield
        for worker in workers:
            worker.cancel()
            with suppress(asyncio.CancelledError):
                await worker
        await app[RELAY].close()
    engine.dispose()


async def close_windows(app: web.Application) -> None:
    """A stop must not wait for members to leave."""
    app[HUB].close()


async def harden(request: web.Request, response: web.StreamResponse) -> None:
    """Security headers on all that is answered, refusals and streams included.

    Sites that embed the widget may load its files.
    """
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-cache")  # modules of one version together
    if request.path.startswith("/widget"):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"


async def page(_: web.Request) -> web.FileResponse:
    """The chat page."""
    return web.FileResponse(WIDGET / "page.html")


async def widget_script(_: web.Request) -> web.FileResponse:
    """The one script a site adds to show Ariane."""
    return web.FileResponse(WIDGET / "widget.js")


async def health(request: web.Request) -> web.Response:
    """Which parts answer: 200 when all do, 503 otherwise; and whether the content is an old one."""
    parts: dict[str, bool | str] = {"service": True, **await request.app[RASA].health()}
    served = request.app[SERVED]
    if served and served.faults:
        parts["contenu"] = f"{served.label()} : {len(served.faults)} faute(s) à corriger"
    return web.json_response(parts, status=200 if all(parts.values()) else 503)
