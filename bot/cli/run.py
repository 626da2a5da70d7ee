"""`ariane prepare` and `ariane serve`: what `make run` does after installing."""

import asyncio

from rich.status import Status

from bot.cli.console import err, fail, out


def prepare() -> None:
    """Vérifie les contenus, charge l'offre de soins et entraîne le modèle si besoin.

    Exemple : ariane prepare
    """
    from bot.model_file import TrainingFailed, model_path, train
    from bot.preflight import ensure_writable
    from knowledge.answers import today
    from knowledge.check import check_content
    from knowledge.offer import ensure_demonstration, offer_engine
    from knowledge.settings import settings

    house = settings()
    ensure_writable(house.var)
    ensure_writable(house.models)
    report = check_content(today())
    if report.errors:
        fail("\n".join([*report.errors, "Corrigez ces contenus, puis recommencez."]))
    err.print(f"Contenus vérifiés ({len(report.warnings)} avertissement(s)).")
    with err.status("Chargement de l'offre de soins…"):
        loaded = ensure_demonstration(offer_engine(house.care_offer_url()))
    err.print("Offre de soins d'exemple chargée." if loaded else "Offre de soins déjà chargée.")
    if model_path(house).exists():
        err.print("Modèle à jour, pas d'entraînement.")
        return
    with err.status("Entraînement du modèle (une à deux minutes)…") as status:
        try:
            train(house, lambda line: _show(status, line))
        except TrainingFailed as error:
            fail(f"{error}\nL'entraînement a échoué : corrigez data/, domain.yml ou config.yml.")
    err.print("Modèle entraîné.")


def _show(status: Status, line: str) -> None:
    status.update(f"Entraînement du modèle… {line[-90:]}")


def serve() -> None:
    """Lance Rasa, le serveur d'actions et le service ; relance ce qui tombe ; Ctrl-C arrête tout.

    Exemple : ariane serve
    """
    from bot.preflight import ensure_model, ensure_ports_free, ensure_writable
    from bot.supervisor import StartFailed, Supervisor
    from knowledge.settings import settings

    house = settings()
    ensure_writable(house.var)
    ensure_ports_free(house)
    model = ensure_model(house)
    house.token()
    out.print("Démarrage de Rasa, du serveur d'actions et du service…")
    try:
        asyncio.run(Supervisor(house, model, lambda line: out.print(line, markup=False)).run())
    except StartFailed as error:
        fail(str(error))
