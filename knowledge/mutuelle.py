"""The mutuelle that deploys Ariane: its name, phone, hours, partners. One file to edit."""

from datetime import datetime, time
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
from pydantic import Field, HttpUrl

from knowledge.contacts import display_number
from knowledge.content import ROOT, Content, parse, read_yaml


class OpeningHours(Content):
    """When counselors answer. `jours`: 0 is Monday; French public holidays are closed."""

    fuseau: str
    jours: tuple[int, ...]
    debut: time
    fin: time

    def is_open(self, instant: datetime) -> bool:
        """True when counselors work at `instant` (aware)."""
        local = instant.astimezone(ZoneInfo(self.fuseau))
        if local.weekday() not in self.jours or local.date() in holidays.country_holidays("FR"):
            return False
        return self.debut <= local.time() < self.fin


class Partenaires(Content):
    """Names of the services the mutuelle offers through partners; None when it has none."""

    teleconsultation: str | None = None
    deuxieme_avis: str | None = None


class Mutuelle(Content):
    """Settings of one mutuelle. `demonstration`: it does not exist, and Ariane says so."""

    nom: str
    telephone: str = Field(pattern=r"^0\d{9}$")
    horaires: str
    adresse: str
    courriel: str
    site: HttpUrl
    ouverture: OpeningHours
    partenaires: Partenaires = Partenaires()
    demonstration: bool = False

    def values(self) -> dict[str, str]:
        """What texts may cite as `{{ mutuelle:… }}`."""
        return {
            "nom": self.nom,
            "telephone": display_number(self.telephone),
            "horaires": self.horaires,
            "adresse": self.adresse,
            "courriel": self.courriel,
            "site": str(self.site).rstrip("/"),
        }


def load_mutuelle(path: Path = ROOT / "mutuelle.yml") -> Mutuelle:
    """Read the settings; raise ContentError naming file, field and cure."""
    return parse(Mutuelle, read_yaml(path), path)


@cache
def mutuelle() -> Mutuelle:
    """The settings of this deployment, read once."""
    return load_mutuelle()
