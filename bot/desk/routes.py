"""The desk's own page, and how the desk is added to the service."""

import asyncio

from aiohttp import web

from bot.desk.accounts import Accounts
from bot.desk.audit import AuditTrail
from bot.desk.audit_routes import JOURNAL, add_journal
from bot.desk.board import Board
from bot.desk.door import Door
from bot.desk.door_routes import add_door
from bot.desk.glass import MIN_REASON, Glasses
from bot.desk.lockout import Lockouts
from bot.desk.oidc_routes import add_directory
from bot.desk.overview_routes import add_overview
from bot.desk.pages import HERE, PATH, page, require
from bot.desk.roles import Right, allowed
from bot.desk.second_factor import SecondFactor
from bot.desk.sessions import Sessions
from bot.desk.socket import desk_socket
from bot.inbound import MAX_LENGTH
from bot.keys import (
    ACCOUNTS,
    AUDIT,
    BOARD,
    DOOR,
    GLASSES,
    SERVED,
    SESSIONS,
    SETTINGS,
    STORE,
)
from knowledge.desk import desk as desk_settings
from knowledge.registry import registry


def add_desk(app: web.Application) -> None:
    """Add the desk's routes and parts to the service."""
    app.on_startup.append(_open)
    app.router.add_get(PATH, desk)
    app.router.add_get(f"{PATH}/ws", desk_socket)
    app.router.add_static(f"{PATH}/static/", HERE / "static")
    add_door(app)
    add_directory(app)
    add_journal(app)
    add_overview(app)


async def _open(app: web.Application) -> None:
    engine, house = app[STORE].engine, app[SETTINGS]
    app[ACCOUNTS] = await asyncio.to_thread(Accounts, engine)
    app[SESSIONS], app[AUDIT], app[BOARD] = Sessions(engine), AuditTrail(engine), Board(engine)
    app[GLASSES] = Glasses(engine)
    app[DOOR] = Door(
        app[ACCOUNTS],
        app[SESSIONS],
        SecondFactor(engine, house.sealing_key()),
        Lockouts(engine),
        app[AUDIT],
        all_need_two=house.second_factor == "required",
    )


async def desk(request: web.Request) -> web.Response:
    """The page counselors work in; who may hold no conversation is led to the journal."""
    login = await require(request, Right.PROOFREAD)
    role, house = login.account.role, desk_settings()
    if not allowed(role, Right.CONVERSE):
        raise web.HTTPSeeOther(JOURNAL)
    return page(
        "desk.html",
        account=login.account,
        csrf=login.csrf,
        journal=allowed(role, Right.AUDIT),
        equipe=allowed(role, Right.SUPERVISE),
        servi=request.app[SERVED],
        themes=registry().themes,
        limite=MAX_LENGTH,
        motif_minimum=MIN_REASON,
        issues=house.issues,
    )
