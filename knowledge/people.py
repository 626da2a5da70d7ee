"""For whom a member asks, and their age, when the words say so; nothing else is deduced.

Content is `personnes.yml`. A person named in passing (« avec ma mère ») is not taken for the one
concerned.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, model_validator

from knowledge.content import ROOT, Content, parse, read_yaml
from knowledge.folding import Word, words

OLDEST = 120
FAR = 3  # words between a person and their age: « ma mère qui a 82 ans »
Key = tuple[str, ...]
Link = Literal["moi", "enfant", "parent", "conjoint", "proche"]


class Person(Content):
    """Words that name one person. `nom`: how Ariane names them to the member."""

    lien: Link
    nom: str = Field(min_length=3)
    mots: tuple[str, ...] = Field(min_length=1)


class People(Content):
    """All of `personnes.yml`. `liens`: how the counselor reads each link to the member."""

    liens: dict[Link, str]
    possessifs: tuple[str, ...] = Field(min_length=1)
    sans_rapport: tuple[str, ...]
    pour: tuple[str, ...] = Field(min_length=1)
    articles: tuple[str, ...]
    personnes: tuple[Person, ...] = Field(min_length=1)
    avant_un_age: tuple[str, ...] = Field(min_length=1)
    avant_une_duree: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _links_worded_and_words_once(self) -> "People":
        if missing := set(get_args(Link)) - set(self.liens):
            raise ValueError(f"« liens » sans « {min(missing)} » : dites comment le lire")
        keys = [_key(mot) for person in self.personnes for mot in person.mots]
        if twice := sorted({" ".join(key) for key in keys if keys.count(key) > 1}):
            raise ValueError(f"« {twice[0]} » désigne deux personnes : gardez-en une")
        return self


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person found in a text, between the characters `start` and `end` (excluded)."""

    start: int
    end: int
    lien: Link
    nom: str


@dataclass(frozen=True, slots=True)
class AgeMention:
    """An age in whole years found in a text, between `start` and `end` (excluded)."""

    start: int
    end: int
    age: int


def load_people(path: Path = ROOT / "personnes.yml") -> People:
    """Read the words for people; raise ContentError naming file, field and cure."""
    return parse(People, read_yaml(path), path)


@cache
def people() -> People:
    """The words shipped with Ariane, read once."""
    return load_people()


def extract_person(text: str) -> PersonMention | None:
    """The person `text` is about: the first one named, another than the member if there is one."""
    found = _named(words(text))
    others = [mention for mention in found if mention.lien != "moi"]
    return next(iter(others or found), None)


def extract_age(text: str) -> AgeMention | None:
    """The first age said of someone; None for a duration."""
    said = words(text)
    ends = [mention.end for mention in _named(said)]
    for place, word in enumerate(said[:-1]):
        if said[place + 1].text not in ("ans", "an") or not word.text.isdigit():
            continue
        before, after = said[:place], [later.text for later in said[place + 2 : place + 3]]
        if after == ["de"] or _ends_with_any(before, _keys(people().avant_une_duree)):
            continue  # « 20 ans de contrat »
        near = said[max(place - FAR, 0)].start
        of_someone = any(near <= end <= word.start for end in ends)
        told = of_someone or _ends_with_any(before, _keys(people().avant_un_age))
        if told and int(word.text) <= OLDEST:
            return AgeMention(word.start, said[place + 1].end, int(word.text))
    return None


def _named(said: list[Word]) -> list[PersonMention]:
    by_words, longest = _index()
    texts = [word.text for word in said]
    found, place = [], 0
    while place < len(said):
        for size in range(min(longest, len(said) - place), 0, -1):
            person = by_words.get(tuple(texts[place : place + size]))
            if person and _is_concerned(texts[:place]):
                end = said[place + size - 1].end
                found.append(PersonMention(said[place].start, end, person.lien, person.nom))
                place += size - 1
                break
        place += 1
    return found


def _is_concerned(before: list[str]) -> bool:
    """True after « ma », « de ma », « pour un », « pour »; false after « avec ma »."""
    known = people()
    if before and before[-1] in known.possessifs:
        return before[-2:-1] == [] or before[-2] not in known.sans_rapport
    while before and before[-1] in known.articles:
        before = before[:-1]
    return bool(before) and before[-1] in known.pour


def _ends_with_any(said: list[Word], keys: frozenset[Key]) -> bool:
    texts = tuple(word.text for word in said[-2:])
    return texts in keys or texts[-1:] in keys


@cache
def _keys(wordings: tuple[str, ...]) -> frozenset[Key]:
    return frozenset(map(_key, wordings))


@cache
def _index() -> tuple[dict[Key, Person], int]:
    found = {_key(mot): person for person in people().personnes for mot in person.mots}
    return found, max(map(len, found))


def _key(wording: str) -> Key:
    return tuple(word.text for word in words(wording))
