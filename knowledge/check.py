"""Whole-content report: every fault of every content file, in French, with its cure.

Used by `ariane check`, by the tests and before the service starts. Opens no network connection.
The rules are in `checks/`, one subject a module.
"""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from knowledge.article import Article, load_articles
from knowledge.checks.dates import check_dates
from knowledge.checks.dialogue import Dialogue, dialogue_problems, read_dialogue
from knowledge.checks.findings import Report
from knowledge.checks.journeys import Known, journey_problems
from knowledge.checks.letters import letter_problems, letter_texts
from knowledge.checks.mutuelle import house_problems, house_texts
from knowledge.checks.rare_words import rare_words
from knowledge.checks.reading import check_reading
from knowledge.checks.references import (
    article_problems,
    citation_problems,
    pathway_problems,
    registry_problems,
    text_problems,
    unlinked_articles,
    unused_contacts,
    unused_figures,
)
from knowledge.checks.shapes import shape_problems
from knowledge.checks.spelling import read_texts, spelling_problems
from knowledge.contacts import Contact, load_contacts
from knowledge.content import ROOT, ContentError, read_text, relative
from knowledge.desk import load_desk, load_replies
from knowledge.figures import load_figures
from knowledge.journeys.model import load_journeys
from knowledge.journeys.reading import load_commands
from knowledge.letters.library import load_letters
from knowledge.mutuelle import load_mutuelle
from knowledge.needs import load_needs
from knowledge.pathologies import load_pathologies
from knowledge.people import load_people
from knowledge.registry import Registry, load_registry
from knowledge.safety.messages import load_messages
from knowledge.urgency import load_delays
from knowledge.wording import service_texts

__all__ = ["Report", "check_content"]
Read = TypeVar("Read")
MISSHAPEN = "mal construit : comparez-le à un fichier voisin (voir knowledge/README.md)"


def check_content(today: date, root: Path = ROOT) -> Report:
    """Read everything under `root`, and the dialogue beside it, and report all that is wrong.

    When a file cannot be read, its fault is reported first: what depends on it cannot be checked.
    """
    report = Report(shape_problems(root))
    registry = _read(report, load_registry, root / "intents.yml")
    contacts = _read(report, load_contacts, root / "contacts.yml")
    figures = _read(report, load_figures, root / "montants")
    articles = _read(report, load_articles, root / "articles")
    house = _read(report, load_mutuelle, root / "mutuelle.yml")
    needs = _read(report, load_needs, root / "besoins.yml")
    _check_mentions(report, registry, root)
    _read(report, load_desk, root / "poste.yml")
    replies = _read(report, load_replies, root / "reponses_types.yml")
    letters = _read(report, load_letters, root / "letters")
    journeys = _read(report, load_journeys, root / "journeys" / "parcours")
    _read(report, load_commands, root / "journeys" / "commandes.yml")
    texts = _read(report, service_texts, root / "messages.yml")
    dialogue = _read(report, read_dialogue, root)
    if (
        registry is None or contacts is None or figures is None or articles is None
        or house is None or needs is None or letters is None or texts is None or dialogue is None
        or journeys is None
    ):  # fmt: skip
        return report
    known: dict[str, Collection[str]] = {
        "montant": figures,
        "contact": contacts,
        "mutuelle": house.values(),
    }
    _read(report, lambda path: load_messages(path, contacts), root / "safety" / "messages.yml")
    report.errors += registry_problems(registry, articles)
    for article in articles.values():
        report.errors += article_problems(article, articles, registry, contacts, needs)
    report.errors += unlinked_articles(articles) + citation_problems(articles, known)
    for key, text in texts.items():
        report.errors += text_problems("knowledge/messages.yml", key, text, known)
    for reply in replies.reponses if replies else ():
        where = "knowledge/reponses_types.yml"
        report.errors += text_problems(where, reply.id, reply.texte, known)
    report.errors += house_problems(house) + letter_problems(letters, articles, known)
    named = Known(articles, registry.themes, contacts, needs, letters, known)
    report.errors += journey_problems(journeys, named)
    report.errors += unused_figures(articles, figures)
    report.errors += unused_contacts(articles, contacts, _used_elsewhere(root, contacts, dialogue))
    report.add(check_dates(articles, figures, contacts, today))
    written = [*read_texts(articles, root), *letter_texts(letters), *house_texts(house)]
    _check_words(report, articles, written, root)
    report.errors += dialogue_problems(dialogue, registry)
    return report


def _read(report: Report, load: Callable[[Path], Read], path: Path) -> Read | None:
    """What `load` reads, or None with the fault reported."""
    try:
        return load(path)
    except ContentError as error:
        report.errors += error.problems
    except (AttributeError, KeyError, TypeError):
        report.errors.append(f"{relative(path)} : {MISSHAPEN}.")
    return None


def _check_mentions(report: Report, registry: Registry | None, root: Path) -> None:
    """Words by which a message names people, delays and pathologies: nothing else needs them."""
    _read(report, load_people, root / "personnes.yml")
    _read(report, load_delays, root / "delais.yml")
    pathologies = _read(report, load_pathologies, root / "pathologies.yml")
    if pathologies and registry:
        report.errors += pathway_problems(pathologies, registry)


def _check_words(
    report: Report, articles: dict[str, Article], texts: Iterable[tuple[str, str]], root: Path
) -> None:
    """How easy the articles are to read, and the spelling of the `texts` that members read."""
    report.add(check_reading(articles))
    _read(report, lambda path: report.add(rare_words(articles, path)), root / "mots_simples.txt")
    misspelt = _read(
        report, lambda path: list(spelling_problems(texts, path)), root / "mots_admis.txt"
    )
    report.errors += misspelt or []


def _used_elsewhere(root: Path, contacts: dict[str, Contact], dialogue: Dialogue) -> set[str]:
    """Contacts given by the safety net, the service's texts or the code."""
    texts = [read_text(root / "messages.yml"), read_text(root / "safety" / "messages.yml")]
    written: set[Any] = {word for text in texts for word in re.findall(r"\w+", text)}
    for module in dialogue.modules:
        if not module.where.startswith("knowledge/"):
            written |= module.strings
    return written & set(contacts)
