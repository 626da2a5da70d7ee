"""Words nobody understood still lead to the articles that use them, or to nothing at all."""

import pytest

from knowledge.article import Article, articles
from knowledge.closest import closest


@pytest.mark.parametrize(
    ("asked", "article"),
    [
        ("dossier médical d'un proche", "droits_dossier_medical/dossier-d-un-proche"),
        ("DOSSIERS MEDICAUX DES PROCHES !!!", "droits_dossier_medical/dossier-d-un-proche"),
        ("directive anticipée", "droits_information_consentement/directives-anticipees"),
        ("jai perdu ma carte vitale", "droits_c2s_ame_couverture/carte-vitale"),
    ],
)
def test_the_article_that_uses_these_words_comes_first(asked: str, article: str) -> None:
    assert closest(asked)[0].id == article


@pytest.mark.parametrize("article", articles().values(), ids=lambda article: article.id)
def test_the_title_of_an_article_leads_to_it_or_to_nothing(article: Article) -> None:
    found = closest(article.titre)  # nothing when its words are everywhere: « médecin traitant »
    assert article in found or found == []


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "???",
        "🙂",
        "et de la pour un",
        "zorglub kwijibo frunz",
        "la recette des crêpes",
        "ma mère est tombée hier j'ai peur de la laisser seule",
        "оплата",
    ],
)
def test_nothing_is_offered_when_too_few_words_are_shared(asked: str) -> None:
    assert closest(asked) == []


def test_no_more_titles_than_asked_for() -> None:
    asked = "dépistage cancer"
    assert [len(closest(asked, limit)) for limit in (1, 2)] == [1, 2]


def test_a_very_long_question_is_read_too() -> None:
    assert closest("je veux le dossier médical d'un proche décédé " * 100)
