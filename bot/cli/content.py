"""`ariane check`: everything that is wrong in the content files, before a member sees it."""

import typer

from bot.cli.console import err, out


def check() -> None:
    """Vérifie fiches, montants, contacts, intentions et réponses ; code 1 s'il y a une erreur.

    Exemple : ariane check
    """
    from knowledge.answers import today
    from knowledge.check import check_content

    report = check_content(today())
    for warning in report.warnings:
        out.print(f"avertissement : {warning}", markup=False)
    for error in report.errors:
        err.print(f"erreur : {error}", markup=False)
    out.print(f"{len(report.errors)} erreur(s), {len(report.warnings)} avertissement(s).")
    if report.errors:
        raise typer.Exit(1)
