"""Articles as members read them, with how sure each is today."""

import re
from datetime import date

from pydantic import BaseModel

from bot.preview.shared import UNREADABLE, Findings, attempt, findings, worded
from knowledge.answers import Card, contact_cards, source_cards, today
from knowledge.article import Article, read_article
from knowledge.checks.findings import LABELS
from knowledge.content import ROOT
from knowledge.registry import registry
from knowledge.wording import french_date

IDENTIFIER = re.compile(r"[a-z0-9_]+/[a-z0-9-]+")
NONE: list[Card] = []


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
    found: Findings
    textes: dict[str, str] = {}
    contacts: list[Card] = []
    sources: list[Card] = []
    liens: list[Line] = []


def lines() -> list[Line]:
    """All articles, by file, those that cannot be read included."""
    paths = sorted((ROOT / "articles").glob("*/*.md"))
    return [line_of(f"{path.parent.name}/{path.stem}") for path in paths]


def sheet(identifier: str) -> Sheet:
    """One article as it stands; its file exists."""
    own = Sheet(line=line_of(identifier), found=findings(f"articles/{identifier}.md"))
    article = _article(identifier)
    if article is None:
        return own
    return own.model_copy(
        update={
            "textes": _texts(article, today()),
            "contacts": attempt(NONE, lambda: contact_cards(article.qui_aide)),
            "sources": attempt(NONE, lambda: source_cards(article)),
            "liens": existing(article.liens),
        }
    )


def existing(identifiers: tuple[str, ...]) -> list[Line]:
    """The articles named that have a file."""
    named = [one for one in identifiers if IDENTIFIER.fullmatch(one)]
    return [line_of(one) for one in named if (ROOT / "articles" / f"{one}.md").is_file()]


def line_of(identifier: str) -> Line:
    """The article in a list, even when it cannot be read."""
    theme = identifier.split("/")[0]
    label = attempt(theme, lambda: registry().themes[theme])
    article = _article(identifier)
    if article is None:
        return Line(id=identifier, theme=label, titre=identifier, etat=UNREADABLE, a_revoir_le="")
    day = french_date(article.a_revoir_le)
    etat = _state(article, today())
    return Line(id=identifier, theme=label, titre=article.titre, etat=etat, a_revoir_le=day)


def _state(article: Article, day: date) -> str:
    if article.is_outdated(day):
        return "périmé"
    return "à vérifier" if article.a_verifier else "à jour"


def _article(identifier: str) -> Article | None:
    return attempt(None, lambda: read_article(ROOT / "articles" / f"{identifier}.md"))


def _texts(article: Article, day: date) -> dict[str, str]:
    """Parts in the order in which members read them, facts in words where they can be."""
    names = ["reponse", "prochaine_etape", "sans_internet", "a_verifier"]
    if article.is_outdated(day):
        names.remove("prochaine_etape")  # not told any more: a counselor must confirm first
    names += [name for name in LABELS if name != "reponse"]
    return {name: worded(getattr(article, name) or "") for name in names}
