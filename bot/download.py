"""Fetch a file so that a cut loses nothing: it resumes, is checked, then takes its name at once.

A file under its final name is always whole. Nothing is imported here.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import aiohttp

from knowledge.offer import OfferError
from knowledge.offer.downloads import DATA_GOUV, Download, Listed, Remote, address, remote
from knowledge.offer.errors import plain_cause

BLOCK = 1 << 16
HEADERS = {"User-Agent": "Ariane (offre de soins)", "Accept-Encoding": "identity"}
PATIENCE = aiohttp.ClientTimeout(total=None, sock_connect=20, sock_read=60)
PARTIAL, ORIGIN = ".partiel", ".origine"
Progress = Callable[[str, int, int | None], None]


async def download(
    wanted: Download, folder: Path, progress: Progress, site: str = DATA_GOUV
) -> list[Path]:
    """Files of `wanted`, complete, in `folder`; raise OfferError, one sentence, else."""
    try:
        async with aiohttp.ClientSession(
            headers=HEADERS, timeout=PATIENCE, trust_env=True
        ) as session:
            found = [
                await fetch(session, await _resolve(session, one, site), folder, progress)
                for one in wanted.fichiers
            ]
    except aiohttp.ClientConnectorError as error:
        raise OfferError(
            f"{wanted.id} : impossible de joindre {error.host}. Vérifiez l'accès à internet ; "
            f"ou prenez le fichier à la main : {wanted.page}"
        ) from None
    except (TimeoutError, aiohttp.ClientError):
        raise OfferError(
            f"{wanted.id} : téléchargement coupé. Recommencez : il reprendra où il s'est arrêté."
        ) from None
    except OSError as error:
        raise OfferError(
            f"{wanted.id} : impossible d'écrire dans {folder}, {plain_cause(error)}."
        ) from None
    return [_packed(folder, wanted, found)] if wanted.archive else found


async def _resolve(session: aiohttp.ClientSession, listed: Listed, site: str) -> Remote:
    """The address and fingerprint of the day."""
    if listed.url:
        return remote(listed)
    where = address(listed, site)
    async with session.get(where) as response:
        if response.status != 200:
            raise OfferError(f"{where} : refusé par le site (réponse {response.status}).")
        try:
            return remote(listed, await response.json(content_type=None))
        except (LookupError, ValueError, AttributeError) as error:
            raise OfferError(f"{where} : fichier absent de cette page ({error}).") from None


async def fetch(
    session: aiohttp.ClientSession, wanted: Remote, folder: Path, progress: Progress
) -> Path:
    """The file under its name, checked; raise OfferError or aiohttp's own errors."""
    target = folder / wanted.name
    target.parent.mkdir(parents=True, exist_ok=True)
    if wanted.fingerprint and target.is_file() and _matches(target, wanted):
        return target
    partial = target.with_name(target.name + PARTIAL)
    origin = target.with_name(target.name + ORIGIN)
    await _receive(session, wanted, partial, origin, progress)
    if wanted.fingerprint and not _matches(partial, wanted):
        _forget(partial, origin)
        raise OfferError(
            f"{wanted.name} : le fichier reçu n'a pas l'empreinte annoncée. Il est jeté ; "
            "recommencez plus tard."
        )
    partial.replace(target)
    _forget(origin)
    return target


async def _receive(
    session: aiohttp.ClientSession,
    wanted: Remote,
    partial: Path,
    origin: Path,
    progress: Progress,
) -> None:
    """Complete `partial`; what was already received is kept only if the file is still the same."""
    have = _size(partial)
    mark = _mark(origin, wanted.url) if have else ""
    asked = {"Range": f"bytes={have}-", "If-Range": mark} if mark else {}
    async with session.get(wanted.url, headers=asked) as response:
        if response.status == 416:  # received whole, then cut before its name was given
            if response.headers.get("Content-Range", "") == f"bytes */{have}":
                return
            _forget(partial, origin)
            return await _receive(session, wanted, partial, origin, progress)
        if response.status not in (200, 206):
            raise OfferError(
                f"{wanted.name} : refusé par le site (réponse {response.status}) : {wanted.url}"
            )
        resumed = response.status == 206
        done = have if resumed else 0
        left = response.content_length
        _note(origin, wanted.url, response)
        with partial.open("ab" if resumed else "wb") as file:
            async for block in response.content.iter_chunked(BLOCK):
                file.write(block)
                done += len(block)
                progress(wanted.name, done, None if left is None else left + have * resumed)


def _size(partial: Path) -> int:
    return partial.stat().st_size if partial.is_file() else 0


def _forget(*files: Path) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _note(origin: Path, url: str, response: aiohttp.ClientResponse) -> None:
    """Keep what tells this version of the file from another, to resume it later."""
    etag = response.headers.get("ETag", "")
    strong = etag if etag and not etag.startswith("W/") else ""  # RFC 9110 13.1.5
    mark = strong or response.headers.get("Last-Modified", "")
    origin.write_text(json.dumps({"url": url, "mark": mark}), encoding="utf-8")


def _mark(origin: Path, url: str) -> str:
    try:
        noted = json.loads(origin.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(noted["mark"]) if noted.get("url") == url else ""


def _matches(path: Path, wanted: Remote) -> bool:
    with path.open("rb") as file:
        return hashlib.file_digest(file, wanted.algorithm).hexdigest() == wanted.fingerprint


def _packed(folder: Path, wanted: Download, files: list[Path]) -> Path:
    """The files in one ZIP, each under its folder, where an import reads several together."""
    target = folder / wanted.archive
    partial = target.with_name(target.name + PARTIAL)
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.relative_to(folder))
    partial.replace(target)
    return target
