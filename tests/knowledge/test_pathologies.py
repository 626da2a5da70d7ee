"""A member's own words name the illness; a symptom, a look-alike or an ordinary word names none."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.content import ROOT, ContentError, read_yaml
from knowledge.pathologies import extract_pathologies, load_pathologies, pathologies

ANY_WORDING = st.sampled_from([(one.id, mot) for one in pathologies().values() for mot in one.mots])


def named(text: str) -> list[str]:
    return [mention.id for mention in extract_pathologies(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("j'ai un cancer du sein", ["cancer_sein"]),
        ("cancer au poumon", ["cancer_poumon"]),
        ("CANCER", ["cancer"]),
        ("maman a fait un AVC", ["avc"]),
        ("diabete et hypertention", ["diabete", "hypertension"]),
        ("la maladie d’Alzheimer", ["alzheimer"]),
        ("alzeimer", ["alzheimer"]),
        ("endometrioze", ["endometriose"]),
        ("insuffisance renale", ["insuffisance_renale"]),
        ("insuffisance cardiaque", ["insuffisance_cardiaque"]),
        ("j'ai de la tension", ["hypertension"]),
        ("opération de la cataracte", ["cataracte"]),
        ("prothèse de hanche", ["prothese_articulaire"]),
        ("la SEP", ["sclerose_en_plaques"]),
        ("je veux arrêter de fumer", ["tabac"]),
        ("je suis enceinte", ["grossesse"]),
    ],
)
def test_words_of_members_name_the_pathology(text: str, expected: list[str]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "😀😀",
        "bonjour",
        "tension entre nous",
        "des tensions au travail",
        "je suis né sous le signe du cancer",
        "changer de médecin",
        "ma facture",
        "une enceinte bluetooth",
        "un alcool à 90°",
        "le bureau de tabac",
        "une prothèse dentaire",
        "un devis pour une prothèse auditive",
        "le greffier",
        "une boule au sein",
        "mal au dos",
        "je bois trois litres d'eau par jour",
    ],
)
def test_a_symptom_or_a_look_alike_names_no_pathology(text: str) -> None:
    assert named(text) == []


@given(ANY_WORDING, st.text(alphabet=" .,!?…«»()\n0123456789😀", max_size=20))
def test_the_span_is_what_was_said_in_any_case_whatever_surrounds_it(
    told: tuple[str, str], around: str
) -> None:
    identifier, wording = told
    for written in (wording, wording.upper()):
        text = f"{around} {written} {around}"
        (found,) = extract_pathologies(text)
        assert found.id == identifier
        assert text[found.start : found.end] in written


def test_no_false_friend_is_read_as_a_pathology() -> None:
    false_friends = read_yaml(ROOT / "pathologies.yml")["faux_amis"]
    assert [word for word in false_friends if named(word)] == []


def test_a_second_opinion_is_suggested_for_what_its_article_names() -> None:
    heavy = {one.id for one in pathologies().values() if one.lourde}
    assert heavy >= {
        "cancer", "epilepsie", "insuffisance_cardiaque", "insuffisance_renale", "crohn",
        "maladie_rare", "operation", "chimiotherapie", "greffe", "prothese_articulaire",
    }  # fmt: skip
    assert heavy >= {one.id for one in pathologies().values() if one.theme == "cancer"}
    assert not heavy & {"cataracte", "hypertension", "tabac", "grossesse", "depression"}


def test_a_fault_in_the_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "pathologies.yml"
    content = (ROOT / "pathologies.yml").read_text(encoding="utf-8")
    path.write_text(content.replace("theme: cardio", "theme: coeur", 1), encoding="utf-8")
    with pytest.raises(ContentError, match=r"avc\.theme » : valeur refusée"):
        load_pathologies(path)
    path.write_text(content.replace("mots: [lupus,", "mots: [sida,"), encoding="utf-8")
    with pytest.raises(ContentError, match="« sida » désigne 2 pathologies"):
        load_pathologies(path)


def test_a_thousand_words_are_read_in_a_blink() -> None:
    extract_pathologies("cancer")
    start = time.perf_counter()
    extract_pathologies("endometriosse et insuffisanse cardiaque " * 250)
    assert time.perf_counter() - start < 1.0
