"""A place is found by its name, whatever the accents and typos; nothing is made up."""

import pytest
from sqlalchemy import Engine

from knowledge.offer import named_in, search_name
from knowledge.offer.corrections import add
from knowledge.places import place
from tests.knowledge.offer.mutuelle_file import import_lines

HOSPITALS = [
    ("CLINIQUE ST-ROCH", "59223", "RONCQ"), ("HOPITAL SAINT-VINCENT DE PAUL", "59000", "LILLE"),
    ("CLINIQUE SAINT-ROCH", "34000", "MONTPELLIER"),
    ("HU NECKER ENFANTS MALADES", "75015", "PARIS"),
    ("APHM HÔPITAL LA TIMONE", "13005", "MARSEILLE"), ("CH VALENCIENNES", "59300", "VALENCIENNES"),
]  # fmt: skip


@pytest.fixture
def hospitals(engine: Engine) -> Engine:
    lines = [
        {"nom": name, "besoins": "hopital", "code_postal": postcode, "commune": city,
         "latitude": "", "longitude": ""}
        for name, postcode, city in HOSPITALS
    ]  # fmt: skip
    import_lines(engine, *lines, {"nom": "PHARMACIE SAINT-ROCH"})
    return engine


@pytest.mark.parametrize(
    ("text", "where", "found"),
    [
        ("clinique saint-roch", "59350", ["CLINIQUE ST-ROCH"]),
        ("clinique saint rosh", "59350", ["CLINIQUE ST-ROCH"]),
        ("hôpital Necker", None, ["HU NECKER ENFANTS MALADES"]),
        ("hopital neker", None, ["HU NECKER ENFANTS MALADES"]),
        ("hopital de la timonne", None, ["APHM HÔPITAL LA TIMONE"]),
        ("clinique saint roch", "dep:34", ["CLINIQUE SAINT-ROCH"]),
        ("hôpital saint-martin", "59350", []),
        ("clinique saint-roch", "97411", []),
        ("hôpital", "59350", []),
    ],
)
def test_a_name_finds_its_place_around_where_it_is_asked(
    hospitals: Engine, text: str, where: str | None, found: list[str]
) -> None:
    results = search_name(hospitals, text, place(where) if where else None)
    assert [one.name for one in results] == found


def test_a_closed_place_is_not_found_by_its_name_either(hospitals: Engine) -> None:
    [necker] = search_name(hospitals, "hôpital necker")
    add(hospitals, necker.finess, "closed", "Camille")
    assert search_name(hospitals, "hôpital necker") == []


def test_a_new_import_is_seen_at_once(hospitals: Engine) -> None:
    assert search_name(hospitals, "hôpital foch") == []
    import_lines(hospitals, {"nom": "HOPITAL FOCH", "besoins": "hopital"})
    assert [one.name for one in search_name(hospitals, "hôpital foch")] == ["HOPITAL FOCH"]


@pytest.mark.parametrize(
    ("sentence", "text", "where"),
    [
        ("clinique saint-roch à lille", "clinique saint roch", "59350"),
        ("le numéro de la clinique saint roch à Roncq", "clinique saint roch", "59508"),
        ("hôpital necker", "hôpital necker", None),
        ("hopital neker a paris", "hopital neker", "75056"),
        ("hôpital de la timone à marseille", "hôpital de la timone", "13055"),
        ("polyclinique vauban valenciennes", "polyclinique vauban", "59606"),
        ("ehpad les tilleuls valenciennes", "ehpad les tilleuls", "59606"),
    ],
)
def test_a_proper_name_is_read_in_a_sentence(sentence: str, text: str, where: str | None) -> None:
    named = named_in(sentence)
    assert named is not None
    assert (named.text, named.where.id if named.where else None) == (text, where)


@pytest.mark.parametrize(
    "sentence",
    ["hôpital à Lille", "hôpital lille", "chu de bordeaux", "dentiste pas cher à Lille",
     "docteur martin à lille", "hopital le plus proche de Lens", "pharmacie de garde à Lille",
     "pharmacie à Lille ou Roubaix", "ehpad public à Lille", "pharmacie ouverte à Lille",
     "pharmacie 59300", "hôpital saint-roch à Saint-Denis", "hôpital", "bonjour",
     '/chercher_soins{"besoin":"hopital"}', "clinique ou hôpital à Lille", "hôpital 24h/24"],
)  # fmt: skip
def test_an_ordinary_request_names_nothing(sentence: str) -> None:
    assert named_in(sentence) is None
