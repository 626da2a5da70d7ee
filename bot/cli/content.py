"""`ariane check`: everything that is wrong in the content files, before a member sees it."""

import asyncio

import typer

from bot.cli.console import err, fail, out


def check(
    links: bool = typer.Option(False, "--links", help="demande plutôt leurs pages aux sites cités"),
) -> None:
    """Vérifie fiches, montants, contacts, intentions et réponses ; code 1 s'il y a une erreur.

    Avec --links : demande aux sites si les adresses citées répondent encore ; code 2 sans internet.

    Exemple : ariane check --links
    """
    if links:
        _check_links()
        return
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


def _check_links() -> None:
    """One line for each place of each address that does not simply answer."""
    from rich.progress import Progress

    from bot.links import Offline, Outcome, ask_all
    from knowledge.checks.links import external_links

    links = external_links()
    outcomes: list[Outcome] = []
    with Progress(console=err, transient=True) as progress:
        task = progress.add_task("Adresses demandées", total=len(links))

        def seen(outcome: Outcome) -> None:
            outcomes.append(outcome)
            progress.advance(task)

        try:
            asyncio.run(ask_all(links, seen))
        except Offline:
            progress.stop()
            fail("Aucun site ne répond : vérifiez la connexion à internet, puis recommencez.", 2)
    for outcome in sorted(outcomes, key=lambda one: one.url):
        for where in links[outcome.url] if outcome.to_tell() else ():
            line = f"{where} : {outcome.url} : {outcome.sentence()}."
            if outcome.is_fault():
                err.print(f"erreur : {line}", markup=False)
            else:
                out.print(f"avertissement : {line}", markup=False)
    faults = sum(outcome.is_fault() for outcome in outcomes)
    told = sum(outcome.to_tell() for outcome in outcomes)
    out.print(f"{len(outcomes)} adresse(s), {faults} à changer, {told - faults} à revoir.")
    if faults:
        raise typer.Exit(1)
