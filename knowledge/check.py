"""Whole-content report: every fault of every content file, in French, with its cure.

Used by `ariane check`, by the tests and before the service starts. Opens no network connection.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from knowledge.contacts import Contact, load_contacts
from knowledge.content import ROOT, ContentError
from knowledge.figures import Figure, load_figures
from knowledge.library import Article, load_articles
from knowledge.mutuelle import load_mutuelle
from knowledge.registry import Registry, load_registry

PLACEHOLDER = re.compile(r"\{\{ *(\w+):(\w+) *\}\}")
AMOUNT = re.compile(r"\d[\d\s\u202f]*(?:,\d+)? ?(?:€|euros?\b)")
PHONE = re.compile(r"\b(?:0\d(?:[ .]?\d{2}){4}|3\d{3}|11[2459]|116 ?\d{3})\b")
TEXT_FIELDS = (
    "titre", "prochaine_etape", "sans_internet", "reponse", "etapes", "vigilance", "cout", "falc",
)  # fmt: skip
REVIEW_SOON = timedelta(days=30)


@dataclass
class Report:
    """`errors` must be cured before release; `warnings` tell what will soon need an editor."""

    errors: list[str]
    warnings: list[str]


def check_content(today: date, root: Path = ROOT) -> Report:
    """Read everything under `root` and report all that is wrong, never stopping at the first."""
    report = Report([], [])
    try:
        registry = load_registry(root / "intents.yml")
        contacts = load_contacts(root / "contacts.yml")
        figures = load_figures(root / "montants")
        articles = load_articles(root / "articles")
        house = load_mutuelle(root / "mutuelle.yml").values()
    except ContentError as error:
        report.errors += error.problems
        return report
    report.errors += _registry_problems(registry, articles)
    for article in articles.values():
        report.errors += _article_problems(article, articles, registry, contacts)
        report.errors += _citation_problems(
            article, {"montant": figures, "contact": contacts, "mutuelle": house}
        )
    report.warnings += _review_warnings(articles, today)
    report.errors += _unused_figures(articles, figures)
    return report


def _registry_problems(registry: Registry, articles: dict[str, Article]) -> list[str]:
    problems = []
    wanted = {intent.article_id() for intent in registry.intents.values()} - {None}
    for intent in registry.intents.values():
        target = intent.article_id()
        if target and target not in articles:
            cure = f"écrivez knowledge/articles/{target}.md"
            problems.append(f"knowledge/intents.yml : intention « {intent.id} » sans fiche : {cure}.")
    for article in articles.values():
        if article.id not in wanted:
            cure = "reliez-la à une intention dans knowledge/intents.yml"
            problems.append(f"{_file(article)} : fiche orpheline : {cure}.")
    return problems


def _article_problems(
    article: Article,
    articles: dict[str, Article],
    registry: Registry,
    contacts: dict[str, Contact],
) -> list[str]:
    problems = []
    where = _file(article)
    if article.theme not in registry.themes:
        problems.append(f"{where} : champ « theme » : « {article.theme} » n'est pas un thème connu.")
    if article.theme != article.id.split("/")[0]:
        problems.append(f"{where} : champ « theme » : doit être le nom du dossier.")
    for link in article.liens:
        if link not in articles:
            problems.append(f"{where} : champ « liens » : la fiche « {link} » n'existe pas.")
    for helper in article.qui_aide:
        if helper not in contacts and helper != "conseiller":
            problems.append(f"{where} : champ « qui_aide » : « {helper} » n'est pas dans contacts.yml.")
    if article.a_revoir_le <= article.valable_depuis:
        problems.append(f"{where} : champ « a_revoir_le » : doit suivre « valable_depuis ».")
    return problems


def _citation_problems(article: Article, known: Mapping[str, Collection[str]]) -> list[str]:
    return [
        problem
        for field in TEXT_FIELDS
        for problem in _text_problems(_file(article), field, getattr(article, field), known)
    ]


def _text_problems(
    where: str, field: str, text: str, known: Mapping[str, Collection[str]]
) -> list[str]:
    problems = []
    for kind, identifier in PLACEHOLDER.findall(text):
        if kind not in known or identifier not in known[kind]:
            problems.append(f"{where} : « {field} » : « {kind}:{identifier} » n'existe pas.")
    bare = PLACEHOLDER.sub("", text)
    if "{{" in bare or "}}" in bare:
        cure = "écrivez {{ montant:nom }} ou {{ contact:nom }}"
        problems.append(f"{where} : « {field} » : accolades mal formées : {cure}.")
    for amount in AMOUNT.findall(bare):
        cure = "mettez-la dans knowledge/montants/ et écrivez {{ montant:nom }}"
        problems.append(f"{where} : « {field} » : somme « {amount} » écrite en dur : {cure}.")
    for phone in PHONE.findall(bare):
        cure = "mettez-le dans knowledge/contacts.yml et écrivez {{ contact:nom }}"
        problems.append(f"{where} : « {field} » : numéro « {phone} » écrit en dur : {cure}.")
    return problems


def _review_warnings(articles: dict[str, Article], today: date) -> list[str]:
    warnings = []
    for article in articles.values():
        if article.is_outdated(today):
            warnings.append(f"{_file(article)} : à revoir depuis le {article.a_revoir_le:%d/%m/%Y}.")
        elif article.is_outdated(today + REVIEW_SOON):
            warnings.append(f"{_file(article)} : à revoir avant le {article.a_revoir_le:%d/%m/%Y}.")
    return warnings


def _unused_figures(articles: dict[str, Article], figures: dict[str, Figure]) -> list[str]:
    used = {
        identifier
        for article in articles.values()
        for field in TEXT_FIELDS
        for kind, identifier in PLACEHOLDER.findall(getattr(article, field))
        if kind == "montant"
    }
    return [
        f"knowledge/montants/{name}.yml : montant cité par aucune fiche : citez-le ou retirez-le."
        for name in sorted(set(figures) - used)
    ]


def _file(article: Article) -> str:
    return f"knowledge/articles/{article.id}.md"
