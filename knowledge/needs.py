"""Needs: what members look for near them, and finding them in what they write.

Content is `besoins.yml`; a need is never deduced from a symptom, only from the words for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from knowledge.content import ROOT, Content, ContentError, parse, read_each, read_yaml
from knowledge.folding import fold
from knowledge.lexicon import Lexicon, shared_wordings

SAME_AS_MEDECIN = ("docteur", "toubib", "specialiste")  # « docteur des yeux »


class Need(Content):
    """One need. Codes of `categories`, `activites`… are those of the official files."""

    id: str
    libelle: str = Field(min_length=3)
    pluriel: str = Field(min_length=3)
    mots: tuple[str, ...] = Field(min_length=1)
    categories: tuple[str, ...] = ()
    activites: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()
    savoir_faire: tuple[str, ...] = ()
    si_absent: str = Field(min_length=20)


@dataclass(frozen=True, slots=True)
class NeedMention:
    """A need found in a text, between the characters `start` and `end` (excluded)."""

    start: int
    end: int
    need_id: str


def load_needs(path: Path = ROOT / "besoins.yml") -> dict[str, Need]:
    """Needs by id; raise ContentError with every fault, a word given to two needs included."""
    content = read_yaml(path)
    found = read_each(
        content["besoins"].items(),
        lambda identifier, data: parse(Need, {"id": identifier, **data}, f"{path} ({identifier})"),
    )
    wordings = {need.id: need.mots for need in found.values()}
    if problems := [
        f"{path} : « {wording} » désigne {count} besoins : gardez-en un."
        for wording, count in shared_wordings(wordings, content["pluriels"]).items()
    ]:
        raise ContentError(problems)
    return found


@cache
def needs() -> dict[str, Need]:
    """The needs shipped with Ariane, read once."""
    return load_needs()


def extract_needs(text: str) -> list[NeedMention]:
    """Needs named in `text`, in order; the longest wording wins where several could match."""
    return [NeedMention(one.start, one.end, one.id) for one in _lexicon().find(text)]


@cache
def _content() -> Any:
    return read_yaml(ROOT / "besoins.yml")


@cache
def _lexicon() -> Lexicon:
    """`pluriels` mean something else than their singular: « urgences », « rayons »."""
    wordings = {need.id: list(_with_titles(need.mots)) for need in needs().values()}
    return Lexicon(wordings, _content()["faux_amis"], _content()["pluriels"], errors=2)


def _with_titles(mots: tuple[str, ...]) -> Iterator[str]:
    for mot in mots:
        yield mot
        title, _, rest = fold(mot).partition(" ")
        if title == "medecin" and rest:
            yield from (f"{other} {rest}" for other in SAME_AS_MEDECIN)
