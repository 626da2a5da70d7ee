"""Addresses of other sites that the content gives, and where each is written. Opens none."""

from collections.abc import Iterable, Iterator

from knowledge.article import Source, load_articles
from knowledge.checks.findings import file_of
from knowledge.checks.mutuelle import FILE, house_addresses
from knowledge.contacts import load_contacts
from knowledge.figures import load_figures
from knowledge.mutuelle import load_mutuelle


def external_links() -> dict[str, list[str]]:
    """Every address by where editors find it (file and field); raise ContentError if unreadable."""
    links: dict[str, list[str]] = {}
    for where, url in _given():
        places = links.setdefault(url, [])
        if where not in places:
            places.append(where)
    return links


def _given() -> Iterator[tuple[str, str]]:
    for article in load_articles().values():
        yield from _sources(file_of(article), article.sources)
    for figure in load_figures().values():
        values = (value.source for value in figure.valeurs.values())
        yield from _sources(f"knowledge/montants/{figure.id}.yml", values)
    for name, contact in load_contacts().items():
        yield from _sources(f"knowledge/contacts.yml : contact « {name} »", [contact.source])
    house = load_mutuelle()
    if not house.demonstration:  # a mutuelle that does not exist has no site
        for field, url in house_addresses(house):
            yield f"{FILE} : champ « {field} »", url


def _sources(where: str, sources: Iterable[Source]) -> Iterator[tuple[str, str]]:
    for source in sources:
        yield f"{where} : source « {source.titre} »", str(source.url)
