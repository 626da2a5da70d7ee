"""What the member reads when a danger is found: texts and contacts by kind, from `messages.yml`.

Numbers come from `contacts.yml` only; a text cites them `{{ contact:id }}`.
"""

import re
from functools import cache
from pathlib import Path

from pydantic import Field

from knowledge.contacts import Contact, contacts
from knowledge.content import Content, ContentError, parse, read_yaml, relative
from knowledge.safety.rulebook import FOLDER, KINDS

CITED = re.compile(r"\{\{ *contact:(\w+) *\}\}")
BARE_NUMBER = re.compile(r"\d{2,}")


class MessageData(Content):
    """One entry of `messages.yml`; `contacts` are shown as call buttons, in that order."""

    texte: str = Field(min_length=40)
    contacts: tuple[str, ...] = Field(min_length=1)
    conseiller: bool


class SafetyMessage(Content):
    """Ready to show. `escalate`: a counselor is offered at once."""

    kind: str
    text: str
    contacts: tuple[Contact, ...]
    escalate: bool


def load_messages(
    path: Path = FOLDER / "messages.yml", known: dict[str, Contact] | None = None
) -> dict[str, SafetyMessage]:
    """Messages by kind; raise ContentError for a missing kind, unknown contact or bare number."""
    known = contacts() if known is None else known
    data = read_yaml(path)
    if set(data) != set(KINDS):
        raise ContentError(
            [f"{relative(path)} : écrivez un message par danger : {', '.join(KINDS)}."]
        )
    found = {
        kind: parse(MessageData, entry, f"{relative(path)} ({kind})")
        for kind, entry in data.items()
    }
    problems = [
        f"{relative(path)} ({kind}) : {fault}"
        for kind, entry in found.items()
        for fault in _faults(entry, known)
    ]
    if problems:
        raise ContentError(problems)
    return {kind: _ready(kind, entry, known) for kind, entry in found.items()}


def _faults(entry: MessageData, known: dict[str, Contact]) -> list[str]:
    cited = {*entry.contacts, *CITED.findall(entry.texte)}
    faults = [
        f"contact « {identifier} » inconnu : ajoutez-le à contacts.yml."
        for identifier in sorted(cited - set(known))
    ]
    if BARE_NUMBER.search(CITED.sub("", entry.texte)):
        faults.append("numéro écrit en dur : écrivez {{ contact:nom }}.")
    return faults


def _ready(kind: str, entry: MessageData, known: dict[str, Contact]) -> SafetyMessage:
    text = CITED.sub(lambda cited: known[cited.group(1)].display(), entry.texte)
    shown = tuple(known[identifier] for identifier in entry.contacts)
    return SafetyMessage(kind=kind, text=text.strip(), contacts=shown, escalate=entry.conseiller)


@cache
def safety_messages() -> dict[str, SafetyMessage]:
    """The messages shipped with Ariane, read once."""
    return load_messages()
