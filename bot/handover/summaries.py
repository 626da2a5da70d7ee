"""The summary a counselor would get: shown to the member first, sent only as the member agrees."""

import asyncio
from typing import Any

from bot.desk.states import State
from bot.handover.choices import ALL, EDIT, NOTHING, PARTIAL, button, gives_up
from bot.handover.memory import Memory, Situation
from bot.handover.queue import Queue
from bot.handover.sharing import Choice
from bot.handover.teller import Teller
from bot.messages import Stored
from knowledge.handover import BARE, Summary, lines, without_health
from knowledge.wording import say

STEP = "edit"


class Summaries:
    """Asks what may be shared, and records the answer."""

    def __init__(self, memory: Memory, teller: Teller, queue: Queue) -> None:
        """Use these parts."""
        self._memory, self._teller, self._queue = memory, teller, queue

    async def offer(self, cause: Stored, proposed: Summary) -> None:
        """Show the summary, with what the member may do of it."""
        shown, plain = lines(proposed), lines(without_health(proposed))
        choices = [
            button(say("bouton_resume_envoyer" if shown else "bouton_fil_envoyer"), ALL),
            button(say("bouton_resume_modifier" if shown else "bouton_resume_ecrire"), EDIT),
            button(say("bouton_resume_sans_sante"), PARTIAL),
            button(say("bouton_resume_rien" if shown else "bouton_fil_rien"), NOTHING),
        ]
        if plain in ([], shown):  # it would be the same as all, or as nothing
            del choices[2]
        key = "resume_question" if shown else "resume_vide"
        await self._teller.tell(cause, key, choices, resume="\n".join(shown))

    async def obey(self, cause: Stored, payload: str, situation: Situation) -> bool:
        """The member pressed one of these buttons; True when that settles the question."""
        if situation.consent is Choice.NOT_ASKED or situation.state == State.CLOSED:
            await self._teller.tell(cause, "bouton_perime")
        elif payload == EDIT:
            await self._teller.ask(cause, "resume_ecrire", STEP)
        elif payload == ALL:
            await self._agree(cause, Choice.ALL, situation.proposed)
            sent = "resume_envoye" if lines(situation.proposed) else "fil_envoye"
            await self._teller.tell(cause, sent)
            return True
        else:
            kept = without_health(situation.proposed) if payload == PARTIAL else BARE
            await self._share_only(cause, kept)
            return True
        return False

    async def rewrite(self, cause: Stored, situation: Situation) -> bool:
        """The member typed the text to send in place of the summary, or gave up doing so."""
        await asyncio.to_thread(self._memory.ask, cause.conversation, None)
        if gives_up(cause.draft.text):
            await self._teller.tell(cause, "resume_inchange")
            await self.offer(cause, situation.proposed)
            return False
        await self._share_only(cause, {**BARE, "texte": cause.draft.text}, Choice.EDITED)
        return True

    async def _share_only(
        self, cause: Stored, kept: Summary, choice: Choice = Choice.PARTIAL
    ) -> None:
        told = lines(kept)
        await self._agree(cause, choice if told else Choice.NOTHING, kept if told else BARE)
        await self._teller.tell(
            cause, "resume_partiel" if told else "resume_rien", resume="\n".join(told)
        )

    async def _agree(self, cause: Stored, choice: Choice, shared: dict[str, Any]) -> None:
        moment = self._queue.clock()
        await asyncio.to_thread(self._memory.agree, cause.conversation, choice, shared, moment)
