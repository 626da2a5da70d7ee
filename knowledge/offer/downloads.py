"""Where the official files are, from `telechargements.yml`. Opens no address."""

from functools import cache
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from knowledge.content import ROOT, Content, parse, read_yaml

FILE = ROOT / "offer" / "telechargements.yml"
DATA_GOUV = "https://www.data.gouv.fr"


class Listed(Content):
    """One file: by its address, its data.gouv.fr resource, or a data set and a resource's title."""

    url: str = ""
    ressource: str = ""
    jeu: str = ""
    titre: str = ""
    nom: str = Field("", pattern=r"^([\w.-]+/)?[\w.-]*$")

    @model_validator(mode="after")
    def _one_way(self) -> "Listed":
        ways = (bool(self.url), bool(self.ressource), bool(self.jeu and self.titre))
        if sum(ways) != 1:
            raise ValueError("donnez « url », ou « ressource », ou « jeu » et « titre »")
        return self


class Download(Content):
    """The files of one import format. `a_verifier`: the address was never opened from here."""

    id: str
    titre: str
    page: str
    licence: str
    a_verifier: bool = False
    archive: str = Field("", pattern=r"^([\w-]+\.zip)?$")
    fichiers: tuple[Listed, ...] = Field(min_length=1)


class Remote(NamedTuple):
    """What is to be fetched, and the fingerprint its publisher gives, if any."""

    url: str
    name: str
    algorithm: Literal["sha1", "sha256", ""] = ""
    fingerprint: str = ""


@cache
def downloads() -> dict[str, Download]:
    """Downloads by import format; raise ContentError when one is not written as expected."""
    return {
        identifier: parse(Download, {"id": identifier, **data}, f"{FILE} ({identifier})")
        for identifier, data in read_yaml(FILE).items()
    }


def address(listed: Listed, site: str = DATA_GOUV) -> str:
    """Where the file is, or where data.gouv.fr describes it."""
    if listed.url:
        return listed.url
    if listed.ressource:
        return f"{site}/api/2/datasets/resources/{listed.ressource}/"
    return f"{site}/api/1/datasets/{listed.jeu}/"


def remote(listed: Listed, described: dict[str, object] | None = None) -> Remote:
    """What to fetch, once data.gouv.fr has described it; raise LookupError when it is not there."""
    if not described:
        return Remote(listed.url, listed.nom or _base(listed.url))
    found = described.get("resource") if listed.ressource else _titled(listed.titre, described)
    if not isinstance(found, dict) or not found.get("url"):
        raise LookupError(listed.ressource or f"« {listed.titre} » dans « {listed.jeu} »")
    url, checksum = str(found["url"]), found.get("checksum") or {}
    algorithm = checksum.get("type", "")
    known = algorithm in ("sha1", "sha256")
    return Remote(
        url,
        listed.nom or _base(url),
        algorithm if known else "",
        str(checksum.get("value", "")).lower() if known else "",
    )


def _titled(title: str, described: dict[str, object]) -> object:
    """The most recently changed resource of this title, workbooks and tables only."""
    listed = described.get("resources")
    found = [
        one for one in (listed if isinstance(listed, list) else [])
        if str(one.get("title", "")).lower().startswith(title)
        and str(one.get("format", "")).lower() in ("xlsx", "csv")
    ]  # fmt: skip
    return max(found, key=lambda one: str(one.get("last_modified", "")), default=None)


def _base(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2] or "fichier"
