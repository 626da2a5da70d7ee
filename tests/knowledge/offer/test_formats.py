"""Each documented format is read as it is published, and what is left out is counted by reason."""

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from knowledge.offer import OfferError, import_file, search, status
from knowledge.offer.criteria import mask
from knowledge.offer.imports import rpps
from knowledge.offer.models import Facility
from knowledge.places import place
from tests.knowledge.offer.conftest import sample
from tests.knowledge.offer.finess_file import names, write


def facilities(engine: Engine) -> dict[str, Any]:
    with engine.connect() as connection:
        return {row.finess: row for row in connection.execute(select(Facility))}


@pytest.mark.parametrize("suffix", [".csv", ".latin1.csv"])
def test_the_old_finess_file_is_read_in_both_encodings(engine: Engine, suffix: str) -> None:
    path = sample(f"etalab-cs1100507_positional_sample_2026-05-12{suffix}")
    report = import_file(engine, "finess-ancien", path)
    assert (report.kept, report.dropped, str(report.data_date)) == (3, {}, "2026-05-12")
    rows = facilities(engine)
    viriat = rows["010000024"]
    assert (round(viriat.latitude, 2), round(viriat.longitude, 2)) == (46.22, 5.21)
    assert rows["970302287"].category_label.endswith("personnes âgées dépendantes")
    assert rows["970302287"].quality == "commune"
    assert viriat.marks & mask(["public"])


def test_an_old_finess_file_cut_in_a_line_is_refused(engine: Engine, tmp_path: Path) -> None:
    source = sample("etalab-cs1100507_positional_sample_2026-05-12.csv").read_text("utf-8")
    path = tmp_path / "coupe.csv"
    path.write_text("\n".join(source.splitlines()[:2])[:-120], "utf-8")
    with pytest.raises(OfferError, match=r"ligne 2 : \d+ colonnes"):
        import_file(engine, "finess-ancien", path)


SITE = {
    "informationsGeneralesEGE": {
        "numFinessEge": "590000001", "nomEgeCourt": "PHARMACIE ", "nomEgeLong": "",
    },
    "categorieentiteGeographiqueExercice": "620", "etatObjet": "A",
    "dateDerniereMaj": "2026-09-01T00:00:00Z",
    "adresse": [{
        "numeroVoie": "1", "typeVoie": "R", "libelleVoie": "DE L'ESSAI", "cogCommune": "59606",
        "codePostal": "59300", "ligneAcheminement": "VALENCIENNES ",
        "coordonneesGeographique": {
            "coordonneeX": "7028000.0", "coordonneeY": "735500.0",
            "directionLatitude": "50.358", "directionLongitude": "3.523",
        },
    }],
    "contact": [{"telecom": {"telephone": "0353017000"}}],
}  # fmt: skip


def structures(path: Path, sites: list[dict[str, Any]], status: str = "60") -> Path:
    entity = {"informationsGeneralesPMEJ": {"numFinessPm": "590000099", "statutJuridique": status}}
    document = {"schemaVersion": "v1.0.0", "pmej": [{**entity, "ege": sites}]}
    path.write_bytes(gzip.compress(json.dumps(document).encode()))
    return path


def changed(point: dict[str, str], **values: Any) -> dict[str, Any]:
    address = {**SITE["adresse"][0], "coordonneesGeographique": point}  # type: ignore[index]
    return {**SITE, "adresse": [address], **values}


def test_finess_2026_drops_closed_sites_and_trims(engine: Engine, tmp_path: Path) -> None:
    closed = {**SITE, "etatObjet": "I"}
    report = import_file(engine, "finess-2026", structures(tmp_path / "s.json.gz", [SITE, closed]))
    assert (report.read, report.kept) == (2, 1)
    assert report.dropped == {"établissement fermé": 1}
    found = search(engine, "pharmacie", place("59606")).results[0]
    assert (found.name, found.city, found.phone) == ("PHARMACIE", "VALENCIENNES", "0353017000")
    assert (found.category_label, found.address) == ("Pharmacie", "1 R DE L'ESSAI")


