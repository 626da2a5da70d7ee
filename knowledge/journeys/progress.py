"""Where a member is in a journey: what to ask now, what holds at the end. Pure.

Answers are strings, whatever the question: a choice id, a number, a date (ISO), a place id, words.
An empty string is a question left aside. They are read in the order of the questions.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice

from knowledge.journeys.model import Conclusion, Condition, Journey, Question, Range
from knowledge.places import place
from knowledge.wording import french_date

Answers = Mapping[str, str]
MOST_PATHS = 20_000


def next_question(journey: Journey, answers: Answers) -> Question | None:
    """The first question that applies and has no answer; None when the journey is over."""
    if stopped(journey, answers):
        return None
    return next((one for one in asked(journey, answers) if one.id not in answers), None)


def asked(journey: Journey, answers: Answers) -> Iterator[Question]:
    """Questions that apply, given the answers."""
    return (one for one in journey.questions if holds(one.si, answers))


def stopped(journey: Journey, answers: Answers) -> Conclusion | None:
    """The conclusion that ends the journey before its last question, if one holds."""
    return next((one for one in journey.conclusions if one.fin and _known(one, answers)), None)


def conclusions(journey: Journey, answers: Answers) -> list[Conclusion]:
    """What is told at the end: everything that holds, or only what stopped the journey."""
    end = stopped(journey, answers)
    if end:
        return [end]
    return [one for one in journey.conclusions if not one.fin and holds(one.si, answers)]


def _known(conclusion: Conclusion, answers: Answers) -> bool:
    return all(name in answers for name in conclusion.si) and holds(conclusion.si, answers)


def holds(condition: Condition, answers: Answers) -> bool:
    """True when every answer named is among those expected; an answer left aside is in none."""
    return all(_within(answers.get(name, ""), expected) for name, expected in condition.items())


def _within(answer: str, expected: tuple[str, ...] | Range) -> bool:
    if isinstance(expected, Range):
        return answer.isdigit() and expected.min <= int(answer) <= expected.max
    return answer in expected


def kept(journey: Journey, answers: Answers) -> dict[str, str]:
    """The answers that still count once another one changed: those of questions that apply."""
    result: dict[str, str] = {}
    for question in journey.questions:
        if question.id in answers and holds(question.si, result):
            result[question.id] = answers[question.id]
    return result


def paths(journey: Journey, answers: Answers) -> Iterator[Answers]:
    """Every way through the journey, numbers being tried where a condition changes."""
    question = next_question(journey, answers)
    if question is None:
        yield answers
        return
    for value in _values(journey, question):
        yield from paths(journey, {**answers, question.id: value})


def _values(journey: Journey, question: Question) -> list[str]:
    if question.type == "choix":
        return [one.id for one in question.choix]
    if question.type != "nombre":
        return [""]
    conditions = [one.si for one in journey.questions] + [one.si for one in journey.conclusions]
    limits = question.nombres
    bounds = {limits.min, limits.max}
    for condition in conditions:
        expected = condition.get(question.id)
        if isinstance(expected, Range):
            bounds |= {expected.min, expected.max, expected.min - 1, expected.max + 1}
    return [str(one) for one in sorted(bounds) if limits.min <= one <= limits.max]


def most_questions(journey: Journey) -> int:
    """Questions asked on the longest way through the journey."""
    return max(len(path) for path in islice(paths(journey, {}), MOST_PATHS))


def rest_left_aside(journey: Journey, answers: Answers) -> dict[str, str] | None:
    """The answers with every question that remains left aside; None when one of them matters."""
    filled = dict(answers)
    while question := next_question(journey, filled):
        if not question.facultatif:
            return None
        filled[question.id] = ""
    return filled


def told(journey: Journey, answers: Answers) -> dict[str, str]:
    """Answers in words, by question id: what members and counselors read."""
    return {
        one.id: _in_words(one, answers[one.id])
        for one in asked(journey, answers)
        if answers.get(one.id)
    }


def _in_words(question: Question, answer: str) -> str:
    if question.type == "choix":
        return next((one.texte for one in question.choix if one.id == answer), answer)
    if question.type == "commune":
        return place(answer).label
    if question.type == "date":
        return french_date(date.fromisoformat(answer))
    return answer
