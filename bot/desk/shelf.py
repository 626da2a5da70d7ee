"""What a counselor looks up beside a thread, and puts in it: articles, places, a copy of it all.

The page names what to insert; its words and cards are made here, never taken from the page.
"""

import asyncio
from typing import TYPE_CHECKING, Any

from bot.desk.audit import Action
from bot.hub import Frame
from bot.inbound import MAX_LENGTH, Refused, read_id
from bot.transcript import transcript_card
from knowledge.answers import today
from knowledge.article import Article, articles
from knowledge.closest import looked_up
from knowledge.offer import offer_in_use
from knowledge.offer.lookup import card_of, look_up
from knowledge.sheets import PARTS, Sheet, sheet, state_of
from knowledge.wording import french_date, say

if TYPE_CHECKING:
    from bot.desk.gestures import Gesture, Gestures

SHOWN = 5


class Shelf:
    """These gestures of one open page."""

    def __init__(self, gestures: "Gestures") -> None:
        """Act through `gestures`, for the same page."""
        self._gestures, self._window = gestures, gestures.window
        self.by_frame: dict[str, Gesture] = {"search": self._search, "insert": self._insert}

    async def _search(self, conversation: str, frame: Frame) -> None:
        """Show the articles and places that match; who may read the thread may look up."""
        window = self._window
        await asyncio.to_thread(window.board.require, conversation, window.account.id)
        text, around = (str(frame.get(key, ""))[:MAX_LENGTH] for key in ("text", "around"))
        found = await asyncio.to_thread(_found, text, around)
        await window.send({"type": "found", "conversation": conversation, "text": text, **found})

    async def _insert(self, conversation: str, frame: Frame) -> None:
        """Send an article or a place to the member, as Ariane would have shown it."""
        await self._gestures.in_charge(conversation)
        made: Sheet | None
        if frame.get("kind") == "transcript":
            made = await asyncio.to_thread(self._copy, conversation)
            await self._gestures.record(Action.COPY, conversation)
        else:
            made = await asyncio.to_thread(_made, frame)
        if made is None:
            raise Refused("insertion_impossible")
        await self._gestures.reply(conversation, frame.get("id"), made.text, made.cards)

    def _copy(self, conversation: str) -> Sheet:
        """What was said so far, for the member alone: the page is shown the card, not the file."""
        window = self._window
        now = window.relay.handover.queue.clock()
        return Sheet(
            say("copie_donnee"), [transcript_card(window.store.messages(conversation), now)]
        )


def _found(text: str, around: str) -> Frame:
    looked = look_up(offer_in_use(), text, around, SHOWN)
    return {
        "articles": [_line(article) for article in looked_up(text, SHOWN)],
        "places": looked.cards,
        "need": looked.need,
        "where": looked.where.id if looked.where else None,
        "around": looked.where.label if looked.where else None,
        "homonyms": [one.label for one in looked.homonyms],
    }


def _line(article: Article) -> dict[str, Any]:
    day = today()
    return {
        "id": article.id,
        "titre": article.titre,
        "theme": article.theme,
        "etat": state_of(article, day),
        "a_revoir_le": french_date(article.a_revoir_le),
        "texte": sheet(article, "reponse", day).text,
    }


def _made(frame: Frame) -> Sheet | None:
    """What is to be inserted; None when it is nothing that members may be shown."""
    named, part = str(frame.get("ref")), str(frame.get("part"))
    if frame.get("kind") == "article":
        article = articles().get(named)
        return sheet(article, part, today()) if article and part in PARTS else None
    card = None
    if frame.get("kind") == "place" and read_id(named):
        where = frame.get("where")
        card = card_of(offer_in_use(), named, where if isinstance(where, str) else None)
    return Sheet(say("lieu_insere"), [card]) if card else None
