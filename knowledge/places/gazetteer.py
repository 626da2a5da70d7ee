"""Every French commune, arrondissement, postal code and département, and how to look one up.

Reads `communes.csv.gz` once into two light dictionaries; a `Place` is made only when asked for.
Says nothing of sentences: see `extract`.
"""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from knowledge.folding import fold_character

FILE = Path(__file__).with_name("communes.csv.gz")
ARTICLES = ("le ", "la ", "les ", "l ")
POINT = "pt:"  # what ids of points begin with
KNOWN_BY_FIRST_WORDS = 5000  # inhabitants from which « Aix » may stand for Aix-en-Provence
NOT_LAST = frozenset(
    [
        "a",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "lez",
        "ou",
        "pres",
        "sous",
        "sur",
    ]
)
CITIES = {"75": "75056", "69": "69123", "13": "13055"}  # cities divided into arrondissements
PLAIN = {code: fold_character(chr(code)) for code in range(0xC0, 0x180)} | {
    ord("-"): " ", ord("'"): " ", ord("’"): " ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """`id`: INSEE code, `cp:59300`, `dep:59` or a `point_id`. `approximate`: an estimated point."""

    id: str
    kind: str
    label: str
    latitude: float
    longitude: float
    departement: str
    codes_postaux: tuple[str, ...]
    population: int
    approximate: bool


@dataclass
class Gazetteer:
    """Raw lines by id; ids, separated by spaces, by name, first words, postal code."""

    lines: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    first_words: dict[str, str] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)
    postcodes: dict[str, str] = field(default_factory=dict)
    departements: dict[str, str] = field(default_factory=dict)

    def population(self, identifier: str) -> int:
        """Inhabitants of a commune or département."""
        return int(self.lines[identifier].split(",")[5])


def _add(index: dict[str, str], key: str, identifier: str) -> None:
    known = index.get(key)
    if known is None:
        index[key] = identifier
    elif identifier not in known.split():
        index[key] = f"{known} {identifier}"


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, read once (about 0.2 s)."""
    text = gzip.decompress(FILE.read_bytes()).decode("utf-8")
    found = Gazetteer()
    plain = text.lower().translate(PLAIN)
    for line, folded in zip(text.splitlines()[1:], plain.splitlines()[1:], strict=True):
        identifier, kind, _, _, postcodes, population, latitude, _, _ = line.split(",")
        name = folded.split(",", 3)[2].split(" (")[0]
        if kind == "ancienne":
            _add(found.former, name, identifier)
        elif latitude:
            found.lines[identifier] = line
            _add_place(found, identifier, kind, name, postcodes, int(population))
    _add_unclaimed(found)
    return found


def _add_place(
    found: Gazetteer, identifier: str, kind: str, name: str, postcodes: str, population: int
) -> None:
    if kind == "departement":
        _add(found.departements, name, identifier)
        if postcodes:  # a département's line carries its region there
            _add(found.departements, postcodes.lower().translate(PLAIN), identifier)
        return
    for code in postcodes.split():
        _add(found.postcodes, code, identifier)
    if kind == "arrondissement":
        return
    _add(found.names, name, identifier)
    if population >= KNOWN_BY_FIRST_WORDS:
        parts = name.split()
        for size in range(1, len(parts)):
            _add(found.first_words, " ".join(parts[:size]), identifier)


def _add_unclaimed(found: Gazetteer) -> None:
    """Names without their article, and names of former communes, where no commune bears them."""
    for name, identifiers in [*found.names.items()]:
        article = next((item for item in ARTICLES if name.startswith(item)), None)
        if article and name[len(article) :] not in found.names and name != "le saint":
            for identifier in identifiers.split():
                _add(found.former, name[len(article) :], identifier)
    found.former = {name: ids for name, ids in found.former.items() if name not in found.names}
    for name in [*found.first_words]:
        if name.split()[-1] in NOT_LAST or name in ("saint", "sainte") or len(name) < 3:
            del found.first_words[name]


@lru_cache(maxsize=4096)
def communes_named(name: str) -> tuple[str, ...]:
    """INSEE codes that a folded name may mean, the most populous first."""
    found = gazetteer()
    exact = found.names.get(name, "").split()
    longer = found.first_words.get(name, "").split()
    if not exact:
        exact = found.former.get(name, "").split()
    largest = max((found.population(code) for code in exact), default=0)
    longer = [code for code in longer if found.population(code) >= 2 * largest]
    codes = {*exact, *longer}
    return tuple(sorted(codes, key=lambda code: (-found.population(code), code)))


def place(identifier: str) -> Place:
    """The place with this id; raise KeyError when there is none."""
    return _point(identifier) if identifier.startswith(POINT) else _listed(identifier)


def point_id(latitude: float, longitude: float, commune: str, street: str = "") -> str:
    """Id of a point in WGS84 degrees, kept to ten metres; `commune`: INSEE; `street`: its name."""
    return f"{POINT}{latitude:.4f}:{longitude:.4f}:{commune}:{street}"


def _point(identifier: str) -> Place:
    """Never cached: it may be where somebody lives."""
    _, latitude, longitude, commune, street = identifier.split(":", 4)
    home = _listed(commune)
    return Place(
        identifier, "point", f"{street}, {home.label}" if street else home.label,
        float(latitude), float(longitude), home.departement, home.codes_postaux, 0, False,
    )  # fmt: skip


@cache
def _listed(identifier: str) -> Place:
    found = gazetteer()
    if identifier.startswith("cp:"):
        return _postcode(identifier, found.postcodes[identifier[3:]].split())
    line = found.lines[identifier].split(",")
    _, kind, name, departement, postcodes, population, latitude, longitude, approx = line
    name = name.removesuffix(" Arrondissement")
    return Place(
        identifier, kind, f"{name} ({departement})", float(latitude), float(longitude),
        departement, () if kind == "departement" else tuple(postcodes.split()),
        int(population), bool(approx),
    )  # fmt: skip


def _postcode(identifier: str, codes: list[str]) -> Place:
    """A postal code stands where its inhabitants are: average of its communes, by population."""
    inside = [place(code) for code in codes]
    weights = [max(one.population, 1) for one in inside]
    largest = max(inside, key=lambda one: one.population)
    others = " et alentours" if len(inside) > 1 else ""
    return Place(
        identifier, "code_postal", f"{largest.label.split(' (')[0]}{others} ({identifier[3:]})",
        _mean([one.latitude for one in inside], weights),
        _mean([one.longitude for one in inside], weights),
        largest.departement, (identifier[3:],), sum(one.population for one in inside),
        all(one.approximate for one in inside),
    )  # fmt: skip


def _mean(values: Iterable[float], weights: list[int]) -> float:
    return sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights)


def postcode_ids(digits: str) -> tuple[str, ...]:
    """Ids meant by five digits: an arrondissement, a city for « 75000 », else `cp:…`; or none."""
    known = gazetteer().postcodes.get(digits, "").split()
    arrondissements = [code for code in known if place(code).kind == "arrondissement"]
    if arrondissements:
        return (arrondissements[0],)
    if known:
        return (f"cp:{digits}",)
    city = CITIES.get(digits[:2])
    return (city,) if city and digits[2:] == "000" else ()
