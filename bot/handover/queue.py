"""The waiting list as members see it: their place and the expected wait, told when they change."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.desk.states import State
from bot.handover.memory import Memory
from bot.handover.presence import Presence
from bot.handover.waiting import Place, expected, in_words
from bot.hub import Hub
from bot.messages import Control
from knowledge.mutuelle import mutuelle


class Queue:
    """Places of all who wait. `clock` gives the present instant."""

    def __init__(
        self, memory: Memory, hub: Hub, presence: Presence, clock: Callable[[], datetime]
    ) -> None:
        """Use these parts; nobody was told of a place yet."""
        self._memory, self._hub, self._presence = memory, hub, presence
        self.clock = clock
        self._told: dict[str, Place] = {}

    def is_open(self) -> bool:
        """True in the counselors' hours."""
        return mutuelle().ouverture.is_open(self.clock())

    def attended(self) -> bool:
        """True when a counselor may answer now."""
        return self.is_open() and bool(self._presence.present())

    async def place(self, conversation: str) -> Place | None:
        """Where this conversation stands; None when it does not wait."""
        return (await self._places()).get(conversation)

    async def placed(self, control: Control) -> Control:
        """`control` with the place of a conversation that waits."""
        if control.state != State.WAITING:
            return control
        place = await self.place(control.conversation)
        return _with(control, place) if place else control

    def show(self, control: Control) -> None:
        """Tell the member's windows who is in charge."""
        self._hub.publish(control.conversation, control.frame())

    async def refresh(self) -> None:
        """Tell every member who waits whose place or wait changed since last told."""
        places = await self._places()
        before, self._told = self._told, places
        for conversation, place in places.items():
            if before.get(conversation) != place:
                control = Control(conversation, State.WAITING)
                self.show(_with(control, place))

    async def _places(self) -> dict[str, Place]:
        waiting = await asyncio.to_thread(self._memory.waiting)
        if not waiting:
            return {}
        now, hours = self.clock(), mutuelle().ouverture
        handlings: list[int] = []
        if self.attended():
            handlings = await asyncio.to_thread(self._memory.handlings, now)
        found = {}
        for position, conversation in enumerate(waiting, 1):
            wait = expected(position, len(self._presence.present()), handlings)
            words = in_words(wait, now, hours) if wait is not None else None
            found[conversation] = Place(position, words)
        return found


def _with(control: Control, place: Place) -> Control:
    return replace(control, position=place.position, wait=place.wait)
