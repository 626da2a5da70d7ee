"""What a member may send and Rasa be told: cleaning, limits, no disguised command. Pure."""

import re
import unicodedata

from bot.messages import OBEYED, Draft, Stored
from knowledge.folding import fold
from knowledge.wording import say

MAX_LENGTH = 2000
ESCALATE = f"{OBEYED}conseiller"
ERASE = f"{OBEYED}effacer"
MAX_NUMBER = 2**31 - 1
KEPT_CONTROLS = "\n\t"
# "Cn" (unassigned) stays: it is how Python sees an emoji newer than its tables.
DROPPED = ("Cc", "Cs", "Co")
COMMAND_MARKS = re.compile(r"^[/\s]+")  # Rasa strips every kind of space before it looks for « / »
IDENTIFIER = re.compile(r"[\w.:-]{1,64}", re.ASCII)


class Refused(Exception):
    """A message that cannot be taken, with a polite reason. `code`: see the wire protocol."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.text = say(code, **values)


def clean(raw: str) -> str:
    """Text without control or invisible characters; raise Refused when empty or too long."""
    kept = "".join(
        char
        for char in unicodedata.normalize("NFC", raw)
        if char in KEPT_CONTROLS or unicodedata.category(char) not in DROPPED
    ).strip()
    if not kept:
        raise Refused("message_vide")
    if len(kept) > MAX_LENGTH:
        raise Refused("message_trop_long", taille=len(kept), limite=MAX_LENGTH)
    return kept


def read_id(value: object) -> str | None:
    """`value` when it may be an id or a secret, else None: no database takes any character."""
    return value if isinstance(value, str) and IDENTIFIER.fullmatch(value) else None


def read_number(value: object) -> int | None:
    """`value` when it may be a place or a row's number, else None: no database takes any larger."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= MAX_NUMBER else None


def to_rasa(draft: Draft) -> str:
    """What Rasa receives. Only a button speaks in intents: a typed « / » is no command."""
    if draft.payload is not None:
        return draft.payload
    return COMMAND_MARKS.sub("", draft.text) or "…"


def last_told(before: list[Stored]) -> Draft | None:
    """What the member was last told, None at the start."""
    told = [message.draft for message in before if message.draft.author != "membre"]
    return told[-1] if told else None


def proposed(told: Draft | None) -> str | None:
    """« conseiller » when the last words told to the member, the safety net's, offered one."""
    if told is None or told.author != "securite":
        return None
    offered = any(button["payload"] == ESCALATE for button in told.buttons)
    return "conseiller" if offered else None


def picked(typed: Draft, told: Draft | None) -> str | None:
    """What the button chosen by its place (« 2 ») or its very title says, None for other words.

    For channels without buttons. Where the buttons are no choices (« Passer », under a question
    that wants a number or a name), a number is an answer; erasing everything takes a real button.
    """
    buttons = told.buttons if told and typed.payload is None else []
    if not buttons or not buttons[0]["payload"].startswith(("/", ESCALATE)):
        return None
    said = fold(typed.text)
    if said.isdigit():
        meant = buttons[int(said) - 1 : int(said)] if said != "0" else []
    else:
        meant = [one for one in buttons if fold(one["title"]) == said]
    payload = meant[0]["payload"] if meant else None
    return payload if payload != ERASE else None
