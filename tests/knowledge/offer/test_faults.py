"""Whatever goes wrong during an import, one sentence says it and the offer in use is intact."""

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event

from knowledge.offer import OfferError, import_file, offer_engine
from knowledge.offer.imports import rpps, sae
from tests.knowledge.offer.finess_file import names, write
from tests.knowledge.offer.quality_files import DECISION, SITE, table

HUGE = "E" * 1_000_000


def zipped(**members: str) -> bytes:
    """A ZIP; the names of its members end in « .csv »."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.csv", text)
    return content.getvalue()


def professional(name: str = "") -> str:
    """A RPPS file of one line."""
    values = [name if column == rpps.NAME else "" for column in rpps.COLUMNS]
    return "|".join(rpps.COLUMNS) + "|\n" + "|".join(values) + "|\n"


OLD = "finess;etalab;111;2026-05-12\n"
OLD_HUGE = OLD + f"structureet;590000001;{HUGE}" + ";" * 28 + "\n"
STRUCTURES = gzip.compress(json.dumps({"pmej": [{"ege": [{"etatObjet": "A"}] * 500}]}).encode())
HOSPITALS = ";".join(sae.COLUMNS) + "\n"
DECIDED = {
    "demarche": table((*DECISION,), [DECISION]),
    "etablissement_geo": table((*SITE,), [{**SITE, "RS_eg": HUGE}]),
}
FAULTS = [
    ("finess-ancien", "huge.csv", OLD_HUGE.encode(), "ligne 2 : champ trop long"),
    ("finess-ancien", "other.csv", b"nofinesset;rs\n1;2\n", "« finess;etalab » attendu"),
    ("finess-ancien", "zip.csv", zipped(a=OLD), "c'est un fichier ZIP, pas un CSV"),
    ("finess-2026", "cut.json.gz", STRUCTURES[:-20], "établissement [0-9]+ : document coupé"),
    ("finess-2026", "not.json.gz", b"\x1f\x8b" + b"x" * 50, "document coupé, abîmé"),
    ("finess-2026", "other.json", b'{"features": []}', "Ce n'est pas FINESS 2026"),
    ("finess-2026", "table.csv", HOSPITALS.encode(), "qui n'est pas du JSON"),
    ("rpps", "cut.zip", zipped(PS_Personne_activite=professional())[:-30], "archive coupée"),
    ("rpps", "huge.zip", zipped(PS_Personne_activite=professional(HUGE)), "ligne 2 : champ trop"),
    ("rpps", "column.txt", professional().replace("Code profession", "Code").encode(),
     "ligne 1 : colonne « Code profession » absente"),
    ("rpps", "cut.txt", professional().encode()[:-8], "ligne 2 : [0-9]+ colonnes au lieu de"),
    ("rpps", "latin.txt", professional("NOËL").encode("latin-1"), "ce n'est pas de l'UTF-8"),
    ("sae", "column.csv", HOSPITALS.replace("URG;", "", 1).encode(), "colonne « URG » absente"),
    ("sae", "cut.csv", (HOSPITALS + "1;2;3").encode(), "ligne 2 : 3 colonnes au lieu de"),
    ("mutuelle", "table.xlsx", zipped(x="y"), "c'est un fichier ZIP, pas un CSV"),
    ("has-qualiscope", "huge.zip", zipped(**DECIDED), "ligne 2 : champ trop long"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("format_id", "name", "content", "sentence"), FAULTS, ids=[f"{a}-{b}" for a, b, *_ in FAULTS]
)
def test_every_format_refuses_a_bad_file_in_one_sentence(
    engine: Engine, tmp_path: Path, format_id: str, name: str, content: bytes, sentence: str
) -> None:
    import_file(engine, "finess-csv", write(tmp_path / "service.csv", [{"rs": "EN SERVICE"}]))
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(OfferError, match=sentence) as told:
        import_file(engine, format_id, path)
    assert str(told.value).startswith(name)
    assert "\n" not in str(told.value)
    assert names(engine, "pharmacie") == ["EN SERVICE"]


def test_a_file_whose_coordinates_are_swapped_is_refused(engine: Engine, tmp_path: Path) -> None:
    lambert = "1,ATLASANTE,96,BAN,EPSG:2154"
    right = {"coordxet": "737190.0", "coordyet": "7029370.0", "sourcecoordet": lambert}
    swapped = {**right, "coordxet": right["coordyet"], "coordyet": right["coordxet"]}
    import_file(engine, "finess-csv", write(tmp_path / "a.csv", [right] * 30))
    with pytest.raises(OfferError, match="X et Y sont peut-être interverties"):
        import_file(engine, "finess-csv", write(tmp_path / "b.csv", [swapped] * 30))
    assert len(names(engine, "pharmacie")) == 30


IMPORT = """
import os, resource, sys
limit = int(sys.argv[3])
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from knowledge.offer import OfferError, import_file, offer_engine
try:
    import_file(offer_engine(sys.argv[1]), "finess-csv", sys.argv[2], force=True)
