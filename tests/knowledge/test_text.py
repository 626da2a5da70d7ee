"""What people type looks the same whatever the accents, apostrophes, case and shorthands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import normalise, strip_accents


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("J’ai mal à l'œil", "j ai mal a l oeil"),
        ("jpeux plus respirer", "je peux plus respirer"),
        ("g mal, c grave", "j ai mal c est grave"),
        ("c'est grave", "c est grave"),
        ("kelkun ma frappé", "quelqu un ma frappe"),
        ("AU SECOUUUURS!!!", "au secours"),
        ("viiiite", "vite"),
        ("cancer stade III", "cancer stade iii"),
        ("5 g de sucre", "5 g de sucre"),
        ("bébé de 3mois", "bebe de 3 mois"),
        ("Saint-Étienne", "saint etienne"),
        ("", ""),
        ("…😀", ""),
    ],
)
def test_spellings_of_the_same_words_meet(typed: str, read: str) -> None:
    assert normalise(typed) == read


def test_accents_go_and_case_stays() -> None:
    assert strip_accents("Éléonore à Nîmes, cœur") == "Eleonore a Nimes, coeur"


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet="abcegjkoqtuv 019'’éçÉ-\n", max_size=60))
def test_normalising_twice_changes_nothing_on_shorthands(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_only_plain_words_are_left(text: str) -> None:
    assert normalise(text).replace(" ", "a").isascii()
    assert normalise(text) == " ".join(normalise(text).split())
