"""Services of one campus are one card that lists them; different places stay apart."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from knowledge.offer import Found, SearchResult, grouped, search
from knowledge.offer.cards import place_card
from tests.knowledge.offer.mutuelle_file import VALENCIENNES, import_lines

DIALYSE = Found(
    1, "590000001", "CH VALENCIENNES DIALYSE", "355", "Centre hospitalier", "114 AV DESANDROUIN",
    "59300", "VALENCIENNES", "59606", "59", "0353017000", 50.350, 3.520, "exact", 1.2, False,
    "FINESS", date(2026, 9, 2), False, entity="590000009",
)  # fmt: skip
STEP = 0.0002  # degrees of latitude: about 22 m


def names(limit: int, *results: Found) -> list[list[str]]:
    campuses, _ = grouped(SearchResult(list(results), 5, False, True), limit)
    return [[one.name for one in members] for members in campuses]


def test_the_same_street_address_is_one_card() -> None:
    other = replace(DIALYSE, name="USLD", address="114, av. Desandrouin", entity="")
    assert names(3, DIALYSE, replace(other, address="114 av Desandrouin")) == [
        ["CH VALENCIENNES DIALYSE", "USLD"]
    ]


def test_a_few_steps_apart_the_same_body_or_nearly_the_same_name_is_one_card() -> None:
    body = replace(DIALYSE, name="MATERNITE", address="", latitude=50.350 + STEP)
    called = replace(body, name="DIALYSE CH VALENCIENNES", entity="")
    assert names(3, DIALYSE, body) == [["CH VALENCIENNES DIALYSE", "MATERNITE"]]
    assert names(3, DIALYSE, called) == [["CH VALENCIENNES DIALYSE", "DIALYSE CH VALENCIENNES"]]


def test_neighbours_another_town_and_places_known_by_their_commune_stay_apart() -> None:
    neighbour = replace(DIALYSE, name="PHARMACIE", address="", entity="5", latitude=50.3501)
    far = replace(DIALYSE, name="LOIN", latitude=50.36)
    vague = replace(DIALYSE, name="VAGUE", address="", quality="commune", approximate=True)
    assert [len(one) for one in names(4, DIALYSE, neighbour, far, vague)] == [1, 1, 1, 1]


def test_a_full_page_stops_where_the_next_address_begins() -> None:
    far = [
        replace(DIALYSE, name=f"n{step}", address="", entity="", latitude=50.35 + step / 10)
        for step in range(1, 4)
    ]
    same = replace(DIALYSE, name="USLD")
    campuses, result = grouped(SearchResult([DIALYSE, same, *far], 50, False, True), 2)
    assert [len(one) for one in campuses] == [2, 1]
    assert ([one.name for one in result.results], result.exhausted) == (
        ["CH VALENCIENNES DIALYSE", "USLD", "n1"], False,
    )  # fmt: skip


def test_the_radius_said_covers_what_is_shown_not_what_was_read_ahead() -> None:
    near, far = DIALYSE, replace(DIALYSE, address="", entity="", name="n", latitude=51.0,
                                 distance_km=60.0)  # fmt: skip
    assert grouped(SearchResult([near, far], 100, False, True), 1).result.radius_km == 5


def test_the_card_lists_every_service_with_its_phone(engine: Engine) -> None:
    import_lines(
        engine,
        {"nom": "PHARMACIE A", "adresse": "1 rue de l'Essai", "telephone": "0353017001"},
        {"nom": "PHARMACIE B", "adresse": "1 rue de l'essai", "ouverture": "lun-dim 0h-24h"},
    )
    [members], _ = grouped(search(engine, "pharmacie", VALENCIENNES), 3)
    services = place_card(members[0], VALENCIENNES, services=members)["services"]
    assert services["titre"] == "2 services à cette adresse"
    assert [(one["nom"], bool(one["telephone"])) for one in services["liste"]] == [
        ("PHARMACIE A", True), ("PHARMACIE B", False),
    ]  # fmt: skip
    assert services["liste"][1]["mention"] == "ouvert maintenant, jour et nuit"
