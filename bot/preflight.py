"""What can be known before starting: one clear sentence for each thing that would fail later."""

import os
import socket
from pathlib import Path

from bot.model_file import model_path
from knowledge.settings import Settings


class NotReady(Exception):
    """Ariane cannot start; the message says what happened and what to do, in French."""


def ensure_writable(folder: Path) -> None:
    """Create `folder` if needed; raise NotReady when it cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".essai"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise NotReady(
            f"Le dossier {folder} n'est pas accessible en écriture ({error.strerror}). "
            "Changez ses droits, ou donnez un autre dossier avec ARIANE_VAR."
        ) from None


def ensure_ports_free(settings: Settings) -> None:
    """Raise NotReady naming the port already taken and the variable that changes it."""
    for name, host, port in (
        ("ARIANE_PORT", settings.host, settings.port),
        ("ARIANE_RASA_PORT", "127.0.0.1", settings.rasa_port),
        ("ARIANE_ACTIONS_PORT", "127.0.0.1", settings.actions_port),
    ):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise NotReady(
                    f"Le port {port} de {host} n'est pas libre ({os.strerror(error.errno or 0)}). "
                    f"Arrêtez ce qui l'occupe, ou choisissez-en un autre avec {name}."
                ) from None


def ensure_model(settings: Settings) -> Path:
    """Path of the trained model; raise NotReady when training was not done for these inputs."""
    path = model_path(settings)
    if not path.exists():
        raise NotReady(
            f"Aucun modèle entraîné pour les données actuelles dans {settings.models}. "
            "Lancez « ariane prepare » (ou « make run », qui le fait)."
        )
    return path
