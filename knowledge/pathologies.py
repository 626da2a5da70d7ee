"""Illnesses, handicaps and heavy treatments that members name; never deduced from a symptom.

Content is `pathologies.yml`. A pathology named says what a message is about, not that someone has
it: nothing medical may be concluded from it.
"""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from knowledge.content import ROOT, Content, parse, read_yaml
from knowledge.lexicon import Found, Lexicon, shared_wordings

Theme = Literal["cancer", "cardio", "addictions", "dependance", "psychique", "chronique", "autre"]


class Pathology(Content):
    """One pathology. `lourde`: a second opinion may be suggested before it is asked for."""

    id: str
    libelle: str = Field(min_length=3)
    mots: tuple[str, ...] = Field(min_length=1)
    theme: Theme
    lourde: bool = False


class Pathologies(Content):
    """All of `pathologies.yml`. `parcours`: the registry's theme that guides through a theme."""

    parcours: dict[Theme, str]
    pluriels: tuple[str, ...]
    faux_amis: tuple[str, ...]
    pathologies: dict[str, Pathology] = Field(min_length=1)

    @model_validator(mode="after")
    def _words_once(self) -> "Pathologies":
        for wording, count in shared_wordings(self.wordings(), self.pluriels).items():
            raise ValueError(f"« {wording} » désigne {count} pathologies : gardez-en une")
        return self

    def wordings(self) -> dict[str, tuple[str, ...]]:
        """What members write, by id."""
        return {one.id: one.mots for one in self.pathologies.values()}


def load_pathologies(path: Path = ROOT / "pathologies.yml") -> Pathologies:
    """Read the pathologies; raise ContentError naming file, field and cure."""
    content = read_yaml(path)
    named = {one: {"id": one, **data} for one, data in content["pathologies"].items()}
    return parse(Pathologies, {**content, "pathologies": named}, path)


@cache
def _content() -> Pathologies:
    return load_pathologies()


def pathologies() -> dict[str, Pathology]:
    """The pathologies shipped with Ariane, by id."""
    return _content().pathologies


def pathway_themes() -> frozenset[str]:
    """Themes of the registry that guide someone who has an illness."""
    return frozenset(_content().parcours.values())


def extract_pathologies(text: str) -> list[Found]:
    """Pathologies named in `text`, in order; « cancer du sein » is not also « cancer »."""
    return _lexicon().find(text)


@cache
def _lexicon() -> Lexicon:
    content = _content()
    return Lexicon(content.wordings(), content.faux_amis, content.pluriels)
