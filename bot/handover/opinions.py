"""The member's opinion once a counselor closed: asked once, kept without who or when exactly."""

import asyncio

from bot.handover.choices import SCORE, button, passes
from bot.handover.memory import Memory, Situation
from bot.handover.queue import Queue
from bot.handover.teller import Teller
from bot.messages import Draft, Stored
from bot.redaction import redact
from knowledge.wording import say

STEP = "comment"
AWAITED = {"avis": True}


class Opinions:
    """Asks, keeps, thanks."""

    def __init__(self, memory: Memory, teller: Teller, queue: Queue) -> None:
        """Use these parts."""
        self._memory, self._teller, self._queue = memory, teller, queue

    async def expect(self, conversation: str) -> Draft:
        """The question to tell; one score will be taken."""
        await asyncio.to_thread(self._memory.ask, conversation, None, None, AWAITED)
        titles = (say("avis_1"), say("avis_2"), say("avis_3"), say("avis_4"), say("avis_5"))
        scores = [button(title, f"{SCORE}{score}") for score, title in enumerate(titles, 1)]
        return Draft("service", say("avis_question"), buttons=scores)

    async def obey(self, cause: Stored, payload: str, situation: Situation) -> None:
        """The member gave a score."""
        if situation.details != AWAITED:
            await self._teller.tell(cause, "avis_merci")
            return
        await self._teller.ask(cause, "avis_commentaire", STEP, {})
        score = int(payload.removeprefix(SCORE))
        await asyncio.to_thread(self._memory.give_opinion, self._month(), score)

    async def hear_comment(self, cause: Stored) -> None:
        """The member added a word, or nothing."""
        await asyncio.to_thread(self._memory.ask, cause.conversation, None)
        if not passes(cause.draft.text):
            words = redact(cause.draft.text)
            await asyncio.to_thread(self._memory.give_opinion, self._month(), None, words)
        await self._teller.tell(cause, "avis_merci")

    def _month(self) -> str:
        return f"{self._queue.clock():%Y-%m}"
