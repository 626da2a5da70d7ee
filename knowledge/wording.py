"""Texts that cite facts: `{{ montant:… }}`, `{{ contact:… }}`, `{{ mutuelle:… }}` become words.

A figure that is not sure is worded « à vérifier »; one that no longer holds is never given.
"""

import re
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from knowledge.contacts import contacts
from knowledge.content import ROOT, ContentError, read_yaml, relative
from knowledge.figures import Figure, OutOfDate, figures
from knowledge.mutuelle import mutuelle

CITATION = re.compile(r"\{\{ *(?P<kind>\w+):(?P<name>\w+) *\}\}")
UNITS = {"euro": "€", "pourcent": "%", "jour": "jour", "mois": "mois", "an": "an"}
INVARIABLE = {"€", "%", "mois"}
NARROW_SPACE = "\u202f"


def word(text: str, today: date) -> str:
    """`text` with every citation replaced; raise KeyError on one the check forbids."""
    return CITATION.sub(lambda match: cite(match["kind"], match["name"], today), text)


def cite(kind: str, name: str, today: date) -> str:
    """Words for one citation at `today`; raise KeyError when it does not exist."""
    if kind == "contact":
        return contacts()[name].display()
    if kind == "mutuelle":
        return mutuelle().values()[name]
    if kind == "montant":
        return word_figure(figures()[name], today)
    raise KeyError(kind)


def word_figure(figure: Figure, today: date) -> str:
    """« 1 € », « 1 € (à vérifier sur …) », or where to find it when no value holds today."""
    try:
        amount = format_value(figure.on(today).valeur, figure.unite)
    except OutOfDate:
        return f"(montant à confirmer : {figure.ou_verifier})"
    return f"{amount} (à vérifier : {figure.ou_verifier})" if figure.a_verifier else amount


def format_value(value: Decimal, unit: str) -> str:
    """French number and unit: 10339 euros → « 10 339 € », 26.5 → « 26,50 € », 2 an → « 2 ans »."""
    whole = value == value.to_integral_value()
    text = f"{value:,.0f}" if whole else f"{value:,.2f}"
    text = text.replace(",", NARROW_SPACE).replace(".", ",")
    name = UNITS[unit]
    plural = "s" if abs(value) >= 2 and name not in INVARIABLE else ""
    return f"{text}{NARROW_SPACE}{name}{plural}"


def french_date(day: date) -> str:
    """Day as members read it: 21/11/2026."""
    return f"{day:%d/%m/%Y}"


@cache
def service_texts(path: Path = ROOT / "messages.yml") -> dict[str, str]:
    """What the service says outside the dialogue; raise ContentError when one is not a text."""
    texts = read_yaml(path)
    wrong = [key for key, text in texts.items() if not isinstance(text, str) or not text.strip()]
    if wrong:
        raise ContentError(
            [f"{relative(path)} : champ « {key} » : écrivez un texte." for key in wrong]
        )
    return dict(texts)


def say(key: str, **values: object) -> str:
    """One service text, with the mutuelle's facts and `values`; raise KeyError if unknown."""
    text = word(service_texts()[key], date.today())
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
