"""Whole-content report: every fault of every content file, in French, with its cure.

Used by `ariane check`, by the tests and before the service starts. Opens no network connection.
The rules are in `checks/`, one subject a module.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.article import Article
from knowledge.checks.dates import check_dates
from knowledge.checks.dialogue import Dialogue, dialogue_problems
from knowledge.checks.findings import Report
from knowledge.checks.gathering import Gathered, gather, read
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
from knowledge.contacts import Contact
from knowledge.content import ROOT, read_text

__all__ = ["Report", "check_content"]


def check_content(today: date, root: Path = ROOT) -> Report:
    """Read everything under `root`, and the dialogue beside it, and report all that is wrong.

    When a file cannot be read, its fault is reported first: what depends on it cannot be checked.
    """
    report = Report(shape_problems(root))
    found = gather(report, root)
    if found is None:
        return report
    known: dict[str, Collection[str]] = {
        "montant": found.figures,
        "contact": found.contacts,
        "mutuelle": found.house.values(),
    }
    _check_articles(report, found, known)
    _check_guides(report, found, known)
    used = _used_elsewhere(root, found.contacts, found.dialogue)
    report.errors += unused_contacts(found.articles, found.contacts, used)
    report.add(check_dates(found.articles, found.figures, found.contacts, today))
    written = [
        *read_texts(found.articles, root),
        *letter_texts(found.letters),
        *house_texts(found.house),
    ]
    _check_words(report, found.articles, written, root)
    report.errors += dialogue_problems(found.dialogue, found.registry)
    return report


def _check_articles(report: Report, found: Gathered, known: Mapping[str, Collection[str]]) -> None:
    """Articles, and the service's own texts: what they name and what they cite."""
    articles, registry = found.articles, found.registry
    report.errors += registry_problems(registry, articles)
    report.errors += pathway_problems(found.pathologies, registry)
    for article in articles.values():
        report.errors += article_problems(article, articles, registry, found.contacts, found.needs)
    report.errors += unlinked_articles(articles) + citation_problems(articles, known)
    for key, text in found.texts.items():
        report.errors += text_problems("knowledge/messages.yml", key, text, known)
    report.errors += unused_figures(articles, found.figures)


def _check_guides(report: Report, found: Gathered, known: Mapping[str, Collection[str]]) -> None:
    """What goes with the articles: ready replies, the mutuelle's own texts, letters, journeys."""
    for reply in found.replies.reponses:
        where = "knowledge/reponses_types.yml"
        report.errors += text_problems(where, reply.id, reply.texte, known)
    report.errors += house_problems(found.house)
    report.errors += letter_problems(found.letters, found.articles, known)
    named = Known(
        found.articles, found.registry.themes, found.contacts, found.needs, found.letters, known
    )
    report.errors += journey_problems(found.journeys, named)


def _check_words(
    report: Report, articles: dict[str, Article], texts: Iterable[tuple[str, str]], root: Path
) -> None:
    """How easy the articles are to read, and the spelling of the `texts` that members read."""
    report.add(check_reading(articles))
    read(report, lambda path: report.add(rare_words(articles, path)), root / "mots_simples.txt")
    misspelt = read(
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
