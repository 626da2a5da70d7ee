"""Quality results are attached to their establishment, kept, and read in plain words.

No real file is at hand: these are made to the documented format, see `quality_files`.
"""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from knowledge.offer import OfferError, import_file
from knowledge.offer.quality import QualityLine, quality_of
from knowledge.offer.quality.indicators import quality
from tests.knowledge.offer.finess_file import write
from tests.knowledge.offer.quality_files import certification, esatis, iqss, workbook

HOSPITAL = "590000001"


def shown(engine: Engine, finess: str = HOSPITAL) -> list[QualityLine]:
    with engine.connect() as connection:
        return quality_of(connection, [finess]).get(finess, [])


def test_satisfaction_is_read_with_its_class_year_and_number_of_answers(
    engine: Engine, tmp_path: Path
) -> None:
    report = import_file(engine, "has-esatis", esatis(tmp_path, {}))
    assert (report.read, report.kept, str(report.data_date)) == (1, 2, "2021-12-31")
    assert "2 résultats de qualité en service sur 1 lignes lues" in report.summary()
    mark, advice = shown(engine)
    assert mark["valeur"] == "75,2 sur 100, classe B, la deuxième des quatre"
    assert (mark["annee"], "e-Satis" in mark["source"]) == (2021, True)
    assert mark["lecture"].startswith("412 patients ont noté leur séjour")
    assert "ne mesure pas le résultat des soins" in mark["limite"]
    assert advice["valeur"] == "59 patients sur 100"
    assert advice["lecture"] == (
        "Sur 100 patients qui ont répondu, 59 conseilleraient cet établissement à leurs proches."
    )


def test_establishments_without_a_result_are_counted_by_reason_and_show_nothing(
    engine: Engine, tmp_path: Path
) -> None:
    blank = {"score_all_rea_ajust": "", "taux_reco_brut": ""}
    rows = [
        {},
        {"finess_geo": "590000002", "classement": "DI", **blank},
        {"finess_geo": "590000003", "classement": "NV", **blank},
        {"finess_geo": "590000004", "classement": "", **blank},
        {"finess_geo": "", "classement": "A"},
        {},
    ]
    report = import_file(engine, "has-esatis", esatis(tmp_path, *rows))
    assert report.kept == 2
    assert report.dropped == {
        "moins de 30 réponses": 1,
        "résultat non validé": 1,
        "sans résultat": 4,
        "numéro FINESS absent": 2,
        "doublon": 2,
    }
    assert shown(engine, "590000002") == []


def test_indicators_are_read_from_the_workbook_even_without_a_leading_zero(
    engine: Engine, tmp_path: Path
) -> None:
    report = import_file(engine, "has-iqss", iqss(tmp_path, {}, {"finess": "10000024"}))
    assert (report.kept, report.dropped) == (4, {"établissement non concerné": 2})
    gel, letter = shown(engine, "010000024")
    assert gel["valeur"] == "104,2 %, classe A, la meilleure des trois"
    assert letter["valeur"] == "48 sur 100, classe C, la dernière des trois"
    assert gel["lecture"].startswith("L'établissement a utilisé 104,2 %")


def test_a_percentage_that_may_be_a_fraction_is_not_shown(engine: Engine, tmp_path: Path) -> None:
    rows = [{"res_ias_icsha_v4": "0,85"}, {"finess": "590000002", "res_ias_icsha_v4": "85"}]
    import_file(engine, "has-iqss", iqss(tmp_path, *rows))
    assert shown(engine)[0]["valeur"] == "classe A, la meilleure des trois"
    assert shown(engine)[0]["lecture"] == ""
    assert shown(engine, "590000002")[0]["valeur"].startswith("85 %")


def test_the_latest_decision_of_certification_is_shown_with_its_date(
    engine: Engine, tmp_path: Path
) -> None:
    old = {"date_de_decision": "14/06/2022", "Decision_de_la_CCES": "Certifié sous conditions"}
    cycles = {
        "2021-2025": ([old], [{}, {"FINESS_EG": "590000002"}]),
        "2025": ([{}, {"code_demarche": "1002", "Decision_de_la_CCES": ""}],
                 [{}, {"code_demarche": "1002", "FINESS_EG": "590000003"}]),
    }  # fmt: skip
    report = import_file(engine, "has-qualiscope", certification(tmp_path, cycles))
    assert (report.kept, report.dropped) == (2, {"sans décision": 1, "décision plus ancienne": 1})
    assert [one["valeur"] for one in shown(engine)] == ["Certifié avec mention, le 18/09/2025"]
    other = shown(engine, "590000002")[0]
    assert (other["valeur"], other["annee"]) == ("Certifié sous conditions, le 14/06/2022", 2022)
    assert other["lecture"] != shown(engine)[0]["lecture"]


