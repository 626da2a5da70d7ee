"""What a member types, whatever it is: cleaned, bounded, and never a command."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.inbound import ERASE, ESCALATE, MAX_LENGTH, Refused, clean, picked, read_id, to_rasa
from bot.messages import Draft

ANY_TEXT = st.text(max_size=300) | st.text(alphabet="/ \n\u00a0\u2003a\x00\ud800")


def cleaned(raw: str) -> str | None:
    try:
        return clean(raw)
    except Refused:
        return None


@given(ANY_TEXT)
def test_no_control_character_goes_through(raw: str) -> None:
    text = cleaned(raw)
    if text is not None:
        bad = [char for char in text if unicodedata.category(char) in ("Cc", "Cs", "Co")]
        assert set(bad) <= {"\n", "\t"}
        text.encode("utf-8")


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    text = cleaned(raw)
    if text is not None:
        assert clean(text) == text


@given(st.text(alphabet="abcéèçœ'’ 0123456789?!😀👍🏽", min_size=1).filter(str.strip))
def test_ordinary_words_are_kept_as_typed(raw: str) -> None:
    assert clean(raw) == unicodedata.normalize("NFC", raw).strip()


@given(ANY_TEXT)
def test_a_typed_text_is_never_a_command_for_rasa(raw: str) -> None:
    text = cleaned(raw)
    if text is not None:
        # Rasa strips what it receives before it looks for « / ».
        told = to_rasa(Draft("membre", text)).strip()
        assert told
        assert not told.startswith("/")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/restart", "restart"),
        ('/greet{"ville":"Lyon"}', 'greet{"ville":"Lyon"}'),
        ("// / /restart", "restart"),
        ("/\u00a0/restart", "restart"),
        ("/", "…"),
        ("je prends 1/2 cachet", "je prends 1/2 cachet"),
    ],
)
def test_a_leading_slash_is_dropped(typed: str, told: str) -> None:
    assert to_rasa(Draft("membre", clean(typed))) == told


def test_a_button_may_speak_in_intents() -> None:
    assert to_rasa(Draft("membre", "Les étapes", payload="/demander_etapes")) == "/demander_etapes"


CHOICES = [
    {"title": "Voir les étapes", "payload": "/demander_etapes"},
    {"title": "Tout effacer", "payload": ERASE},
    {"title": "Parler à un conseiller", "payload": ESCALATE},
]
COMMANDS = [{"title": "Passer", "payload": "Passer"}, {"title": "Arrêter", "payload": "Arrêter"}]


@pytest.mark.parametrize(
    ("typed", "buttons", "meant"),
    [
        ("1", CHOICES, "/demander_etapes"),
        ("1.", CHOICES, "/demander_etapes"),
        ("voir les etapes", CHOICES, "/demander_etapes"),
        ("3", CHOICES, ESCALATE),
        ("2", CHOICES, None),
        ("0", CHOICES, None),
        ("4", CHOICES, None),
        ("59300", CHOICES, None),
        ("il y a 1 mois", CHOICES, None),
        ("1", COMMANDS, None),
        ("1", [], None),
    ],
)
def test_a_button_may_be_chosen_in_words_where_there_is_none_to_press(
    typed: str, buttons: list[dict[str, str]], meant: str | None
) -> None:
    assert picked(Draft("membre", typed), Draft("ariane", "…", buttons=buttons)) == meant


def test_the_longest_message_is_taken_and_one_more_character_refused() -> None:
    assert len(clean("é" * MAX_LENGTH)) == MAX_LENGTH
    with pytest.raises(Refused) as refusal:
        clean("é" * (MAX_LENGTH + 1))
    assert str(MAX_LENGTH + 1) in refusal.value.text


@given(st.text() | st.integers() | st.none() | st.lists(st.text()))
def test_an_id_is_short_plain_text_or_nothing(value: object) -> None:
    known = read_id(value)
    assert known is None or (known == value and known.isascii() and 0 < len(known) <= 64)


@given(st.uuids())
def test_a_uuid_is_an_id(value: object) -> None:
    assert read_id(str(value)) == str(value)
