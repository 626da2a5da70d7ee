"""While waiting: be called in a slot, get a written answer by a given time, or give up."""

import asyncio
from contextlib import suppress
from datetime import date, datetime, timedelta

from bot.desk.states import IllegalMove, Move, State
from bot.handover.choices import (
    CALL,
    CANCEL,
    DAY,
    SLOT,
    WAIT,
    WRITTEN,
    Button,
    button,
    gives_up,
)  # fmt: skip
from bot.handover.memory import Situation
from bot.handover.phone import NotANumber, PhoneRefused, masked, read_phone
from bot.handover.promises import Promises, SlotFull
from bot.handover.queue import Queue
from bot.handover.teller import Teller
from bot.messages import Stored
from bot.store import Store
from knowledge.contacts import display_number
from knowledge.moments import day, hour, moment
from knowledge.mutuelle import mutuelle
from knowledge.wording import say

STEP = "phone"
DAYS_OFFERED = 3


class Appointments:
    """Makes and withdraws promises; the member leaves the waiting list for one."""

    def __init__(self, store: Store, promises: Promises, teller: Teller, queue: Queue) -> None:
        """Use these parts."""
        self._store, self._promises = store, promises
        self._teller, self._queue = teller, queue

    async def offer(self, cause: Stored) -> None:
        """What one may do in place of waiting here."""
        choices = [
            button(say("bouton_attendre"), WAIT),
            button(say("bouton_rappel"), CALL),
            button(say("bouton_ecrit"), WRITTEN),
            button(say("bouton_annuler_demande"), CANCEL),
        ]
        await self._teller.tell(cause, "attente_choix", choices)

    async def obey(self, cause: Stored, payload: str, situation: Situation) -> None:
        """The member pressed one of these buttons."""
        if payload == CANCEL:
            await self._cancel(cause)
        elif situation.state != State.WAITING:
            await self._teller.tell(cause, "bouton_perime")
        elif payload == WAIT:
            await self._teller.tell(cause, "attente_gardee")
        elif payload == WRITTEN:
            await self._promise_answer(cause)
        elif payload == CALL:
            await self._offer_days(cause, "rappel_jour")
        elif payload.startswith(DAY):
            await self._offer_hours(cause, payload.removeprefix(DAY))
        elif payload.startswith(SLOT):
            await self._teller.ask(
                cause, "rappel_numero", STEP, {"slot": payload.removeprefix(SLOT)}
            )

    async def hear_phone(self, cause: Stored, situation: Situation) -> None:
        """The member typed the number to call, or gave up."""
        if gives_up(cause.draft.text):
            await self.offer(cause)
            return
        try:
            number = read_phone(cause.draft.text)
        except NotANumber:
            example = display_number(mutuelle().telephone)
            details = situation.details
            await self._teller.ask(cause, "numero_illisible", STEP, details, exemple=example)
            return
        except PhoneRefused:
            await self._teller.ask(cause, "numero_refuse", STEP, situation.details)
            return
        await self._book(cause, datetime.fromisoformat(situation.details["slot"]), number)

    async def _book(self, cause: Stored, slot: datetime, number: str) -> None:
        now, rules = self._queue.clock(), mutuelle().attente
        if slot < now:
            await self._offer_days(cause, "rappel_complet")
            return
        try:
            await asyncio.to_thread(
                self._promises.book, cause.conversation, number, slot,
                rules.creneau_minutes, rules.rappels_par_creneau, now,
            )  # fmt: skip
        except SlotFull:
            await self._offer_days(cause, "rappel_complet")
            return
        await self._leave_queue(cause.conversation)
        undo = [button(say("bouton_annuler_rappel"), CANCEL)]
        await self._teller.tell(
            cause, "rappel_promis", undo,
            jour=day(slot, now), creneau=_period(slot), numero=masked(number),
        )  # fmt: skip

    async def _promise_answer(self, cause: Stored) -> None:
        now, house = self._queue.clock(), mutuelle()
        due = house.ouverture.after(now, house.attente.delai_reponse_heures)
        await asyncio.to_thread(self._promises.promise_answer, cause.conversation, due, now)
        await self._leave_queue(cause.conversation)
        undo = [button(say("bouton_annuler_ecrit"), CANCEL)]
        await self._teller.tell(cause, "ecrit_promis", undo, echeance=moment(due, now))

    async def _cancel(self, cause: Stored) -> None:
        withdrawn = await asyncio.to_thread(self._promises.cancel, cause.conversation)
        left = await self._leave_queue(cause.conversation)
        key = "demande_annulee" if withdrawn or left else "rien_a_annuler"
        await self._teller.tell(cause, key)

    async def _leave_queue(self, conversation: str) -> bool:
        with suppress(IllegalMove):
            control = await asyncio.to_thread(self._store.move, conversation, Move.CANCEL)
            self._queue.show(control)
            return True
        return False

    async def _offer_days(self, cause: Stored, key: str) -> None:
        now = self._queue.clock()
        starts = list({slot.date(): slot for slot in reversed(await self._slots())}.values())
        if not starts:
            await self._teller.tell(cause, "rappel_aucun")
            return
        days = [
            button(day(slot, now).capitalize(), f"{DAY}{slot.date()}") for slot in reversed(starts)
        ]
        await self._teller.tell(cause, key, days)

    async def _offer_hours(self, cause: Stored, chosen: str) -> None:
        slots = [slot for slot in await self._slots() if slot.date() == date.fromisoformat(chosen)]
        if not slots:
            await self._offer_days(cause, "rappel_complet")
            return
        await self._teller.tell(
            cause, "rappel_heure", [_slot_button(slot) for slot in slots],
            jour=day(slots[0], self._queue.clock()),
        )  # fmt: skip

    async def _slots(self) -> list[datetime]:
        rules = mutuelle().attente
        slots = mutuelle().ouverture.slots(self._queue.clock(), rules.creneau_minutes, DAYS_OFFERED)
        return await asyncio.to_thread(self._promises.free, slots, rules.rappels_par_creneau)


def _slot_button(slot: datetime) -> Button:
    return button(_period(slot).capitalize(), f"{SLOT}{slot.isoformat()}")


def _period(slot: datetime) -> str:
    end = slot + timedelta(minutes=mutuelle().attente.creneau_minutes)
    return say("creneau", debut=hour(slot), fin=hour(end))
