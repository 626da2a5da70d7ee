"""What a check hands back, and how it names a file. No rule here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.article import Article

PLACEHOLDER = re.compile(r"\{\{ *(\w+):(\w+) *\}\}")
TEXT_FIELDS = (
    "titre", "prochaine_etape", "sans_internet", "reponse", "etapes", "vigilance", "cout", "falc",
)  # fmt: skip
LABELS = {
    "reponse": "Réponse",
    "etapes": "Étapes",
    "vigilance": "Points de vigilance",
    "cout": "Coût",
    "falc": "Facile à lire",
}


@dataclass
class Report:
    """`errors` must be cured before release; `warnings` tell what will soon need an editor."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, other: "Report") -> None:
        """Take over the findings of another report."""
        self.errors += other.errors
        self.warnings += other.warnings


def file_of(article: Article) -> str:
    """The article's file, from the repository root."""
    return f"knowledge/articles/{article.id}.md"


def label(field_name: str) -> str:
    """The field as the editor sees it: the title of the part, or the name in the header."""
    return LABELS.get(field_name, field_name)


def shown_texts(article: Article) -> Iterable[tuple[str, str]]:
    """(field, text) of everything in the article that a member may read."""
    for name in (*TEXT_FIELDS, "a_verifier"):
        text = getattr(article, name)
        if text:
            yield name, text


def cited(text: str, kind: str) -> set[str]:
    """Identifiers that `text` cites as `{{ kind:… }}`."""
    return {name for found, name in PLACEHOLDER.findall(text) if found == kind}
