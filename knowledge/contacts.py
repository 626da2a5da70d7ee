"""Phone numbers, in one place: read by the bot, the page, the desk and the safety net alike."""

from functools import cache
from pathlib import Path

import phonenumbers
from pydantic import Field

from knowledge.article import Source
from knowledge.content import ROOT, Content, parse, read_each, read_yaml


class Contact(Content):
    """A service one can call. `numero`: what is dialled, digits only."""

    nom: str
    numero: str = Field(pattern=r"^\d{2,10}$")
    role: str
    source: Source
    a_verifier: bool = False

    def display(self) -> str:
        """The number as French people write it: `3114`, `09 69 39 00 00`."""
        return display_number(self.numero)

    def card(self) -> dict[str, str]:
        """The contact as a card of the wire protocol, with its `tel:` target."""
        return {
            "type": "contact",
            "nom": self.nom,
            "affiche": self.display(),
            "appel": self.numero,
            "role": self.role,
        }


def display_number(numero: str) -> str:
    """French national format; short numbers are kept as they are, `116006` becomes `116 006`."""
    if len(numero) == 6:
        return f"{numero[:3]} {numero[3:]}"
    if len(numero) < 10:
        return numero
    parsed = phonenumbers.parse(numero, "FR")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def load_contacts(path: Path = ROOT / "contacts.yml") -> dict[str, Contact]:
    """Contacts by id; raise ContentError with every fault of the file."""
    return read_each(
        read_yaml(path).items(),
        lambda identifier, data: parse(Contact, data, f"{path} ({identifier})"),
    )


@cache
def contacts() -> dict[str, Contact]:
    """The contacts shipped with Ariane, read once."""
    return load_contacts()
