"""`ariane review`: what Ariane did not understand, read by a person who teaches or sets aside."""

import sys
from typing import TYPE_CHECKING

import typer
from rich.progress import track

from bot.cli.console import err, fail, out

if TYPE_CHECKING:
    from bot.misses import KnownMiss, Misses

ALIKE = 80  # of 100: the same words in another order, or a word more


def review(
    keep: int | None = typer.Option(None, metavar="N°", help="apprendre cette phrase"),
    intent: str = typer.Option("", metavar="INTENTION", help="ce qu'elle veut dire, avec --keep"),
    ignore: int | None = typer.Option(None, metavar="N°", help="écarter cette phrase"),
) -> None:
    """Montre les phrases incomprises, groupées par ressemblance, les plus fréquentes d'abord.

    Les données personnelles y sont masquées. Écarter ou apprendre une phrase règle aussi celles
    qui sont écrites pareil. Après --keep, « make run » entraîne à nouveau.

    Exemple : ariane review --keep 12 --intent demander_devis
    """
    if bool(intent) != (keep is not None) or (keep is not None and ignore is not None):
        fail("Écrivez « --keep N° --intent INTENTION », ou « --ignore N° », ou rien pour la liste.")
    misses = _misses()
    if keep is not None:
        _keep(misses, keep, intent)
    elif ignore is not None:
        same = _written_alike(misses, ignore)
        misses.settle([one.id for one in same], "ignored")
        out.print(f"{len(same)} phrase(s) écartée(s) : « {same[0].text} ».", markup=False)
    else:
        _show(misses.to_review())


def _misses() -> "Misses":
    from bot.misses import Misses
    from knowledge.database import make_engine
    from knowledge.settings import settings

    settings().var.mkdir(parents=True, exist_ok=True)
    return Misses(make_engine(settings().conversations_url()))


def _keep(misses: "Misses", identifier: int, intent: str) -> None:
    from bot.nlu.corpus import TRAINING, TWINS
    from bot.nlu.teaching import TeachingRefused, teach
    from knowledge.content import relative

    same = _written_alike(misses, identifier)
    try:
        path = teach(same[0].text, intent, TRAINING, TWINS)
    except TeachingRefused as refusal:
        fail(str(refusal))
    misses.settle([one.id for one in same], "kept")
    out.print(f"« {same[0].text} » ajoutée à {relative(path)} ({intent}).", markup=False)


def _written_alike(misses: "Misses", identifier: int) -> list["KnownMiss"]:
    """This miss first, then those that differ by nothing a person would read."""
    from knowledge.text import normalise

    chosen = misses.find(identifier)
    if chosen is None:
        fail(f"Aucune phrase à relire ne porte le n° {identifier}. Voyez « ariane review ».")
    form = normalise(chosen.text)
    others = [one for one in misses.to_review() if normalise(one.text) == form]
    return [chosen, *(one for one in others if one.id != identifier)]


def _show(misses: list["KnownMiss"]) -> None:
    if not misses:
        out.print("Aucune phrase à relire.")
        return
    for group in groups(misses):
        first = group[0]
        thought = ", ".join(first.guesses) or "rien"
        out.print(f"{len(group)} × « {first.text} »", style="bold", markup=False)
        out.print(f"    n° {first.id} ; Ariane pensait à : {thought}", markup=False)
        for other in group[1:]:
            out.print(f"    n° {other.id} « {other.text} »", markup=False)


def groups(misses: list["KnownMiss"]) -> list[list["KnownMiss"]]:
    """Misses gathered around the first of each likeness, the largest group first."""
    from rapidfuzz import fuzz, process

    from knowledge.text import normalise

    leaders: list[str] = []
    found: list[list[KnownMiss]] = []
    for miss in track(misses, "Regroupement", console=err, disable=not sys.stderr.isatty()):
        form = normalise(miss.text)
        near = process.extractOne(form, leaders, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
        if near:
            found[near[2]].append(miss)
        else:
            leaders.append(form)
            found.append([miss])
    return sorted(found, key=len, reverse=True)
