"""Give each commune a point: a checked match in GeoNames, else an approximation marked so.

Part of the build only: nothing here runs when Ariane answers.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import cos, hypot, radians
from statistics import median

from knowledge.folding import fold

OVERSEAS = {
    "GP": "971", "MQ": "972", "GF": "973", "RE": "974", "PM": "975", "YT": "976", "BL": "977",
    "MF": "978", "WF": "986", "PF": "987", "NC": "988",
}  # fmt: skip
MAX_KM = 45.0  # farther than this from its intercommunality, a match is another place's
SAME_PEOPLE_KM = 110.0  # unless the population is the same too (large rural intercommunalities)
PART_KM = 15.0  # « Évry » stands for Évry-Courcouronnes only where it should be
Point = tuple[float, float]
Points = dict[tuple[str, str], list[Point]]


@dataclass
class Row:
    """One commune or arrondissement on its way to the file. `point` is set once found."""

    code: str
    kind: str
    name: str
    departement: str
    zone: str
    postcodes: list[str]
    population: int
    former: list[str] = field(default_factory=list)
    epci: str = ""
    point: Point | None = None
    approx: bool = False


def kilometres(one: Point, other: Point) -> float:
    """Flat-earth distance, good enough to tell neighbours from homonyms."""
    mid = radians((one[0] + other[0]) / 2)
    return 111.2 * hypot(one[0] - other[0], (one[1] - other[1]) * cos(mid))


def candidates(row: Row, points: Points) -> list[Point]:
    """Points that may be this row's: by its name, else by that of a commune it absorbed."""
    if row.kind == "arrondissement":
        city, number = row.name.split()[:2]
        key = f"{city} {int(''.join(filter(str.isdigit, number))):02d}"
        return [
            point
            for (zone, name), found in points.items()
            if zone == row.zone
            and (fold(name) == key.lower() or name.startswith(key.lower() + " "))
            for point in found
        ]
    for name in (row.name, *row.former):
        if found := points.get((row.zone, fold(name))):
            return found
    return []


def centre(points: Iterable[Point]) -> Point | None:
    """Median point: one wrong match among the neighbours does not move it."""
    listed = list(points)
    if not listed:
        return None
    return median(p[0] for p in listed), median(p[1] for p in listed)


def locate(rows: list[Row], points: Points, people: Mapping[Point, int]) -> None:
    """Give each row its point: sure matches, then homonyms by nearness, then averages."""
    choices = {row.code: candidates(row, points) for row in rows}
    shared = Counter(point for row in rows for point in choices[row.code])
    sure = {
        row.code: found[0]
        for row in rows
        if len(found := choices[row.code]) == 1 and shared[found[0]] == 1
    }
    around = references(rows, sure)
    for row in rows:
        row.point = nearest(row, choices[row.code], around(row), people)
        if row.point is None:
            row.point = nearest(row, name_parts(row, points), around(row), people, PART_KM)
    drop_shared_points(rows)
    approximate(rows, points)


def nearest(
    row: Row,
    found: list[Point],
    reference: Point | None,
    people: Mapping[Point, int],
    limit: float = MAX_KM,
) -> Point | None:
    """The match nearest to the row's neighbours, None when it is too far to be this one."""
    if not found:
        return None
    if row.kind == "arrondissement" or reference is None:
        return max(found, key=lambda point: people[point])
    best = min(found, key=lambda point: kilometres(point, reference))
    same_people = abs(people[best] - row.population) < 0.3 * row.population
    farthest = SAME_PEOPLE_KM if same_people and limit == MAX_KM else limit
    if row.zone in OVERSEAS.values():
        return best  # archipelagos: names are few and islands far apart
    return best if kilometres(best, reference) <= farthest else None


def name_parts(row: Row, points: Points) -> list[Point]:
    """Points of the first words of a large commune's name: merged communes join two names."""
    if row.population < 5000:
        return []
    parts = fold(row.name).split()
    for size in range(len(parts) - 1, 0, -1):
        if found := points.get((row.zone, " ".join(parts[:size]))):
            return found
    return []


def references(rows: list[Row], sure: Mapping[str, Point]) -> Callable[[Row], Point | None]:
    """Function giving the centre of a row's intercommunality, else of its département."""
    groups: dict[str, list[Point]] = defaultdict(list)
    for row in rows:
        if row.code in sure:
            groups[row.epci or "-"].append(sure[row.code])
            groups["dep:" + row.departement].append(sure[row.code])
    centres = {key: centre(found) for key, found in groups.items()}

    def around(row: Row) -> Point | None:
        enough = len(groups.get(row.epci, ())) >= 3
        return centres.get(row.epci if enough else "dep:" + row.departement)

    return around


def drop_shared_points(rows: list[Row]) -> None:
    """Two communes on the same point: only the most populous one can be trusted with it."""
    owners: dict[Point, Row] = {}
    for row in sorted(rows, key=lambda row: -row.population):
        if row.point and owners.setdefault(row.point, row) is not row:
            row.point = None


def approximate(rows: list[Row], points: Points) -> None:
    """Average of the known communes with the same postal code (3) or intercommunality (1)."""
    zones: dict[str, list[Point]] = defaultdict(list)
    for (zone, _), found in points.items():
        zones[zone] += found
    groups: dict[str, list[Point]] = defaultdict(list)
    for row in rows:
        if row.point:
            for key in (row.epci, "dep:" + row.departement, *row.postcodes):
                groups[key].append(row.point)
    for row in rows:
        if row.point:
            continue
        row.approx = True
        same_code = [p for code in row.postcodes for p in groups.get(code, ())]
        group = centre(groups.get(row.epci, ())) if row.epci else None
        weighted = same_code * 3 + ([group] if group else [])
        weighted = weighted or groups.get("dep:" + row.departement) or zones[row.departement]
        if weighted:
            lat, lon = zip(*weighted, strict=True)
            row.point = (sum(lat) / len(lat), sum(lon) / len(lon))