except OfferError as error:
    print(error)
    sys.exit(1)
"""


@contextmanager
def start(database: Path, file: Path, limit: int = 0) -> "Iterator[subprocess.Popen[str]]":
    """An import in a process of its own, which may write files of `limit` bytes at most."""
    with subprocess.Popen(
        [sys.executable, "-c", IMPORT, f"sqlite:///{database}", str(file), str(limit)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    ) as started:  # fmt: skip
        yield started


@pytest.fixture
def in_service(tmp_path: Path) -> Path:
    """A database with one pharmacy, closed."""
    database = tmp_path / "service.db"
    engine = offer_engine(f"sqlite:///{database}")
    import_file(engine, "finess-csv", write(tmp_path / "a.csv", [{"rs": "EN SERVICE"}]))
    engine.dispose()
    return database


def still_there(database: Path) -> list[str]:
    engine = offer_engine(f"sqlite:///{database}")
    try:
        return names(engine, "pharmacie")
    finally:
        engine.dispose()


def test_a_disk_that_refuses_is_told_and_changes_nothing(in_service: Path, tmp_path: Path) -> None:
    bigger = write(tmp_path / "b.csv", [{"rs": "NOUVELLE"}] * 5000)
    limit = in_service.stat().st_size + bigger.stat().st_size
    with start(in_service, bigger, limit) as import_process:
        told, errors = import_process.communicate(timeout=60)
    assert import_process.returncode == 1, errors
    # A limit on the process is reported by SQLite as a fault of the disk.
    sentence = "b.csv : import abandonné, le disque refuse d'écrire, il est peut-être plein."
    assert told == f"{sentence} Rien n'a changé.\n"
    assert still_there(in_service) == ["EN SERVICE"]


def test_a_full_disk_is_told_and_changes_nothing(in_service: Path, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{in_service}")
    pages = in_service.stat().st_size // 4096 + 50  # SQLite then says what it says of a full disk
    event.listen(engine, "connect", lambda one, _: one.execute(f"PRAGMA max_page_count={pages}"))
    bigger = write(tmp_path / "b.csv", [{"rs": "NOUVELLE"}] * 5000)
    with pytest.raises(OfferError, match="import abandonné, il n'y a plus de place sur le disque"):
        import_file(engine, "finess-csv", bigger)
    engine.dispose()
    assert still_there(in_service) == ["EN SERVICE"]


def test_no_room_to_keep_the_file_is_told_and_changes_nothing(
    in_service: Path, tmp_path: Path, own_var: Path
) -> None:
    bigger = write(tmp_path / "b.csv", [{"rs": "NOUVELLE"}] * 5000)
    with start(in_service, bigger, bigger.stat().st_size // 2) as import_process:
        told, errors = import_process.communicate(timeout=60)
    assert import_process.returncode == 1, errors
    assert told.startswith("b.csv : impossible d'en garder une copie")
    assert "plus de place sur le disque" in told
    assert not list((own_var / "offre" / "brut").rglob("b.csv"))
    assert still_there(in_service) == ["EN SERVICE"]


def test_an_import_killed_in_the_middle_leaves_the_old_offer(
    in_service: Path, tmp_path: Path
) -> None:
    bigger = write(tmp_path / "b.csv", [{"rs": "NOUVELLE"}] * 40_000)
    journal = in_service.with_name(in_service.name + "-wal")
    with start(in_service, bigger) as import_process:
        while import_process.poll() is None:
            if journal.exists() and journal.stat().st_size > 500_000:  # places are being written
                import_process.send_signal(signal.SIGKILL)
                break
            time.sleep(0.01)
        import_process.communicate(timeout=60)
    assert import_process.returncode == -signal.SIGKILL
    assert still_there(in_service) == ["EN SERVICE"]
    with start(in_service, bigger) as again:
        again.communicate(timeout=60)
    assert again.returncode == 0
    assert len(still_there(in_service)) == 100
