"""What the preview shows, read by a process of its own: `python -m bot.preview.reading [id]`.

The service keeps a checked copy in memory; here the files being edited are read, and worded by the
very code that answers members. A file that cannot be read is shown with its faults.
"""

import re
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

from pydantic import BaseModel

from bot.served import check
from knowledge.answers import Card, contact_cards, source_cards, today
from knowledge.article import Article, read_article
from knowledge.checks.findings import LABELS
from knowledge.content import ROOT, ContentError
from knowledge.registry import registry
from knowledge.settings import settings
from knowledge.wording import french_date, word

IDENTIFIER = re.compile(r"[a-z0-9_]+/[a-z0-9-]+")
NONE: list[Card] = []
Read = TypeVar("Read")


class Line(BaseModel):
    """One article in the list. `etat`: how sure it is today, « illisible » when it has no form."""

    id: str
    theme: str
    titre: str
    etat: str
    a_revoir_le: str


class Sheet(BaseModel):
    """One article; `textes` is Markdown, by name of the part; faults and warnings are its own."""

    line: Line
    textes: dict[str, str] = {}
    contacts: list[Card] = []
    sources: list[Card] = []
    liens: list[Line] = []
    faults: list[str] = []
    warnings: list[str] = []


class Listing(BaseModel):
    """Every article, by file."""

    lines: list[Line]


def listing() -> Listing:
    """All articles, those that cannot be read included."""
    paths = sorted((ROOT / "articles").glob("*/*.md"))
    return Listing(lines=[_line(f"{path.parent.name}/{path.stem}") for path in paths])


def sheet(identifier: str) -> Sheet:
    """One article as it stands; its file exists."""
    report = check(settings())
    where = f"articles/{identifier}.md"
    own = Sheet(
        line=_line(identifier),
        faults=[fault for fault in report.errors if where in fault],
        warnings=[warning for warning in report.warnings if where in warning],
    )
    article = _article(identifier)
    if article is None:
        return own
    return own.model_copy(
        update={
            "textes": _texts(article, today()),
            "contacts": _or(NONE, lambda: contact_cards(article.qui_aide)),
            "sources": _or(NONE, lambda: source_cards(article)),
            "liens": [_line(link) for link in article.liens if exists(link)],
        }
    )


def exists(identifier: str) -> bool:
    """True when there is a file for this article."""
    if not IDENTIFIER.fullmatch(identifier):
        return False
    return (ROOT / "articles" / f"{identifier}.md").is_file()


def _line(identifier: str) -> Line:
    theme = identifier.split("/")[0]
    label = _or(theme, lambda: registry().themes[theme])
    article = _article(identifier)
    if article is None:
        return Line(id=identifier, theme=label, titre=identifier, etat="illisible", a_revoir_le="")
    day = french_date(article.a_revoir_le)
    etat = _state(article, today())
    return Line(id=identifier, theme=label, titre=article.titre, etat=etat, a_revoir_le=day)


def _state(article: Article, day: date) -> str:
    if article.is_outdated(day):
        return "périmé"
    return "à vérifier" if article.a_verifier else "à jour"


def _article(identifier: str) -> Article | None:
    return _or(None, lambda: read_article(ROOT / "articles" / f"{identifier}.md"))


def _texts(article: Article, day: date) -> dict[str, str]:
    """Parts in the order in which members read them, facts in words where they can be."""
    names = ["reponse", "prochaine_etape", "sans_internet", "a_verifier"]
    if article.is_outdated(day):
        names.remove("prochaine_etape")  # not told any more: a counselor must confirm first
    names += [name for name in LABELS if name != "reponse"]
    written = {name: getattr(article, name) or "" for name in names}
    return {name: _or(text, partial(word, text, day)) for name, text in written.items()}


def _or(default: Read, read: Callable[[], Read]) -> Read:
    """What `read` reads, or `default`: the fault itself is told by the check."""
    try:
        return read()
    except (ContentError, AttributeError, KeyError, TypeError):
        return default


if __name__ == "__main__":
    shown = sheet(sys.argv[1]) if len(sys.argv) > 1 else listing()
    print(shown.model_dump_json())
