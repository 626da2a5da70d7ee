"""The mutuelle that deploys Ariane: its name, phone, hours, partners. One file to edit."""

from functools import cache
from pathlib import Path

from pydantic import Field, HttpUrl

from knowledge.contacts import display_number
from knowledge.content import ROOT, Content, parse, read_yaml
from knowledge.opening import OpeningHours


class Partenaires(Content):
    """Names of the services the mutuelle offers through partners; None when it has none."""

    teleconsultation: str | None = None
    deuxieme_avis: str | None = None


class Attente(Content):
    """What members who wait are promised.

    `delai_reponse_heures`: a written answer, counted in working hours. `creneau_minutes`: length of
    a call-back slot, which takes `rappels_par_creneau` calls. `absence_minutes`: a counselor away
    for longer gives the conversation back to the waiting list.
    """

    delai_reponse_heures: int = Field(default=9, ge=1)
    creneau_minutes: int = Field(default=90, ge=15)
    rappels_par_creneau: int = Field(default=3, ge=1)
    absence_minutes: int = Field(default=10, ge=1)


class Mutuelle(Content):
    """Settings of one mutuelle. `demonstration`: it does not exist, and Ariane says so."""

    nom: str
    telephone: str = Field(pattern=r"^0\d{9}$")
    horaires: str
    adresse: str
    courriel: str
    site: HttpUrl
    ouverture: OpeningHours
    attente: Attente = Attente()
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
