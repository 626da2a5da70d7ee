"""Cards of what a journey gives to keep: a letter filled in, a date for the calendar."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from knowledge.journeys.model import Conclusion, Journey
from knowledge.journeys.progress import Answers, told
from knowledge.letters.catalogue import letters
from knowledge.letters.composing import as_text, compose
from knowledge.letters.models import Letter
from knowledge.letters.reminders import reminder
from knowledge.wording import french_date, word

Card = dict[str, Any]
STEPS = {
    "jour": relativedelta(days=1),
    "semaine": relativedelta(weeks=1),
    "mois": relativedelta(months=1),
    "an": relativedelta(years=1),
}


def document_cards(
    meant: Journey, conclusion: Conclusion, answers: Answers, day: date
) -> list[Card]:
    """The letter and the reminder of `conclusion`; files are made from them when asked for."""
    cards: list[Card] = []
    if conclusion.lettre:
        letter = letters()[conclusion.lettre]
        cards.append(_letter_card(letter, told(meant, answers), day))
        if event := reminder(letter, day):
            cards.append(_reminder_card(event.titre, event.texte, event.day, day))
    if conclusion.rappel:
        asked = conclusion.rappel
        due = day + asked.dans * STEPS[asked.unite]
        cards.append(_reminder_card(asked.titre, asked.texte, due, day))
    return cards


def _letter_card(letter: Letter, fields: dict[str, str], day: date) -> Card:
    return {
        "type": "document",
        "titre": letter.titre,
        "lettre": letter.id,
        "champs": fields,
        "jour": day.isoformat(),
        "texte": as_text(compose(letter, fields, day)),
        "formats": ["pdf", "docx"],
    }


def _reminder_card(title: str, text: str, due: date, day: date) -> Card:
    return {
        "type": "rappel",
        "titre": title,
        "jour": due.isoformat(),
        "affiche": french_date(due),
        "texte": word(text, day),
        "formats": ["ics"],
    }