@pytest.mark.parametrize(
    "point",
    [
        {"directionLatitude": "50.358", "directionLongitude": "3.523"},
        {"coordonneeX": "3.523", "coordonneeY": "50.358", "directionLatitude": "7028000.0"},
        {"coordonneeX": "7029370.0", "coordonneeY": "737190.0"},
    ],
)
def test_finess_2026_points_are_found_whichever_way_they_are_written(
    engine: Engine, tmp_path: Path, point: dict[str, str]
) -> None:
    import_file(engine, "finess-2026", structures(tmp_path / "s.json.gz", [changed(point)]))
    row = facilities(engine)["590000001"]
    assert row.quality == "exact"
    assert (row.latitude, row.longitude) == pytest.approx((50.358, 3.523), abs=0.02)


def test_a_mutualist_legal_entity_makes_a_mutualist_place(engine: Engine, tmp_path: Path) -> None:
    import_file(engine, "finess-2026", structures(tmp_path / "s.json.gz", [SITE], status="47"))
    assert facilities(engine)["590000001"].marks == mask(["mutualiste"])


def test_a_finess_2026_document_cut_short_is_refused(engine: Engine, tmp_path: Path) -> None:
    path = structures(tmp_path / "s.json.gz", [SITE] * 50)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(OfferError, match="document coupé"):
        import_file(engine, "finess-2026", path)


def test_another_finess_format_replaces_the_same_source(engine: Engine, tmp_path: Path) -> None:
    import_file(engine, "finess-csv", write(tmp_path / "a.csv", [{"rs": "ANCIENNE"}]))
    import_file(engine, "finess-2026", structures(tmp_path / "s.json.gz", [SITE]))
    assert names(engine, "pharmacie") == ["PHARMACIE"]
    assert [one.source for one in status(engine)] == ["FINESS"]


DOCTOR = {
    rpps.ID: "810000000001", rpps.NAME: "ESSAI", rpps.FIRST_NAME: "Camille", rpps.MODE: "L",
    rpps.PROFESSION: "10", rpps.PROFESSION_LABEL: "Médecin", rpps.SKILL: "SM04",
    rpps.SKILL_LABEL: "Cardiologie", rpps.NUMBER: "1", rpps.STREET_TYPE: "Rue",
    rpps.STREET: "DE L'ESSAI", rpps.POSTCODE: "59300", rpps.INSEE: "59606",
    rpps.CITY: "Valenciennes", rpps.PHONE: "+33 3 53 01 70 00",
}  # fmt: skip


def professionals(path: Path, rows: list[dict[str, str]]) -> Path:
    header = (*rpps.COLUMNS, "Adresse e-mail (coord. structure)")
    lines = ["|".join(header) + "|"]
    for row in rows:
        lines.append("|".join({**DOCTOR, **row}.get(name, "") for name in header) + "|")
    text = "\n".join(lines) + "\n"
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("PS_LibreAcces_Dipl_AutExerc_202610080924.txt", "x")
            archive.writestr("PS_LibreAcces_Personne_activite_202610080924.txt", text)
    else:
        path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", ["PS_LibreAcces_202610080924.zip", "PS_20261008.txt"])
def test_professionals_are_found_once_per_address(
    engine: Engine, tmp_path: Path, name: str
) -> None:
    rows = [
        {},
        {rpps.SKILL: "SM53", rpps.STREET: "de  l'essai"},
        {rpps.STREET: "DU MODELE"},
        {rpps.ID: "2", rpps.MODE: "S"},
        {rpps.ID: "3", rpps.SKILL: "", rpps.PROFESSION: "10"},
        {rpps.ID: "4", rpps.POSTCODE: "", rpps.INSEE: ""},
    ]
    report = import_file(engine, "rpps", professionals(tmp_path / name, rows))
    assert (report.read, report.kept, str(report.data_date)) == (6, 2, "2026-10-08")
    assert report.dropped == {
        "autre activité à la même adresse, réunie": 1,
        "salarié, à joindre par son établissement": 1,
        "profession ou spécialité sans besoin correspondant": 1,
        "adresse absente ou commune inconnue": 1,
    }
    found = search(engine, "cardiologue", place("59606")).results
    assert [(one.name, one.phone) for one in found] == [("Dr Camille ESSAI", "0353017000")] * 2
    assert len(search(engine, "medecin_generaliste", place("59606")).results) == 1


