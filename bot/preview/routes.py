"""`/apercu`: the content being edited, as members would read it. For signed-in counselors only.

Each page is read afresh in a process of its own, so that no fault of a file reaches the service.
"""

import asyncio
import re
import sys
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TypeVar

import jinja2
from aiohttp import web
from markdown_it import MarkdownIt
from markupsafe import Markup
from pydantic import BaseModel, ValidationError

from bot.desk.pages import PATH as DESK
from bot.desk.pages import require
from bot.desk.roles import Right
from bot.keys import SERVED, SETTINGS
from bot.preview.articles import Sheet
from bot.preview.guides import Guide
from bot.preview.letters import Paper
from bot.preview.reading import Kind, Listing
from knowledge.checks.findings import LABELS
from knowledge.settings import PROJECT, environment

HERE = Path(__file__).parent
PATH = f"{DESK}/apercu"  # under the desk's path, the only one its cookie is sent to
PATIENCE = 30.0
PAGES = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE / "templates"), autoescape=True)
MARKDOWN = MarkdownIt("commonmark", {"html": False})
ONE_AT_A_TIME = web.AppKey("one_at_a_time", asyncio.Lock)
TITLES = LABELS | {
    "prochaine_etape": "Prochaine étape",
    "sans_internet": "Sans internet",
    "a_verifier": "À vérifier",
}
Page = TypeVar("Page", bound=BaseModel)
NAME = re.compile(r"[a-z0-9_/-]+")
SHOWN: dict[Kind, tuple[type[BaseModel], str]] = {  # what is read, and where its file is
    "fiche": (Sheet, "articles/{}.md"),
    "demarche": (Guide, "journeys/parcours/{}.yml"),
    "lettre": (Paper, "letters/modeles/{}.md"),
}


def add_preview(app: web.Application) -> None:
    """Add the preview's routes to the service."""
    PAGES.filters["markdown"] = lambda text: Markup(MARKDOWN.render(text))  # noqa: S704 (escaped)
    app[ONE_AT_A_TIME] = asyncio.Lock()
    app.router.add_get("/apercu", to_desk)
    app.router.add_get("/apercu/{rest:.*}", to_desk)
    app.router.add_static(f"{PATH}/static/", HERE / "static")
    app.router.add_get(PATH, contents)
    app.router.add_get(f"{PATH}/demarches/{{name}}", partial(content, kind="demarche"))
    app.router.add_get(f"{PATH}/lettres/{{name}}", partial(content, kind="lettre"))
    app.router.add_get(f"{PATH}/{{name:[^/]+/[^/]+}}", partial(content, kind="fiche"))


async def to_desk(request: web.Request) -> web.Response:
    """The short address leads under the desk's."""
    raise web.HTTPFound(f"{PATH}/{request.match_info.get('rest', '')}".rstrip("/"))


async def contents(request: web.Request) -> web.Response:
    """Every article by theme, with how sure it is; then journeys and letters."""
    await require(request, Right.PROOFREAD)
    listing = await _read(request.app, Listing)
    lines = listing.fiches if listing else []
    themes = {theme: list(group) for theme, group in groupby(lines, key=lambda line: line.theme)}
    return _page("contenus.html", themes=themes, lu=listing)


async def content(request: web.Request, kind: Kind) -> web.Response:
    """One article, journey or letter, with the faults of its file."""
    await require(request, Right.PROOFREAD)
    name = request.match_info["name"]
    model, place = SHOWN[kind]
    file = place.format(name)
    if not NAME.fullmatch(name) or not (_files(request.app) / file).is_file():
        raise web.HTTPNotFound(text="Ce contenu n'existe pas.")
    shown = await _read(request.app, model, kind, name)
    return _page(f"{kind}.html", lu=shown, nom=name, fichier=f"knowledge/{file}", titres=TITLES)


def _files(app: web.Application) -> Path:
    """The folder that editors change, whatever copy of it is served."""
    served = app[SERVED]
    return served.files if served else app[SETTINGS].content


async def _read(app: web.Application, page: type[Page], *arguments: str) -> Page | None:
    """What the files say now; None when they cannot be read at all."""
    async with app[ONE_AT_A_TIME]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.preview.reading", *arguments,
            cwd=PROJECT, env=environment(_files(app)), stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            said, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
            return page.model_validate_json(said)
        except (TimeoutError, ValidationError):
            return None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


def _page(name: str, **values: object) -> web.Response:
    html = PAGES.get_template(name).render(path=PATH, **values)
    headers = {"Cache-Control": "no-store"}
    return web.Response(text=html, content_type="text/html", headers=headers)
