"""Dated figures (amounts, ages, rates): one YAML a figure, a value by date of effect.

Values are never overwritten: a new one is added under its date, with its own source. A lookup
takes a date and refuses rather than guesses when no period covers it.
"""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from knowledge.article import Source
from knowledge.content import ROOT, Content, by_stem, parse, read_each, read_yaml


class OutOfDate(LookupError):
    """No value of the figure is known for the date asked."""


class Value(Content):
    """A value from its date of effect on, with the source that says so."""

    valeur: Decimal
    source: Source


class Figure(Content):
    """One figure. `a_verifier`: shown as « à vérifier », with `ou_verifier`."""

    id: str
    libelle: str = Field(min_length=5)
    unite: Literal["euro", "pourcent", "jour", "mois", "an"]
    valeurs: dict[date, Value] = Field(min_length=1)
    fin: date | None = None
    a_verifier: bool = False
    ou_verifier: str = Field(min_length=5)

    def on(self, day: date) -> Value:
        """Value in force on `day`; raise OutOfDate before the first date or after `fin`."""
        starts = [start for start in self.valeurs if start <= day]
        if not starts or (self.fin and day > self.fin):
            raise OutOfDate(f"{self.id} : aucune valeur connue au {day:%d/%m/%Y}")
        return self.valeurs[max(starts)]


def load_figures(folder: Path = ROOT / "montants") -> dict[str, Figure]:
    """Figures by id (file name); raise ContentError with every fault of every file."""
    return read_each(
        by_stem(folder, "*.yml"),
        lambda identifier, path: parse(Figure, {"id": identifier, **read_yaml(path)}, path),
    )


@cache
def figures() -> dict[str, Figure]:
    """The figures shipped with Ariane, read once."""
    return load_figures()
