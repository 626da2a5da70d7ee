"""Every setting, read once from `ARIANE_*` environment variables; no other module reads them.

It stands at the bottom of the imports because `actions`, `bot` and the Rasa parts share it.
"""

import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, IPvAnyNetwork
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).parents[1]


class Settings(BaseSettings):
    """Ports bind to loopback by default; put a TLS proxy in front to serve the public."""

    model_config = SettingsConfigDict(env_prefix="ARIANE_", frozen=True)

    host: str = Field("127.0.0.1", description="adresse d'écoute du service Ariane")
    port: int = Field(8080, description="port du service Ariane (page, widget, poste, santé)")
    rasa_port: int = Field(5005, description="port de Rasa, toujours sur 127.0.0.1")
    actions_port: int = Field(5055, description="port du serveur d'actions, toujours sur 127.0.0.1")
    var: Path = Field(PROJECT / "var", description="dossier des données (SQLite, journaux, jeton)")
    content: Path = Field(
        PROJECT / "knowledge",
        description="dossier des contenus ; « ariane serve » fait lire une copie vérifiée",
    )
    models: Path = Field(PROJECT / "models", description="dossier des modèles entraînés")
    database_url: str = Field("", description="base des conversations ; défaut : SQLite dans var/")
    offer_url: str = Field("", description="base de l'offre de soins ; défaut : SQLite dans var/")
    rasa_token: str = Field(
        "", description="jeton partagé avec Rasa ; défaut : tiré au hasard dans var/"
    )
    rasa_timeout: float = Field(
        20.0, description="secondes avant de considérer que Rasa ne répond pas"
    )
    public_url: str = Field(
        "", description="adresse publique (https://…) ; défaut : l'adresse locale"
    )
    allowed_origins: tuple[str, ...] = Field(
        (), description="sites autorisés à intégrer le widget (JSON)"
    )
    secure_cookies: bool = Field(False, description="true derrière HTTPS : cookies Secure")
    trusted_proxy: IPvAnyNetwork | None = Field(
        None, description="adresse ou réseau du mandataire dont X-Forwarded-For est cru"
    )
    second_factor: Literal["optional", "required"] = Field(
        "optional",
        description="required : pour tous ; optional : superviseurs et administrateurs seulement",
    )
    second_factor_key: str = Field(
        "", description="clé Fernet des seconds facteurs ; défaut : tirée au hasard dans var/"
    )
    geocoding: bool = Field(
        False,
        description="true : les adresses écrites par les adhérents partent vers data.geopf.fr",
    )
    oidc_issuer: str = Field(
        "", description="annuaire OpenID Connect des conseillers (https://…) ; vide : aucun"
    )
    oidc_client_id: str = Field("", description="identifiant d'Ariane chez cet annuaire")
    oidc_client_secret: str = Field("", description="secret d'Ariane chez cet annuaire")
    oidc_role_claim: str = Field("roles", description="revendication qui porte les rôles")
    oidc_roles: dict[str, Literal["conseiller", "superviseur", "administrateur"]] = Field(
        {}, description="rôle d'Ariane pour chaque valeur de cette revendication (JSON)"
    )
    retention_days: int = Field(
        30, ge=1, description="jours sans message après lesquels une conversation est effacée"
    )
    today: str = Field("", description="AAAA-MM-JJ : simule une date pour relire les contenus")

    def conversations_url(self) -> str:
        """Database of conversations, desk and tracker."""
        return self.database_url or f"sqlite:///{self.var / 'ariane.db'}"

    def care_offer_url(self) -> str:
        """Database of the care offer: public data, kept apart from conversations."""
        return self.offer_url or f"sqlite:///{self.var / 'offre.db'}"

    def token(self) -> str:
        """Secret shared with Rasa, drawn once and kept readable by its owner only."""
        return self.rasa_token or self._drawn("jeton_rasa", lambda: secrets.token_urlsafe(32))

    def sealing_key(self) -> str:
        """Key that seals the second factors' secrets, kept out of the database they are in."""
        return self.second_factor_key or self._drawn(
            "cle_second_facteur", lambda: urlsafe_b64encode(secrets.token_bytes(32)).decode()
        )

    def _drawn(self, name: str, draw: Callable[[], str]) -> str:
        path = self.var / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(draw(), encoding="ascii")
        return path.read_text(encoding="ascii").strip()

    def base_url(self) -> str:
        """Address printed to people and used by the command line."""
        return self.public_url or f"http://{self.host}:{self.port}"


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()


def environment(content: Path) -> dict[str, str]:
    """This process's environment, for one that reads its content at `content`."""
    return {**os.environ, "ARIANE_CONTENT": str(content)}
