"""Each fault an editor may make is caught, and told in French with its file, field and cure.

`broken_rules.yml` breaks a sound content tree at one place, once for each rule.
"""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from content_tree import ContentTree

from knowledge.article import articles
from knowledge.check import check_content
from knowledge.checks.dates import crowded_weeks
from knowledge.content import ROOT

TODAY = date(2026, 11, 21)
CASES = yaml.safe_load((Path(__file__).parent / "broken_rules.yml").read_text(encoding="utf-8"))
ARTICLE = "knowledge/articles/droits/question.md"


@pytest.fixture
def tree(tmp_path: Path) -> ContentTree:
    return ContentTree(tmp_path)


def test_a_sound_tree_has_nothing_to_say(tree: ContentTree) -> None:
    report = check_content(TODAY, tree.root)
    assert report.errors == []
    assert report.warnings == []


@pytest.mark.parametrize("case", CASES["errors"].values(), ids=list(CASES["errors"]))
def test_a_broken_rule_is_told_with_its_cure(tree: ContentTree, case: dict[str, Any]) -> None:
    tree.break_at(case)
    errors = check_content(TODAY, tree.root).errors
    assert any(error.endswith(case["told"]) for error in errors), "\n".join(errors)
    for error in errors:
        assert re.search(r"\.(md|yml|py|txt)|data/\w+", error), f"no file named: {error}"
        assert error.count(" : ") >= 1 or ", " in error, f"no cure: {error}"
        assert error.endswith(".")


@pytest.mark.parametrize("case", CASES["warnings"].values(), ids=list(CASES["warnings"]))
def test_what_will_soon_need_an_editor_is_a_warning(
    tree: ContentTree, case: dict[str, Any]
) -> None:
    tree.break_at(case)
    report = check_content(TODAY, tree.root)
    assert report.errors == []
    assert report.warnings == [case["told"]]


def test_every_unreadable_file_is_told_at_once(tree: ContentTree) -> None:
    tree.edit(ARTICLE, "valable_depuis", "valable_depui")
    tree.edit("knowledge/articles/couts/prix.md", "a_revoir_le", "a_revoir")
    tree.edit("knowledge/montants/forfait.yml", "unite: euro", "unite: florin")
    told = "\n".join(check_content(TODAY, tree.root).errors)
    for name in ("question.md", "prix.md", "forfait.yml"):
        assert name in told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Gardez une copie de vos papiers.", "Gardez :\n- une copie ;\n- les originaux."),
        ("Appelez votre caisse.", "Appelez. Notez le nom. Attendez la réponse. Rappelez ensuite."),
        ("Notez votre question.", "Allez sur https://exemple.fr/page : tout y est, à 10:30."),
        ("Notez votre question.", "Attendez 15 minutes, de 18 à 19 h, le 17 mars."),
        ("Notez votre question.", "Aujourd'hui, lorsqu'il a mal au cœur, va-t-il au CSAPA ?"),
        ("Notez votre question.", "Voyez exemple.fr ou jeanne@exemple.fr, rubrique 2B."),
    ],
    ids=[
        "announced list",
        "several short sentences",
        "address and hour",
        "ordinary numbers",
        "elisions, ligature and acronym",
        "site and mail",
    ],
)
def test_good_french_is_left_alone(tree: ContentTree, old: str, new: str) -> None:
    tree.edit(ARTICLE, old, new)
    report = check_content(TODAY, tree.root)
    assert report.errors == []
    assert report.warnings == []


@pytest.mark.parametrize("word", ["Télésoin", "télésoin", "l'Unafam", "l’Unafam"])
def test_a_right_word_is_admitted_once_for_all(tree: ContentTree, word: str) -> None:
    """A common noun may begin a sentence; a proper noun needs its capital, elided or not."""
    tree.edit(ARTICLE, "Appelez votre caisse.", f"Appelez {word}.")
    admitted = "Unafam" if "Unafam" in word else "télésoin"
    tree.write("knowledge/mots_admis.txt", f"# Vérifiés.\n{admitted}\n")
    assert check_content(TODAY, tree.root).errors == []


def test_a_proper_noun_without_its_capital_is_told(tree: ContentTree) -> None:
    tree.edit(ARTICLE, "Appelez votre caisse.", "Appelez l'unafam.")
    tree.write("knowledge/mots_admis.txt", "Unafam\n")
    assert any(
        "mot inconnu « unafam »" in error for error in check_content(TODAY, tree.root).errors
    )


@pytest.mark.parametrize(
    "easy",
    [
        "Demandez vos honoraires.\n- Les honoraires sont le prix du médecin.",
        "Demandez vos honoraires.\n- C'est le prix du médecin.",
        "Demandez vos honoraires (le prix).",
        "Demandez vos soins : un soin est un acte.",
    ],
    ids=["told of next", "« c'est » next", "in brackets", "no rare word"],
)
def test_a_rare_word_may_stay_once_explained(tree: ContentTree, easy: str) -> None:
    tree.edit(ARTICLE, "Appelez votre caisse.", easy)
    assert check_content(TODAY, tree.root).warnings == []


def test_a_word_known_to_all_needs_no_explanation(tree: ContentTree) -> None:
    tree.edit(ARTICLE, "Appelez votre caisse.", "Appelez votre mutuelle.")
    assert check_content(TODAY, tree.root).warnings != []
    tree.write("knowledge/mots_simples.txt", "mutuelles\n")
    report = check_content(TODAY, tree.root)
    assert (report.errors, report.warnings) == ([], [])


@pytest.mark.parametrize(
    "told",
    [case["told"] for kind in ("errors", "warnings") for case in CASES[kind].values()],
)
def test_the_editors_guide_explains_every_fault(told: str) -> None:
    guide = (
        (ROOT / "README.md").read_text(encoding="utf-8").split("## Ce que disent les erreurs")[1]
    )
    quoted = re.findall(r"`([^`]+)`", guide)
    fragments = [re.escape(text).replace("…", ".*") for text in quoted]
    assert any(re.search(fragment, told) for fragment in fragments), told


@pytest.mark.parametrize(("count", "told"), [(15, []), (16, ["16 fiches à revoir la semaine du"])])
def test_editors_are_not_given_too_much_to_read_again_in_a_week(
    count: int, told: list[str]
) -> None:
    article = next(iter(articles().values()))
    monday = date(2027, 9, 6)
    due = [
        article.model_copy(update={"a_revoir_le": monday + timedelta(days=one % 7)})
        for one in range(count)
    ]
    warnings = crowded_weeks(due, TODAY)
    assert len(warnings) == len(told)
    assert all(text in warning for text, warning in zip(told, warnings, strict=True))
    assert crowded_weeks(due, date(2028, 1, 1)) == [], "each is told apart once it is due"


def test_the_shipped_articles_are_due_week_after_week() -> None:
    assert crowded_weeks(articles().values(), TODAY) == []
    assert articles()["droits_c2s_ame_couverture/plafonds-c2s"].a_revoir_le < date(2027, 1, 1)