def test_results_stay_when_finess_is_imported_again(engine: Engine, tmp_path: Path) -> None:
    import_file(engine, "has-esatis", esatis(tmp_path, {"finess_geo": "590000000"}))
    import_file(engine, "finess-csv", write(tmp_path / "a.csv", [{"categetab": "355"}]))
    before = shown(engine, "590000000")
    import_file(engine, "finess-csv", write(tmp_path / "b.csv", [{"categetab": "355", "rs": "CH"}]))
    assert before
    assert shown(engine, "590000000") == before


def test_each_survey_replaces_only_its_own_results(engine: Engine, tmp_path: Path) -> None:
    import_file(engine, "has-esatis", esatis(tmp_path, {}, {"finess_geo": "590000002"}))
    import_file(engine, "has-iqss", iqss(tmp_path, {}))
    newer = esatis(tmp_path, {"classement": "A"}, {"finess_geo": "590000003"}, year=2023)
    import_file(engine, "has-esatis", newer)
    assert [one["annee"] for one in shown(engine)] == [2023, 2023, 2021, 2021]
    assert shown(engine, "590000002") == []
    assert import_file(engine, "has-esatis", newer).unchanged


def test_an_older_campaign_does_not_replace_a_newer_one(engine: Engine, tmp_path: Path) -> None:
    import_file(engine, "has-esatis", esatis(tmp_path, {}, year=2023))
    older = esatis(tmp_path, {}, year=2021)
    with pytest.raises(OfferError, match="résultats de 2021, plus anciens que ceux de 2023"):
        import_file(engine, "has-esatis", older)
    import_file(engine, "has-esatis", older, force=True)
    assert [one["annee"] for one in shown(engine)] == [2021, 2021]


def _broken(folder: Path) -> dict[str, tuple[str, Path, str]]:
    good = esatis(folder, {})

    def put(name: str, content: bytes) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    text = good.read_bytes()
    sheet = iqss(folder, {})
    decided = certification(folder, {"2025": ([{}], [{}])})
    return {
        "other columns": ("has-esatis", put("e-2021.csv", b"a;b\n1;2\n"), "aucun indicateur connu"),
        "of another format": ("has-iqss", good, "aucun indicateur connu"),
        "no year": ("has-esatis", put("esatis.csv", text), "année n'est pas dans le nom"),
        "truncated": ("has-esatis", put("f-2022.csv", text + b"590;"), "ligne 3 : 2 colonnes"),
        "truncated workbook": ("has-iqss", put("g-2022.xlsx", sheet.read_bytes()[:-40]),
                               "classeur abîmé"),
        "lexicon": ("has-iqss", workbook(folder / "lexique-2021.xlsx", {"Lexique": [["a"]]}),
                    "aucune feuille « resultats »"),
        "not a zip": ("has-qualiscope", good, "un ZIP est attendu"),
        "other zip": ("has-qualiscope", sheet, "demarche.csv ou etablissement_geo.csv absent"),
        "truncated zip": ("has-qualiscope", put("c.zip", decided.read_bytes()[:-30]),
                          "archive coupée ou abîmée"),
        "nothing": ("has-esatis", esatis(folder, year=2024), "aucune ligne utilisable"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "fault",
    [
        "other columns", "of another format", "no year", "truncated", "truncated workbook",
        "lexicon", "not a zip", "other zip", "truncated zip", "nothing",
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_in_one_sentence_and_the_results_stay(
    engine: Engine, tmp_path: Path, fault: str
) -> None:
    import_file(engine, "has-esatis", esatis(tmp_path, {"taux_reco_brut": "81"}, year=2020))
    before = shown(engine)
    format_id, path, sentence = _broken(tmp_path)[fault]
    with pytest.raises(OfferError, match=sentence) as told:
        import_file(engine, format_id, path)
    assert "\n" not in str(told.value)
    assert shown(engine) == before


def test_every_indicator_has_words_for_its_classes_and_its_unit() -> None:
    content = quality()
    for indicator in content.indicateurs.values():
        assert indicator.unite in content.unites
        assert len(content.classes[indicator.nombre_de_classes]) == indicator.nombre_de_classes
        assert "HAS" not in indicator.libelle
