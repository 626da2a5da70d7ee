"""Cards of what a journey gives to keep: a letter filled in, a date for the calendar."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from knowledge.journeys.model import Conclusion, Journey, Reminder
from knowledge.journeys.progress import Answers, told
from knowledge.letters.composing import as_text, compose
from knowledge.letters.library import letters
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
        fields = told(meant, answers)
        cards.append(
            {
                "type": "document",
                "titre": letter.titre,
                "lettre": letter.id,
                "champs": fields,
                "jour": day.isoformat(),
                "texte": as_text(compose(letter, fields, day)),
                "formats": ["pdf", "docx"],
            }
        )
    if conclusion.rappel:
        cards.append(_reminder_card(conclusion.rappel, day))
    return cards


def _reminder_card(reminder: Reminder, day: date) -> Card:
    due = day + reminder.dans * STEPS[reminder.unite]
    return {
        "type": "rappel",
        "titre": reminder.titre,
        "jour": due.isoformat(),
        "affiche": french_date(due),
        "texte": word(reminder.texte, day),
        "formats": ["ics"],
    }
