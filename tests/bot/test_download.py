"""Official files arrive whole or not at all, resume where they were cut, and are checked."""

import hashlib
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from typer.testing import CliRunner

from bot.cli import app as ariane
from bot.download import download
from knowledge.offer import OfferError
from knowledge.offer.downloads import Download, downloads
from knowledge.offer.service import FORMATS
from knowledge.settings import settings

CONTENT = bytes(range(256)) * 2000
Start = Callable[[web.Application], Awaitable[TestServer]]


class Publisher:
    """A site giving one file and describing it, which can cut, change or lie about it."""

    def __init__(self) -> None:
        self.content, self.version, self.cut_at = CONTENT, '"1"', 0
        self.fingerprint = hashlib.sha1(CONTENT, usedforsecurity=False).hexdigest()
        self.asked: list[str] = []

    async def file(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.headers.get("Range", ""))
        begin = 0
        if request.http_range.start and request.headers.get("If-Range") == self.version:
            begin = request.http_range.start
        if begin >= len(self.content):
            return web.Response(status=416, headers={"Content-Range": f"bytes */{begin}"})
        body = self.content[begin:]
        response = web.StreamResponse(status=206 if begin else 200)
        response.headers["ETag"] = self.version
        response.content_length = len(body)
        await response.prepare(request)
        await response.write(body[: self.cut_at or len(body)])
        if self.cut_at:
            assert request.transport
            request.transport.close()
        return response

    async def described(self, request: web.Request) -> web.Response:
        checksum = {"type": "sha1", "value": self.fingerprint}
        url = str(request.url.with_path("/fichier-20261101.csv"))
        return web.json_response({"resource": {"url": url, "checksum": checksum}})

    def application(self) -> web.Application:
        site = web.Application()
        site.router.add_get("/fichier-20261101.csv", self.file)
        site.router.add_get("/api/2/datasets/resources/abc/", self.described)
        return site


@pytest.fixture
def publisher() -> Publisher:
    return Publisher()


@pytest.fixture
async def site(publisher: Publisher, aiohttp_server: Start) -> str:
    server = await aiohttp_server(publisher.application())
    return str(server.make_url("")).rstrip("/")


def wanted(*files: dict[str, str], archive: str = "") -> Download:
    known = {"id": "essai", "titre": "Essai", "page": "https://exemple.fr/page", "licence": "LO"}
    return Download.model_validate({**known, "fichiers": list(files), "archive": archive})


async def get(what: Download, folder: Path, site: str = "") -> list[Path]:
    return await download(what, folder, lambda *_: None, site)


def names(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()]


def resource() -> Download:
    return wanted({"ressource": "abc"})


async def test_a_file_arrives_whole_under_its_own_name(
    publisher: Publisher, site: str, tmp_path: Path
) -> None:
    assert await get(resource(), tmp_path, site) == [tmp_path / "fichier-20261101.csv"]
    assert (tmp_path / "fichier-20261101.csv").read_bytes() == CONTENT
    assert names(tmp_path) == ["fichier-20261101.csv"]
    await get(resource(), tmp_path, site)
    assert publisher.asked == [""]  # the second time, the fingerprint says it is already here


async def test_a_cut_download_resumes_where_it_stopped(
    publisher: Publisher, site: str, tmp_path: Path
) -> None:
    publisher.cut_at = 200_000
    with pytest.raises(OfferError, match=r"coupé\. Recommencez : il reprendra"):
        await get(resource(), tmp_path, site)
    assert not (tmp_path / "fichier-20261101.csv").exists()
    have = (tmp_path / "fichier-20261101.csv.partiel").stat().st_size
    assert 0 < have <= 200_000
    publisher.cut_at = 0
    seen: list[tuple[int, int | None]] = []
    paths = await download(resource(), tmp_path, lambda _, *size: seen.append(size), site)
    assert publisher.asked[-1] == f"bytes={have}-"
    assert paths[0].read_bytes() == CONTENT
    assert seen[-1] == (len(CONTENT), len(CONTENT))


async def test_a_file_changed_meanwhile_is_taken_again_from_the_start(
    publisher: Publisher, site: str, tmp_path: Path
) -> None:
    listed = wanted({"url": f"{site}/fichier-20261101.csv"})
    publisher.cut_at = 100_000
    with pytest.raises(OfferError, match="coupé"):
        await get(listed, tmp_path)
    publisher.cut_at, publisher.content, publisher.version = 0, b"nouveau" * 9000, '"2"'
    (path,) = await get(listed, tmp_path)
    assert path.read_bytes() == b"nouveau" * 9000


