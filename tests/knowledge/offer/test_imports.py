"""Imports replace the offer whole or not at all, count what they drop, and say what is wrong."""

import gzip
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from knowledge.offer import (
    OfferError,
    ensure_demonstration,
    import_file,
    search,
    status,
)
from knowledge.offer.imports import pipeline
from knowledge.offer.models import Facility
from knowledge.places import place
from tests.knowledge.offer.finess_file import HEADER, names, write

VALENCIENNES = place("59606")


def test_the_real_finess_sample_is_read_with_every_projection(engine: Engine, finess: Path) -> None:
    report = import_file(engine, "finess-csv", finess)
    assert (report.read, report.kept) == (17, 16)
    assert report.dropped == {"catégorie sans besoin correspondant": 1}
    with engine.connect() as connection:
        rows = {row.finess: row for row in connection.execute(select(Facility))}
    viriat, wallis = rows["010000024"], rows["980600027"]
    assert (round(viriat.latitude, 2), round(viriat.longitude, 2)) == (46.22, 5.21)
    assert (viriat.postcode, viriat.city, viriat.phone) == ("01440", "VIRIAT", "0474454647")
    assert rows["010000081"].city == "GEX"
    assert (round(wallis.latitude, 1), round(wallis.longitude, 1)) == (-13.3, -176.2)
    assert rows["970103172"].departement == "978"


def test_the_real_hospital_file_gives_places_for_their_activities(
    engine: Engine, sae: Path
) -> None:
    report = import_file(engine, "sae", sae)
    assert (report.read, report.kept) == (3975, 3969)
    assert "CH VALENCIENNES" in names(engine, "hopital")
    nearest = search(engine, "dialyse", place("75120"), limit=1).results
    assert [one.postcode for one in nearest] == ["75020"]


def test_running_twice_changes_nothing(engine: Engine, finess: Path) -> None:
    import_file(engine, "finess-csv", finess)
    before = status(engine)
    report = import_file(engine, "finess-csv", finess)
    assert report.unchanged
    assert status(engine) == before
    assert "rien n'a changé" in report.summary()


def test_a_real_file_removes_the_example(engine: Engine, finess: Path) -> None:
    assert ensure_demonstration(engine)
    assert not ensure_demonstration(engine)
    assert "démonstration" in names(engine, "dentiste")[0]
    import_file(engine, "finess-csv", finess)
    assert not ensure_demonstration(engine)
    assert names(engine, "dentiste") == []
    assert [source.source for source in status(engine)] == ["FINESS"]


def test_the_raw_file_is_kept_with_its_hash(engine: Engine, own_var: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "finess.csv", [{}])
    report = import_file(engine, "finess-csv", path)
    kept = own_var / "offre" / "brut" / report.sha256[:16] / "finess.csv"
    assert kept.read_bytes() == path.read_bytes()


def test_private_homes_unknown_categories_and_doubles_are_counted(
    engine: Engine, tmp_path: Path
) -> None:
    rows = [
        {},
        {"categetab": "462"},
        {"categetab": "999"},
        {"nofinesset": "590000000"},
        {"nofinesset": "590000000"},
        {"commune": "999", "departement": "00", "ligneacheminement": "00000 NULLE PART"},
    ]
    report = import_file(engine, "finess-csv", write(tmp_path / "f.csv", rows))
    assert report.kept == 1
    assert report.dropped == {
        "lieu de vie privé": 1,
        "catégorie sans besoin correspondant": 1,
        "doublon": 2,
        "commune inconnue": 1,
    }


def test_a_crash_in_the_middle_leaves_the_old_offer(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_file(engine, "finess-csv", write(tmp_path / "a.csv", [{"rs": "ANCIENNE"}]))

    def crash(*_: object) -> None:
        raise RuntimeError("panne")

    monkeypatch.setattr(pipeline, "refresh", crash)
    with pytest.raises(RuntimeError):
        import_file(engine, "finess-csv", write(tmp_path / "b.csv", [{"rs": "NOUVELLE"}]))
    assert names(engine, "pharmacie") == ["ANCIENNE"]


def test_a_sharp_fall_is_refused_unless_forced(engine: Engine, tmp_path: Path) -> None:
    import_file(engine, "finess-csv", write(tmp_path / "a.csv", [{}] * 10))
    smaller = write(tmp_path / "b.csv", [{}] * 6)
    with pytest.raises(OfferError, match="6 lieux au lieu de 10"):
        import_file(engine, "finess-csv", smaller)
    assert len(names(engine, "pharmacie")) == 10
    import_file(engine, "finess-csv", smaller, force=True)
    assert len(names(engine, "pharmacie")) == 6


def test_a_point_far_from_its_commune_gives_way_to_the_commune(
    engine: Engine, tmp_path: Path
) -> None:
    lambert = "1,ATLASANTE,96,BAN,EPSG:2154 RGF93 / Lambert-93 (Métropole)"
    wrong = {"coordxet": "870262.2", "coordyet": "6571540.8", "sourcecoordet": lambert}
    import_file(engine, "finess-csv", write(tmp_path / "f.csv", [wrong]))
    found = search(engine, "pharmacie", VALENCIENNES).results[0]
    assert found.approximate
    assert found.distance_km is None
    with pytest.raises(OfferError, match=r"ligne 2 : coordonnées absurdes"):
        import_file(engine, "finess-csv", write(tmp_path / "g.csv", [wrong] * 30))


def _broken(folder: Path) -> dict[str, tuple[Path, str]]:
    good = write(folder / "bon.csv", [{"voie": "DE L'ÉCOLE"}] * 3)
    text = good.read_text(encoding="utf-8")

    def put(name: str, content: bytes) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    short = tuple(column for column in HEADER if column != "categetab")
    return {
        "missing": (folder / "absent.csv", "introuvable"),
        "empty": (put("vide.csv", b""), "vide"),
        "header only": (
            put("entete.csv", text.splitlines()[0].encode()),
            "aucune ligne utilisable",
        ),
        "zip": (put("zip.csv", b"PK\x03\x04abc"), "fichier ZIP"),
        "gzip": (put("gz.csv", gzip.compress(text.encode())), "compressé"),
        "latin-1": (put("latin.csv", text.encode("latin-1")), "UTF-8"),
        "truncated": (put("coupe.csv", text[:-60].encode()), "ligne 4 : .* colonnes au lieu de"),
        "column": (write(folder / "col.csv", [{}], short), "colonne « categetab » absente"),
        "huge field": (
            put("long.csv", text.replace("ESSAI", "E" * 1_000_000).encode()),
            "trop long",
        ),
    }


@pytest.mark.parametrize(
    "fault",
    [
        "missing",
        "empty",
        "header only",
        "zip",
        "gzip",
        "latin-1",
        "truncated",
        "column",
        "huge field",
    ],
)
def test_a_bad_file_is_refused_in_one_sentence_and_nothing_changes(
    engine: Engine, tmp_path: Path, fault: str
) -> None:
    import_file(engine, "finess-csv", write(tmp_path / "a.csv", [{"rs": "EN SERVICE"}]))
    path, sentence = _broken(tmp_path)[fault]
    with pytest.raises(OfferError, match=sentence):
        import_file(engine, "finess-csv", path)
    assert names(engine, "pharmacie") == ["EN SERVICE"]


def test_an_unknown_format_names_those_that_exist(engine: Engine) -> None:
    with pytest.raises(OfferError, match=r"finess-csv, finess-ancien, .*, mutuelle, demonstration"):
        import_file(engine, "excel", "f.xlsx")
