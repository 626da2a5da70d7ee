"""Registry of intents: what a member may want, its theme, and the article that answers."""

from functools import cache
from pathlib import Path

from pydantic import Field

from knowledge.content import ROOT, Content, parse, read_yaml
from knowledge.people import Link


class Intent(Content):
    """One intent. `bouton`: how it is offered to a member, in plain words.

    `pour`: for whom its article answers, when the one concerned is not the member.
    """

    id: str
    theme: str
    sens: str
    exemple: str
    bouton: str = Field(max_length=60)
    priorite: int = Field(default=2, ge=1, le=3)
    article: str | None = None
    pour: tuple[Link, ...] = ()

    def article_id(self) -> str | None:
        """Id of the article that answers (`theme/slug`), if one does."""
        return f"{self.theme}/{self.article}" if self.article else None


class Registry(Content):
    """Intents by id and plain-words names of the themes by theme id."""

    intents: dict[str, Intent]
    themes: dict[str, str]

    def theme_of(self, intent: str) -> str | None:
        """Theme of an intent, None when the intent is unknown (Rasa's own, such as a fallback)."""
        known = self.intents.get(intent)
        return known.theme if known else None


def load_registry(path: Path = ROOT / "intents.yml") -> Registry:
    """Read the registry; raise ContentError naming file, field and cure."""
    themes: dict[str, str] = {}
    intents: dict[str, object] = {}
    for theme, data in read_yaml(path).items():
        themes[theme] = data["libelle"]
        for identifier, intent in data["intents"].items():
            intents[identifier] = {"id": identifier, "theme": theme, **intent}
    return parse(Registry, {"intents": intents, "themes": themes}, path)


@cache
def registry() -> Registry:
    """The registry shipped with Ariane, read once."""
    return load_registry()


def intent_for(article: str) -> str:
    """The first intent that `article` (`theme/slug`) answers; raise KeyError when there is none."""
    return _intents_by_article()[article]


@cache
def _intents_by_article() -> dict[str, str]:
    intents = reversed(registry().intents.values())
    return {found: intent.id for intent in intents if (found := intent.article_id())}


def intent_for_relative(theme: str, link: str) -> Intent | None:
    """The intent of `theme` whose article is about someone with this link to the member, if any."""
    intents = registry().intents.values()
    return next((one for one in intents if one.theme == theme and link in one.pour), None)
