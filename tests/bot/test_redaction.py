"""What a reviewer reads never tells who the member is; what was asked can still be read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import nir

from bot.redaction import redact

AROUND = st.sampled_from(
    ["", "bonjour ", "mon numéro : ", "je suis né à Lille,", "(", "appelez ", "Tel.", "24 ", "😀"]
)
BETWEEN = st.sampled_from(["", " ", ".", "-", "/", " . ", "\u00a0", "\u202f", "_"])
digit = st.sampled_from("0123456789")


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


@given(AROUND, st.sampled_from(["0", "+33", "0033", "+33 (0)"]), st.sampled_from("1234567"),
       st.lists(digit, min_size=8, max_size=8), BETWEEN, AROUND)  # fmt: skip
def test_no_phone_survives(
    before: str, prefix: str, first: str, rest: list[str], between: str, after: str
) -> None:
    pairs = ["".join(rest[place : place + 2]) for place in range(0, 8, 2)]
    phone = prefix + between.join([first, *pairs])
    hidden = redact(f"{before}{phone} {after}")
    assert len(digits(hidden)) <= 2 + len(digits(before + after))
    assert "".join(rest[2:]) not in digits(hidden)


@given(
    AROUND,
    st.sampled_from("12"),
    st.integers(0, 99),
    st.integers(1, 12),
    st.sampled_from(["59", "2A", "2B", "2a", "97", "99"]),
    st.integers(0, 999999),
    BETWEEN,
)
def test_no_social_security_number_survives(
    before: str, sex: str, year: int, month: int, place: str, rest: int, between: str
) -> None:
    number = f"{sex}{year:02}{month:02}{place}{rest:06}"
    number += nir.calc_check_digits(number.upper())
    cuts = [number[start:end] for start, end in
            ((0, 1), (1, 3), (3, 5), (5, 7), (7, 10), (10, 13), (13, 15))]  # fmt: skip
    for written in (number, between.join(cuts), between.join(cuts[:-1])):
        hidden = redact(f"{before}{written} merci")
        assert digits(hidden) in ("", digits(before))
        assert hidden.endswith("› merci")


def test_a_reviewer_reads_what_kind_of_number_was_there() -> None:
    assert redact("mon numéro : 295109912611193") == "mon numéro : ‹numéro de sécurité sociale›"
    assert redact("appelez le 06 12 34 56 78") == "appelez le ‹téléphone›"
    assert redact("dossier 12345678901234567890") == "dossier ‹numéro›"


@given(AROUND.filter(lambda text: not text or text[-1] in " ,"), st.emails(), AROUND)
def test_no_e_mail_survives(before: str, address: str, after: str) -> None:
    hidden = redact(f"{before}{address} {after}")
    assert "@" not in hidden
    assert address.split("@")[1] not in hidden


@given(st.text(max_size=300))
def test_any_text_is_read_without_fault_and_twice_hidden_is_hidden_once(text: str) -> None:
    assert isinstance(redact(redact(text)), str)


@pytest.mark.parametrize(
    ("written", "hidden"),
    [
        ("je m'appelle jean dupont et je tousse", "je m'appelle ‹nom› et je tousse"),
        ("Je m'appelle Marie-Hélène de la Tour, 45 ans", "Je m'appelle ‹nom›, 45 ans"),
        ("mon nom est Petit", "mon nom est ‹nom›"),
        ("nom : Petit prénom : Paul", "nom : ‹nom› prénom : ‹nom›"),
        ("mme dupont refuse", "mme ‹nom› refuse"),
        ("le Dr Martin refuse", "le Dr ‹nom› refuse"),
        ("M. Durand est sorti", "M. ‹nom› est sorti"),
        ("Monsieur DUPONT est sorti", "Monsieur ‹nom› est sorti"),
        ("ma fille Léa tousse", "ma fille ‹nom› tousse"),
        ("merci. Cordialement, Anne Petit", "merci. Cordialement, ‹nom›"),
        ("écrire à jean arobase mail point fr", "écrire à ‹e-mail›"),
        ("12 bis rue des Lilas à Lille", "‹adresse› à Lille"),
        ("3, av. du Général Leclerc 59300", "‹adresse› 59300"),
        ("né le 12/03/1956 à Lens", "né le ‹date› à Lens"),
        ("né le 3 mars 56", "né le ‹date›"),
        ("née en 1956", "née en ‹date›"),
    ],
)
def test_names_addresses_and_dates_told_as_such_are_hidden(written: str, hidden: str) -> None:
    assert redact(written) == hidden


@pytest.mark.parametrize(
    "written",
    [
        "bonjour docteur, je cherche un kiné à Lille 59000",
        "et pour ma mère de 82 ans ?",
        "opéré en 2019, franchise de 50 €, plafond 10 339 €",
        "le nom du médecin du 15 ou du 3114",
        "qui paie la place en maison de repos au 1er janvier",
    ],
)
def test_what_tells_nobody_is_left_to_be_read(written: str) -> None:
    assert redact(written) == written
