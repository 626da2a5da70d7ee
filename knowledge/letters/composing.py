"""A letter and a member's answers become its parts, in reading order, then plain text.

Says nothing that the letter's file does not say; what is not answered prints a dotted line.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.letters.catalogue import TODAY
from knowledge.letters.models import FormField, Kind, Letter
from knowledge.letters.template import fill
from knowledge.wording import french_date

Lines = tuple[str, ...]
UNPRINTABLE = "□"
DOTS: dict[Kind, str] = {  # short enough for half a page, where the recipient stands
    "texte": "…" * 16,
    "recit": "\n" + "\n".join(["…" * 34] * 4),
    "date": "…… / …… / …………",
    "commune": "…" * 12,
    "adresse": "\n".join(["…" * 16] * 2),
}


@dataclass(frozen=True)
class ComposedLetter:
    """A letter ready to print: texts in reading order, the newline being the only line break.

    `signatures`: one label or name for each person who signs.
    """

    titre: str
    expediteur: Lines
    destinataire: Lines
    lieu_et_date: str
    objet: str
    paragraphes: Lines
    annonce_pieces: str
    pieces_jointes: Lines
    signatures: Lines


@dataclass(frozen=True)
class Blank:
    """A field left empty: false in `{% if champ %}`, a dotted line when printed."""

    dots: str

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return self.dots


def compose(letter: Letter, answers: Mapping[str, str], today: date) -> ComposedLetter:
    """The letter of `today` with `answers` by field id; other keys are left out."""
    given = {field.id: _value(field, answers.get(field.id, "")) for field in letter.fields()}
    values = {TODAY: french_date(today), **given}
    # Apart from sentences, a dotted line says what is to be written on it.
    labelled = values | {
        field.id: Blank(f"{field.libelle} : {value.dots}")
        for field in letter.fields()
        if isinstance(value := given[field.id], Blank)
    }

    def filled(texts: Iterable[str], answers: Mapping[str, str | Blank] = values) -> Lines:
        found = (fill(text, answers, today).strip() for text in texts)
        return tuple(text for text in found if text)

    shared = letter.frame
    return ComposedLetter(
        titre=letter.titre,
        expediteur=filled(shared.expediteur, labelled),
        destinataire=filled(letter.destinataire, labelled),
        lieu_et_date=fill(shared.lieu_et_date, values, today),
        objet=f"{shared.objet} {fill(letter.objet, values, today)}",
        paragraphes=filled(letter.corps),
        annonce_pieces=shared.pieces_jointes,
        pieces_jointes=filled(letter.pieces_jointes),
        signatures=(shared.signature, *letter.signatures),
    )


def as_text(letter: ComposedLetter) -> str:
    """The letter as plain text, parts separated by empty lines."""
    enclosures = [letter.annonce_pieces, *(f"- {text}" for text in letter.pieces_jointes)]
    parts = [
        "\n".join(letter.expediteur),
        "\n".join(letter.destinataire),
        letter.lieu_et_date,
        letter.objet,
        *letter.paragraphes,
        *(f"{label}\n\n" for label in letter.signatures),
        "\n".join(enclosures) if letter.pieces_jointes else "",
    ]
    return "\n\n".join(part for part in parts if part).rstrip() + "\n"


def _value(field: FormField, answer: str) -> str | Blank:
    text = clean(answer)
    if not text:
        return Blank(DOTS[field.type])
    return _dated(text) if field.type == "date" else text


def _dated(text: str) -> str:
    """A date written for machines as members read it; any other wording is theirs."""
    try:
        return french_date(date.fromisoformat(text))
    except ValueError:
        return text


def clean(answer: str) -> str:
    """What a member wrote, fit for print: one kind of line break, nothing that hides.

    Marks without a form of their own are dropped; what no printer knows is replaced visibly.
    """
    lines = unicodedata.normalize("NFC", answer).splitlines()
    return "\n".join("".join(map(_printable, line)).strip() for line in lines).strip()


def _printable(character: str) -> str:
    category = unicodedata.category(character)
    if character == "\t":
        return " "
    if category == "Cf":  # soft hyphens, marks that turn the writing round
        return ""
    return UNPRINTABLE if category.startswith("C") else character
