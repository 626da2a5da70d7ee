"""What is found in a text is what was written there, whatever surrounds it."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.lexicon import Lexicon, shared_wordings

ILLNESSES = Lexicon(
    {"sein": ["cancer du sein"], "cancer": ["cancer"], "endo": ["endométriose"]},
    ["cancre", "cancers"],
    ["cancers"],
)
AROUND = st.text(alphabet="  .,;!?…()«»\n\t0123456789’-😀йé", max_size=30)


@given(
    before=AROUND, after=AROUND, said=st.sampled_from(["cancer", "CANCER DU SEIN", "Endométriose"])
)
@example(before="œ", after="Æ", said="cancer")
def test_the_span_is_what_was_said_whatever_surrounds_it(
    before: str, after: str, said: str
) -> None:
    text = f"{before} {said} {after}"
    (found,) = ILLNESSES.find(text)
    assert text[found.start : found.end] == said


@given(st.text(max_size=200))
def test_any_text_is_read_and_mentions_never_overlap(text: str) -> None:
    found = ILLNESSES.find(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(first.end <= second.start for first, second in pairwise(found))


def test_the_longest_wording_wins() -> None:
    assert [one.id for one in ILLNESSES.find("cancer au sein puis cancer")] == ["sein", "cancer"]


def test_one_typing_error_in_a_long_word_is_forgiven_and_two_when_asked() -> None:
    assert [one.id for one in ILLNESSES.find("endometrioze")] == ["endo"]
    assert [one.id for one in ILLNESSES.find("endometrose")] == ["endo"]
    assert ILLNESSES.find("endmetrise") == []
    lenient = Lexicon({"endo": ["endométriose"]}, [], errors=2)
    assert [one.id for one in lenient.find("endmetrise")] == ["endo"]


def test_a_false_friend_and_a_plural_apart_are_left_alone() -> None:
    assert ILLNESSES.find("un cancre") == []
    assert ILLNESSES.find("des cancers") == []


def test_small_words_count_when_they_are_not_links() -> None:
    strict = Lexicon({"garde": ["de garde"]}, [], links=())
    assert [one.id for one in strict.find("médecin de garde")] == ["garde"]
    assert strict.find("le médecin garde mon dossier") == []


def test_a_wording_given_twice_is_told_as_written() -> None:
    twice = {"a": ["infarctus", "crise"], "b": ["l'infarctus"], "c": ["avc"]}
    assert shared_wordings(twice) == {"l'infarctus": 2}
