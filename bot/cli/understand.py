"""`ariane understand`: what Ariane understands of sentences, as JSON lines; starts no server."""

import asyncio
import json
import logging
import sys
import warnings
from pathlib import Path

import structlog
import typer
from rich.progress import track

from bot.cli.console import err, fail

NOT_TEXT = "caractères illisibles : enregistrez le fichier en UTF-8"


def understand(
    source: str = typer.Argument(
        metavar="FICHIER|-", help="une phrase par ligne ; - pour l'entrée standard"
    ),
) -> None:
    """Écrit une ligne JSON par phrase : intention, thème, confiance, besoin, lieu, alerte.

    Exemple : ariane understand phrases.txt > compris.jsonl
    """
    from bot.preflight import ensure_model
    from knowledge.settings import settings

    lines = _read(source)
    model = ensure_model(settings())
    silence_rasa()
    with err.status("Chargement du modèle…"):
        from bot.rasa_parts.understanding import Understanding

        engine = Understanding(model)
    unreadable = 0
    for number, raw in track(lines, "Compréhension", console=err, disable=not sys.stderr.isatty()):
        try:
            text = raw.decode("utf-8").strip()
        except UnicodeDecodeError:
            err.print(f"ligne {number} : {NOT_TEXT}.")
            unreadable += 1
            continue
        if text:
            found = asyncio.run(engine.understand(text))
            sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
            sys.stdout.flush()
    if unreadable:
        raise typer.Exit(1)


def silence_rasa() -> None:
    """Nothing but our lines on standard output: Rasa would print each sentence it parses there."""
    from bot.model_file import enter_rasa_environment

    enter_rasa_environment()
    warnings.showwarning = lambda *_args, **_kwargs: None  # its libraries reset the filters
    only_errors = structlog.make_filtering_bound_logger(logging.ERROR)
    structlog.configure(wrapper_class=only_errors)


def _read(source: str) -> list[tuple[int, bytes]]:
    """Numbered lines of the file or of standard input, undecoded."""
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        fail(f"{source} ne peut pas être lu ({error.strerror}). Vérifiez le chemin du fichier.")
    return list(enumerate(data.splitlines(), 1))