async def test_a_file_received_whole_just_before_the_cut_is_not_asked_again(
    publisher: Publisher, site: str, tmp_path: Path
) -> None:
    listed = wanted({"url": f"{site}/fichier-20261101.csv"})
    publisher.cut_at = 100_000
    with pytest.raises(OfferError, match="coupé"):
        await get(listed, tmp_path)
    (tmp_path / "fichier-20261101.csv.partiel").write_bytes(CONTENT)
    (path,) = await get(listed, tmp_path)
    assert path.read_bytes() == CONTENT


async def test_a_wrong_fingerprint_throws_the_file_away(
    publisher: Publisher, site: str, tmp_path: Path
) -> None:
    (tmp_path / "fichier-20261101.csv").write_bytes(b"ancien")
    publisher.fingerprint = "0" * 40
    with pytest.raises(OfferError, match="n'a pas l'empreinte annoncée"):
        await get(resource(), tmp_path, site)
    assert names(tmp_path) == ["fichier-20261101.csv"]
    assert (tmp_path / "fichier-20261101.csv").read_bytes() == b"ancien"


@pytest.mark.parametrize("listed", [{"url": "SITE/disparu.csv"}, {"ressource": "disparue"}])
async def test_a_missing_file_is_told_with_its_address(
    site: str, tmp_path: Path, listed: dict[str, str]
) -> None:
    listed = {key: value.replace("SITE", site) for key, value in listed.items()}
    with pytest.raises(OfferError, match="réponse 404"):
        await get(wanted(listed), tmp_path, site)
    assert names(tmp_path) == []


async def test_offline_the_page_to_open_by_hand_is_given(tmp_path: Path) -> None:
    listed = wanted({"url": f"http://127.0.0.1:{unused_port()}/fichier.csv"})
    with pytest.raises(OfferError, match=r"impossible de joindre .* https://exemple.fr/page"):
        await get(listed, tmp_path)
    assert names(tmp_path) == []


async def test_files_imported_together_come_in_one_archive(site: str, tmp_path: Path) -> None:
    url = f"{site}/fichier-20261101.csv"
    both = ({"url": url, "nom": "2025/demarche.csv"}, {"url": url, "nom": "2025/sites_geo.csv"})
    (path,) = await get(wanted(*both, archive="certification.zip"), tmp_path)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["2025/demarche.csv", "2025/sites_geo.csv"]
        assert archive.read("2025/demarche.csv") == CONTENT


async def test_of_several_years_the_latest_workbook_of_that_title_is_taken(
    publisher: Publisher, aiohttp_server: Start, tmp_path: Path
) -> None:
    async def described(request: web.Request) -> web.Response:
        def one(title: str, day: str, form: str = "xlsx") -> dict[str, str]:
            url = str(request.url.with_path(f"/{title}"))
            return {"title": title, "url": url, "format": form, "last_modified": day}

        old, new = one("resultats-2023", "2023-12-01"), one("resultats-2024", "2024-12-01")
        return web.json_response(
            {"resources": [old, one("resultats-2025", "2025-12-01", "pdf"), new, one("x", "2026")]}
        )

    site = publisher.application()
    site.router.add_get("/api/1/datasets/recueil/", described)
    site.router.add_get("/resultats-2024", publisher.file)
    server = await aiohttp_server(site)
    listed = wanted({"jeu": "recueil", "titre": "resultats-"})
    (path,) = await get(listed, tmp_path, str(server.make_url("")).rstrip("/"))
    assert path.name == "resultats-2024"


def test_every_listed_download_is_a_format_that_can_be_imported() -> None:
    quality = {"has-qualiscope", "has-esatis", "has-iqss"}
    assert set(downloads()) <= set(FORMATS) | quality
    assert quality <= set(downloads())


def test_without_a_format_the_command_lists_what_can_be_fetched() -> None:
    shown = CliRunner().invoke(ariane, ["offer", "download"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    assert all(name in shown.output for name in downloads())


def test_the_command_fails_in_one_sentence_when_offline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = f"http://127.0.0.1:{unused_port()}"
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, closed)  # whatever the machine, the internet is out of reach
    monkeypatch.setenv("ARIANE_VAR", str(tmp_path))
    settings.cache_clear()
    told = CliRunner().invoke(ariane, ["offer", "download", "finess-csv"])
    settings.cache_clear()
    assert told.exit_code == 1
    assert "adresse à vérifier" in told.output
    assert "impossible de joindre" in told.output
    assert "Traceback" not in told.output
