"""The mutuelle that deploys Ariane: how to reach it, its partners, what its contracts cover.

One file to edit (`mutuelle.yml`), its sentences included: no wording here. What a member's own
contract pays is not known: every cover is told « selon votre contrat ».
"""

import string
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, HttpUrl, model_validator

from knowledge.contacts import display_number
from knowledge.content import ROOT, Content, parse, read_yaml
from knowledge.opening import OpeningHours
from knowledge.settings import settings

PHONE = r"^0\d{9}$"
PARTS = {  # what each sentence must hold, so that nothing set is left untold
    "partenaire": {"nom", "telephone", "en_ligne", "cout"},
    "en_ligne": {"url"},
    "agence": {"nom", "adresse", "horaires", "acces"},
    "application": {"nom", "usage", "label", "url"},
    "garantie": {"texte"},
    "delai_reponse": {"heures"},
}


class Agence(Content):
    """A place where members may come. `acces`: how to get in, for everyone."""

    nom: str = Field(min_length=2)
    adresse: str = Field(min_length=5)
    horaires: str = Field(min_length=5)
    acces: str = Field(min_length=5)


class Partenaire(Content):
    """A service of another company. `cout`: what it costs within the contract.

    The phone is not optional: nothing is offered by internet only.
    """

    nom: str = Field(min_length=3)
    telephone: str = Field(pattern=PHONE)
    cout: str = Field(min_length=5)
    url: HttpUrl | None = None


class Partenaires(Content):
    """The services the mutuelle offers through partners; None when it has none."""

    teleconsultation: Partenaire | None = None
    deuxieme_avis: Partenaire | None = None


class Application(Content):
    """An e-health application the mutuelle offers. `label`: who vouches for it."""

    nom: str = Field(min_length=2)
    usage: str = Field(min_length=5)
    label: str = Field(min_length=3)
    url: HttpUrl


class Garanties(Content):
    """What contracts cover in general, in plain words, by kind of care; None when not said."""

    consultation: str | None = None
    hopital: str | None = None
    dentaire: str | None = None
    optique: str | None = None
    audition: str | None = None
    medecines_douces: str | None = None
    teleconsultation: str | None = None
    deuxieme_avis: str | None = None


class Liens(Content):
    """Pages of the mutuelle's own site; None when it has none."""

    espace_adherent: HttpUrl | None = None
    protection_donnees: HttpUrl | None = None


class Phrases(Content):
    """How settings are told, `{…}` standing for one of them; `sans_…` when there is none."""

    partenaire: str
    en_ligne: str
    sans_partenaire: str
    agence: str
    sans_agence: str
    application: str
    sans_application: str
    garantie: str
    sans_garantie: str
    delai_reponse: str
    sans_lien: str

    @model_validator(mode="after")
    def _parts(self) -> Self:
        for name in type(self).model_fields:
            expected = PARTS.get(name, set())
            parsed = string.Formatter().parse(getattr(self, name))
            if {part for _, part, _, _ in parsed if part is not None} != expected:
                parts = ", ".join(f"{{{part}}}" for part in sorted(expected)) or "aucune accolade"
                raise ValueError(f"« {name} » : écrivez-y {parts}, et rien d'autre entre accolades")
        return self


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
    telephone: str = Field(pattern=PHONE)
    horaires: str
    adresse: str
    courriel: str
    site: HttpUrl
    ouverture: OpeningHours
    phrases: Phrases
    attente: Attente = Attente()
    agences: tuple[Agence, ...] = ()
    partenaires: Partenaires = Partenaires()
    applications: tuple[Application, ...] = ()
    garanties: Garanties = Garanties()
    liens: Liens = Liens()
    demonstration: bool = False

    def values(self) -> dict[str, str]:
        """What texts may cite as `{{ mutuelle:… }}`; `agences` and `applications` are lists."""
        told, covers, links = self.phrases, self.garanties, self.liens
        return {
            "nom": self.nom,
            "telephone": display_number(self.telephone),
            "horaires": self.horaires,
            "adresse": self.adresse,
            "courriel": self.courriel,
            "site": _address(self.site),
            "conservation": f"{settings().retention_days} jours",
            "delai_reponse": told.delai_reponse.format(heures=self.attente.delai_reponse_heures),
            "teleconsultation": _partner(self.partenaires.teleconsultation, told),
            "deuxieme_avis": _partner(self.partenaires.deuxieme_avis, told),
            "agences": _list(told.agence, map(dict, self.agences)) or told.sans_agence,
            "applications": _list(told.application, map(_application, self.applications))
            or told.sans_application,
            **{
                f"garantie_{name}": told.garantie.format(texte=text) if text else told.sans_garantie
                for name, text in covers
            },
            **{name: _address(url) if url else told.sans_lien for name, url in links},
        }


def _partner(partner: Partenaire | None, told: Phrases) -> str:
    if partner is None:
        return told.sans_partenaire
    online = told.en_ligne.format(url=_address(partner.url)) if partner.url else ""
    return told.partenaire.format(
        nom=partner.nom,
        telephone=display_number(partner.telephone),
        en_ligne=online,
        cout=partner.cout,
    )


def _application(one: Application) -> dict[str, str]:
    return {**dict(one), "url": _address(one.url)}


def _list(sentence: str, settings: Iterable[Mapping[str, str]]) -> str:
    """One bullet a setting; nothing when there is none."""
    return "\n".join(f"- {sentence.format_map(one)}" for one in settings)


def _address(url: HttpUrl) -> str:
    return str(url).rstrip("/")


def load_mutuelle(path: Path = ROOT / "mutuelle.yml") -> Mutuelle:
    """Read the settings; raise ContentError naming file, field and cure."""
    return parse(Mutuelle, read_yaml(path), path)


@cache
def mutuelle() -> Mutuelle:
    """The settings of this deployment, read once."""
    return load_mutuelle()
