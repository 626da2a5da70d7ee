"""The `ariane` command. Exit codes: 0 done, 1 refused with a reason, 2 wrong usage."""

import sys

import typer

from bot.cli import ask, content, counselor, offer, review, run, satisfaction, understand
from bot.cli.console import fail
from knowledge.content import ContentError

app = typer.Typer(
    help="Ariane, l'assistante d'orientation d'une mutuelle : préparer, lancer, interroger.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command()(run.prepare)
app.command()(run.serve)
app.command("ask")(ask.ask)
app.command("understand")(understand.understand)
app.command("review")(review.review)
app.command("satisfaction")(satisfaction.satisfaction)
app.command("check")(content.check)
app.add_typer(offer.app, name="offer")
app.add_typer(counselor.app, name="counselor")


def main() -> None:
    """Run the command; a fault of content or set-up is one French sentence, never a stack trace."""
    from bot.preflight import NotReady  # kept out of the start of `ariane --help`

    try:
        app()
    except (ContentError, NotReady) as error:
        fail(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
