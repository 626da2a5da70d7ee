"""Guided journeys: what they point to, how they read, and that every path ends by being told."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from knowledge.article import Article
from knowledge.checks.reading import typography
from knowledge.checks.references import text_problems
from knowledge.journeys.letters import PREFIX
from knowledge.journeys.model import Journey
from knowledge.journeys.progress import MOST_PATHS, conclusions, paths


@dataclass(frozen=True)
class Known:
    """Ids that a journey may name, and what its texts may cite by kind."""

    articles: Mapping[str, Article]
    themes: Collection[str]
    contacts: Collection[str]
    needs: Collection[str]
    letters: Collection[str]
    cited: Mapping[str, Collection[str]]


def journey_problems(journeys: Mapping[str, Journey], known: Known) -> list[str]:
    """All that is wrong in journeys already read."""
    problems = _shared_articles(journeys)
    for one in journeys.values():
        where = _file_of(one)
        problems += _lost(one, journeys, known)
        for field, text in _texts(one):
            bare = _without_answers(one, text)
            problems += text_problems(where, field, bare, known.cited)
            problems += typography(f"{where} : « {field} »", bare)
        problems += _untold(one)
    return problems


def _file_of(journey: Journey) -> str:
    return f"knowledge/journeys/parcours/{journey.id}.yml"


def _shared_articles(journeys: Mapping[str, Journey]) -> list[str]:
    """Articles that two journeys claim: a member would not know which to follow."""
    claims = [(slug, one) for one in journeys.values() for slug in one.fiches]
    seen: set[str] = set()
    problems = []
    for slug, one in claims:
        if slug in seen:
            problems.append(
                f"{_file_of(one)} : champ « fiches » : « {slug} » propose déjà une autre "
                "démarche : retirez-la d'ici."
            )
        seen.add(slug)
    return problems


def _lost(journey: Journey, journeys: Mapping[str, Journey], known: Known) -> list[str]:
    """Ids that lead nowhere, and conclusions that do not say where they come from."""
    ends = journey.conclusions
    following = {*journeys, *(f"{PREFIX}{letter}" for letter in known.letters)}
    named: dict[str, tuple[Collection[str | None], Collection[str]]] = {
        "theme": ([journey.theme], known.themes),
        "fiches": (
            [*journey.fiches, *(slug for end in ends for slug in end.fiches)],
            known.articles,
        ),
        "contacts": ([name for end in ends for name in end.contacts], known.contacts),
        "besoin": ([end.besoin for end in ends if end.besoin], known.needs),
        "lettre": ([end.lettre for end in ends if end.lettre], known.letters),
        "suites": ([name for end in ends for name in end.suites], following),
    }
    where = _file_of(journey)
    problems = [
        f"{where} : champ « {field} » : « {value} » n'existe pas : corrigez le nom."
        for field, (values, allowed) in named.items()
        for value in dict.fromkeys(values)
        if value not in allowed
    ]
    return problems + [
        f"{where} : conclusion {place} : champ « fiches » : vide : dites d'où elle vient."
        for place, end in enumerate(ends, 1)
        if not end.fiches
    ]


def _untold(journey: Journey) -> list[str]:
    """Paths at the end of which nothing is said, and conclusions that no path reaches."""
    where = _file_of(journey)
    reached: set[int] = set()
    for answers in islice(paths(journey, {}), MOST_PATHS):
        told = conclusions(journey, answers)
        if not told:
            path = ", ".join(f"{name}: {value}" for name, value in answers.items())
            return [
                f"{where} : rien n'est dit après ({path}) : ajoutez une conclusion sans « si »."
            ]
        reached.update(id(one) for one in told)
    return [
        f"{where} : conclusion {place} : aucune réponse n'y mène : corrigez son « si »."
        for place, end in enumerate(journey.conclusions, 1)
        if id(end) not in reached
    ]


def _without_answers(journey: Journey, text: str) -> str:
    for question in journey.questions:
        text = text.replace(f"{{{question.id}}}", "mot")
    return text


def _texts(journey: Journey) -> Iterator[tuple[str, str]]:
    """(field, text) of all that a member may read of a journey."""
    yield from (("titre", journey.titre), ("bouton", journey.bouton), ("accueil", journey.accueil))
    for question in journey.questions:
        where = f"question {question.id}"
        yield from ((where, text) for text in (question.texte, question.pourquoi, question.resume))
        yield from ((where, choice.texte) for choice in question.choix)
    for place, end in enumerate(journey.conclusions, 1):
        told = [end.titre or "", end.texte, *end.etapes]
        told += [end.rappel.titre, end.rappel.texte] if end.rappel else []
        yield from ((f"conclusion {place}", text) for text in told if text)
