"""A reviewer sees what comes back most, teaches it or sets it aside, and is told what was done."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.messages import NotUnderstood
from bot.misses import Misses
from bot.nlu import corpus
from bot.nlu.corpus import TRAINING, Example, read_examples
from bot.store import Store
from knowledge.database import make_engine
from knowledge.settings import settings

SAID = [
    ("le soleil de ma tante", []),
    ("combien rend la caisse pour mon plombage", ["demander_devis", "suite_cout"]),
    ("Combien rend la caisse pour mon plombage ?", []),
    ("pour mon plombage la caisse rend combien", []),
]


@pytest.fixture
def misses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Misses]:
    """What four members said, and a copy of the training files."""
    monkeypatch.setenv("ARIANE_VAR", str(tmp_path))
    monkeypatch.delenv("ARIANE_DATABASE_URL", raising=False)
    settings.cache_clear()
    engine = make_engine(settings().conversations_url())
    store, misses = Store(engine), Misses(engine)
    for text, guesses in SAID:
        misses.record(store.create()[0], NotUnderstood(text, guesses))
    training = Path(shutil.copytree(TRAINING, tmp_path / "nlu"))
    monkeypatch.setattr(corpus, "TRAINING", training)
    yield misses
    engine.dispose()
    monkeypatch.undo()
    settings.cache_clear()


def review(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["review", *arguments])


def test_what_comes_back_most_is_listed_first_with_its_likes(misses: Misses) -> None:
    shown = review().stdout.splitlines()
    assert shown == [
        "3 × « combien rend la caisse pour mon plombage »",
        "    n° 2 ; Ariane pensait à : demander_devis, suite_cout",
        "    n° 3 « Combien rend la caisse pour mon plombage ? »",
        "    n° 4 « pour mon plombage la caisse rend combien »",
        "1 × « le soleil de ma tante »",
        "    n° 1 ; Ariane pensait à : rien",
    ]


def test_a_kept_sentence_is_taught_once_and_leaves_the_list(misses: Misses, tmp_path: Path) -> None:
    told = review("--keep", "2", "--intent", "demander_devis")
    assert told.exit_code == 0
    assert "« combien rend la caisse pour mon plombage » ajoutée à " in told.output
    taught = read_examples(tmp_path / "nlu")
    assert taught.count(Example(SAID[1][0], "demander_devis")) == 1
    assert len(taught) == len(read_examples(TRAINING)) + 1
    assert [miss.id for miss in misses.to_review()] == [1, 4]


def test_an_ignored_sentence_leaves_the_list(misses: Misses) -> None:
    assert "1 phrase(s) écartée(s)" in review("--ignore", "1").output
    assert [miss.id for miss in misses.to_review()] == [2, 3, 4]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["--keep", "99", "--intent", "demander_devis"],
            "Aucune phrase à relire ne porte le n° 99",
        ),
        (["--ignore", "99"], "Aucune phrase à relire ne porte le n° 99"),
        (["--keep", "2"], "--keep N° --intent INTENTION"),
        (["--intent", "demander_devis"], "--keep N° --intent INTENTION"),
        (["--keep", "2", "--intent", "licorne"], "n'est pas une intention"),
    ],
)
def test_a_refusal_says_what_to_do_and_changes_nothing(
    misses: Misses, arguments: list[str], told: str
) -> None:
    result = review(*arguments)
    assert result.exit_code == 1
    assert told in result.stderr.replace("\n", " ")
    assert len(misses.to_review()) == len(SAID)


def test_with_nothing_to_review_it_says_so(misses: Misses) -> None:
    for miss in misses.to_review():
        misses.settle([miss.id], "ignored")
    assert review().stdout == "Aucune phrase à relire.\n"
