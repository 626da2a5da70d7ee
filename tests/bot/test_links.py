"""Dead addresses are found by asking the sites: each answer is told in French, with its place.

A local server plays the sites; several ports of it stand for several sites.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from aiohttp.typedefs import Handler

from bot import links
from bot.links import Offline, Outcome, ask_all
from knowledge.content import ROOT
from knowledge.settings import PROJECT

ANSWERS = (
    ("/fermee", 403, ""),
    ("/panne", 500, ""),
    ("/demenagee", 301, "/bonne"),
    ("/deux-fois", 308, "/demenagee"),
    ("/ailleurs-un-temps", 302, "/bonne"),
    ("/puis-un-temps", 301, "/ailleurs-un-temps"),
    ("/en-rond", 302, "/en-rond"),
)


def answer(status: int, target: str) -> Handler:
    """A page that always answers so, with `target` as its new place."""

    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Location": target} if target else None)

    return handler


class Site:
    """A server that answers every kind of answer, and notes how it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.busy = self.busiest = 0
        app = web.Application(middlewares=[self.note])
        app.router.add_get("/bonne", self.page)
        app.router.add_get("/sans-head", self.page, allow_head=False)
        app.router.add_get("/lente", self.slow)
        for path, status, target in ANSWERS:
            app.router.add_get(path, answer(status, target))
        self.server = TestServer(app)

    @web.middleware
    async def note(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.asked.append(f"{request.method} {request.path}")
        self.busy += 1
        self.busiest = max(self.busy, self.busiest)
        try:
            return await handler(request)
        finally:
            self.busy -= 1

    async def page(self, _: web.Request) -> web.Response:
        await asyncio.sleep(0.02)
        return web.Response(text="Une page.")

    async def slow(self, _: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    def url(self, path: str) -> str:
        return str(self.server.make_url(path))


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    await site.server.start_server()
    yield site
    await site.server.close()


async def ask(*urls: str, patience: float = 5.0) -> dict[str, Outcome]:
    found: list[Outcome] = []
    await ask_all(urls, found.append, patience=patience, pause=0)
    return {outcome.url: outcome for outcome in found}


@pytest.mark.parametrize(
    ("path", "said", "fault"),
    [
        ("/bonne", "répond", False),
        ("/sans-head", "répond", False),
        ("/absente", "page disparue (404)", True),
        ("/fermee", "refuse les programmes (403)", False),
        ("/panne", "en panne (500)", False),
        ("/ailleurs-un-temps", "répond", False),
        ("/en-rond", "renvois sans fin", False),
    ],
)
async def test_each_answer_of_a_site_is_told(site: Site, path: str, said: str, fault: bool) -> None:
    outcome = (await ask(site.url(path)))[site.url(path)]
    assert said in outcome.sentence()
    assert outcome.is_fault() is fault


@pytest.mark.parametrize(
    ("path", "new"),
    [
        ("/demenagee", "/bonne"),
        ("/deux-fois", "/bonne"),
        ("/puis-un-temps", "/ailleurs-un-temps"),
    ],
)
async def test_a_page_moved_for_good_gives_its_new_address(site: Site, path: str, new: str) -> None:
    """A move for a time is followed and not written down."""
    outcome = (await ask(site.url(path)))[site.url(path)]
    assert outcome.sentence().endswith(f"écrivez {site.url(new)}")
    assert outcome.is_fault()


async def test_a_site_that_never_answers_is_not_waited_for(site: Site) -> None:
    outcome = (await ask(site.url("/lente"), patience=0.3))[site.url("/lente")]
    assert "pas de réponse" in outcome.sentence()
    assert not outcome.is_fault()


async def test_a_closed_port_and_a_broken_certificate_are_told_apart(site: Site) -> None:
    closed = f"http://127.0.0.1:{unused_port()}/"
    unsafe = site.url("/bonne").replace("http://", "https://")
    outcomes = await ask(site.url("/bonne"), closed, unsafe)
    assert "introuvable ou fermé" in outcomes[closed].sentence()
    assert "pas de connexion sûre" in outcomes[unsafe].sentence()


async def test_without_internet_the_content_is_not_accused() -> None:
    closed = [f"http://127.0.0.1:{unused_port()}/" for _ in range(8)]
    found: list[Outcome] = []
    with pytest.raises(Offline):
        await ask_all(closed, found.append, pause=0)
    assert len(found) <= links.FIRST_ASKED


async def test_a_site_is_asked_one_page_at_a_time_and_four_sites_at_once() -> None:
    sites = [Site() for _ in range(7)]
    together = 0
    for site in sites:
        await site.server.start_server()
    urls = [site.url(f"/bonne?page={page}") for site in sites for page in range(3)]

    def seen(_: Outcome) -> None:
        nonlocal together
        together = max(together, sum(site.busy for site in sites))

    try:
        await ask_all(urls, seen, pause=0)
    finally:
        for site in sites:
            await site.server.close()
    assert [site.busiest for site in sites] == [1] * 7
    assert together <= links.AT_ONCE
    assert all(len(site.asked) == 3 for site in sites), "each page is asked once"


def run(content: Path) -> subprocess.CompletedProcess[str]:
    """`ariane check --links` on that content."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "check", "--links"],
        env={**os.environ, "ARIANE_CONTENT": str(content), "no_proxy": "127.0.0.1"},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def write_contacts(folder: Path, **urls: str) -> None:
    lines = (
        f'{name}: {{nom: N, numero: "15", role: r, '
        f'source: {{titre: Site officiel, url: "{url}", consulte_le: 2026-11-01}}}}\n'
        for name, url in urls.items()
    )
    (folder / "contacts.yml").write_text("".join(lines))
    (folder / "mutuelle.yml").write_text((ROOT / "mutuelle.yml").read_text())


async def test_the_command_names_the_place_of_each_address(site: Site, tmp_path: Path) -> None:
    write_contacts(tmp_path, samu=site.url("/bonne"), police=site.url("/absente"))
    done = await asyncio.to_thread(run, tmp_path)
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "erreur : knowledge/contacts.yml : contact « police » : source « Site officiel » : "
        f"{site.url('/absente')} : page disparue (404) : cherchez la nouvelle adresse, ou changez "
        "de source."
    )
    assert done.stdout.strip() == "2 adresse(s), 1 à changer, 0 à revoir."


async def test_the_command_passes_when_every_site_answers(site: Site, tmp_path: Path) -> None:
    write_contacts(tmp_path, samu=site.url("/bonne"), police=site.url("/fermee"))
    done = await asyncio.to_thread(run, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "avertissement : knowledge/contacts.yml : contact « police »" in done.stdout
    assert "2 adresse(s), 0 à changer, 1 à revoir." in done.stdout


def test_the_command_says_in_one_sentence_that_there_is_no_internet(tmp_path: Path) -> None:
    write_contacts(tmp_path, samu=f"http://127.0.0.1:{unused_port()}/")
    done = run(tmp_path)
    assert done.returncode == 2
    assert done.stderr.strip() == (
        "Aucun site ne répond : vérifiez la connexion à internet, puis recommencez."
    )
