"""`ariane offer download` and `ariane offer status`: official files, and what is in use."""

import asyncio

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.table import Table

from bot.cli.console import err, fail, out


def download(
    formats: list[str] | None = typer.Argument(
        None, metavar="[FORMAT…]", help="formats à télécharger ; sans format, la liste"
    ),
) -> None:
    """Télécharge les fichiers officiels dans var/offre, en reprenant ce qui a été coupé.

    Exemple : ariane offer download finess-2026
    """
    from knowledge.offer.downloads import downloads

    known = downloads()
    if not formats:
        out.print(_listed())
        return
    for name in formats:
        if name not in known:
            fail(f"Pas d'adresse pour « {name} ». Téléchargements : {', '.join(known)}.")
    for name in formats:
        _one(name)


def _listed() -> Table:
    from knowledge.offer.downloads import downloads

    table = Table("Format", "Fichier", "Licence", "Adresse")
    for one in downloads().values():
        state = "à vérifier" if one.a_verifier else "vérifiée"
        table.add_row(one.id, one.titre, one.licence, state)
    return table


def _one(name: str) -> None:
    from bot.download import download as fetch_all
    from knowledge.offer import OfferError
    from knowledge.offer.downloads import downloads
    from knowledge.settings import settings

    wanted = downloads()[name]
    if wanted.a_verifier:
        err.print(
            f"{name} : adresse à vérifier, relevée dans une documentation et jamais ouverte d'ici.",
            style="yellow",
            markup=False,
        )
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    try:
        with Progress(*columns, TransferSpeedColumn(), console=err, transient=True) as bar:
            task = bar.add_task(name, total=None)

            def seen(file: str, done: int, total: int | None) -> None:
                bar.update(task, description=file, completed=done, total=total)

            paths = asyncio.run(fetch_all(wanted, settings().var / "offre", seen))
    except OfferError as error:
        fail(str(error))
    for path in paths:
        out.print(f"{path}\n  pour l'importer : ariane offer import {name} {path}", markup=False)


def status() -> None:
    """Montre les fichiers en service, leurs dates, les résultats de qualité et la couverture.

    Exemple : ariane offer status
    """
    from knowledge.offer import offer_in_use, status
    from knowledge.offer.coverage import coverage
    from knowledge.offer.quality import quality_status

    engine = offer_in_use()
    sources = Table("Source", "Fichier", "Importé le", "Données du", "Lieux")
    for source in status(engine):
        sources.add_row(*(str(cell) for cell in source))
    results = Table("Qualité", "Fichier", "Importé le", "Année", "Résultats")
    for imported in quality_status(engine):
        results.add_row(*(str(cell) for cell in imported))
    needs = coverage(engine)
    covered = Table("Besoin", "Lieux", "Communes", "Départements")
    for need in needs:
        if need.lieux:
            covered.add_row(*(str(cell) for cell in need))
    out.print(sources)
    out.print(results if results.rows else "Aucun résultat de qualité importé.")
    out.print(covered)
    empty = [need.besoin for need in needs if not need.lieux]
    out.print(f"Besoins sans aucun lieu : {', '.join(empty) or 'aucun'}.", markup=False)
