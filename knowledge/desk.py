"""What the counselors' desk is set to, and the replies they share. Content, read once.

A reply is filled for one conversation; what is not known is left to the counselor, never invented.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from knowledge.content import ROOT, Content, parse, read_yaml

VARIABLE = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
VARIABLES = ("mutuelle", "conseiller", "commune", "date")
IDENTIFIER = r"^[a-z][a-z0-9_]{1,23}$"


class Named(Content):
    """Something a counselor chooses by its name; `id` is what is kept."""

    id: str = Field(pattern=IDENTIFIER)
    nom: str = Field(min_length=3, max_length=60)


class Desk(Content):
    """Settings of the desk. `issues`: how a conversation may end."""

    conversations_par_conseiller: int = Field(ge=1, le=50)
    equipes: tuple[Named, ...] = ()
    issues: tuple[Named, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _once(self) -> Self:
        for field, listed in (("equipes", self.equipes), ("issues", self.issues)):
            _refuse_twins(field, [one.id for one in listed])
        return self

    def team(self, identifier: str | None) -> Named | None:
        """The team of that id, if there is one."""
        return next((one for one in self.equipes if one.id == identifier), None)

    def outcome(self, identifier: object) -> Named | None:
        """The outcome of that id, if there is one."""
        return next((one for one in self.issues if one.id == identifier), None)


class Reply(Content):
    """A standard reply. `texte` cites facts, and the `VARIABLES` of a conversation."""

    id: str = Field(pattern=IDENTIFIER)
    titre: str = Field(min_length=3, max_length=60)
    texte: str = Field(min_length=10, max_length=1500)

    @model_validator(mode="after")
    def _known(self) -> Self:
        unknown = unknown_variables(self.texte)
        if unknown:
            raise ValueError(refusal(unknown))
        return self


class Replies(Content):
    """The replies that all counselors share."""

    reponses: tuple[Reply, ...]

    @model_validator(mode="after")
    def _once(self) -> Self:
        _refuse_twins("reponses", [one.id for one in self.reponses])
        return self


def _refuse_twins(field: str, identifiers: list[str]) -> None:
    twins = sorted({one for one in identifiers if identifiers.count(one) > 1})
    if twins:
        raise ValueError(f"« {field} » : « {twins[0]} » est écrit deux fois, gardez-en un")


def unknown_variables(text: str) -> list[str]:
    """Variables of `text` that no conversation can fill."""
    return [name for name in VARIABLE.findall(text) if name not in VARIABLES]


def refusal(unknown: Collection[str]) -> str:
    """What to tell who wrote a variable that does not exist."""
    known = ", ".join(f"{{{name}}}" for name in VARIABLES)
    return f"« {{{next(iter(unknown))}}} » n'existe pas : prenez {known}"


def filled(text: str, values: Mapping[str, str | None]) -> str:
    """`text` with its variables; one that is not known is left as « [commune] »."""
    return VARIABLE.sub(lambda found: values.get(found[1]) or f"[{found[1]}]", text)


def load_desk(path: Path = ROOT / "poste.yml") -> Desk:
    """Read the settings; raise ContentError naming file, field and cure."""
    return parse(Desk, read_yaml(path), path)


def load_replies(path: Path = ROOT / "reponses_types.yml") -> Replies:
    """Read the shared replies; raise ContentError naming file, field and cure."""
    return parse(Replies, read_yaml(path), path)


@cache
def desk() -> Desk:
    """The settings of this deployment, read once."""
    return load_desk()


@cache
def replies() -> tuple[Reply, ...]:
    """The shared replies, read once."""
    return load_replies().reponses
