"""What points to what: intents, articles, links, helpers, needs, amounts and phone numbers."""

import re
from collections.abc import Collection, Iterable, Mapping

from knowledge.article import Article
from knowledge.checks.findings import PLACEHOLDER, cited, file_of, label, shown_texts
from knowledge.contacts import Contact
from knowledge.figures import Figure
from knowledge.needs import Need
from knowledge.pathologies import Pathologies
from knowledge.registry import Registry

AMOUNT = re.compile(r"\d[\d\s\u202f]*(?:,\d+)? ?(?:€|euros?\b)")
PHONE = re.compile(
    r"\b(?:0 ?[1-9](?:[ .]?\d){8}|3\d{3}|11[2459]|116 ?\d{3})\b"
    r"|\b(?:appel\w+|composez|numéro) (?:le |au )?1[578]\b",
    re.IGNORECASE,
)
Articles = Mapping[str, Article]


def registry_problems(registry: Registry, articles: Articles) -> list[str]:
    """Intents whose article is missing, articles that no intent leads to."""
    wanted = {intent.id: intent.article_id() for intent in registry.intents.values()}
    missing = [
        f"knowledge/intents.yml : intention « {intent} » : champ « article » : fiche absente : "
        f"écrivez knowledge/articles/{target}.md."
        for intent, target in wanted.items()
        if target and target not in articles
    ]
    orphans = [
        f"{file_of(article)} : fiche orpheline : reliez-la à une intention de "
        "knowledge/intents.yml."
        for article in articles.values()
        if article.id not in wanted.values()
    ]
    return missing + orphans


def pathway_problems(pathologies: Pathologies, registry: Registry) -> list[str]:
    """Themes of pathologies whose pathway is not a theme of the registry."""
    return [
        f"knowledge/pathologies.yml : champ « parcours.{theme} » : « {pathway} » n'est pas un "
        "thème connu : prenez-en un de knowledge/intents.yml."
        for theme, pathway in pathologies.parcours.items()
        if pathway not in registry.themes
    ]


def article_problems(
    article: Article,
    articles: Articles,
    registry: Registry,
    contacts: Mapping[str, Contact],
    needs: Mapping[str, Need],
) -> list[str]:
    """Identifiers of the header that lead nowhere, or twice to the same place."""
    where = file_of(article)
    problems = []
    if article.theme not in registry.themes:
        problems.append(
            f"{where} : champ « theme » : « {article.theme} » n'est pas un thème connu : "
            "prenez-en un de knowledge/intents.yml."
        )
    if article.theme != article.id.split("/")[0]:
        problems.append(f"{where} : champ « theme » : écrivez le nom du dossier de la fiche.")
    known: dict[str, tuple[Collection[str], str]] = {
        "liens": (articles.keys() - {article.id}, "écrivez thème/nom d'une autre fiche"),
        "qui_aide": ({*contacts, "conseiller"}, "prenez un nom de knowledge/contacts.yml"),
        "besoins": (needs, "prenez un nom de knowledge/besoins.yml"),
    }
    for field, (allowed, cure) in known.items():
        values: tuple[str, ...] = getattr(article, field)
        problems += [
            f"{where} : champ « {field} » : « {value} » n'existe pas : {cure}."
            for value in values
            if value not in allowed
        ]
        problems += [
            f"{where} : champ « {field} » : « {value} » est écrit deux fois : gardez-en un."
            for value in sorted({one for one in values if values.count(one) > 1})
        ]
    return problems


def unlinked_articles(articles: Articles) -> list[str]:
    """Articles that link nowhere, or that no other article leads to."""
    targets = {link for article in articles.values() for link in article.liens}
    dead_ends = [
        f"{file_of(article)} : champ « liens » : vide : donnez au moins une fiche voisine."
        for article in articles.values()
        if not article.liens
    ]
    unreached = [
        f"{file_of(article)} : aucune fiche n'y renvoie : ajoutez « {article.id} » au champ "
        "« liens » d'une fiche voisine."
        for article in articles.values()
        if article.id not in targets
    ]
    return dead_ends + unreached


def text_problems(
    where: str, field: str, text: str, known: Mapping[str, Collection[str]]
) -> list[str]:
    """Citations that lead nowhere, amounts and numbers written in full in a text."""
    start = f"{where} : « {label(field)} »"
    problems = [
        f"{start} : « {kind}:{name} » n'existe pas : corrigez le nom ou créez-le."
        for kind, name in PLACEHOLDER.findall(text)
        if name not in known.get(kind, ())
    ]
    bare = PLACEHOLDER.sub("", text)
    if "{{" in bare or "}}" in bare:
        cure = "écrivez {{ montant:nom }} ou {{ contact:nom }}"
        problems.append(f"{start} : accolades mal formées : {cure}.")
    for amount in AMOUNT.findall(bare):
        cure = "mettez-la dans knowledge/montants/ et écrivez {{ montant:nom }}"
        problems.append(f"{start} : somme « {amount} » écrite en dur : {cure}.")
    for phone in PHONE.findall(bare):
        cure = "mettez-le dans knowledge/contacts.yml et écrivez {{ contact:nom }}"
        problems.append(f"{start} : numéro « {phone} » écrit en dur : {cure}.")
    return problems


def citation_problems(articles: Articles, known: Mapping[str, Collection[str]]) -> list[str]:
    """`text_problems` of every text of every article."""
    return [
        problem
        for article in articles.values()
        for field, text in shown_texts(article)
        for problem in text_problems(file_of(article), field, text, known)
    ]


def unused_figures(articles: Articles, figures: Mapping[str, Figure]) -> list[str]:
    """Figures that no article cites."""
    used = _cited_by(articles, "montant")
    return [
        f"knowledge/montants/{name}.yml : montant cité par aucune fiche : citez-le ou retirez-le."
        for name in sorted(set(figures) - used)
    ]


def unused_contacts(
    articles: Articles, contacts: Mapping[str, Contact], elsewhere: Iterable[str]
) -> list[str]:
    """Contacts that no article gives and that are not used `elsewhere` (service, safety net)."""
    helpers = {name for article in articles.values() for name in article.qui_aide}
    used = _cited_by(articles, "contact") | helpers | set(elsewhere)
    return [
        f"knowledge/contacts.yml : contact « {name} » : aucune fiche ne le donne : "
        "citez-le ou retirez-le."
        for name in contacts
        if name not in used
    ]


def _cited_by(articles: Articles, kind: str) -> set[str]:
    texts = (text for article in articles.values() for _, text in shown_texts(article))
    return {name for text in texts for name in cited(text, kind)}
