"""`ariane prepare` and `ariane serve`: what `make run` does after installing."""

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

from rich.status import Status

from bot.cli.console import err, fail, out

if TYPE_CHECKING:  # kept out of the start of `ariane --help`
    from bot.served import Served
    from knowledge.settings import Settings


def prepare() -> None:
    """Met la base à jour, vérifie les contenus, charge l'offre, entraîne le modèle si besoin.

    Exemple : ariane prepare
    """
    from bot.model_file import TrainingFailed, model_path, train
    from bot.preflight import ensure_writable
    from bot.served import check, last_sound
    from knowledge.offer import ensure_demonstration, offer_engine
    from knowledge.settings import settings

    house = settings()
    ensure_writable(house.var)
    ensure_writable(house.models)
    _migrate(house)
    last = last_sound(house)
    report = check(house)
    if report.errors:
        _refuse("\n".join([*report.errors, "Corrigez ces contenus, puis recommencez."]), last)
        return
    err.print(f"Contenus vérifiés ({len(report.warnings)} avertissement(s)).")
    with err.status("Chargement de l'offre de soins…"):
        loaded = ensure_demonstration(offer_engine(house.care_offer_url()))
    err.print("Offre de soins d'exemple chargée." if loaded else "Offre de soins déjà chargée.")
    if model_path(house).exists():
        err.print("Modèle à jour, pas d'entraînement.")
        return
    with err.status("Entraînement du modèle (une à deux minutes)…") as status:
        try:
            train(house, lambda line: _show(status, line), keep=last.model if last else None)
        except TrainingFailed as error:
            cure = "L'entraînement a échoué : corrigez data/, domain.yml ou config.yml."
            _refuse(f"{error}\n{cure}", last)
            return
    err.print("Modèle entraîné.")


def _migrate(house: "Settings") -> None:
    from bot.schema import ensure_schema
    from knowledge.database import make_engine

    engine = make_engine(house.conversations_url())
    ensure_schema(engine)
    engine.dispose()


def _refuse(faults: str, last: "Served | None") -> None:
    """Stop there, unless a sound content was served before: Ariane can still start on it."""
    if last is None:
        fail(faults)
    err.print(faults, style="bold red", markup=False)
    err.print(f"En attendant, Ariane peut servir son {last.label()}.", markup=False)


def _show(status: Status, line: str) -> None:
    status.update(f"Entraînement du modèle… {line[-90:]}")


def serve() -> None:
    """Lance Rasa, le serveur d'actions et le service ; relance ce qui tombe ; Ctrl-C arrête tout.

    Exemple : ariane serve
    """
    from bot.preflight import ensure_ports_free, ensure_writable
    from bot.served import choose
    from bot.supervisor import StartFailed, Supervisor
    from knowledge.settings import settings

    house = settings()
    ensure_writable(house.var)
    ensure_ports_free(house)
    _migrate(house)  # before the parts: they would all wait for the one that does it
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as aside:
        served = aside.submit(choose, house).result()  # what checking loads is not kept in memory
    house.token()
    if served.faults:
        err.print("\n".join(served.faults), style="bold red", markup=False)
        err.print(f"En attendant, Ariane sert son {served.label()}.", markup=False)
    out.print("Démarrage de Rasa, du serveur d'actions et du service…")
    supervisor = Supervisor(
        house, served.content, served.model, lambda line: out.print(line, markup=False)
    )
    try:
        asyncio.run(supervisor.run())
    except StartFailed as error:
        fail(str(error))
