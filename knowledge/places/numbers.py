"""Places written with figures or as départements: 59300, « le 59 », « Paris 15e », « le Nord ».

Figures followed by a unit (ans, euros, rue…) are never places.
"""

from knowledge.places.extract import Reading, Sentence, cues, ordinary_words
from knowledge.places.gazetteer import gazetteer, postcode_ids

CITY_ARRONDISSEMENTS = {"paris": "751", "lyon": "693", "marseille": "132"}
SUFFIXES = frozenset(["e", "er", "ere", "eme", "em", "ieme", "nd", "nde"])
SHORT_FORMS = frozenset(["arrondissement", "arr", "ardt", "arrdt"])
EMERGENCY_NUMBERS = frozenset(["15", "17", "18"])
BEFORE_DEPARTEMENT = frozenset(["departement", "dept", "dep", "dpt"])


def read_postcode(sentence: Sentence, first: int) -> Reading | None:
    """Five figures that are a postal code, in one piece or as « 59 300 »."""
    word, following = sentence.word(first), sentence.word(first + 1)
    if len(word) == 5 and word.isdigit() and following not in cues()["unites"]:
        ids = postcode_ids(word)
        return Reading(first, first + 1, ids) if ids else None
    split = len(word) == 2 and len(following) == 3 and (word + following).isdigit()
    if split and sentence.word(first + 2) not in cues()["unites"]:
        ids = postcode_ids(word + following)
        if ids and sentence.level(first, first + 2) >= 2:
            return Reading(first, first + 2, ids)
    return None


def read_arrondissement(sentence: Sentence, first: int) -> Reading | None:
    """« Paris 15 », « Lyon 3e arrondissement », « 15e arrondissement de Paris »."""
    word = sentence.word(first)
    if word in CITY_ARRONDISSEMENTS:
        number, stop, _ = _ordinal(sentence, first + 1)
        ids = _arrondissements(number, [word])
        return Reading(first, stop, ids) if ids else None
    number, stop, marked = _ordinal(sentence, first)
    if not marked:
        return None
    after = stop + (sentence.word(stop) in ("de", "a", "d"))
    city = sentence.word(after)
    if city in CITY_ARRONDISSEMENTS:
        ids = _arrondissements(number, [city])
        return Reading(first, after + 1, ids) if ids else None
    if sentence.word(stop - 1) in SHORT_FORMS:
        ids = _arrondissements(number, list(CITY_ARRONDISSEMENTS))
        return Reading(first, stop, ids) if ids else None
    return None


def _ordinal(sentence: Sentence, first: int) -> tuple[int, int, bool]:
    """Number at `first` (0 if none), where it ends, and whether it is written as an ordinal."""
    word = sentence.word(first)
    if not word.isdigit() or len(word) > 2:
        return 0, first, False
    stop, marked = first + 1, False
    if sentence.word(stop) in SUFFIXES:
        stop, marked = stop + 1, True
    if sentence.word(stop) in SHORT_FORMS:
        stop, marked = stop + 1, True
    unit = sentence.word(stop) in cues()["unites"]
    return (0 if unit else int(word)), stop, marked


def _arrondissements(number: int, cities: list[str]) -> tuple[str, ...]:
    codes = [
        f"{CITY_ARRONDISSEMENTS[city]}{number + 80 if city == 'lyon' else number:02d}"
        for city in cities
    ]
    return tuple(code for code in codes if number and code in gazetteer().lines)


def read_departement_number(sentence: Sentence, first: int, *, after_place: bool) -> Reading | None:
    """« dans le 59 », « dentiste 59 », « 2A »; « le 15 » alone is an emergency number."""
    word, stop = sentence.word(first), first + 1
    if word == "2" and sentence.joined(first) and sentence.word(stop) in ("a", "b"):
        word, stop = word + sentence.word(stop).upper(), stop + 1
    if f"dep:{word}" not in gazetteer().lines or sentence.word(stop) in cues()["unites"]:
        return None
    explicit = after_place or _introduced(sentence, first)
    expected = sentence.level(first, stop) >= 3 and word not in EMERGENCY_NUMBERS
    whole = len(sentence.written[first].text) > 1 or stop - first > 1
    return Reading(first, stop, (f"dep:{word}",)) if whole and (explicit or expected) else None


def _introduced(sentence: Sentence, first: int) -> bool:
    """« dans le », « en », « département de la »: what follows is a département."""
    before = [sentence.word(first - back) for back in (1, 2, 3)]
    if before[0] in ("le", "la", "les", "l"):
        before = before[1:]
        return before[0] == "dans" or BEFORE_DEPARTEMENT.intersection(before) != set()
    return before[0] == "en" or BEFORE_DEPARTEMENT.intersection(before[:2]) != set()


def read_departement(
    sentence: Sentence, first: int, *, explicit: bool, introduced: bool = False
) -> Reading | None:
    """A département or region by name; with `explicit`, only where the wording says so.

    `introduced`: the words before already say so, as after « Saint-Denis ».
    """
    found = gazetteer()
    for size in range(min(6, len(sentence.words) - first), 0, -1):
        name = " ".join(sentence.words[first : first + size])
        key = name if name in found.departements else f"la {name}"
        if key not in found.departements or any(sentence.taken[first : first + size]):
            continue
        saying = name in ("somme", "reunion") and sentence.word(first - 1) == "en"
        told = introduced or (_introduced(sentence, first) and not saying)
        if told or (not explicit and _bare(sentence, first, first + size, name)):
            return Reading(first, first + size, tuple(found.departements[key].split()))
    return None


def _bare(sentence: Sentence, first: int, stop: int, name: str) -> bool:
    if name in cues()["jamais"] or sentence.word(first - 1) in ("au", "aux"):
        return False
    if name in ordinary_words() and sentence.carries_on(first, stop):
        return False
    if " " in name:
        return True
    level = sentence.level(first, stop)
    return level >= (2 if name in ordinary_words() or name == "reunion" else 1)
