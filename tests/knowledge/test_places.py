"""Places are found as members write them; a name several communes bear is always asked back."""

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.folding import fold
from knowledge.places import Place, extract_places, place
from knowledge.places.gazetteer import gazetteer


def read(text: str) -> list[str]:
    """What a member would be offered: an id, or the labels to choose from."""
    found = []
    for mention in extract_places(text):
        labels = " | ".join(one.label for one in mention.candidates)
        found.append(mention.candidates[0].id if len(mention.candidates) == 1 else labels)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dentiste à Valenciennes", "59606"),
        ("et à Roubaix ?", "59512"),
        ("DENTISTE LENS", "62498"),
        ("hôpital près de 59300", "cp:59300"),
        ("hopital vers 59 300", "cp:59300"),
        ("Saint-Denis 93", "93066"),
        ("Saint-Denis (Réunion)", "97411"),
        ("Lens 62300", "62498"),
        ("kiné aix en pce", "13001"),
        ("la roche s/ yon", "85191"),
        ("chalons s/ saone", "71076"),
        ("st etienne", "42218"),
        ("ehpad au mans", "72181"),
        ("dentiste valencienes", "59606"),
        ("kiné dunkerke", "59183"),
        ("orthodontiste à tourcoin", "59599"),
        ("un psy dans le Nord", "dep:59"),
        ("médecin 59", "dep:59"),
        ("en Seine-Saint-Denis", "dep:93"),
        ("dans le val de marne", "dep:94"),
        ("paris 15e", "75115"),
        ("Paris 15ème", "75115"),
        ("75015 Paris", "75115"),
        ("dentiste 69003", "69383"),
        ("pharmacie die", "26113"),
        ("je vis à Tours", "37261"),
        ("à Évry", "91228"),
        ("je suis à la réunion", "dep:974"),
        ("dentiste rue de Paris à Lille", "59350"),
    ],
)
def test_a_place_is_found_as_people_write_it(text: str, expected: str) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("dentiste à Saint-Denis", ["Saint-Denis (93)", "Saint-Denis (974)"]),
        ("Clermont", ["Clermont-Ferrand (63)", "Clermont (60)"]),
        ("aix", ["Aix-en-Provence (13)", "Aix-les-Bains (73)"]),
        ("hopital st pierre", ["Saint-Pierre (974)", "Saint-Pierre (972)"]),
        ("en corse", ["Corse-du-Sud (2A)", "Haute-Corse (2B)"]),
    ],
)
def test_homonyms_are_asked_back_with_their_departement(text: str, among: list[str]) -> None:
    (mention,) = extract_places(text)
    assert set(among) <= {one.label for one in mention.candidates}


@pytest.mark.parametrize(
    "text",
    [
        "ça n'a pas de sens",
        "j'ai fait deux tours",
        "c'est bon pour moi",
        "je mange une orange",
        "mal au dos depuis 59 ans",
        "ça coûte 15000 euros",
        "appelez le 15",
        "dentiste pas cher",
        "un bouton au menton",
        "je marche avec des cannes",
        "il faut que le kiné vienne à la maison",
        "mon mari a pris son médicament",
        "",
        "😀",
    ],
)
def test_ordinary_words_are_not_places(text: str) -> None:
    assert read(text) == []


def test_positions_refer_to_the_text_as_written() -> None:
    text = "Cœur… à  Fère-en-Tardenois !"
    (mention,) = extract_places(text)
    assert text[mention.start : mention.end] == "Fère-en-Tardenois"


def test_a_postal_code_stands_among_its_communes() -> None:
    found = place("cp:59300")
    assert found.label == "Valenciennes et alentours (59300)"
    assert abs(found.latitude - 50.36) < 0.1
    assert found.departement == "59"


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(KeyError):
        place("99999")


def test_every_place_lies_in_french_territory_near_its_departement() -> None:
    from knowledge.places.gazetteer import gazetteer
    from knowledge.places.locate import kilometres

    far = []
    for identifier in gazetteer().lines:
        found = place(identifier)
        centre = place(f"dep:{found.departement}") if len(found.departement) == 2 else None
        if centre:
            gap = kilometres((found.latitude, found.longitude), (centre.latitude, centre.longitude))
            if gap > 140:
                far.append((found.label, round(gap)))
    assert far == []


SHOWN = [
    place(one)
    for one in gazetteer().lines
    if place(one).label.count("(") == 1 and "champ" not in fold(place(one).label).split()
]


@given(st.sampled_from(SHOWN), st.sampled_from(["{}", "dentiste à {} demain", "un ehpad, {} svp"]))
def test_a_place_typed_as_ariane_shows_it_is_that_place(shown: Place, sentence: str) -> None:
    [mention] = extract_places(sentence.format(shown.label))
    assert [one.label for one in mention.candidates] == [shown.label]


def test_the_departement_of_marseille_is_not_its_thirteenth_arrondissement() -> None:
    assert read("pharmacie à Marseille (13)") == ["13055"]
    assert read("pharmacie à Marseille 13") == ["13213"]


def test_loading_is_light() -> None:
    gazetteer.cache_clear()
    tracemalloc.start()
    gazetteer()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40_000_000


def test_an_ordinary_message_is_read_in_a_few_milliseconds() -> None:
    text = (
        "bonjour je cherche un cardiologue vers valencienes pour ma mère s'il vous plaît merci {}"
    )
    extract_places(text)
    start = time.perf_counter()
    for number in range(50):
        extract_places(text.format(number))
    assert (time.perf_counter() - start) / 50 < 0.01  # 3 ms on a quiet machine


def test_ten_thousand_characters_do_not_stop_the_conversation() -> None:
    start = time.perf_counter()
    extract_places("dentiste à valencienes ou bien " * 320)
    assert time.perf_counter() - start < 2
