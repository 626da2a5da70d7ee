"""`/conseiller/equipe`: the supervisors' page. It only reads; the page asks again by itself."""

import asyncio
from datetime import datetime, time
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.desk.overview import Overviews
from bot.desk.pages import PATH, page, require
from bot.desk.roles import Right
from bot.keys import CLOCK, RELAY, STORE
from knowledge.desk import desk
from knowledge.moments import moment
from knowledge.mutuelle import mutuelle
from knowledge.registry import registry

TEAM = f"{PATH}/equipe"


def add_overview(app: web.Application) -> None:
    """Add the supervisors' page."""
    app.router.add_get(TEAM, overview)


async def overview(request: web.Request) -> web.Response:
    """Load, waiting, dangers, late promises and outcomes, at this instant."""
    login = await require(request, Right.SUPERVISE)
    handover, now = request.app[RELAY].handover, request.app[CLOCK]()
    zone = ZoneInfo(mutuelle().ouverture.fuseau)
    midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
    overviews = Overviews(request.app[STORE].engine, handover.promises)
    shown = await asyncio.to_thread(overviews.at, now, midnight, handover.presence.present())
    return page(
        "equipe.html",
        account=login.account,
        csrf=login.csrf,
        vue=shown,
        themes=registry().themes,
        limite=desk().conversations_par_conseiller,
        minutes=lambda since: int((now - since).total_seconds() // 60),
        quand=lambda instant: moment(instant, now),
    )
