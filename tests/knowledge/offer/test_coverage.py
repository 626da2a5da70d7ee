"""An operator sees what is in use, and which needs have nothing."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from bot.cli import app as ariane
from knowledge.needs import needs
from knowledge.offer import import_file, offer_engine
from knowledge.offer.coverage import coverage
from knowledge.settings import settings
from tests.knowledge.offer.finess_file import write
from tests.knowledge.offer.quality_files import esatis


def test_each_need_is_counted_by_place_commune_and_departement(
    engine: Engine, tmp_path: Path
) -> None:
    lille = {"commune": "350", "ligneacheminement": "59000 LILLE"}
    arras = {"departement": "62", "commune": "041", "ligneacheminement": "62000 ARRAS"}
    import_file(engine, "finess-csv", write(tmp_path / "a.csv", [{}, {}, lille, arras]))
    counted = {one.besoin: tuple(one[1:]) for one in coverage(engine)}
    assert list(counted) == list(needs())
    assert counted["pharmacie"] == (4, 3, 2)
    assert counted["dentiste"] == (0, 0, 0)


def test_the_command_shows_sources_quality_and_holes(
    own_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARIANE_OFFER_URL", f"sqlite:///{tmp_path / 'offre.db'}")
    settings.cache_clear()
    engine = offer_engine(settings().care_offer_url())
    import_file(engine, "finess-csv", write(tmp_path / "finess.csv", [{}]))
    shown = CliRunner().invoke(ariane, ["offer", "status"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    assert "Aucun résultat de qualité importé." in shown.output
    import_file(engine, "has-esatis", esatis(tmp_path, {}))
    shown = CliRunner().invoke(ariane, ["offer", "status"], env={"COLUMNS": "200"})
    for text in ("finess.csv", "01/05/2026", "has-esatis", "2021", "pharmacie"):
        assert text in shown.output
    assert "Besoins sans aucun lieu : medecin_generaliste, dentiste" in shown.output
    engine.dispose()
