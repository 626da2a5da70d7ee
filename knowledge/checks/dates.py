"""Sources and dates: where a statement comes from, until when it may be given."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from knowledge.article import Article, Source
from knowledge.checks.findings import Report, file_of
from knowledge.contacts import Contact
from knowledge.figures import Figure

REVIEW_SOON = timedelta(days=30)
LONGEST_REVIEW_MONTHS = 15
MOST_REVIEWS_A_WEEK = 15


def check_dates(
    articles: Mapping[str, Article],
    figures: Mapping[str, Figure],
    contacts: Mapping[str, Contact],
    today: date,
) -> Report:
    """Every source of every content, then review dates and ends of validity."""
    report = Report([], crowded_weeks(articles.values(), today))
    for article in articles.values():
        report.errors += source_problems(file_of(article), article.sources, today)
        report.errors += _review_problems(article)
        report.warnings += _review_warnings(article, today)
    for figure in figures.values():
        where = f"knowledge/montants/{figure.id}.yml"
        for value in figure.valeurs.values():
            report.errors += source_problems(where, [value.source], today)
        report.add(_figure_findings(where, figure, today))
    for name, contact in contacts.items():
        where = f"knowledge/contacts.yml : contact « {name} »"
        report.errors += source_problems(where, [contact.source], today)
        if not contact.source.lue and not contact.a_verifier:
            report.errors.append(
                f"{where} : champ « a_verifier » : source non lue : écrivez « a_verifier: true »."
            )
    return report


def source_problems(where: str, sources: Iterable[Source], today: date) -> list[str]:
    """Addresses that are not https or come twice, and dates that cannot be."""
    problems = []
    seen: set[str] = set()
    for source in sources:
        start = f"{where} : champ « sources » : « {source.titre} »"
        url = str(source.url).rstrip("/")
        if source.url.scheme != "https":
            problems.append(f"{start} : adresse non sûre : écrivez-la en https://.")
        if url in seen:
            problems.append(f"{start} : adresse déjà citée plus haut : gardez-en une.")
        if source.consulte_le > today:
            problems.append(
                f"{start} : « consulte_le » est dans le futur : mettez le jour de lecture."
            )
        if source.copie_du and source.copie_du > source.consulte_le:
            problems.append(
                f"{start} : « copie_du » doit précéder « consulte_le » : corrigez la date."
            )
        seen.add(url)
    return problems


def _review_problems(article: Article) -> list[str]:
    where = file_of(article)
    problems = []
    if article.a_revoir_le <= article.valable_depuis:
        problems.append(
            f"{where} : champ « a_revoir_le » : doit suivre « valable_depuis » : corrigez la date."
        )
    if article.a_revoir_le > _months_after(article.checked_on(), LONGEST_REVIEW_MONTHS):
        problems.append(
            f"{where} : champ « a_revoir_le » : plus de {LONGEST_REVIEW_MONTHS} mois après la "
            "lecture des sources : rapprochez la date."
        )
    if article.a_verifier is None and not any(source.lue for source in article.sources):
        problems.append(
            f"{where} : champ « a_verifier » : aucune source n'a été lue (« lue: false ») : "
            "lisez-en une, ou dites ce qui reste à vérifier."
        )
    return problems


def _review_warnings(article: Article, today: date) -> list[str]:
    day = f"{article.a_revoir_le:%d/%m/%Y}"
    if article.is_outdated(today):
        cure = "relisez ses sources, puis changez « consulte_le » et « a_revoir_le »"
        return [f"{file_of(article)} : à revoir depuis le {day} : {cure}."]
    if article.is_outdated(today + REVIEW_SOON):
        return [f"{file_of(article)} : à revoir avant le {day}."]
    return []


def crowded_weeks(articles: Iterable[Article], today: date) -> list[str]:
    """Weeks to come in which more articles fall due than editors can read again."""
    due = (one.a_revoir_le for one in articles if not one.is_outdated(today))
    weeks = Counter(day - timedelta(days=day.weekday()) for day in due)
    return [
        f"knowledge/articles : champ « a_revoir_le » : {count} fiches à revoir la semaine du "
        f"{monday:%d/%m/%Y} : étalez les dates, {MOST_REVIEWS_A_WEEK} fiches par semaine au plus."
        for monday, count in sorted(weeks.items())
        if count > MOST_REVIEWS_A_WEEK
    ]


def _figure_findings(where: str, figure: Figure, today: date) -> Report:
    report = Report()
    if figure.fin and figure.fin < min(figure.valeurs):
        report.errors.append(
            f"{where} : champ « fin » : précède la première valeur : corrigez la date."
        )
    if figure.fin and figure.fin < today:
        report.warnings.append(
            f"{where} : champ « fin » : valeur échue depuis le {figure.fin:%d/%m/%Y}, Ariane ne la "
            "donne plus : ajoutez la nouvelle valeur et retirez « fin »."
        )
    if not figure.a_verifier and not all(value.source.lue for value in figure.valeurs.values()):
        report.errors.append(
            f"{where} : champ « a_verifier » : source non lue : écrivez « a_verifier: true »."
        )
    return report


def _months_after(day: date, months: int) -> date:
    """Same day `months` months later, the 28th at the latest: no month is too short for it."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, min(day.day, 28))
