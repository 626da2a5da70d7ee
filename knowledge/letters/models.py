"""What a letter is made of. Says nothing of where letters are read nor how they are printed."""

from typing import Literal

from pydantic import Field, field_validator

from knowledge.content import Content
from knowledge.letters.template import faults

Kind = Literal["texte", "recit", "date", "commune", "adresse"]
Template = str
"""French text with `{{ champ }}` and `{% if champ %}`."""


class FormField(Content):
    """One thing a letter needs to know; left empty, it prints a dotted line to fill in by hand.

    `recit`: several lines, in the member's own words. `pourquoi`: why it is asked.
    `obligatoire`: the letter is of little use until it is filled in, here or by hand.
    """

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    libelle: str = Field(min_length=3, max_length=60)
    question: str = Field(min_length=10)
    pourquoi: str = Field(min_length=20)
    type: Kind
    exemple: str = Field(min_length=1)
    obligatoire: bool = False


class Delay(Content):
    """Legal time to answer. `texte`: what must be done by then; `ensuite`: what to do if not."""

    nombre: int = Field(ge=1)
    unite: Literal["jour", "mois"]
    texte: str = Field(min_length=20)
    ensuite: str = Field(min_length=20)


class Frame(Content):
    """What all letters share (`commun.yml`): who writes, and the words around the body.

    `rappel`: title of a reminder, seen by whoever looks at the calendar: it tells nothing.
    """

    champs: tuple[FormField, ...] = Field(min_length=1)
    expediteur: tuple[Template, ...] = Field(min_length=1)
    lieu_et_date: Template
    objet: str
    pieces_jointes: str
    signature: str
    rappel: str

    @field_validator("expediteur", "lieu_et_date")
    @classmethod
    def _sound(cls, value: Template | tuple[Template, ...]) -> Template | tuple[Template, ...]:
        return sound(value)

    def templates(self) -> tuple[Template, ...]:
        """Every shared text in which answers stand."""
        return (*self.expediteur, self.lieu_et_date)


class Letter(Content):
    """One letter. `corps`: its paragraphs; `article` (`theme/slug`): where its facts come from.

    `destinataire` is empty for a form kept by the member; `signatures`: labels of further signers.
    """

    id: str
    frame: Frame
    titre: str = Field(min_length=5, max_length=90)
    quand: str = Field(min_length=20)
    destinataire: tuple[Template, ...] = ()
    objet: Template = Field(min_length=5)
    champs: tuple[FormField, ...] = Field(min_length=1)
    pieces_jointes: tuple[Template, ...] = ()
    envoi: str = Field(min_length=20)
    article: str
    delai: Delay | None = None
    signatures: tuple[str, ...] = ()
    corps: tuple[Template, ...] = Field(min_length=1)

    @field_validator("objet", "destinataire", "pieces_jointes", "corps")
    @classmethod
    def _sound(cls, value: Template | tuple[Template, ...]) -> Template | tuple[Template, ...]:
        return sound(value)

    def templates(self) -> tuple[Template, ...]:
        """Every text of its own in which answers may stand."""
        return (*self.destinataire, self.objet, *self.corps, *self.pieces_jointes)

    def fields(self) -> tuple[FormField, ...]:
        """All that may be asked: its own fields, then who writes."""
        return (*self.champs, *self.frame.champs)


def sound(value: Template | tuple[Template, ...]) -> Template | tuple[Template, ...]:
    """`value` itself; raise ValueError, in French, when one of its templates cannot be filled."""
    for text in (value,) if isinstance(value, str) else value:
        fault = faults(text)
        if fault:
            raise ValueError(fault)
    return value
