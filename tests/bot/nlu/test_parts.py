"""Each part of understanding keeps its promise alone, without a trained model."""

import random

import numpy as np
import pytest

from bot.nlu.intent_model import Guess, sharpness, softmax
from bot.nlu.measures import Answer, Thresholds, calibration_error, f1
from bot.nlu.mentions import find_mentions, prepare
from bot.nlu.scope import Scope
from bot.nlu.spelling import Spelling
from bot.nlu.typos import with_typos
from bot.nlu.vectors import WordVectors, word_key


def vectors_of(*words: str) -> WordVectors:
    """Vectors that know `words` only."""
    keys = np.array(sorted(word_key(word) for word in words), dtype=np.uint64)
    return WordVectors(keys, np.zeros(len(words), np.uint16), np.ones((1, 3), np.float16))


def test_the_model_sees_neither_the_commune_nor_the_accents() -> None:
    text = "Un opticien près de Brest ?"
    seen = prepare(text, find_mentions(text))
    assert "brest" not in seen
    assert seen.endswith("zzbesoin zzopticien")


def test_two_communes_are_hidden_whatever_the_order_of_the_entities() -> None:
    text = "plutôt Lille ou plutôt Brest"
    seen = prepare(text, list(reversed(find_mentions(text))))
    assert seen == "plutot zzlieu ou plutot zzlieu"


def test_the_person_concerned_and_their_age_are_entities_and_change_nothing_else() -> None:
    text = "une pharmacie pour ma mère de 82 ans"
    found = {one["entity"]: one["value"] for one in find_mentions(text)}
    assert found == {"besoin": "pharmacie", "beneficiaire": "parent", "age": 82}
    assert prepare(text, find_mentions(text)).startswith("une pharmacie pour ma mere de 82 ans")


def test_the_pathology_and_the_delay_are_entities_and_change_nothing_the_model_sees() -> None:
    text = "mon mari diabétique doit voir un dentiste ce soir"
    found = {one["entity"]: one["value"] for one in find_mentions(text)}
    assert (found["pathologie"], found["urgence"]) == ("diabete", "aujourdhui")
    assert prepare(text, find_mentions(text)).endswith("dentiste ce soir zzbesoin zzdentiste")


def test_another_alphabet_is_told_but_not_a_symbol() -> None:
    assert prepare("мне нужен врач", []) == "zzalphabet"
    assert "zzalphabet" not in prepare("5 µg le matin", [])


def test_a_misspelt_word_becomes_the_one_meant() -> None:
    spelling = Spelling(["mon remboursement tarde", "une ordonnance"], vectors_of("ordinateur"))
    assert spelling.correct("mon remboursemnt") == "mon remboursement"
    assert spelling.correct("un ordinateur") == "un ordinateur"


def test_a_misspelt_word_with_two_meanings_is_left_alone() -> None:
    assert Spelling(["rester", "renter"], vectors_of()).correct("reter") == "reter"


def test_french_words_foreign_to_the_subjects_make_a_sentence_strange() -> None:
    vectors = vectors_of("tondeuse", "gazon", "remboursement")
    scope = Scope(["mon remboursement"], ["suivre_remboursement"], vectors)
    assert scope.foreign_words("mon remboursement") == 0
    assert scope.foreign_words("ma tondeuse a gazon") > scope.foreign_words("ma tondeuse") > 0


def test_foreign_words_raise_out_of_scope_and_doubt_the_rest() -> None:
    vectors = vectors_of("tondeuse", "gazon")
    scope, scores = Scope([], [], vectors), np.array([4.0, 1.0], dtype=np.float32)
    assert scope.weigh("bonjour", scores, 1).tolist() == scores.tolist()
    known, strange = scope.weigh("ma tondeuse a gazon", scores, 1)
    assert strange > 1.0
    assert known < 4.0


def test_typing_errors_are_the_same_at_each_run() -> None:
    first = with_typos("mon dossier médical", 2, random.Random(3))
    assert first == with_typos("mon dossier médical", 2, random.Random(3)) != "mon dossier médical"
    assert with_typos("12 !", 2, random.Random(3)) == "12 !"


def test_sharpness_makes_sure_scores_sure() -> None:
    scores = np.array([[1.0, 0.0], [0.0, 1.0], [0.6, 0.4]], dtype=np.float32)
    good = sharpness(scores, np.array([0, 1, 0]))
    poor = sharpness(scores, np.array([0, 1, 1]))
    assert good > poor
    assert softmax(scores).sum(axis=1) == pytest.approx([1, 1, 1])


def answer(confidence: float, right: bool) -> Answer:
    guesses = [Guess("saluer", confidence), Guess("remercier", 1 - confidence)]
    return Answer("bonjour", "saluer" if right else "remercier", guesses)


def test_two_close_intents_are_asked_back() -> None:
    limits = Thresholds(sure=0.3, apart=0.1)
    assert limits.asks(answer(0.52, True).ranking)
    assert not limits.asks(answer(0.7, True).ranking)


def test_calibration_error_is_the_gap_between_sure_and_right() -> None:
    assert calibration_error([answer(0.75, True)] * 3 + [answer(0.75, False)]) == pytest.approx(0)
    assert calibration_error([answer(0.95, False)]) == pytest.approx(0.95)


def test_f1_counts_misses_and_inventions() -> None:
    assert f1([({"a"}, {"a"}), (set(), set())]) == 1
    assert f1([({"a"}, set()), (set(), {"b"}), ({"c"}, {"c"})]) == pytest.approx(0.5)
