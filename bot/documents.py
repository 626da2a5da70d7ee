"""Files made from a card when a member asks for them: a letter, a calendar, a conversation's copy.

Nothing is kept on disk: the card, erased with its conversation, is all there is.
"""

import base64
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bot.inbound import Refused
from bot.messages import Stored
from bot.transcript import transcript
from knowledge.letters.catalogue import letters
from knowledge.letters.composing import compose
from knowledge.letters.docx import as_docx
from knowledge.letters.pdf import as_pdf
from knowledge.letters.reminders import Event, as_calendar

Card = dict[str, Any]
Frame = dict[str, Any]
MIMES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar",
    "txt": "text/plain;charset=utf-8",
}


def document_frame(shown: Stored | None, frame: Frame, said: Callable[[], list[Stored]]) -> Frame:
    """The file of one card of a message, as a frame; raise Refused when there is no such file.

    `said`: every message of the conversation, for the card that gives a copy of it.
    """
    place, wanted = frame.get("card"), frame.get("format")
    cards = shown.draft.cards if shown else []
    if shown is None or not isinstance(place, int) or not 0 <= place < len(cards):
        raise Refused("document_indisponible")
    card = cards[place]
    if not isinstance(wanted, str) or wanted not in card.get("formats", []):
        raise Refused("document_indisponible")
    return {
        "type": "document",
        "message": shown.draft.id,
        "card": place,
        "format": wanted,
        "nom": f"{_name(card)}.{wanted}",
        "mime": MIMES[wanted],
        "base64": base64.b64encode(_file(card, wanted, said)).decode("ascii"),
    }


def _name(card: Card) -> str:
    if "copie" in card:
        return "conversation-ariane"
    return str(card.get("lettre", "rappel")).replace("_", "-")


def _file(card: Card, wanted: str, said: Callable[[], list[Stored]]) -> bytes:
    if "copie" in card:
        return transcript([one for one in said() if one.seq <= card["copie"]], wanted)
    return MAKERS[wanted](card)


def _calendar(card: Card) -> bytes:
    day = date.fromisoformat(card["jour"])
    # The same reminder downloaded twice is one entry in the calendar.
    uid = f"{uuid5(NAMESPACE_URL, day.isoformat() + card['texte'])}@ariane"
    return as_calendar([Event(day, card["titre"], card["texte"], uid)])


def _letter(write: Callable[[Any], bytes]) -> Callable[[Card], bytes]:
    def make(card: Card) -> bytes:
        day = date.fromisoformat(card["jour"])
        return write(compose(letters()[card["lettre"]], card["champs"], day))

    return make


MAKERS: dict[str, Callable[[Card], bytes]] = {
    "pdf": _letter(as_pdf),
    "docx": _letter(as_docx),
    "ics": _calendar,
}
