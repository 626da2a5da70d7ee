"""The journal's pages: the audit trail with filters, and its export. They only read."""

import asyncio
import csv
import io
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.desk.audit import Action, Entry, Filters
from bot.desk.pages import PATH, page, require
from bot.desk.roles import Right, allowed
from bot.keys import AUDIT, GLASSES

JOURNAL, EXPORT = f"{PATH}/journal", f"{PATH}/journal.csv"
PAGE = 100
PARIS = ZoneInfo("Europe/Paris")
COLUMNS = ("date", "compte", "action", "conversation", "precision")


def add_journal(app: web.Application) -> None:
    """Add the journal's routes."""
    app.router.add_get(JOURNAL, journal)
    app.router.add_get(EXPORT, export)


async def journal(request: web.Request) -> web.Response:
    """One page of the trail; for supervisors, why colleagues' conversations were opened."""
    login = await require(request, Right.AUDIT)
    trail, asked = request.app[AUDIT], request.query
    before = asked.get("avant", "")
    older = int(before) if before.isdecimal() and len(before) < 10 else None
    entries = await asyncio.to_thread(trail.search, _filters(request), PAGE, older)
    glasses = []
    if allowed(login.account.role, Right.SUPERVISE):
        glasses = await asyncio.to_thread(request.app[GLASSES].recent)
    kept = {name: value for name, value in asked.items() if name != "avant" and value}
    return page(
        "journal.html",
        account=login.account,
        csrf=login.csrf,
        poste=allowed(login.account.role, Right.CONVERSE),
        lignes=[(entry, _local(entry.at)) for entry in entries],
        bris=[(glass, _local(glass.at)) for glass in glasses],
        comptes=await asyncio.to_thread(trail.names),
        actions=list(Action),
        demande=kept,
        suite={**kept, "avant": str(entries[-1].id)} if len(entries) == PAGE else None,
    )


async def export(request: web.Request) -> web.StreamResponse:
    """The lines that match, as CSV for a spreadsheet; exporting is itself recorded."""
    login = await require(request, Right.EXPORT)
    trail, filters = request.app[AUDIT], _filters(request)
    await asyncio.to_thread(trail.record, Action.EXPORT, login.account)
    answer = web.StreamResponse(
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": 'attachment; filename="journal-ariane.csv"',
            "Cache-Control": "no-store",
        }
    )
    await answer.prepare(request)
    await answer.write("\ufeff".encode() + _csv([COLUMNS]))  # the mark by which Excel knows UTF-8
    pages = trail.every(filters)
    while entries := await asyncio.to_thread(next, pages, None):
        await answer.write(_csv(_row(entry) for entry in entries))
    await answer.write_eof()
    return answer


def _filters(request: web.Request) -> Filters:
    asked = request.query
    until = midnight(asked.get("au", ""))
    return Filters(
        name=_plain(asked.get("compte", "")),
        action=_plain(asked.get("action", "")),
        reference=_plain(asked.get("reference", "")),
        since=midnight(asked.get("du", "")),
        until=until + timedelta(days=1) if until else None,
    )


def _plain(text: str) -> str:
    """The text asked for, when a database can be asked it."""
    return text.strip() if text.isprintable() else ""


def midnight(text: str) -> datetime | None:
    """Midnight in Paris of a day written AAAA-MM-JJ; None when it is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # The ends of the calendar cannot be moved to another time zone.
    return datetime.combine(day, time(), PARIS) if 2000 <= day.year < 3000 else None


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(PARIS):%d/%m/%Y %H:%M:%S}"


def _row(entry: Entry) -> tuple[str, ...]:
    moment = entry.at.astimezone(PARIS).isoformat(timespec="seconds")
    return (moment, entry.name, entry.action, entry.reference, entry.detail)


def _csv(rows: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode()
