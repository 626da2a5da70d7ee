"""Read what a member answers to a question: a choice, a number, a date, a commune, their words.

Works on plain text, so that a journey can be followed where there is no button. Never guesses:
what fits no answer, or two, is not an answer.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import dateparser
from pydantic import Field
from rapidfuzz import fuzz

from knowledge.content import ROOT, Content, parse, read_yaml
from knowledge.folding import fold
from knowledge.journeys.model import Choice, Question
from knowledge.people import extract_age
from knowledge.places import extract_places
from knowledge.text import normalise

Command = Literal["pourquoi", "passer", "retour", "arreter", "finir"]
PICKED = re.compile(r"(?:(?:le|la|choix|reponse|numero|option|n) )*(\d{1,2})")
NUMBER = re.compile(r"\d+")
OTHER_UNITS = re.compile(r"\b(?:mois|semaines?|jours?)\b", re.IGNORECASE)  # a baby is not 8
SAME = 86  # of 100: « avant l'operatoin » is « Avant l'opération »
LONGEST = 600
SHORT = 4  # letters of « oui », « non », « nan »: alone or nearly, they answer
AROUND_SHORT = 2
NEGATIONS = frozenset({"pas", "plus", "jamais", "ni", "sauf", "mais"})
YEARS_APART = 120
LAST = re.compile(r"\b(?:dernier|dernière|passé|passée)\b", re.IGNORECASE)


class Words(Content):
    """Ways of saying one command."""

    mots: tuple[str, ...] = Field(min_length=1)


class Commands(Content):
    """All of `commandes.yml`."""

    pourquoi: Words
    passer: Words
    retour: Words
    arreter: Words
    finir: Words


@dataclass(frozen=True)
class Several:
    """Places that share the name answered: which one is to be asked back."""

    places: tuple[str, ...]


def load_commands(path: Path = ROOT / "journeys" / "commandes.yml") -> dict[Command, set[str]]:
    """Folded sentences of each command; raise ContentError naming file, field and cure."""
    read = parse(Commands, read_yaml(path), path)
    return {name: {fold(one) for one in getattr(read, name).mots} for name in get_args(Command)}


@cache
def _commands() -> dict[Command, set[str]]:
    return load_commands()


def read_command(question: Question, text: str) -> Command | None:
    """The command that the whole of `text` is, None when it is an answer or another question.

    A choice that is worded as a command (« plus tard ») is that choice.
    """
    if any(normalise(text) in _ways(choice) for choice in question.choix):
        return None
    said = fold(text)
    return next((name for name, ways in _commands().items() if said in ways), None)


def read_answer(question: Question, text: str, today: date) -> str | Several | None:
    """The answer that `text` gives to `question` (see `progress`), None when it gives none."""
    if question.type == "choix":
        return _choice(question.choix, text)
    if question.type == "nombre":
        return _number(question, text)
    if question.type == "date":
        return _date(text, today)
    if question.type == "commune":
        return _commune(text)
    return " ".join(text.split())[:LONGEST] or None


def _choice(choices: tuple[Choice, ...], text: str) -> str | None:
    said = normalise(text)
    picked = PICKED.fullmatch(said)
    if picked:
        place = int(picked[1])
        return choices[place - 1].id if 1 <= place <= len(choices) else None
    exact = [one.id for one in choices if _made_of(said, _ways(one))]
    alike = [one.id for one in choices if max(fuzz.ratio(said, way) for way in _ways(one)) >= SAME]
    within = [one.id for one in choices if any(_says(said, way) for way in _ways(one))]
    return next((found[0] for found in (exact, alike, within) if len(found) == 1), None)


def _made_of(said: str, ways: tuple[str, ...]) -> bool:
    """Whether the sentence is one of the ways, or several: « pas encore, je n'ose pas »."""
    rest = f" {said} "
    for way in sorted(ways, key=len, reverse=True):
        rest = rest.replace(f" {way} ", "  ")
    return said != "" and not rest.strip()


def _says(said: str, way: str) -> bool:
    """Whether `way` stands in the sentence, and nothing around it takes it back.

    « Non » at the head of a long sentence is no answer (« non mais il respire mal »), nor is what
    a negation turns over (« ça ne va pas »).
    """
    before, found, after = f" {said} ".partition(f" {way} ")
    around = f"{before} {after}".split()
    if not found or NEGATIONS.intersection(around):
        return False
    return len(way) > SHORT or len(around) <= AROUND_SHORT


@cache
def _ways(choice: Choice) -> tuple[str, ...]:
    return tuple(normalise(way) for way in (choice.texte, *choice.mots))


def _number(question: Question, text: str) -> str | None:
    age = extract_age(text)
    found = [str(age.age)] if age else NUMBER.findall(text)
    if len(found) != 1 or OTHER_UNITS.search(text):
        return None
    limits = question.nombres
    return found[0].lstrip("0") or "0" if limits.min <= int(found[0][:6]) <= limits.max else None


def _date(text: str, today: date) -> str | None:
    read = dateparser.parse(
        LAST.sub("", text),
        languages=["fr"],
        settings={
            "PREFER_DATES_FROM": "past",
            "DATE_ORDER": "DMY",
            "RELATIVE_BASE": datetime.combine(today, time()),
            "REQUIRE_PARTS": ["day", "month"],
        },
    )
    if read is None or abs(today.year - read.year) > YEARS_APART:
        return None
    return read.date().isoformat()


def _commune(text: str) -> str | Several | None:
    mentions = extract_places(text)
    if len(mentions) != 1:
        return None
    found = tuple(one.id for one in mentions[0].candidates)
    return found[0] if len(found) == 1 else Several(found)
