"""Rare words of « Facile à lire »: to be explained there, replaced, or known to be plain.

Rarity is how seldom films say the word or its kin; `mots_simples.txt` lists the words that films
seldom say and every member knows all the same (« mutuelle », « pharmacien »).
"""

import re
from collections.abc import Mapping
from functools import cache
from heapq import nlargest
from itertools import zip_longest
from pathlib import Path

from snowballstemmer import stemmer

from knowledge.article import Article
from knowledge.checks.findings import Report, file_of, label
from knowledge.checks.reading import sentences
from knowledge.checks.words import french, key, list_problems, load_words, words_of

# Tried on the 100 articles: at 5,000 the rule stops at « aident », « calcul » and « écrivez »; at
# 15,000 it lets « honoraires », « forfait » and « prescrire » through. At 8,000, two words in
# three of those it stops belong to care or to its administration.
COMMON = 8_000
LONG_ENOUGH = 3
STEMMER = stemmer("french")
# « Le CMP est un lieu de soins », « C'est un hôpital », « la caisse : l'Assurance maladie ».
DEFINES = re.compile(
    r"\b(?:c'est|veut dire|signifie|s'appelle|on l'appelle|(?:est|sont) (?:une?|le|la|les|des|l'))"
    r"|[(:]",
    re.IGNORECASE,
)
# « Les soins palliatifs servent à… »: a word that opens a sentence is being told of.
OPENS = r"(?:l['’]|(?:les?|la|une?|des) )(?:\w+ )?{word}\b \w+"


def rare_words(articles: Mapping[str, Article], path: Path) -> Report:
    """A warning for each rare word left unexplained, an error for what idles in the list `path`."""
    listed = {_stem(word): word for word in load_words(path)}
    report, needed = Report(), set[str]()
    for article in articles.values():
        for stem, word in _unexplained(article.falc).items():
            if stem in listed:
                needed.add(listed[stem])
            else:
                start = f"{file_of(article)} : « {label('falc')} » : mot rare « {word} »"
                report.warnings.append(
                    f"{start} : expliquez-le à la ligne suivante, ou changez-le (connu de tous : "
                    f"knowledge/{path.name})."
                )
    report.errors += list_problems(path, list(listed.values()), needed)
    return report


def _unexplained(text: str) -> dict[str, str]:
    """Rare words by stem, but for those of which the text says what they are."""
    found = sentences(text)
    rare: dict[str, str] = {}
    explained: set[str] = set()
    for sentence, following in zip_longest(found, found[1:], fillvalue=""):
        for word in _parts(sentence):
            opens = re.match(OPENS.format(word=word), sentence, re.IGNORECASE)
            if opens or DEFINES.search(sentence) or DEFINES.search(following):
                explained.add(_stem(word))
            elif _stem(word) not in _common():
                rare.setdefault(_stem(word), word)
    return {stem: word for stem, word in rare.items() if stem not in explained}


def _parts(sentence: str) -> list[str]:
    """Words, those joined by hyphens apart (« inscrivez-vous »)."""
    parts = (part for word in words_of(sentence) for part in word.split("-"))
    return [part for part in parts if len(part) >= LONG_ENOUGH]


@cache
def _stem(word: str) -> str:
    stem: str = STEMMER.stemWord(key(word))
    return stem


@cache
def _common() -> frozenset[str]:
    """Stems of the words that films say most."""
    often = french().word_frequency.dictionary
    return frozenset(map(_stem, nlargest(COMMON, often, key=often.__getitem__)))
