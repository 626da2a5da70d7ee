"""A card says what is known and from whom; examples can never be mistaken or called."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from sqlalchemy import Engine

from knowledge.needs import needs
from knowledge.offer import Found, import_file, mask, search
from knowledge.offer.cards import distance_text, place_card
from knowledge.offer.imports.demonstration import cities, generate, templates
from knowledge.places import place
from tests.knowledge.offer.finess_file import write
from tests.knowledge.offer.quality_files import esatis

FOUND = Found(
    1, "590000001", "PHARMACIE", "620", "Pharmacie d'Officine", "1 R DE L'ESSAI", "59300",
    "VALENCIENNES", "59606", "59", "0353017000", 50.35, 3.52, "exact", 1.23, False, "FINESS",
    date(2026, 9, 2), False,
)  # fmt: skip


def test_a_card_carries_address_phone_source_and_date() -> None:
    card = place_card(FOUND)
    assert card["adresse"] == "1 R DE L'ESSAI, 59300 VALENCIENNES"
    assert card["telephone"] == {"affiche": "03 53 01 70 00", "appel": "0353017000"}
    assert (card["source"], card["date"], card["distance"]) == ("FINESS", "02/09/2026", "1,2 km")
    assert card["carte"].startswith("https://www.openstreetmap.org/?mlat=50.35")
    way = "https://www.openstreetmap.org/directions?to=50.35000,3.52000"
    assert card["itineraire"] == way, "no account is asked for there"


def test_old_data_ask_for_a_call_and_missing_phones_are_not_invented() -> None:
    card = place_card(replace(FOUND, source_date=date(2023, 12, 31), phone=""))
    assert (card["mention"], card["telephone"]) == ("à confirmer par téléphone", None)


def test_an_approximate_point_gets_no_map_and_a_rounded_distance() -> None:
    card = place_card(replace(FOUND, approximate=True, distance_km=7.4))
    assert (card["distance"], card["carte"], card["itineraire"]) == ("environ 7 km", None, None)


def test_hours_booking_and_access_are_shown_only_when_known() -> None:
    bare = place_card(FOUND)
    assert [bare[name] for name in ("horaires", "ouverture", "reserver")] == [None, None, None]
    assert (bare["acces"], bare["qualite"], bare["services"]) == ([], [], None)
    monday = datetime(2026, 11, 16, 10, tzinfo=ZoneInfo("Europe/Paris"))
    details = {
        "ouverture": "lun-ven 9h-12h", "reserver": "au guichet", "acces": "rampe côté cour",
        "langues": "français, arabe",
    }  # fmt: skip
    marks = mask(["fauteuil", "langue_des_signes"])
    card = place_card(replace(FOUND, details=details, marks=marks), now=monday)
    assert card["horaires"] == "du lundi au vendredi de 9 h à 12 h"
    assert card["ouverture"] == {"ouvert": True, "texte": "ouvert maintenant, jusqu'à 12 h"}
    assert card["reserver"] == "au guichet"
    assert card["acces"] == [
        "accessible en fauteuil roulant", "accueil en langue des signes", "rampe côté cour",
        "langues parlées : français, arabe",
    ]  # fmt: skip


def test_published_quality_results_come_with_their_meaning_and_limit(
    engine: Engine, tmp_path: Path
) -> None:
    import_file(engine, "finess-csv", write(tmp_path / "f.csv", [{}, {}]))
    import_file(engine, "has-esatis", esatis(tmp_path, {}))
    shown = search(engine, "pharmacie", place("59606")).results
    qualite = {one.finess: place_card(one)["qualite"] for one in shown}
    assert [line["valeur"] for line in qualite["590000001"]][1] == "59 patients sur 100"
    assert all(line["lecture"] and line["limite"] for line in qualite["590000001"])
    assert qualite["590000000"] == []


@pytest.mark.parametrize(
    ("changed", "where", "asked", "sentence"),
    [
        ({}, "59606", [], "Placé selon la distance à vol d'oiseau depuis Valenciennes (59)."),
        (
            {"approximate": True}, "59606", ["public"],
            "Parmi les lieux signalés comme publics, placé selon une distance approximative depuis "
            "Valenciennes (59).",
        ),
        (
            {"approximate": True, "distance_km": None}, "59606", [],
            "Placé d'après sa commune : sa position exacte n'est pas connue.",
        ),
        ({"distance_km": None}, "dep:59", [], "Dans le département demandé, sans distance."),
    ],
)  # fmt: skip
def test_a_card_says_in_one_sentence_why_it_stands_there(
    changed: dict[str, object], where: str, asked: list[str], sentence: str
) -> None:
    assert place_card(replace(FOUND, **changed), place(where), asked)["pourquoi"] == sentence


@pytest.mark.parametrize(
    ("kilometres", "text"), [(None, None), (0.4, "moins d'1 km"), (9.96, "10 km"), (42.3, "42 km")]
)
def test_distances_read_naturally(kilometres: float | None, text: str | None) -> None:
    assert distance_text(kilometres, approximate=False) == text


def test_the_example_serves_every_need_in_every_listed_commune() -> None:
    assert set(templates()["noms"]) == set(needs())
    served = {tuple(line.split(";")[i] for i in (7, 2)) for line in generate().splitlines()[1:]}
    assert served == {(city.id, f"need:{need}") for city in cities() for need in needs()}
    assert {"59606", "59512", "62498"} <= {city.id for city in cities()}


def test_the_example_is_marked_and_its_numbers_belong_to_fiction() -> None:
    fiction = ("019900", "026191", "035301", "046571", "053649")
    for line in generate().splitlines()[1:]:
        cells = line.split(";")
        assert "de démonstration" in cells[1]
        assert cells[9].startswith(fiction)
        assert len(cells[9]) == 10
    assert phonenumbers.is_possible_number(phonenumbers.parse("0353010000", "FR"))
