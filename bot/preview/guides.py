"""Journeys as members go through them: each question, then each conclusion, and when it is told."""

from collections.abc import Mapping

from pydantic import BaseModel

from bot.preview.articles import Line, existing
from bot.preview.shared import UNREADABLE, Entry, Findings, attempt, findings, worded
from knowledge.answers import Card, contact_cards, today
from knowledge.content import ROOT
from knowledge.journeys import document_cards, journey
from knowledge.journeys.model import Conclusion, Condition, Journey, Question, Range, read_journey
from knowledge.needs import needs

FOLDER = "journeys/parcours"
NONE: list[Card] = []


class When(BaseModel):
    """An earlier question, and the answers expected: choices, or numbers between two."""

    question: str
    choix: list[str] = []
    nombres: Range | None = None


class Asked(BaseModel):
    """One question as asked."""

    si: list[When]
    texte: str
    pourquoi: str
    resume: str
    type: str
    choix: list[str]
    facultatif: bool
    sante: bool


class Told(BaseModel):
    """One conclusion as told; `documents`: the letter and the reminder that come with it."""

    si: list[When]
    fin: bool
    titre: str
    texte: str
    etapes: list[str]
    contacts: list[Card]
    documents: list[Card]
    besoin: str
    suites: list[Entry]
    fiches: list[Line]


class Guide(BaseModel):
    """One journey; questions and conclusions are empty when its file has no form."""

    entry: Entry
    found: Findings
    bouton: str = ""
    accueil: str = ""
    fiches: list[Line] = []
    questions: list[Asked] = []
    conclusions: list[Told] = []


def entries() -> list[Entry]:
    """All journeys, those that cannot be read included."""
    return [_entry(path.stem) for path in sorted((ROOT / FOLDER).glob("*.yml"))]


def guide(identifier: str) -> Guide:
    """One journey as it stands; its file exists."""
    own = Guide(entry=_entry(identifier), found=findings(f"{FOLDER}/{identifier}.yml"))
    meant = _journey(identifier)
    if meant is None:
        return own
    return own.model_copy(
        update={
            "bouton": meant.bouton,
            "accueil": worded(meant.accueil),
            "fiches": existing(meant.fiches),
            "questions": [_asked(meant, one) for one in meant.questions],
            "conclusions": [_told(meant, one) for one in meant.conclusions],
        }
    )


def _entry(identifier: str) -> Entry:
    meant = _journey(identifier)
    if meant is None:
        return Entry(id=identifier, titre=identifier, etat=UNREADABLE)
    return Entry(id=identifier, titre=meant.titre)


def _journey(identifier: str) -> Journey | None:
    return attempt(None, lambda: read_journey(ROOT / FOLDER / f"{identifier}.yml"))


def _asked(meant: Journey, question: Question) -> Asked:
    return Asked(
        si=_when(meant, question.si),
        texte=worded(question.texte),
        pourquoi=worded(question.pourquoi),
        resume=question.resume,
        type=question.type,
        choix=[one.texte for one in question.choix],
        facultatif=question.facultatif,
        sante=question.sante,
    )


def _told(meant: Journey, end: Conclusion) -> Told:
    text = worded(end.texte)
    for question in meant.questions:
        text = text.replace(f"{{{question.id}}}", f"[{question.resume}]")
    return Told(
        si=_when(meant, end.si),
        fin=end.fin,
        titre=end.titre or meant.titre,
        texte=text,
        etapes=[worded(step) for step in end.etapes],
        contacts=attempt(NONE, lambda: contact_cards(end.contacts)),
        documents=attempt(NONE, lambda: document_cards(meant, end, {}, today())),
        besoin=attempt("", lambda: needs()[end.besoin].libelle if end.besoin else ""),
        suites=[_next(one) for one in end.suites],
        fiches=existing(end.fiches),
    )


def _next(identifier: str) -> Entry:
    """A journey or a letter that may follow, as its button says it."""
    meant = attempt(None, lambda: journey(identifier))
    if meant is None:
        return Entry(id=identifier, titre=identifier, etat=UNREADABLE)
    return Entry(id=identifier, titre=meant.bouton)


def _when(meant: Journey, condition: Condition) -> list[When]:
    """Conditions in the words of the questions and choices they name."""
    questions: Mapping[str, Question] = {one.id: one for one in meant.questions}
    found = []
    for name, expected in condition.items():
        asked = questions[name]
        numbers = expected if isinstance(expected, Range) else None
        ids = () if isinstance(expected, Range) else expected
        choices = [one.texte for one in asked.choix if one.id in ids]
        found.append(When(question=asked.texte, choix=choices, nombres=numbers))
    return found