def test_a_professional_known_by_commune_is_said_approximate(
    engine: Engine, tmp_path: Path
) -> None:
    import_file(engine, "rpps", professionals(tmp_path / "PS_20261008.txt", [{}]))
    found = search(engine, "cardiologue", place("59606")).results[0]
    assert (found.approximate, found.distance_km) == (True, None)


def test_a_shop_is_one_place_whoever_works_there(engine: Engine, tmp_path: Path) -> None:
    shop = {
        rpps.PROFESSION: "28", rpps.PROFESSION_LABEL: "Opticien-Lunetier", rpps.MODE: "S",
        rpps.SKILL: "", rpps.SIGN: "OPTIQUE DE L'ESSAI",
    }  # fmt: skip
    rows = [{**shop, rpps.ID: "1"}, {**shop, rpps.ID: "2"}]
    report = import_file(engine, "rpps", professionals(tmp_path / "PS_20261008.txt", rows))
    assert report.dropped == {"doublon": 1}
    assert names(engine, "opticien") == ["OPTIQUE DE L'ESSAI"]


def test_a_zip_without_the_expected_file_says_so(engine: Engine, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("autre.txt", "x")
    with pytest.raises(OfferError, match="aucun fichier « Personne_activite »"):
        import_file(engine, "rpps", tmp_path / "a.zip")


SERVICE = {
    "identifiant": "1", "nom": "Centre dentaire", "besoins": "dentiste, orthodontiste",
    "code_postal": "59300", "commune": "Valenciennes", "verifie_le": "01/11/2026",
    "mutualiste": "oui", "tiers_payant": "oui", "fauteuil": "non", "reserver": "au guichet",
    "finess": "", "latitude": "", "longitude": "",
}  # fmt: skip


def services(path: Path, *rows: dict[str, str]) -> Path:
    lines = [";".join(SERVICE)]
    lines += [";".join({**SERVICE, **row}.values()) for row in rows]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_the_mutuelles_services_carry_their_marks_and_details(
    engine: Engine, tmp_path: Path
) -> None:
    report = import_file(engine, "mutuelle", services(tmp_path / "s.csv", {}))
    assert str(report.data_date) == "2026-11-01"
    found = search(engine, "orthodontiste", place("59606"), marks=mask(["mutualiste"])).results[0]
    assert found.marks == mask(["mutualiste", "tiers_payant"])
    assert found.details == {"reserver": "au guichet"}
    assert not search(engine, "dentiste", place("59606"), marks=mask(["fauteuil"])).results


def test_a_line_of_the_mutuelle_completes_the_official_one(engine: Engine, tmp_path: Path) -> None:
    import_file(engine, "finess-csv", write(tmp_path / "a.csv", [{}]))
    import_file(engine, "mutuelle", services(tmp_path / "s.csv", {"finess": "590000000"}))
    assert names(engine, "pharmacie") == names(engine, "dentiste") == ["Centre dentaire"]


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ({"besoins": "sorcier"}, "ligne 2 : besoin « sorcier » inconnu"),
        ({"mutualiste": "peut-être"}, "colonne « mutualiste » : « peut-être », écrivez oui ou non"),
        ({"verifie_le": "2026-11-01"}, "écrivez la date comme"),
        ({"code_postal": "00000"}, "code postal « 00000 » inconnu"),
        ({"latitude": "3,52", "longitude": "50,35"}, "loin de la commune, peut-être interverties"),
    ],
)
def test_a_wrong_cell_of_the_mutuelle_is_named(
    engine: Engine, tmp_path: Path, cell: dict[str, str], sentence: str
) -> None:
    with pytest.raises(OfferError, match=sentence):
        import_file(engine, "mutuelle", services(tmp_path / "s.csv", cell))
