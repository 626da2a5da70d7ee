"""`ariane offer`: the local care offer, imported from official files and searched."""

import json
from pathlib import Path
from typing import Any

import typer
from rich.progress import Progress
from rich.table import Table

from bot.cli import correct, offer_files
from bot.cli.console import err, fail, out

app = typer.Typer(
    help="Offre de soins : télécharger, importer, chercher, voir l'état.", no_args_is_help=True
)
app.add_typer(correct.app, name="correct")
app.command()(offer_files.download)
app.command()(offer_files.status)


def _engine() -> Any:
    from knowledge.offer import offer_in_use

    return offer_in_use()


@app.command("import")
def import_(
    kind: str = typer.Argument(
        metavar="FORMAT",
        help="finess-csv, finess-ancien, finess-2026, rpps, sae, mutuelle, has-qualiscope, "
        "has-esatis, has-iqss ou demonstration",
    ),
    path: Path | None = typer.Argument(None, metavar="FICHIER", help="fichier à importer"),
    force: bool = typer.Option(False, "--force", help="accepter un fichier bien plus petit"),
    as_json: bool = typer.Option(False, "--json", help="rapport en JSON"),
) -> None:
    """Importe un fichier officiel ; l'offre en service reste en place si quoi que ce soit échoue.

    Exemple : ariane offer import finess-csv finess_etablissements.csv
    """
    from knowledge.offer import OfferError, import_file

    try:
        with Progress(console=err, transient=True) as bar:
            task = bar.add_task("Import…", total=None)
            report = import_file(
                _engine(), kind, path, force=force,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )  # fmt: skip
    except OfferError as error:
        fail(str(error))
    if as_json:
        out.print(json.dumps(report.as_dict(), ensure_ascii=False), markup=False)
        return
    out.print(report.summary(), markup=False)


@app.command()
def search(
    need: str = typer.Option("", help="besoin, en toutes lettres ou par son identifiant"),
    commune: str = typer.Option("", help="commune, code postal ou département"),
    name: str = typer.Option("", help="nom du lieu, fautes et accents tolérés"),
    limit: int = typer.Option(5, help="nombre de lieux"),
) -> None:
    """Cherche les lieux les plus proches pour un besoin, ou un lieu par son nom.

    Exemple : ariane offer search --need dentiste --commune Valenciennes
    Exemple : ariane offer search --name "clinique saint-roch" --commune Lille
    """
    from knowledge.offer import search as search_offer
    from knowledge.offer import search_name

    where = _place(commune) if commune else None
    if not name and (not need or where is None):
        fail("Donnez --need et --commune, ou --name.", code=2)
    if name or where is None:
        results = search_name(_engine(), f"{need} {name}", where, limit=limit)
        missing = "Aucun lieu de ce nom."
    else:
        result = search_offer(_engine(), _need(need), where, limit=limit)
        results, missing = result.results, f"Rien jusqu'à {result.radius_km:.0f} km."
    if not results:
        fail(missing)
    out.print(_table(results, where))


def _need(written: str) -> str:
    """Id of the need meant."""
    from knowledge.needs import extract_needs, needs

    found = [written] if written in needs() else [one.need_id for one in extract_needs(written)]
    if not found:
        fail(f"Besoin « {written} » inconnu. Exemples : dentiste, pharmacie, hopital, ehpad.")
    return found[0]


def _place(written: str) -> Any:
    """The place meant, when it is only one."""
    from knowledge.places import extract_places

    mentions = extract_places(f"à {written}")
    if not mentions:
        fail(f"Commune « {written} » inconnue. Écrivez son nom entier ou son code postal.")
    candidates = mentions[0].candidates
    if len(candidates) > 1:
        labels = ", ".join(one.label for one in candidates)
        fail(f"Plusieurs communes s'appellent ainsi : {labels}. Ajoutez le département.")
    return candidates[0]


def _table(results: list[Any], where: Any) -> Table:
    from knowledge.offer.cards import place_card

    table = Table("Identifiant", "Distance", "Nom", "Catégorie", "Adresse", "Téléphone", "Source")
    table.columns[0].no_wrap = True  # it is what corrections are given
    for found in results:
        card = place_card(found, where)
        phone = card["telephone"]["affiche"] if card["telephone"] else ""
        mark = "EXEMPLE – " if card["exemple"] else ""
        source = f"{card['source']}, {card['date']}"
        row = (card["distance"] or "", mark + card["nom"], card["categorie"], card["adresse"])
        table.add_row(found.finess, *row, phone, source)
    return table
