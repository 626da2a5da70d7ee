"""The content shipped with Ariane has no fault, and its emergency answers begin with a number."""

from datetime import date

import pytest

from knowledge.answers import texts
from knowledge.article import Article, articles
from knowledge.check import check_content

READ_ON = date(2026, 11, 21)
NUMBERS_FIRST = {
    "urgence/que-faire-en-urgence": "15",
    "urgence/intoxication": "15",
    "urgence/violence-en-cours": "17",
    "detresse_psychique/idees-suicidaires": "3114",
    "detresse_psychique/enfant-en-danger": "17",
}


def test_the_shipped_content_has_no_error() -> None:
    assert check_content(READ_ON).errors == []


def test_there_is_an_article_for_each_subject_of_the_mission() -> None:
    assert len(articles()) >= 90


@pytest.mark.parametrize("article", articles().values(), ids=list(articles()))
def test_a_member_never_reads_a_brace_or_an_empty_part(article: Article) -> None:
    shown = texts(article, READ_ON)
    for field, text in shown.items():
        assert "{" not in text, f"{field}: {text}"
        assert text or field == "a_verifier", field


@pytest.mark.parametrize(("identifier", "number"), NUMBERS_FIRST.items())
def test_an_emergency_answer_gives_its_number_in_the_first_sentences(
    identifier: str, number: str
) -> None:
    shown = texts(articles()[identifier], READ_ON)
    assert number in shown["reponse"][:260]
    assert number in shown["falc"]
    assert number in shown["prochaine_etape"] + shown["sans_internet"]
