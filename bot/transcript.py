"""A copy of a conversation for its member: what both sides said in it, as text or on paper.

Made from messages alone, so that no private note can be in it; nothing of it is kept.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.messages import Author, Stored
from bot.plain_cards import card_text
from knowledge.letters.pdf import typeset
from knowledge.moments import stamp
from knowledge.wording import say

FORMATS = ("pdf", "txt")
BOLD = "**"


def transcript_card(messages: Sequence[Stored], moment: datetime) -> dict[str, Any]:
    """The card by which a member takes a copy of these messages; `copie`: the last one."""
    return {
        "type": "document",
        "titre": say("copie_titre"),
        "texte": say("copie_texte", nombre=len(messages), date=stamp(moment)),
        "formats": list(FORMATS),
        "copie": messages[-1].seq,
    }


def transcript(messages: Sequence[Stored], wanted: str) -> bytes:
    """The file, in one of `FORMATS`."""
    spoken = [_spoken(one) for one in messages]
    if wanted == "pdf":
        return typeset("copie.typ", {"titre": say("copie_titre"), "messages": spoken})
    blocks = [f"{one['auteur']}, {one['quand']}\n{one['texte']}" for one in spoken]
    # Windows knows UTF-8 by its mark.
    return ("\ufeff" + "\n\n".join([say("copie_titre"), *blocks]) + "\n").encode()


def _spoken(message: Stored) -> dict[str, str]:
    draft = message.draft
    lines = [draft.text.replace(BOLD, ""), *map(card_text, draft.cards)]
    return {
        "auteur": draft.name or _author(draft.author),
        "quand": stamp(message.at),
        "texte": "\n".join(line for line in lines if line),
    }


def _author(author: Author) -> str:
    names: dict[Author, str] = {
        "membre": say("copie_membre"),
        "ariane": say("copie_ariane"),
        "conseiller": say("copie_conseiller"),
        "securite": say("copie_securite"),
        "service": say("copie_service"),
    }
    return names[author]
