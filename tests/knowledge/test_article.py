"""An article is read whole or refused with what the editor must do."""

from datetime import date
from pathlib import Path

import pytest
from content_tree import ContentTree

from knowledge.article import Article, load_articles, read_article
from knowledge.content import ContentError

PATH = "knowledge/articles/droits/question.md"


@pytest.fixture
def tree(tmp_path: Path) -> ContentTree:
    return ContentTree(tmp_path)


def read(tree: ContentTree) -> Article:
    return read_article(tree.base / PATH)


def test_each_part_of_the_file_is_found(tree: ContentTree) -> None:
    article = read(tree)
    assert article.id == "droits/question"
    assert article.reponse.startswith("Votre caisse répond")
    assert article.etapes.splitlines() == [
        "1. Notez votre question.",
        "2. Posez la question à votre caisse.",
    ]
    assert article.vigilance == "- Gardez une copie de vos papiers."
    assert article.cout == "Cela coûte {{ montant:forfait }} au plus."
    assert len(article.falc.splitlines()) == 4


def test_the_date_checked_is_that_of_the_source_read_last(tree: ContentTree) -> None:
    tree.edit(
        PATH,
        "valable_depuis",
        "  - {titre: Autre, url: 'https://autre.fr', consulte_le: 2026-11-20}\nvalable_depuis",
    )
    assert read(tree).checked_on() == date(2026, 11, 20)


def test_an_article_is_outdated_the_day_after_its_review_date(tree: ContentTree) -> None:
    article = read(tree)
    assert not article.is_outdated(date(2027, 5, 1))
    assert article.is_outdated(date(2027, 5, 2))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("## Coût", "## Réponse", "titre « Réponse » en double : réunissez les deux parties."),
        ("## Coût\n", "", "champ « cout » : ajoutez ce champ."),
        (
            "---\n## Réponse",
            "---\nBonjour.\n## Réponse",
            "texte avant le premier titre : placez-le dans une partie.",
        ),
        ("theme: droits", "theme droits", "Corrigez la syntaxe."),
        (
            "https://exemple.fr/question",
            "exemple.fr",
            "champ « sources.0.url » : écrivez une adresse complète, https://….",
        ),
    ],
)
def test_a_fault_is_told_with_the_file(tree: ContentTree, old: str, new: str, told: str) -> None:
    tree.edit(PATH, old, new)
    with pytest.raises(ContentError) as caught:
        read(tree)
    assert any(problem.endswith(told) for problem in caught.value.problems), caught.value
    assert all("question.md" in problem for problem in caught.value.problems)


def test_a_syntax_fault_gives_the_line_of_the_file(tree: ContentTree) -> None:
    tree.edit(PATH, "besoins: [dentiste]", "besoins: [dentiste")
    with pytest.raises(ContentError, match=r"question\.md : ligne 1[34] : "):
        read(tree)


def test_all_faulty_articles_are_told_together(tree: ContentTree) -> None:
    tree.edit(PATH, "titre:", "titer:")
    tree.edit("knowledge/articles/couts/prix.md", "theme:", "thme:")
    with pytest.raises(ContentError) as caught:
        load_articles(tree.root / "articles")
    assert "question.md" in str(caught.value)
    assert "prix.md" in str(caught.value)


def test_a_file_in_another_encoding_is_told(tree: ContentTree) -> None:
    path = tree.base / PATH
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    with pytest.raises(ContentError, match="enregistrez le fichier en UTF-8"):
        read(tree)
