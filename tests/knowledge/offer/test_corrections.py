"""What a counselor knows better is shown at once, survives imports, is signed and can be undone."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from knowledge.offer import Found, OfferError, import_file, offer_engine, search
from knowledge.offer.cards import place_card
from knowledge.offer.corrections import add, list_corrections, revoke
from knowledge.places import place
from tests.knowledge.offer.finess_file import names, write

VALENCIENNES = place("59606")
FIRST, SECOND = "590000000", "590000001"


@pytest.fixture(autouse=True)
def two_pharmacies(engine: Engine, tmp_path: Path) -> None:
    path = write(tmp_path / "f.csv", [{"rs": "PREMIERE"}, {"rs": "SECONDE"}])
    import_file(engine, "finess-csv", path)


def found(engine: Engine, name: str) -> Found:
    results = search(engine, "pharmacie", VALENCIENNES, limit=9).results
    return next(one for one in results if one.name == name)


def test_a_closed_place_is_never_shown_until_the_correction_is_withdrawn(engine: Engine) -> None:
    number = add(engine, FIRST, "closed", "Camille")
    result = search(engine, "pharmacie", VALENCIENNES, limit=1)
    assert ([one.name for one in result.results], result.exhausted) == (["SECONDE"], True)
    revoke(engine, number, "Dominique")
    assert sorted(names(engine, "pharmacie")) == ["PREMIERE", "SECONDE"]


def test_a_new_phone_replaces_the_file_s_and_says_so_with_its_day(engine: Engine) -> None:
    add(engine, FIRST, "phone", "Camille", "03.53.01.70.98")
    number = add(engine, FIRST, "phone", "Camille", "+33 3 53 01 70 99")
    day = f"{list_corrections(engine)[0].on:%d/%m/%Y}"
    card = place_card(found(engine, "PREMIERE"))
    assert card["telephone"] == {"affiche": "03 53 01 70 99", "appel": "0353017099"}
    assert f"numéro corrigé par un conseiller le {day}" in card["mention"]
    assert "Camille" not in str(card)
    revoke(engine, number, "Camille")
    assert place_card(found(engine, "PREMIERE"))["telephone"]["appel"] == "0353017098"


def test_a_moved_place_shows_its_new_address_without_a_map_or_distance(engine: Engine) -> None:
    add(engine, FIRST, "moved", "Camille", "5 rue du Modèle, 59300 Valenciennes")
    card = place_card(found(engine, "PREMIERE"))
    assert card["adresse"] == "5 rue du Modèle, 59300 Valenciennes"
    assert (card["distance"], card["carte"]) == (None, None)
    assert "a changé d'adresse" in card["mention"]


def test_a_place_without_room_for_new_patients_says_so(engine: Engine) -> None:
    add(engine, SECOND, "no_new_patients", "Camille", note="appel du 20")
    mention = place_card(found(engine, "SECONDE"))["mention"]
    assert mention.startswith("ne prend plus de nouveaux patients, signalé le ")
    assert "patients" not in place_card(found(engine, "PREMIERE"))["mention"]


def test_corrections_are_kept_when_the_file_is_replaced(engine: Engine, tmp_path: Path) -> None:
    add(engine, FIRST, "closed", "Camille")
    newer = write(tmp_path / "g.csv", [{"rs": "PREMIERE BIS"}, {"rs": "SECONDE BIS"}])
    import_file(engine, "finess-csv", newer)
    assert names(engine, "pharmacie") == ["SECONDE BIS"]


def test_the_list_keeps_who_and_when_even_after_a_withdrawal(engine: Engine) -> None:
    number = add(engine, FIRST, "other", "Camille", note="interphone au 2")
    revoke(engine, number, "Dominique")
    [line] = list_corrections(engine, FIRST)
    assert (line.counselor, line.note, line.revoked_on) == ("Camille", "interphone au 2", line.on)
    assert list_corrections(engine, SECOND) == []


@pytest.mark.parametrize(
    ("lieu", "kind", "counselor", "value", "sentence"),
    [
        ("inconnu", "closed", "Camille", "", "identifiant « inconnu »"),
        (FIRST, "repeint", "Camille", "", "Correction « repeint » inconnue"),
        (FIRST, "phone", "Camille", "12", "n'est pas un numéro de téléphone"),
        (FIRST, "moved", "Camille", " ", "nouvelle adresse"),
        (FIRST, "other", "Camille", "", "ce qui a changé"),
        (FIRST, "closed", "  ", "", "signée"),
        (FIRST, "other", "Camille", "x" * 1000, "moins de 300"),
    ],
)
def test_a_wrong_correction_is_refused_in_one_sentence(
    engine: Engine, lieu: str, kind: str, counselor: str, value: str, sentence: str
) -> None:
    with pytest.raises(OfferError, match=sentence):
        add(engine, lieu, kind, counselor, value)
    assert list_corrections(engine) == []


def test_withdrawing_twice_is_refused(engine: Engine) -> None:
    number = add(engine, FIRST, "closed", "Camille")
    revoke(engine, number, "Camille")
    with pytest.raises(OfferError, match="Aucune correction en vigueur"):
        revoke(engine, number, "Camille")


def test_a_new_version_of_the_tables_keeps_the_corrections(tmp_path: Path, finess: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ancienne.db'}"
    before = offer_engine(url)
    import_file(before, "finess-csv", finess)
    add(before, "010000024", "closed", "Camille")
    before.dispose()
    offer_engine.cache_clear()
    with create_engine(url).begin() as connection:
        connection.exec_driver_sql("ALTER TABLE facility DROP COLUMN city")
    after = offer_engine(url)
    assert [one.finess for one in list_corrections(after)] == ["010000024"]
    after.dispose()
    offer_engine.cache_clear()
