"""Places of a sentence in order, neighbours read together: « Lens 62300 », « Saint-Denis (93) »."""

from knowledge.places.extract import (
    PlaceMention,
    Reading,
    Sentence,
    read_commune,
    to_mention,
)
from knowledge.places.fuzzy import read_misspelt
from knowledge.places.gazetteer import place
from knowledge.places.labels import read_label
from knowledge.places.numbers import (
    read_arrondissement,
    read_departement,
    read_departement_number,
    read_postcode,
)

BETWEEN = frozenset(["dans", "le", "la", "les", "l", "en", "a", "departement", "de", "du", "d"])
LONGEST_TEXT = 5000  # characters read; beyond, nobody is naming a place to search near


def extract_places(text: str) -> list[PlaceMention]:
    """Places named in `text`, in order; several candidates mean the member must be asked which."""
    sentence = Sentence(text[:LONGEST_TEXT])
    readings: list[Reading] = []
    position = 0
    while position < len(sentence.words):
        after_place = bool(readings) and _joins(sentence, readings[-1].stop, position)
        reading = read_label(sentence, position)
        if reading is None and not sentence.taken[position]:
            reading = _read(sentence, position, after_place)
        if reading is None:
            position += 1
            continue
        position = reading.stop
        if readings and (both := _combined(sentence, readings[-1], reading)):
            readings[-1] = both
        else:
            readings.append(reading)
    return [to_mention(sentence, reading) for reading in readings]


def _read(sentence: Sentence, first: int, after_place: bool) -> Reading | None:
    if sentence.words[first].isdigit():
        return (
            read_postcode(sentence, first)
            or read_arrondissement(sentence, first)
            or read_departement_number(sentence, first, after_place=after_place)
        )
    article = sentence.words[first] in ("le", "la", "les", "l")
    return (
        read_arrondissement(sentence, first)
        or read_departement(sentence, first, explicit=True)
        or (read_departement(sentence, first + 1, explicit=True) if article else None)
        or _longer(_whole_departement(sentence, first, after_place), read_misspelt(sentence, first))
    )


def _longer(exact: Reading | None, misspelt: Reading | None) -> Reading | None:
    """« villeneuve d'asq » is not Villeneuve: a longer name wins, even misspelt."""
    if exact and misspelt:
        return misspelt if misspelt.stop > exact.stop else exact
    return exact or misspelt


def _whole_departement(sentence: Sentence, first: int, after_place: bool) -> Reading | None:
    """Commune or département by its bare name, whichever name is longer; the commune if equal."""
    commune = read_commune(sentence, first)
    other = read_departement(sentence, first, explicit=after_place, introduced=after_place)
    if commune and other:
        island = other.ids[0].startswith("dep:97")  # « à la Réunion » is not La Réunion (47)
        village = place(commune.ids[0]).population < 5000 and sentence.word(first - 1) != "a"
        wider = other.stop > commune.stop or island or village
        return other if wider else commune
    return commune or other


def _joins(sentence: Sentence, stop: int, first: int) -> bool:
    """Only link words between a place just read and the word at `first`."""
    between = sentence.words[stop:first]
    return len(between) <= 3 and all(word in BETWEEN for word in between)


def _combined(sentence: Sentence, one: Reading, other: Reading) -> Reading | None:
    """Two neighbours that speak of the same place, the second or first making the other precise."""
    if not _joins(sentence, one.stop, other.first):
        return None
    for name, detail in ((one, other), (other, one)):
        if ids := _narrowed(name.ids, detail.ids):
            return Reading(one.first, other.stop, ids)
    return None


def _narrowed(ids: tuple[str, ...], detail: tuple[str, ...]) -> tuple[str, ...]:
    """Communes of `ids` that agree with a postal code, an arrondissement or a département."""
    communes = [place(one) for one in ids if place(one).kind == "commune"]
    if not communes or len(detail) != 1:
        return ()
    precise = place(detail[0])
    if precise.kind == "code_postal":
        same_code = [c for c in communes if precise.codes_postaux[0] in c.codes_postaux]
        agreed = same_code or [c for c in communes if c.departement == precise.departement]
    elif precise.kind == "departement":
        agreed = [c for c in communes if c.departement == precise.departement]
    elif precise.kind == "arrondissement" and set(precise.codes_postaux) <= {
        code for c in communes for code in c.codes_postaux
    }:
        return detail
    else:
        return ()
    return tuple(c.id for c in agreed)
