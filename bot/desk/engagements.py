"""What a counselor does about dangers and promises: join, keep, plan, or decline a request.

A gesture never decides who may make it: see gestures.py.
"""

import asyncio
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.desk.audit import Action
from bot.desk.board import NotYours
from bot.desk.states import Move, State
from bot.handover.promises import CALL, FOLLOW_UP, WRITTEN
from bot.hub import Frame
from bot.inbound import Refused, clean, read_number
from bot.messages import Draft
from knowledge.mutuelle import mutuelle
from knowledge.wording import say

if TYPE_CHECKING:
    from bot.desk.gestures import Gesture, Gestures

FARTHEST = timedelta(days=366)


class Engagements:
    """These gestures of one open page."""

    def __init__(self, gestures: "Gestures") -> None:
        """Act through `gestures`, for the same page."""
        self._gestures, self._window = gestures, gestures.window
        self._handover = gestures.window.relay.handover
        self.by_frame: dict[str, Gesture] = {
            "join": self._join,
            "decline": self._decline,
            "kept": self._kept,
            "follow_up": self._follow_up,
        }

    async def _join(self, conversation: str, frame: Frame) -> None:
        """Come to a conversation left to the bot, because of a danger or of a promise."""
        window, now = self._window, self._handover.queue.clock()
        present = self._handover.presence.present()
        if not await asyncio.to_thread(
            window.agenda.may_join, conversation, window.account.id, present, now
        ):
            raise NotYours(conversation)
        risks = await asyncio.to_thread(window.agenda.risks, now)
        danger = any(one["conversation"] == conversation for one in risks)
        control = await self._gestures.move(conversation, Move.JOIN)
        await self._gestures.record(Action.JOIN, conversation)
        key = "rejointe" if danger else "reprise"
        await self._gestures.announce(control, say(key, conseiller=window.account.name))
        await self._gestures.open(conversation, frame)

    async def _decline(self, conversation: str, frame: Frame) -> None:
        """Close a request nobody took, with a sentence that the member reads first."""
        window = self._window
        ticket = await asyncio.to_thread(window.board.require, conversation, window.account.id)
        if ticket.state != State.WAITING:
            raise NotYours(conversation)
        text = clean(str(frame.get("text", "")))
        control = await self._gestures.move(conversation, Move.CLOSE)
        await window.relay.tell(conversation, Draft("conseiller", text, name=window.account.name))
        await self._gestures.announce(control, say("close"))
        await self._gestures.record(Action.CLOSE, conversation)
        window.open = None

    async def _kept(self, conversation: str, frame: Frame) -> None:
        """What was promised is done."""
        await self._gestures.in_charge(conversation)
        kind, identifier = frame.get("kind"), read_number(frame.get("promise"))
        if kind not in (CALL, WRITTEN, FOLLOW_UP) or identifier is None:
            raise Refused("trame_illisible")
        done = await asyncio.to_thread(
            self._handover.promises.keep, conversation, str(kind), identifier,
            self._window.account.id, self._handover.queue.clock(),
        )  # fmt: skip
        if not done:
            raise NotYours(conversation)
        await self._gestures.record(Action.KEPT, conversation, str(kind))
        await self._changed(conversation)

    async def _follow_up(self, conversation: str, frame: Frame) -> None:
        """« Je vous rappelle dans un mois »: comes back on that day, at opening time."""
        await self._gestures.in_charge(conversation)
        now, note = self._handover.queue.clock(), clean(str(frame.get("text", "")))
        due = _opening_on(frame.get("date"))
        if due is None or not now < due <= now + FARTHEST:
            raise Refused("suivi_impossible")
        await asyncio.to_thread(
            self._handover.promises.follow_up,
            conversation, self._window.account.id, due, note, now,
        )  # fmt: skip
        await self._gestures.record(Action.FOLLOW_UP, conversation)
        await self._changed(conversation)

    async def _changed(self, conversation: str) -> None:
        await self._gestures.show_owed(conversation)
        await self._handover.changed(conversation)


def _opening_on(written: object) -> datetime | None:
    """When counselors start that day, or on the next day they work; None for no date."""
    try:
        day = date.fromisoformat(str(written))
    except ValueError:
        return None
    hours = mutuelle().ouverture
    return hours.next_opening(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(hours.fuseau)))
