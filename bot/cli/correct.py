"""`ariane offer correct`: what counselors know better than the files, signed and reversible."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.table import Table

from bot.cli.console import fail, out

app = typer.Typer(help="Corrections des conseillers sur l'offre.", no_args_is_help=True)
signed = typer.Option(..., "--by", help="votre nom : une correction est signée")


@app.command()
def add(
    place: str = typer.Argument(metavar="LIEU", help="identifiant affiché par ariane offer search"),
    kind: str = typer.Argument(
        metavar="GENRE", help="closed, moved, phone, no_new_patients ou other"
    ),
    counselor: str = signed,
    value: str = typer.Option("", help="nouveau numéro, ou nouvelle adresse"),
    note: str = typer.Option("", help="ce qui a été appris, et de qui"),
) -> None:
    """Corrige un lieu ; la correction survit aux imports et peut être retirée.

    Exemple : ariane offer correct add 590000001 phone --value "03 53 01 70 99" --by Camille
    """
    from knowledge.offer import corrections, offer_in_use

    with _refused():
        number = corrections.add(offer_in_use(), place, kind, counselor, value, note)
    out.print(f"Correction {number} enregistrée, visible dès maintenant.", markup=False)


@app.command()
def revoke(
    number: int = typer.Argument(
        metavar="NUMERO", help="numéro donné par ariane offer correct list"
    ),
    counselor: str = signed,
) -> None:
    """Retire une correction : ce que dit le fichier est de nouveau montré.

    Exemple : ariane offer correct revoke 3 --by Camille
    """
    from knowledge.offer import corrections, offer_in_use

    with _refused():
        corrections.revoke(offer_in_use(), number, counselor)
    out.print(f"Correction {number} retirée.", markup=False)


@app.command("list")
def list_(
    place: str | None = typer.Option(None, help="identifiant d'un seul lieu"),
) -> None:
    """Liste les corrections, celles qui ont été retirées comprises.

    Exemple : ariane offer correct list
    """
    from knowledge.offer import corrections, offer_in_use

    table = Table("N°", "Lieu", "Genre", "Valeur", "Note", "Par", "Le", "Retirée le")
    for one in corrections.list_corrections(offer_in_use(), place):
        withdrawn = f"{one.revoked_on:%d/%m/%Y}" if one.revoked_on else ""
        cells = (one.finess, one.kind, one.value, one.note, one.counselor, f"{one.on:%d/%m/%Y}")
        table.add_row(str(one.id), *cells, withdrawn)
    out.print(table)


@contextmanager
def _refused() -> Iterator[None]:
    """Say in one sentence why a correction is not taken."""
    from knowledge.offer import OfferError

    try:
        yield
    except OfferError as error:
        fail(str(error))
