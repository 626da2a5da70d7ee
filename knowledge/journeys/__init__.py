"""Guided journeys: a few questions, then what to do, from files that editors change.

journey("deuxieme-avis")        -> its questions and its conclusions
next_question(journey, answers) -> what to ask now, None when all is known
"""

from knowledge.journeys.documents import document_cards
from knowledge.journeys.letters import letter_journeys
from knowledge.journeys.model import Conclusion, Journey, Question, journeys
from knowledge.journeys.progress import (
    Answers,
    conclusions,
    kept,
    most_questions,
    next_question,
    rest_left_aside,
    told,
)
from knowledge.journeys.reading import Several, read_answer, read_command

__all__ = [
    "Answers",
    "Conclusion",
    "Journey",
    "Question",
    "Several",
    "conclusions",
    "document_cards",
    "journey",
    "journeys_for",
    "kept",
    "most_questions",
    "next_question",
    "offered",
    "read_answer",
    "read_command",
    "rest_left_aside",
    "told",
]


def journey(identifier: str | None) -> Journey | None:
    """The journey of that id (`deuxieme-avis`, `lettre.reclamation_directeur`), None if unknown."""
    return journeys().get(identifier or "") or letter_journeys().get(identifier or "")


def offered() -> list[Journey]:
    """Journeys to choose from when none is meant; letters are reached through one of them."""
    return list(journeys().values())


def journeys_for(article: str) -> list[Journey]:
    """The journeys that `article` (`theme/slug`) proposes: guides first, then letters."""
    known = (*offered(), *letter_journeys().values())
    return [one for one in known if article in one.fiches]
