"""Files the size and shape of the national offer, invented: dense cities, villages, overseas.

Establishments (FINESS with header, projected per territory) follow the inhabitants and scatter
around their commune; professionals (RPPS) are known by commune and street. Always the same.
"""

import csv
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
from pyproj import Transformer

from knowledge.offer.imports import finess_csv, rpps
from knowledge.offer.imports.location import OVERSEAS
from knowledge.places import Place, place
from knowledge.places.gazetteer import gazetteer

FINESS_SHARE = 0.15  # 110,000 establishments for 600,000 practitioners
CATEGORIES = {
    "620": 20, "500": 7.5, "460": 8, "611": 4.5, "156": 4, "124": 3, "355": 1.5, "365": 1,
    "603": 2.5, "354": 2, "197": 0.5, "629": 0.2, "606": 0.15, "190": 5, "462": 0.3,
}  # fmt: skip
PROFESSIONS = {
    ("60", ""): 22, ("70", ""): 17, ("10", "SM53"): 17, ("93", ""): 15, ("40", ""): 9,
    ("91", ""): 6, ("50", ""): 3, ("80", ""): 3, ("10", "SM04"): 2, ("95", ""): 2,
}  # fmt: skip
PROJECTIONS = {
    "971": "EPSG:5490", "972": "EPSG:5490", "973": "EPSG:2972", "974": "EPSG:2975",
    "976": "EPSG:4471",
}  # fmt: skip
LAMBERT_93 = "EPSG:2154"
SALARIED, SECOND_ACTIVITY = 0.15, 0.10


@cache
def communes() -> tuple[list[Place], list[int]]:
    """Communes and arrondissements of the territories FINESS projects, with their inhabitants."""
    kinds = ("commune", "arrondissement")
    found = [
        place(code) for code, line in gazetteer().lines.items() if line.split(",", 2)[1] in kinds
    ]
    cities = {"75056", "69123", "13055"}  # counted by their arrondissements
    kept = [
        one for one in found
        if one.id not in cities and (len(one.departement) == 2 or one.departement in PROJECTIONS)
    ]  # fmt: skip
    return kept, [max(one.population, 1) for one in kept]


def write_finess(path: Path, count: int) -> Path:
    """A FINESS file of `count` establishments."""
    draw, scatter = random.Random(1), np.random.default_rng(1)
    homes = draw.choices(*communes(), k=count)
    categories = draw.choices([*CATEGORIES], [*CATEGORIES.values()], k=count)
    wide = [0.004 + 0.00008 * home.population**0.5 for home in homes]
    latitudes = np.array([home.latitude for home in homes]) + scatter.normal(0, wide)
    longitudes = np.array([home.longitude for home in homes]) + scatter.normal(0, wide)
    points = list(_projected(homes, latitudes, longitudes))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(finess_csv.COLUMNS)
        for number, home in enumerate(homes):
            writer.writerow(_establishment(number, home, categories[number], points[number]))
    return path


def _establishment(number: int, home: Place, category: str, point: list[str]) -> list[str]:
    overseas = {code: short for short, code in OVERSEAS.items()}
    departement = overseas.get(home.departement, home.departement)
    public = "1" if category == "355" else ""
    return [
        f"{number:09d}", "", f"LIEU {number}", "", str(number % 99), "R", "DE L'ESSAI", "", "",
        home.id[2:], departement, f"{home.codes_postaux[0]} {home.label.split(' (')[0].upper()}",
        "0353010000", category, "Libellé", public, "2026-09-01", *point,
    ]  # fmt: skip


def _projected(
    homes: list[Place], latitudes: np.ndarray, longitudes: np.ndarray
) -> Iterator[list[str]]:
    crs = np.array([PROJECTIONS.get(home.departement, LAMBERT_93) for home in homes])
    metres = np.zeros((2, len(homes)))
    for code in set(crs):
        change = Transformer.from_crs("EPSG:4326", str(code), always_xy=True)
        here = crs == code
        metres[:, here] = change.transform(longitudes[here], latitudes[here])
    for x, y, code in zip(*metres, crs, strict=True):
        yield [f"{x:.1f}", f"{y:.1f}", f"1,ATLASANTE,96,BAN,{code}"]


def write_rpps(path: Path, count: int) -> Path:
    """An RPPS file giving `count` places, with employees and second activities besides."""
    draw = random.Random(2)
    homes = draw.choices(*communes(), k=count)
    professions = draw.choices([*PROFESSIONS], [*PROFESSIONS.values()], k=count)
    with path.open("w", encoding="utf-8") as file:
        file.write("|".join(rpps.COLUMNS) + "|\n")
        for number, (home, what) in enumerate(zip(homes, professions, strict=True)):
            line = _professional(number, home, what, "L")
            file.write(line)
            if draw.random() < SECOND_ACTIVITY:
                file.write(line)
            if draw.random() < SALARIED:
                file.write(_professional(count + number, home, what, "S"))
    return path


def _professional(number: int, home: Place, what: tuple[str, str], mode: str) -> str:
    profession, skill = what
    cells = (
        f"81{number:09d}", f"NOM{number}", "Camille", profession, "Profession", skill, "Spécialité",
        mode, "SA07", "", "", str(number % 99), "Rue", f"DE L'ESSAI {number % 977}",
        home.codes_postaux[0], home.id, home.label.split(" (")[0], "0353010000",
    )  # fmt: skip
    return "|".join(cells) + "|\n"
