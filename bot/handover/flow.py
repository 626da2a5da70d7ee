"""From the request for a person to the end: queue at once, then ask, wait honestly, promise.

It works without Rasa. Nobody waits for the questions: the request is queued before any is asked.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.desk.states import IllegalMove, Move, State
from bot.handover import appointments, opinions, summaries
from bot.handover.appointments import Appointments
from bot.handover.choices import SCORE, asked_while_waiting, chosen
from bot.handover.memory import Memory, Situation
from bot.handover.opinions import Opinions
from bot.handover.presence import Presence
from bot.handover.promises import Promises
from bot.handover.queue import Queue
from bot.handover.sharing import Choice
from bot.handover.summaries import Summaries
from bot.handover.teller import Tell, Teller
from bot.hub import DESK, Hub
from bot.messages import OBEYED, Draft, Stored
from bot.store import Store
from knowledge.handover import BARE, Summary, summary
from knowledge.moments import moment
from knowledge.mutuelle import mutuelle
from knowledge.wording import say

log = structlog.get_logger()
RESUME = f"{OBEYED}resume:"
DISTRESS = ("urgence", "detresse_psychique")  # themes that are handed over without a question
CAUSE = "cause"  # in a conversation's details: the message that asked for a person
LAST_TOLD = 12  # messages back in which what was told last is looked for


class Handover:
    """The hand-over of every conversation. `clock` gives the present instant."""

    def __init__(self, store: Store, hub: Hub, tell: Tell, clock: Callable[[], datetime]) -> None:
        """`tell` keeps a message and shows it."""
        self._store, self._hub, self._tell = store, hub, tell
        self.memory, self.promises = Memory(store.engine), Promises(store.engine)
        self.presence = Presence(clock)
        self.queue = Queue(self.memory, hub, self.presence, clock)
        self._teller = Teller(self.memory, tell)
        self._summaries = Summaries(self.memory, self._teller, self.queue)
        self._appointments = Appointments(store, self.promises, self._teller, self.queue)
        self._opinions = Opinions(self.memory, self._teller, self.queue)
        self._due: frozenset[tuple[str, int, bool]] = frozenset()

    async def escalate(self, cause: Stored, given: Summary) -> None:
        """Queue the request, say honestly when someone will answer, then ask what may be shared.

        Told a second time of the same request, after a process died, it goes on where it was.
        """
        conversation = cause.conversation
        proposed = given if "sujet" in given else await self._understood(conversation)
        situation = await asyncio.to_thread(self.memory.situation, conversation)
        spared = situation.urgent or proposed.get("theme") in DISTRESS
        begun = situation.state == State.WAITING and situation.details.get(CAUSE) == cause.draft.id
        if not begun and not await self._queue_up(cause, situation, proposed, spared):
            await self._teller.tell(cause, "deja_en_attente")
            return
        await self._tell_wait(cause)
        if spared:
            await self._appointments.offer(cause)
        else:
            await self._summaries.offer(cause, proposed)
        await self.changed(conversation)

    async def _queue_up(
        self, cause: Stored, situation: Situation, proposed: Summary, spared: bool
    ) -> bool:
        """Put the request in the list; False when there is one already, from another window too."""
        if situation.state != State.BOT:
            return False
        conversation, moment = cause.conversation, self.queue.clock()
        await self._share_first(conversation, proposed, spared)
        await asyncio.to_thread(self.memory.ask, conversation, None, None, {CAUSE: cause.draft.id})
        try:
            await asyncio.to_thread(
                self._store.move, conversation, Move.ESCALATE, None, None, moment
            )
        except IllegalMove:
            return False
        return True

    async def hears(self, question: Stored) -> bool:
        """Obey a button of ours, or typed words that answer what we asked; False: not for us."""
        payload = question.draft.payload
        typed = payload is None and question.pending
        if not typed and not (payload or "").startswith(OBEYED):
            return False
        situation = await asyncio.to_thread(self.memory.situation, question.conversation)
        if payload is None:
            last = await asyncio.to_thread(self._last_told, question)
            awaited = last is not None and last.draft.id == situation.asked
            if awaited and await self._answer(question, situation):
                return True
            payload = self._meant(question.draft.text, last, situation)
        if payload is None:
            return False
        await self._obey(question, payload, situation)
        return True

    async def closed(self, conversation: str) -> None:
        """A counselor closed: ask the member's opinion, once."""
        await self._tell(conversation, await self._opinions.expect(conversation))

    async def changed(self, conversation: str) -> None:
        """The lists of the desk and the places of those who wait are no longer what was shown."""
        self._hub.publish(DESK, {"type": "changed", "conversation": conversation, "urgent": False})
        await self.queue.refresh()

    async def tick(self) -> None:
        """What time brings: a counselor gone for too long, a wait that changed, a promise due."""
        limit = timedelta(minutes=mutuelle().attente.absence_minutes)
        for conversation, counselor in await asyncio.to_thread(self.memory.followed):
            if self.presence.away(counselor) >= limit:
                await self._release(conversation, counselor)
        await self.queue.refresh()
        now = self.queue.clock()
        pressing = frozenset(
            (one.kind, one.id, one.due_at < now)
            for one in await asyncio.to_thread(self.promises.open)
            if (one.starts_at or one.due_at) <= now
        )
        if pressing != self._due:
            self._due = pressing
            self._hub.publish(DESK, {"type": "changed", "conversation": None, "urgent": False})

    async def _release(self, conversation: str, counselor: int) -> None:
        before = await asyncio.to_thread(self._store.control, conversation)
        try:
            await asyncio.to_thread(self._store.move, conversation, Move.RELEASE, counselor)
        except IllegalMove:  # handed back or closed meanwhile
            return
        place = await self.queue.place(conversation)
        await self._tell(
            conversation,
            Draft("service", say("absence", conseiller=before.counselor_name,
                                 place=place.told() if place else "")),
        )  # fmt: skip
        log.info("released", counselor=counselor)
        await self.changed(conversation)

    async def _understood(self, conversation: str) -> Summary:
        """A summary from what Rasa last understood; a bare one rather than none."""
        slots = await asyncio.to_thread(self.memory.slots, conversation)
        try:
            return summary(slots)
        except Exception as error:  # nobody may be kept from a counselor by an odd slot
            log.error("summary_failed", error=type(error).__name__)
            return BARE

    async def _share_first(self, conversation: str, proposed: Summary, spared: bool) -> None:
        """Before the request shows at the desk: what counselors may read of it."""
        if spared:
            await asyncio.to_thread(
                self.memory.agree, conversation, Choice.NOT_ASKED, proposed, self.queue.clock()
            )
        else:
            await asyncio.to_thread(self.memory.propose, conversation, proposed)

    async def _tell_wait(self, cause: Stored) -> None:
        now, place = self.queue.clock(), await self.queue.place(cause.conversation)
        if not self.queue.is_open():
            opening = mutuelle().ouverture.next_opening(now)
            await self._teller.tell(cause, "attente_ferme", ouverture=moment(opening, now))
        elif not self.queue.attended():
            await self._teller.tell(cause, "attente_personne")
        else:
            await self._teller.tell(cause, "attente_ouvert", place=place.told() if place else "")

    def _last_told(self, question: Stored) -> Stored | None:
        """What the member read last before this message."""
        before = self._store.messages(question.conversation, question.seq - LAST_TOLD)
        told = [one for one in before
                if one.seq < question.seq and one.draft.author != "membre"]  # fmt: skip
        return told[-1] if told else None

    def _meant(self, typed: str, last: Stored | None, situation: Situation) -> str | None:
        """The button that the typed words are worth."""
        meant = chosen(typed, last.draft.buttons) if last else None
        if meant is None and situation.state == State.WAITING:
            meant = asked_while_waiting(typed)
        return meant

    async def _answer(self, question: Stored, situation: Situation) -> bool:
        """The typed text that was asked for; False when no text was."""
        if situation.step == summaries.STEP:
            if await self._summaries.rewrite(question, situation):
                await self._settled(question, situation)
        elif situation.step == appointments.STEP:
            await self._appointments.hear_phone(question, situation)
            await self.changed(question.conversation)
        elif situation.step == opinions.STEP:
            await self._opinions.hear_comment(question)
        else:
            return False
        return True

    async def _obey(self, question: Stored, payload: str, situation: Situation) -> None:
        if payload.startswith(SCORE):
            await self._opinions.obey(question, payload, situation)
        elif payload.startswith(RESUME):
            if await self._summaries.obey(question, payload, situation):
                await self._settled(question, situation)
        else:
            await self._appointments.obey(question, payload, situation)
            await self.changed(question.conversation)

    async def _settled(self, question: Stored, situation: Situation) -> None:
        """What is shared is known: the desk sees it, and who still waits is offered other ways."""
        if situation.state == State.WAITING:
            await self._appointments.offer(question)
        await self.changed(question.conversation)
