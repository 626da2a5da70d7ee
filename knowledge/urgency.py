"""How soon a member needs help, when their words say so; says nothing of how serious it is.

Content is `delais.yml`. It is not the safety net: dangers are told by `knowledge.safety` alone.
"""

from functools import cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, model_validator

from knowledge.content import ROOT, Content, parse, read_yaml
from knowledge.lexicon import Found, Lexicon, shared_wordings

UrgencyId = Literal["garde", "aujourdhui", "semaine", "pas_presse"]


class Delay(Content):
    """Words that say one delay. `libelle`: how the counselor reads it."""

    libelle: str = Field(min_length=3)
    mots: tuple[str, ...] = Field(min_length=1)


class Delays(Content):
    """All of `delais.yml`; when several are said, the first in the order of the file is meant."""

    pluriels: tuple[str, ...]
    faux_amis: tuple[str, ...]
    delais: dict[UrgencyId, Delay]

    @model_validator(mode="after")
    def _all_told_and_words_once(self) -> "Delays":
        if missing := set(get_args(UrgencyId)) - set(self.delais):
            raise ValueError(f"« delais » sans « {min(missing)} » : dites avec quels mots")
        for wording, count in shared_wordings(self.wordings(), self.pluriels, links=()).items():
            raise ValueError(f"« {wording} » désigne {count} délais : gardez-en un")
        return self

    def wordings(self) -> dict[str, tuple[str, ...]]:
        """What members write, by delay."""
        return {one: delay.mots for one, delay in self.delais.items()}


def load_delays(path: Path = ROOT / "delais.yml") -> Delays:
    """Read the words for delays; raise ContentError naming file, field and cure."""
    return parse(Delays, read_yaml(path), path)


@cache
def delays() -> Delays:
    """The words shipped with Ariane, read once."""
    return load_delays()


def extract_urgency(text: str) -> Found | None:
    """How soon `text` asks for help, the first of the file's order; None when it does not say."""
    order: list[str] = list(delays().delais)
    return min(_lexicon().find(text), key=lambda one: order.index(one.id), default=None)


@cache
def _lexicon() -> Lexicon:
    content = delays()
    # Small words are kept: « de garde » is a delay, « le médecin garde mon dossier » is not.
    return Lexicon(content.wordings(), content.faux_amis, content.pluriels, links=())
