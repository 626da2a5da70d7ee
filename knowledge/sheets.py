"""An article as a counselor hands it to a member: its answer, its steps or its simple version.

The words and cards of Ariane's own answers, so that both say the same. Makes texts, sends none.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from knowledge.answers import (
    Card,
    contact_cards,
    numbered_steps,
    source_cards,
    steps_card,
    texts,
)
from knowledge.article import Article
from knowledge.wording import say

ANSWERS = {
    "sure": "fiche_reponse_sure",
    "a_verifier": "fiche_reponse_a_verifier",
    "perimee": "fiche_reponse_perimee",
}


class Sheet(NamedTuple):
    """What a member would read: text with light marks, and cards."""

    text: str
    cards: list[Card]


def state_of(article: Article, day: date) -> str:
    """How sure the article is at `day`: « sure », « a_verifier » or « perimee »."""
    if article.is_outdated(day):
        return "perimee"
    return "a_verifier" if article.a_verifier else "sure"


def sheet(article: Article, part: str, day: date) -> Sheet:
    """One of `PARTS` of the article at `day`; raise KeyError for another part."""
    return PARTS[part](article, day)


def _answer(article: Article, day: date) -> Sheet:
    shown = texts(article, day)
    text = say(
        ANSWERS[state_of(article, day)], reponse=shown["reponse"],
        prochaine_etape=shown["prochaine_etape"], sans_internet=shown["sans_internet"],
        a_verifier=shown["a_verifier"], a_revoir_le=shown["a_revoir_le"],
    )  # fmt: skip
    return Sheet(text, contact_cards(article.qui_aide) + source_cards(article))


def _steps(article: Article, day: date) -> Sheet:
    steps = steps_card(article.titre, numbered_steps(article, day))
    text = say("fiche_etapes", vigilance=texts(article, day)["vigilance"])
    return Sheet(text, [steps, *source_cards(article)])


def _simple(article: Article, day: date) -> Sheet:
    return Sheet(texts(article, day)["falc"], source_cards(article))


PARTS: Mapping[str, Callable[[Article, date], Sheet]] = {
    "reponse": _answer,
    "etapes": _steps,
    "simple": _simple,
}
