"""Articles: read `articles/<theme>/<slug>.md` once into frozen objects.

An article is the only place Ariane's answers come from. It carries its sources and the dates
between which it may be asserted; what is shown of it is decided by `answers`.
"""

import re
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field, HttpUrl

from knowledge.content import (
    ROOT,
    Content,
    ContentError,
    parse,
    read_each,
    read_front_matter,
    relative,
)

SECTIONS = {
    "Réponse": "reponse",
    "Étapes": "etapes",
    "Points de vigilance": "vigilance",
    "Coût": "cout",
    "Facile à lire": "falc",
}


class Source(Content):
    """Where a statement comes from.

    `copie_du`: date of the stored copy read, if not the live page. `lue: false`: the official place
    to check, named but not read.
    """

    titre: str = Field(min_length=3)
    url: HttpUrl
    consulte_le: date
    copie_du: date | None = None
    lue: bool = True


class Article(Content):
    """One sourced answer. Texts are Markdown that cites `{{ montant:… }}`, `{{ contact:… }}`."""

    id: str
    titre: str = Field(min_length=5, max_length=90)
    theme: str
    prochaine_etape: str = Field(min_length=10)
    sans_internet: str = Field(min_length=10)
    sources: tuple[Source, ...] = Field(min_length=1)
    valable_depuis: date
    a_revoir_le: date
    a_verifier: str | None = None
    qui_aide: tuple[str, ...] = ()
    liens: tuple[str, ...] = ()
    besoins: tuple[str, ...] = ()
    reponse: str = Field(min_length=40)
    etapes: str = Field(min_length=10)
    vigilance: str = Field(min_length=10)
    cout: str = Field(min_length=10)
    falc: str = Field(min_length=40)

    def checked_on(self) -> date:
        """Most recent date at which a source of this article was read."""
        return max(source.consulte_le for source in self.sources)

    def is_outdated(self, today: date) -> bool:
        """True past the review date: the answer must then be confirmed by a person."""
        return today > self.a_revoir_le


HEADING = re.compile(r"^## +(.+?) *$", re.MULTILINE)


def read_article(path: Path) -> Article:
    """Read one article; raise ContentError naming file, field and cure."""
    meta, body = read_front_matter(path)
    return parse(Article, {"id": _identifier(path), **meta, **_sections(body, path)}, path)


def _identifier(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def _sections(body: str, path: Path) -> dict[str, str]:
    parts = HEADING.split(body)
    found: dict[str, str] = {}
    problems = []
    if parts[0].strip():
        problems.append(
            f"{relative(path)} : texte avant le premier titre : placez-le dans une partie."
        )
    for title, content in zip(parts[1::2], parts[2::2], strict=True):
        field = SECTIONS.get(title)
        if field is None:
            known = ", ".join(f"« {name} »" for name in SECTIONS)
            problems.append(f"{relative(path)} : titre « {title} » inconnu : utilisez {known}.")
        elif field in found:
            problems.append(
                f"{relative(path)} : titre « {title} » en double : réunissez les deux parties."
            )
        else:
            found[field] = content.strip()
    if problems:
        raise ContentError(problems)
    return found


def load_articles(folder: Path = ROOT / "articles") -> dict[str, Article]:
    """All articles by id (`theme/slug`); raise ContentError with every fault of every file."""
    paths = sorted(folder.glob("*/*.md"))
    return read_each(
        ((_identifier(path), path) for path in paths), lambda _, path: read_article(path)
    )


@cache
def articles() -> dict[str, Article]:
    """The articles shipped with Ariane, read once."""
    return load_articles()
