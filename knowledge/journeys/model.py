"""What a guided journey is made of, and its files (`parcours/<id>.yml`), read once.

A journey asks and concludes; it decides nothing medical, and each conclusion names the articles it
comes from, whose sources and dates are shown with it.
"""

from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from knowledge.content import ROOT, Content, by_stem, parse, read_each, read_yaml

FOLDER = ROOT / "journeys" / "parcours"
Kind = Literal["choix", "texte", "nombre", "date", "commune"]
Unit = Literal["jour", "semaine", "mois", "an"]


class Range(Content):
    """Numbers from `min` to `max`, both included."""

    min: int = 0
    max: int = 150


Condition = dict[str, tuple[str, ...] | Range]
"""Question id -> the choices, or the numbers, for which something holds; all must hold."""


class Choice(Content):
    """One answer. `mots`: other ways of saying it; `resume`: how a counselor reads it."""

    id: str
    texte: str = Field(min_length=2, max_length=60)
    mots: tuple[str, ...] = ()


class Question(Content):
    """One question. `resume`: its label in the summary for a counselor.

    `sante`: the answer tells about someone's health, and may be hidden from that summary.
    """

    id: str = Field(pattern=r"^[a-z_]+$")
    texte: str = Field(min_length=5)
    pourquoi: str = Field(min_length=20)
    resume: str = Field(min_length=3, max_length=60)
    type: Kind = "choix"
    choix: tuple[Choice, ...] = ()
    si: Condition = Field(default_factory=dict)
    facultatif: bool = False
    sante: bool = False
    nombres: Range = Range()

    @model_validator(mode="after")
    def _choices_when_needed(self) -> Self:
        if (self.type == "choix") != (len(self.choix) >= 2):
            raise ValueError("donnez au moins deux « choix », et seulement au type « choix »")
        ids = [one.id for one in self.choix]
        if len(ids) != len(set(ids)):
            raise ValueError("deux « choix » ont le même « id » : changez-en un")
        return self


class Reminder(Content):
    """A date to keep in a calendar, counted from today. `titre` never tells the illness."""

    dans: int = Field(ge=1)
    unite: Unit
    titre: str = Field(min_length=5, max_length=60)
    texte: str = Field(min_length=10)


class Conclusion(Content):
    """What is told when `si` holds. `fiches`: where it comes from (`theme/slug`).

    `fin`: told at once, and the journey stops there. `besoin`: a search near the commune answered.
    `lettre`: a letter of `letters/modeles/`, filled in from the answers of the same ids. `suites`:
    journeys that may follow.
    """

    si: Condition = Field(default_factory=dict)
    fin: bool = False
    titre: str | None = None
    texte: str = Field(min_length=10)
    etapes: tuple[str, ...] = ()
    fiches: tuple[str, ...] = ()
    besoin: str | None = None
    contacts: tuple[str, ...] = ()
    lettre: str | None = None
    suites: tuple[str, ...] = ()
    rappel: Reminder | None = None


class Journey(Content):
    """One journey. `fiches`: the articles that propose it; `accueil`: said before it starts."""

    id: str
    titre: str = Field(min_length=5, max_length=90)
    theme: str
    bouton: str = Field(min_length=5, max_length=100)
    fiches: tuple[str, ...] = Field(min_length=1)
    accueil: str = Field(min_length=20)
    questions: tuple[Question, ...] = Field(min_length=1)
    conclusions: tuple[Conclusion, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _conditions_refer_to_answers(self) -> Self:
        asked: dict[str, Question] = {}
        for question in self.questions:
            _check(question.si, asked, f"question « {question.id} »")
            if question.id in asked:
                raise ValueError(f"question « {question.id} » écrite deux fois : changez un « id »")
            asked[question.id] = question
        for place, conclusion in enumerate(self.conclusions, 1):
            _check(conclusion.si, asked, f"conclusion {place}")
        return self

    def writes(self) -> bool:
        """True when a letter comes out of it: what is not answered may be filled in by hand."""
        return any(one.lettre for one in self.conclusions)


def _check(condition: Condition, asked: dict[str, Question], where: str) -> None:
    """Raise ValueError when a condition names an answer that is not asked before it."""
    for name, expected in condition.items():
        question = asked.get(name)
        if question is None:
            raise ValueError(f"{where} : « si » : « {name} » n'est pas une question posée avant")
        numbers = isinstance(expected, Range)
        if numbers != (question.type == "nombre"):
            cure = "écrivez {min: …, max: …} pour un nombre, une liste de choix sinon"
            raise ValueError(f"{where} : « si » : « {name} » : {cure}")
        unknown = set(() if isinstance(expected, Range) else expected)
        unknown -= {one.id for one in question.choix}
        if unknown:
            raise ValueError(
                f"{where} : « si » : « {min(unknown)} » n'est pas un choix de « {name} »"
            )


def read_journey(path: Path) -> Journey:
    """Read one journey; raise ContentError naming file, field and cure."""
    return parse(Journey, {"id": path.stem, **read_yaml(path)}, path)


def load_journeys(folder: Path = FOLDER) -> dict[str, Journey]:
    """All journeys by id; raise ContentError with every fault of every file."""
    return read_each(by_stem(folder, "*.yml"), lambda _, path: read_journey(path))


@cache
def journeys() -> dict[str, Journey]:
    """The journeys shipped with Ariane, read once."""
    return load_journeys()
