"""Numbers members give to be called back: France and overseas, and nothing that costs more."""

import pytest

from bot.handover.phone import NotANumber, PhoneRefused, masked, read_phone


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("01 99 00 12 34", "+33199001234"),
        ("0639980042", "+33639980042"),
        ("06.39.98.00.42", "+33639980042"),
        ("+33 6 39 98 00 42", "+33639980042"),
        ("mon numéro est le 06 39 98 00 42 merci", "+33639980042"),
        ("0590 12 34 56", "+590590123456"),
        ("0692 12 34 56", "+262692123456"),
        ("+687 24 12 34", "+687241234"),
    ],
)
def test_french_and_overseas_numbers_are_read_however_written(typed: str, number: str) -> None:
    assert read_phone(typed) == number


@pytest.mark.parametrize("typed", ["", "bonjour", "06 39", "12", "0639980042 0639980043", "3639"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(NotANumber):
        read_phone(typed)


@pytest.mark.parametrize("typed", ["0892 12 34 56", "+32 2 555 12 12", "0800 11 22 33"])
def test_surcharged_free_and_foreign_numbers_are_refused_with_the_reason(typed: str) -> None:
    with pytest.raises(PhoneRefused) as refusal:
        read_phone(typed)
    assert not isinstance(refusal.value, NotANumber)


@pytest.mark.parametrize(
    ("number", "shown"),
    [("+33639980042", "06 •• •• •• 42"), ("+262692123456", "06•• •• •• 56")],
)
def test_a_number_is_shown_back_without_its_middle(number: str, shown: str) -> None:
    assert masked(number) == shown
