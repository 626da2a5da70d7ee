"""Quality results as a card shows them: in plain words, with what they do not say."""

from collections.abc import Iterable
from typing import Any, TypedDict

from sqlalchemy import Connection, select

from knowledge.offer.quality.indicators import CERTIFICATION, Indicator, quality
from knowledge.offer.quality.models import QualityResult
from knowledge.wording import french_date


class QualityLine(TypedDict):
    """One result. `valeur`: figure or decision in words; `lecture`: what it means."""

    libelle: str
    valeur: str
    annee: int
    source: str
    lecture: str
    limite: str


def quality_of(connection: Connection, finess: Iterable[str]) -> dict[str, list[QualityLine]]:
    """Lines of each establishment that has results, in the order of the content."""
    order = [CERTIFICATION, *quality().indicateurs]
    query = select(QualityResult.__table__).where(QualityResult.finess.in_(list(finess)))
    known = [row for row in connection.execute(query) if row.indicator in order]
    found: dict[str, list[QualityLine]] = {}
    for row in sorted(known, key=lambda one: order.index(one.indicator)):
        line = _certified(row) if row.indicator == CERTIFICATION else _measured(row)
        if line:
            found.setdefault(row.finess, []).append(line)
    return found


def _certified(row: Any) -> QualityLine | None:
    content = quality().certification
    if row.grade not in content.niveaux or row.decided_on is None:
        return None
    decision = content.decision.replace("{decision}", row.grade)
    return {
        "libelle": content.libelle,
        "valeur": decision.replace("{date}", french_date(row.decided_on)),
        "annee": row.year,
        "source": content.source,
        "lecture": content.niveaux[row.grade],
        "limite": content.limite,
    }


def _measured(row: Any) -> QualityLine:
    indicator = quality().indicateurs[row.indicator]
    return {
        "libelle": indicator.libelle,
        "valeur": _value(row, indicator),
        "annee": row.year,
        "source": indicator.source,
        "lecture": _reading(row, indicator),
        "limite": indicator.limite,
    }


def _value(row: Any, indicator: Indicator) -> str:
    """« 75,2 sur 100, classe B, la deuxième des quatre »."""
    figure = quality().unites[indicator.unite].replace("{valeur}", _figure(row, indicator))
    grade = quality().classes[indicator.nombre_de_classes].get(row.grade, "")
    return ", ".join(part for part in (figure if row.value is not None else "", grade) if part)


def _figure(row: Any, indicator: Indicator) -> str:
    """One decimal for a mark, none for people."""
    if row.value is None:
        return ""
    decimals = 0 if indicator.unite == "patients" else 1
    return f"{row.value:.{decimals}f}".removesuffix(".0").replace(".", ",")


def _reading(row: Any, indicator: Indicator) -> str:
    """The plain words, empty when a figure they need is not known."""
    known = {
        "{valeur}": _figure(row, indicator),
        "{reponses}": "" if row.answers is None else str(row.answers),
    }
    text = indicator.lecture
    if any(name in text and not value for name, value in known.items()):
        return ""
    for name, value in known.items():
        text = text.replace(name, value)
    return text
