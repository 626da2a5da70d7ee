"""A sentence kept from review joins its intent, and nothing else of the file changes."""

import shutil
from pathlib import Path

import pytest

from bot.nlu.corpus import TRAINING, TWINS, Example, read_examples
from bot.nlu.teaching import TeachingRefused, teach

NEW = "le plombage du fond, combien ma caisse en rend"


@pytest.fixture
def training(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TRAINING, tmp_path / "nlu"))


def test_the_sentence_comes_last_of_its_intent_and_the_rest_is_untouched(training: Path) -> None:
    path = teach(NEW, "demander_devis", training, TWINS)
    before = (TRAINING / path.name).read_text(encoding="utf-8").splitlines()
    after = path.read_text(encoding="utf-8").splitlines()
    place = after.index(f"    - {NEW}")
    assert after[:place] + after[place + 1 :] == before
    assert after[place + 1].startswith("- intent: ") or place + 1 == len(after)
    assert Example(NEW, "demander_devis") in read_examples(training)


@pytest.mark.parametrize("intent", ["saluer", "critiquer_ariane", "signaler_urgence"])
def test_the_first_and_the_last_intent_of_a_file_learn_too(training: Path, intent: str) -> None:
    teach(NEW, intent, training, TWINS)
    assert Example(NEW, intent) in read_examples(training)


def test_signs_that_training_files_give_a_meaning_to_are_left_out(training: Path) -> None:
    teach("- un [devis](besoin)\npour   mon plombage", "demander_devis", training, TWINS)
    expected = Example("un devis besoin pour mon plombage", "demander_devis")
    assert expected in read_examples(training)


@pytest.mark.parametrize(
    ("sentence", "intent", "told"),
    [
        (NEW, "demander_licorne", "n'est pas une intention"),
        ("BONJOUR !", "remercier", "« bonjour » est déjà apprise (saluer)"),
        ("mme ‹nom› veut un plombage", "demander_devis", "cache une donnée personnelle"),
    ],
)
def test_what_teaches_nothing_is_refused(
    training: Path, sentence: str, intent: str, told: str
) -> None:
    with pytest.raises(TeachingRefused) as refused:
        teach(sentence, intent, training, TWINS)
    assert told in str(refused.value)
    assert read_examples(training) == read_examples(TRAINING)


@pytest.mark.parametrize("sentence", ["puis je avoir le devis de mon plombage", "devis plombage ?"])
def test_what_measures_understanding_is_never_taught(
    training: Path, tmp_path: Path, sentence: str
) -> None:
    twins = tmp_path / "twins"
    twins.mkdir()
    (twins / "test_couts.yml").write_text(
        "nlu:\n- intent: demander_devis\n  examples: |\n"
        "    - puis-je avoir un devis de mon plombage ?\n    - devis plombage\n",
        encoding="utf-8",
    )
    with pytest.raises(TeachingRefused, match="sert à mesurer"):
        teach(sentence, "demander_devis", training, twins)
    assert read_examples(training) == read_examples(TRAINING)
