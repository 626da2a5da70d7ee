"""What of an article is shown, and how sure it is today. Makes texts and cards, sends none."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from knowledge.article import Article, Source
from knowledge.contacts import contacts
from knowledge.settings import settings
from knowledge.wording import french_date, say, word

Card = dict[str, Any]


def today() -> date:
    """Today, or the date simulated by ARIANE_TODAY to proofread content."""
    simulated = settings().today
    return date.fromisoformat(simulated) if simulated else date.today()


def texts(article: Article, day: date) -> dict[str, str]:
    """Every text of the article, facts in words, keyed as the response templates name them."""
    fields = ("reponse", "prochaine_etape", "sans_internet", "vigilance", "cout", "falc", "titre")
    shown = {field: word(getattr(article, field), day) for field in fields}
    shown["a_verifier"] = word(article.a_verifier or "", day)
    shown["a_revoir_le"] = french_date(article.a_revoir_le)
    return shown


def contact_cards(names: Iterable[str]) -> list[Card]:
    """Who helps, one call button each; the mutuelle's own counselors are a button, not a card."""
    helpers = [contacts()[name] for name in names if name != "conseiller"]
    return [
        one.card() | ({"role": say("contact_a_verifier", role=one.role)} if one.a_verifier else {})
        for one in helpers
    ]


def source_cards(article: Article) -> list[Card]:
    """One card a source: where it is, and honestly when and how far it was checked."""
    return [
        {
            "type": "source",
            "titre": source.titre,
            "url": str(source.url),
            "statut": _status(source, sure=article.a_verifier is None),
        }
        for source in article.sources
    ]


def _status(source: Source, sure: bool) -> str:
    day = french_date(source.consulte_le)
    if not source.lue:
        return say("source_non_lue")
    if source.copie_du:
        key = "source_copie" if sure else "source_copie_a_verifier"
        return say(key, date=day, copie=french_date(source.copie_du))
    return say("source_verifiee" if sure else "source_a_verifier", date=day)


def numbered_steps(article: Article, day: date) -> list[str]:
    """The steps of the article, without their numbers."""
    lines = (line.strip() for line in word(article.etapes, day).splitlines())
    return [line.split(". ", 1)[-1] for line in lines if line]


def position_card() -> Card:
    """Offer to give one's position where a commune is asked for."""
    return {"type": "position"}


def steps_card(title: str, steps: list[str]) -> Card:
    """Steps as a check-list."""
    return {"type": "etapes", "titre": title, "etapes": steps}
