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
    need: str = typer.Option(..., help="besoin, en toutes lettres ou par son identifiant"),
    commune: str = typer.Option(..., help="commune ou code postal"),
    limit: int = typer.Option(5, help="nombre de lieux"),
) -> None:
    """Cherche les lieux les plus proches d'une commune pour un besoin.

    Exemple : ariane offer search --need dentiste --commune Valenciennes
    """
    from knowledge.needs import extract_needs, needs
    from knowledge.offer import search as search_offer
    from knowledge.places import extract_places

    found_needs = [need] if need in needs() else [one.need_id for one in extract_needs(need)]
    if not found_needs:
        fail(f"Besoin « {need} » inconnu. Exemples : dentiste, pharmacie, hopital, ehpad.")
    mentions = extract_places(f"à {commune}")
    if not mentions:
        fail(f"Commune « {commune} » inconnue. Écrivez son nom entier ou son code postal.")
    candidates = mentions[0].candidates
    if len(candidates) > 1:
        labels = ", ".join(one.label for one in candidates)
        fail(f"Plusieurs communes s'appellent ainsi : {labels}. Ajoutez le département.")
    result = search_offer(_engine(), found_needs[0], candidates[0], limit=limit)
    if not result.results:
        fail(f"Rien jusqu'à {result.radius_km:.0f} km de {candidates[0].label}.")
    out.print(_table(result.results))


def _table(results: list[Any]) -> Table:
    from knowledge.offer.cards import place_card

    table = Table("Distance", "Nom", "Catégorie", "Adresse", "Téléphone", "Source")
    for found in results:
        card = place_card(found)
        phone = card["telephone"]["affiche"] if card["telephone"] else ""
        mark = "EXEMPLE – " if card["exemple"] else ""
        source = f"{card['source']}, {card['date']}"
        row = (card["distance"] or "", mark + card["nom"], card["categorie"], card["adresse"])
        table.add_row(*row, phone, source)
    return table
