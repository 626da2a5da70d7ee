"""Several files describe the same places: one is shown, completed by what the others know."""

import csv
from pathlib import Path

from sqlalchemy import Engine, create_engine, select

from knowledge.offer import import_file, mask, offer_engine, search, status
from knowledge.offer.models import Facility, FacilityNeed
from knowledge.places import place
from tests.knowledge.offer.finess_file import write

VALENCIENNES = place("59606")


def test_two_sources_on_one_hospital_are_one_place(engine: Engine, finess: Path, sae: Path) -> None:
    import_file(engine, "sae", sae)
    before = search(engine, "urgences", place("01451"), limit=1).results[0]
    import_file(engine, "finess-csv", finess)
    after = search(engine, "urgences", place("01451"), limit=1).results[0]
    assert before.finess == after.finess == "010000024"
    assert (before.phone, before.source_name) == ("", "DREES, SAE 2023")
    assert (after.phone, after.source_name) == ("0474454647", "FINESS")


def test_importing_in_either_order_gives_the_same_offer(
    engine: Engine, finess: Path, sae: Path
) -> None:
    def offer() -> list[tuple[str, str]]:
        with engine.connect() as connection:
            query = select(FacilityNeed.need_id, Facility.finess).join(
                Facility, Facility.id == FacilityNeed.facility_id
            )
            return sorted((row[0], row[1]) for row in connection.execute(query))

    import_file(engine, "sae", sae)
    import_file(engine, "finess-csv", finess)
    one_way = offer()
    import_file(engine, "sae", sae, force=True)
    with engine.begin() as connection:
        connection.execute(Facility.__table__.delete())
        connection.execute(FacilityNeed.__table__.delete())
        connection.exec_driver_sql("DELETE FROM source")
    import_file(engine, "finess-csv", finess)
    import_file(engine, "sae", sae)
    assert offer() == one_way


def test_only_public_hospitals_can_be_asked_for(engine: Engine, sae: Path) -> None:
    import_file(engine, "sae", sae)
    public = search(engine, "hopital", VALENCIENNES, limit=50, marks=mask(["public"])).results
    every = search(engine, "hopital", VALENCIENNES, limit=50).results
    assert "CH VALENCIENNES" in [one.name for one in public]
    with sae.open(encoding="utf-8-sig") as file:
        status_of = {row["finess_et"]: row["statut"] for row in csv.DictReader(file, delimiter=";")}
    assert {status_of[one.finess] for one in public} == {"public"}
    assert len({status_of[one.finess] for one in every}) > 1


def test_a_mark_known_by_another_source_is_added(engine: Engine, tmp_path: Path, sae: Path) -> None:
    with sae.open(encoding="utf-8-sig") as file:
        known = next(
            r for r in csv.DictReader(file, delimiter=";") if r["nom"] == "CH VALENCIENNES"
        )
    row = {"nofinesset": known["finess_et"], "categetab": "355", "rs": "CH"}
    import_file(engine, "sae", sae)
    import_file(engine, "finess-csv", write(tmp_path / "f.csv", [row]))
    public = search(engine, "hopital", VALENCIENNES, limit=50, marks=mask(["public"])).results
    assert ("CH", "FINESS") in [(one.name, one.source_name) for one in public]


def test_tables_of_an_older_version_are_replaced(tmp_path: Path, finess: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ancienne.db'}"
    with create_engine(url).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE facility (id INTEGER PRIMARY KEY, name TEXT)")
        connection.exec_driver_sql("CREATE TABLE source (id INTEGER PRIMARY KEY, format TEXT)")
    engine = offer_engine(url)
    assert status(engine) == []
    assert import_file(engine, "finess-csv", finess).kept == 16
    engine.dispose()


def test_another_source_leaves_the_first_one_as_it_was(
    engine: Engine, finess: Path, sae: Path
) -> None:
    import_file(engine, "finess-csv", finess)
    with engine.connect() as connection:
        before = set(connection.execute(select(FacilityNeed.need_id, FacilityNeed.facility_id)))
    import_file(engine, "sae", sae)
    with engine.connect() as connection:
        after = set(connection.execute(select(FacilityNeed.need_id, FacilityNeed.facility_id)))
    assert before < after
