"""A member's own words lead to the right need, and ordinary words lead to none."""

import time
from pathlib import Path

import pytest

from knowledge.content import ContentError
from knowledge.needs import _content, extract_needs, load_needs, needs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dentiste à Valenciennes", ["dentiste"]),
        ("j'ai besoin d'un ophtalmologe", ["ophtalmologue"]),
        ("kinés et ostéo sur Lens", ["kinesitherapeute", "osteopathe"]),
        ("ou faire une PRISE DE SANG", ["laboratoire"]),
        ("maison de retraite pour ma mère", ["ehpad"]),
        ("maison de santé", ["maison_de_sante"]),
        ("maison de repos après mon opération", ["readaptation"]),
        ("protèses auditives", ["audioprothesiste"]),
        ("docteur des yeux", ["ophtalmologue"]),
        ("médecin pour les poumons", ["pneumologue"]),
        ("medcin traitant", ["medecin_generaliste"]),
        ("orthofoniste", ["orthophoniste"]),
        ("centres de dialyses", ["dialyse"]),
        ("les urgences de l'hôpital", ["urgences"]),
        ("pharmacie de garde", ["pharmacie"]),
        ("j'ai arrêté l'hôpital psychiatrique", ["hopital_psychiatrique"]),
    ],
)
def test_words_of_members_name_the_need(text: str, expected: list[str]) -> None:
    assert [mention.need_id for mention in extract_needs(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "c'est une urgence",
        "pass sanitaire",
        "en un clic",
        "le médecin du travail",
        "quelle est la posologie",
        "l'éducation thérapeutique",
        "j'ai raison",
        "bonjour",
        "",
        "😀😀",
    ],
)
def test_ordinary_words_name_no_need(text: str) -> None:
    assert extract_needs(text) == []


def test_positions_refer_to_the_text_as_written() -> None:
    text = "Œdème… un  KINÉ, svp"
    (mention,) = extract_needs(text)
    assert text[mention.start : mention.end] == "KINÉ"


def test_every_need_can_be_found_by_each_of_its_own_words() -> None:
    lost = [
        (need.id, wording)
        for need in needs().values()
        for wording in need.mots
        if [mention.need_id for mention in extract_needs(wording)] != [need.id]
    ]
    assert lost == []


def test_no_false_friend_is_read_as_a_need() -> None:
    read = {word: extract_needs(word) for word in _content()["faux_amis"]}
    assert {word: found for word, found in read.items() if found} == {}


def test_a_word_given_to_two_needs_is_refused(tmp_path: Path) -> None:
    need = "{libelle: un test, pluriel: tests, mots: [même mot], "
    need += "si_absent: Introuvable pour le moment.}"
    path = tmp_path / "besoins.yml"
    path.write_text(f"pluriels: []\nbesoins:\n  a: {need}\n  b: {need}\n", encoding="utf-8")
    with pytest.raises(ContentError, match="désigne 2 besoins"):
        load_needs(path)


def test_a_thousand_words_are_read_in_a_blink() -> None:
    extract_needs("dentiste")
    start = time.perf_counter()
    extract_needs("cardiolgue et maison de retraitte " * 200)
    assert time.perf_counter() - start < 1.0
