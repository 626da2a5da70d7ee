"""Quality indicators we know how to read to a member, from `qualite.yml`."""

import hashlib
from functools import cache
from typing import Literal

from pydantic import Field

from knowledge.content import ROOT, Content, parse, read_text, read_yaml

FILE = ROOT / "offer" / "qualite.yml"
CERTIFICATION = "certification"


class Indicator(Content):
    """One indicator: the columns it is read from, and its plain words.

    `avec`: a column that must be there too, where several surveys share a column name.
    """

    format: Literal["has-esatis", "has-iqss"]
    libelle: str = Field(min_length=3)
    source: str
    avec: str = ""
    colonnes: tuple[str, ...] = Field(min_length=1)
    colonnes_classe: tuple[str, ...] = ()
    colonnes_reponses: tuple[str, ...] = ()
    unite: Literal["note", "pourcentage", "patients"]
    nombre_de_classes: Literal[3, 4] = 4
    lecture: str = Field(min_length=10)
    limite: str = Field(min_length=10)


class Certification(Content):
    """The decisions of certification and what each means."""

    libelle: str
    source: str
    decision: str
    limite: str
    niveaux: dict[str, str] = Field(min_length=1)


class Quality(Content):
    """The whole content file."""

    sans_resultat: dict[str, str]
    classes: dict[int, dict[str, str]]
    unites: dict[str, str]
    certification: Certification
    indicateurs: dict[str, Indicator]


@cache
def quality() -> Quality:
    """Content of `qualite.yml`; raise ContentError when it is not written as expected."""
    return parse(Quality, read_yaml(FILE), FILE)


@cache
def content_version() -> str:
    """Changes with the content, so that the same file is read again."""
    return hashlib.sha256(read_text(FILE).encode()).hexdigest()
