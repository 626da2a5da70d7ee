"""One turn: the safety net first, then whoever is in charge: Rasa, or the counselor.

Every message is kept before anything else happens. While a human is in charge nothing reaches
Rasa; when Rasa is down the member is told, and the message is answered when it is back.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from weakref import WeakValueDictionary

import structlog

from bot.background import Background
from bot.breakdown import Breakdowns, counselor_button, down, given_up
from bot.desk.states import State, bot_answers
from bot.handover.flow import Handover
from bot.handover.teller import answer_id
from bot.hub import DESK, Hub
from bot.inbound import ERASE, ESCALATE, Refused, clean, last_told, picked, proposed, to_rasa
from bot.messages import Control, Draft, Stored
from bot.misses import Misses
from bot.models import now
from bot.rasa_client import RasaClient, RasaUnavailable, Turn
from bot.store import Store, UnknownConversation
from knowledge.handover import BARE
from knowledge.safety import RedFlag, detect, message_for
from knowledge.wording import say

log = structlog.get_logger()
RETRY_EVERY = 3.0


class Relay:
    """Carries members' words to whoever answers, and answers back to every open window."""

    def __init__(
        self, store: Store, rasa: RasaClient, hub: Hub, clock: Callable[[], datetime] = now
    ) -> None:
        """Wire the relay; it opens nothing itself. `clock` gives the present instant."""
        self.store, self.rasa, self.hub = store, rasa, hub
        self.handover = Handover(store, hub, self.tell, clock)
        self.misses = Misses(store.engine)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._turns_under_way = Background()
        self._breakdowns = Breakdowns()
        self._arriving: set[tuple[str, str]] = set()

    async def receive(self, conversation: str, message_id: str, raw: str) -> Stored:
        """Keep a typed message and set the answer going; returns once it is safe.

        Raise Refused (empty, too long) after the safety net has read it all the same, and
        UnknownConversation.
        """
        flag = await asyncio.to_thread(detect, raw)
        try:
            text = clean(raw)
        except Refused:
            if flag:
                await self._warn(conversation, message_id, flag)
            raise
        return await self._accept(conversation, Draft("membre", text, id=message_id), flag)

    async def press(self, conversation: str, message_id: str, origin: str, index: int) -> Stored:
        """A member pressed button `index` of message `origin`.

        Raise Refused if it is not there, UnknownConversation once it erased everything.
        """
        shown = await asyncio.to_thread(self.store.find, conversation, origin)
        if shown is None or not 0 <= index < len(shown.draft.buttons):
            raise Refused("bouton_perime")
        button = shown.draft.buttons[index]
        if button["payload"] == ERASE:
            await self.erase(conversation)
        draft = Draft("membre", button["title"], id=message_id, payload=button["payload"])
        return await self._accept(conversation, draft, None)

    async def erase(self, conversation: str) -> None:
        """Erase everything, tell every window and the desk, and raise UnknownConversation."""
        await asyncio.to_thread(self.store.erase, conversation)
        await self.handover.changed(conversation)
        gone = {"type": "error", "code": "conversation_refusee", "id": None}
        self.hub.publish(conversation, {**gone, "text": say("conversation_effacee")})
        raise UnknownConversation(conversation)

    async def ask_counselor(self, conversation: str, message_id: str) -> Stored:
        """The member asks for a person: works even when Rasa is down."""
        draft = Draft("membre", say("bouton_conseiller"), id=message_id, payload=ESCALATE)
        return await self._accept(conversation, draft, None)

    async def _accept(self, conversation: str, draft: Draft, flag: RedFlag | None) -> Stored:
        arriving = (conversation, draft.id)
        self._arriving.add(arriving)
        try:
            stored = await asyncio.to_thread(self.store.append, conversation, draft, bool(flag))
            if stored.fresh:
                self._show(stored)
                if stored.woke:
                    self.hub.publish(conversation, Control(conversation, State.BOT).frame())
                await self._respond(stored, flag)
            return stored
        finally:
            self._arriving.discard(arriving)

    async def _respond(self, question: Stored, flag: RedFlag | None, up: bool = True) -> None:
        """`up`: Rasa may be asked; what needs it otherwise stays owed."""
        if flag:
            await self._warn(question.conversation, question.draft.id, flag)
            await self._settle(question)
        elif question.draft.payload == ESCALATE:
            await self.handover.escalate(question, BARE)
            await self._settle(question)
        elif await self.handover.hears(question):
            await self._settle(question)
        elif question.pending and up:
            self._turns_under_way.start(self._answer(question))

    async def _settle(self, question: Stored) -> None:
        """Nothing more is owed to this message: tell the window that waits for an answer."""
        await asyncio.to_thread(self.store.settle, question)
        self._answered(question)

    def _answered(self, question: Stored) -> None:
        frame = {"type": "answered", "id": question.draft.id}
        self.hub.publish(question.conversation, frame)

    async def _warn(self, conversation: str, cause: str, flag: RedFlag) -> None:
        """Emergency wording first, once for message `cause`, whoever is in charge; the desk too."""
        message = message_for(flag.kind)
        cards = [contact.card() for contact in message.contacts]
        control = await asyncio.to_thread(self.store.control, conversation)
        buttons = [counselor_button()] if control.state in (State.BOT, State.CLOSED) else []
        identifier = answer_id(conversation, cause, flag.kind)
        draft = Draft("securite", message.text, id=identifier, buttons=buttons, cards=cards)
        self._show(await asyncio.to_thread(self.store.append, conversation, draft))
        moment = self.handover.queue.clock()
        await asyncio.to_thread(self.store.flag_risk, conversation, flag.kind, moment)
        self.hub.publish(DESK, {"type": "changed", "conversation": conversation, "urgent": True})
        log.info("red_flag", kind=flag.kind, rule=flag.rule)

    async def _answer(self, question: Stored) -> None:
        turn = self._turns.setdefault(question.conversation, asyncio.Lock())
        async with turn:
            try:
                await self._answer_in_turn(question)
            except UnknownConversation:  # erased meanwhile: Rasa wrote its memory of it again
                await asyncio.to_thread(self.store.erase, question.conversation)

    async def _answer_in_turn(self, question: Stored) -> None:
        conversation = question.conversation
        current = await asyncio.to_thread(self.store.find, conversation, question.draft.id)
        if current is None or not current.pending:
            return
        control = await asyncio.to_thread(self.store.control, conversation)
        if not bot_answers(State(control.state)):
            await self._settle(question)
            return
        self.hub.publish(conversation, {"type": "typing", "author": "ariane"})
        try:
            before = await asyncio.to_thread(self.store.messages, conversation, question.seq - 6)
            told = last_told([message for message in before if message.seq < question.seq])
            button = picked(question.draft, told)
            if button == ESCALATE:
                await self.handover.escalate(question, BARE)
                await self._settle(question)
                return
            said = button or to_rasa(question.draft)
            turn = await self.rasa.send(conversation, said, proposed(told), control.easy)
        except RasaUnavailable as error:
            log.warning("rasa_unavailable", cause=str(error))
            await self._failed(question)
            return
        self._breakdowns.over(conversation)
        await self._deliver(question, turn)

    async def _failed(self, question: Stored) -> None:
        """Rasa down: say so, keep the debt. Rasa up, but never for this message: give up."""
        rasa_is_up = all((await self.rasa.health()).values())
        if self._breakdowns.hopeless(question, rasa_is_up):
            await self.tell(question.conversation, given_up())
            await self._settle(question)
        elif self._breakdowns.first_in(question.conversation):
            await self.tell(question.conversation, down())

    async def _deliver(self, question: Stored, turn: Turn) -> None:
        wanted = turn.handoff is not None
        kept = await asyncio.to_thread(self.store.answer, question, turn.replies, wanted)
        for reply in kept:
            self._show(reply)
        if turn.handoff is not None and (kept or not turn.replies):
            await self.handover.escalate(question, turn.handoff)
            await asyncio.to_thread(self.store.settle, question)
        self._answered(question)
        if kept and (miss := turn.miss):
            await asyncio.to_thread(self.misses.record, question.conversation, miss)

    async def tell(self, conversation: str, draft: Draft) -> Stored:
        """Keep a message and show it to the member and to the desk."""
        stored = await asyncio.to_thread(self.store.append, conversation, draft)
        if stored.fresh:
            self._show(stored)
        return stored

    def _show(self, stored: Stored) -> None:
        """Its words go to the conversation's windows; a desk reads them if it may still do so."""
        self.hub.publish(stored.conversation, stored.frame())
        told = {"type": "message", "conversation": stored.conversation, "seq": stored.seq}
        self.hub.publish(DESK, told)

    async def retry_owed(self) -> None:
        """For ever: answer what a breakdown or a restart left, and do what its time has come."""
        while True:
            try:
                await self._retry_once()
                await self.handover.tick()
            except Exception as error:  # one breakdown must not end what is promised to all
                log.error("retry_failed", error=type(error).__name__)
            await asyncio.sleep(RETRY_EVERY)

    async def _retry_once(self) -> None:
        owed = await asyncio.to_thread(self.store.owed)
        rasa_is_up = bool(owed) and all((await self.rasa.health()).values())
        busy = {topic for topic, lock in self._turns.items() if lock.locked()}
        for message in owed:
            arriving = (message.conversation, message.draft.id) in self._arriving
            if message.conversation not in busy and not arriving:
                await self._resume(message, rasa_is_up)

    async def _resume(self, question: Stored, rasa_is_up: bool) -> None:
        """Safety net first, again: we may have died between keeping a message and reading it."""
        kept = await asyncio.to_thread(self.store.find, question.conversation, question.draft.id)
        if kept is None or not kept.pending:  # erased, or dealt with since the list was read
            return
        typed = question.draft.payload is None
        flag = await asyncio.to_thread(detect, question.draft.text) if typed else None
        with suppress(UnknownConversation):  # erased meanwhile
            await self._respond(question, flag, rasa_is_up)

    async def close(self) -> None:
        """Stop the turns under way; what they owe stays in the store."""
        await self._turns_under_way.close()
