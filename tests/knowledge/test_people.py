"""For whom a member asks is read in their words, and never guessed from a word in passing."""

from pathlib import Path

import pytest

from knowledge.content import ROOT, ContentError
from knowledge.people import extract_age, extract_person, load_people


@pytest.mark.parametrize(
    ("text", "link", "name"),
    [
        ("et pour ma mère ?", "parent", "votre mère"),
        ("ET POUR MA MERE", "parent", "votre mère"),
        ("le dossier de mon père décédé", "parent", "votre père"),
        ("c'est ma belle-mère qui est concernée", "proche", "votre belle-mère"),
        ("pour ma belle mere", "proche", "votre belle-mère"),
        ("mes enfants ont-ils droit", "enfant", "vos enfants"),
        ("et pr mon bb", "enfant", "votre bébé"),
        ("c'est pareil pour un mineur", "enfant", "un enfant mineur"),
        ("et pour les ados", "enfant", "un enfant mineur"),
        ("ma conjointe est enceinte", "conjoint", "votre conjointe"),
        ("et si c'est pour mon mari", "conjoint", "votre mari"),
        ("je parle au nom de mon oncle", "proche", "votre oncle"),
        ("pour une personne âgée", "proche", "une personne âgée"),
        ("pas pour moi mais pour ma sœur", "proche", "votre sœur"),
        ("non, pour moi", "moi", "vous"),
    ],
)
def test_the_person_concerned_is_named(text: str, link: str, name: str) -> None:
    found = extract_person(text)
    assert found is not None
    assert (found.lien, found.nom) == (link, name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "je suis venu avec ma mère",
        "j'habite chez mes parents",
        "un enfant m'a mordu",
        "remboursez-moi",
        "le dossier médical",
        "ma nounou",
    ],
)
def test_nobody_is_made_up(text: str) -> None:
    assert extract_person(text) is None


def test_the_mention_is_where_the_word_was_written() -> None:
    text = "Et pour ma grand-mère ?"
    found = extract_person(text)
    assert found is not None
    assert text[found.start : found.end] == "grand-mère"


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("j'ai 45 ans", 45),
        ("jai 45ans", 45),
        ("ma mère de 82 ans", 82),
        ("pour ma mère qui a 82 ans", 82),
        ("mon fils, 4 ans, tousse", 4),
        ("une dame âgée de 90 ans", 90),
        ("et à 75 ans ?", 75),
        ("mon bébé de 1 an", 1),
    ],
)
def test_an_age_is_read(text: str, age: int) -> None:
    found = extract_age(text)
    assert found is not None
    assert found.age == age


@pytest.mark.parametrize(
    "text",
    [
        "depuis 3 ans",
        "un contrat de 2 ans",
        "j'ai 450 ans",
        "il y a 10 ans",
        "mon fils depuis 3 ans",
        "j'ai 20 ans de contrat",
        "18 mois",
        "45",
        "ans",
    ],
)
def test_a_duration_is_no_age(text: str) -> None:
    assert extract_age(text) is None


def test_a_person_misspelt_in_the_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "personnes.yml"
    content = (ROOT / "personnes.yml").read_text(encoding="utf-8")
    path.write_text(content.replace("lien: conjoint", "lien: conjoin", 1), encoding="utf-8")
    with pytest.raises(ContentError, match="lien » : valeur refusée"):
        load_people(path)
    path.write_text(content.replace("  conjoint: Son", "  enfants: Son"), encoding="utf-8")
    with pytest.raises(ContentError, match="liens"):
        load_people(path)
    path.write_text(content.replace("mots: [mari,", "mots: [papa,"), encoding="utf-8")
    with pytest.raises(ContentError, match="« papa » désigne deux personnes"):
        load_people(path)
