"""How a counselor takes and leaves a conversation: pass on, hand back, close, within one's limit.

A gesture never decides who may make it: see gestures.py.
"""

import asyncio
from typing import TYPE_CHECKING

from bot.desk.audit import Action
from bot.desk.states import Move
from bot.desk.transfers import Colleague, Transfers
from bot.hub import Frame
from bot.inbound import Refused, clean
from bot.messages import Draft
from knowledge.desk import desk
from knowledge.wording import say

if TYPE_CHECKING:
    from bot.desk.gestures import Gesture, Gestures

CONFIDED, TEAM = "counselor", "team"


class Passing:
    """These gestures of one open page."""

    def __init__(self, gestures: "Gestures") -> None:
        """Act through `gestures`, for the same page."""
        self._gestures, self._window = gestures, gestures.window
        self._handover = gestures.window.relay.handover
        self._transfers = Transfers(gestures.window.store.engine)
        self.by_frame: dict[str, Gesture] = {
            "take": self._take,
            "colleagues": self._colleagues,
            "transfer": self._transfer,
            "hand_back": self._hand_back,
            "close": self._close,
        }

    async def _take(self, conversation: str, frame: Frame) -> None:
        """Take charge; beyond one's limit, only of what is urgent."""
        window = self._window
        me = await asyncio.to_thread(self._transfers.colleague, window.account.id)
        urgent = await asyncio.to_thread(window.board.is_urgent, conversation)
        if not me.has_room() and not urgent:
            raise Refused("trop_de_conversations", limite=desk().conversations_par_conseiller)
        control = await self._gestures.move(conversation, Move.TAKE)
        await self._gestures.record(Action.TAKE, conversation)
        await self._gestures.announce(control, say("prise", conseiller=window.account.name))
        await self._gestures.open(conversation, frame)

    async def _colleagues(self, conversation: str, _: Frame) -> None:
        """Show who this conversation may be passed to."""
        await self._gestures.in_charge(conversation)
        present = await self._present()
        teams = [
            {**one.model_dump(), "presents": sum(other.team == one.id for other in present)}
            for one in desk().equipes
        ]
        people = [one.frame() for one in present]
        await self._window.send(
            {"type": "colleagues", "conversation": conversation, "people": people, "teams": teams}
        )

    async def _present(self) -> list[Colleague]:
        there = self._handover.presence.present() - {self._window.account.id}
        return [one for one in await asyncio.to_thread(self._transfers.colleagues)
                if one.id in there]  # fmt: skip

    async def _transfer(self, conversation: str, frame: Frame) -> None:
        """Pass the conversation on; why is a private note, that who comes next reads first."""
        await self._gestures.in_charge(conversation)
        reason = clean(str(frame.get("text", "")))
        if frame.get("to") == TEAM:
            await self._to_team(conversation, frame.get("id"), reason)
        elif frame.get("to") == CONFIDED:
            await self._to_colleague(conversation, frame.get("id"), reason)
        else:
            raise Refused("trame_illisible")
        self._window.open = None

    async def _to_colleague(self, conversation: str, named: object, reason: str) -> None:
        receiver = next((one for one in await self._present() if one.id == named), None)
        if receiver is None or not receiver.has_room():
            raise Refused("collegue_indisponible")
        window, now = self._window, self._handover.queue.clock()
        await asyncio.to_thread(
            self._transfers.give, conversation, window.account.id, receiver.id, now
        )
        await self._passed(conversation, receiver.name, receiver.login, reason, "transmise")

    async def _to_team(self, conversation: str, named: object, reason: str) -> None:
        team = next((one for one in desk().equipes if one.id == named), None)
        if team is None:
            raise Refused("trame_illisible")
        window, now = self._window, self._handover.queue.clock()
        await asyncio.to_thread(
            self._transfers.to_team, conversation, window.account.id, team.id, now
        )
        await self._passed(conversation, team.nom, team.id, reason, "transmise_equipe")

    async def _passed(
        self, conversation: str, shown: str, code: str, reason: str, told: str
    ) -> None:
        """Note why, record to whom, and tell the member."""
        window = self._window
        note = say("note_transmission", vers=shown, motif=reason)
        await asyncio.to_thread(window.board.add_note, conversation, window.account.id, note)
        await self._gestures.record(Action.TRANSFER, conversation, code)
        control = await asyncio.to_thread(window.store.control, conversation)
        names = {"conseiller": window.account.name, "vers": shown}
        await self._gestures.announce(control, say(told, **names))

    async def _hand_back(self, conversation: str, frame: Frame) -> None:
        """Leave it to Ariane, after a sentence of one's own if there is one."""
        await self._gestures.in_charge(conversation)
        text = str(frame.get("text") or "").strip()
        if text:
            draft = Draft("conseiller", clean(text), name=self._window.account.name)
            await self._window.relay.tell(conversation, draft)
        await self._leave(conversation, Move.HAND_BACK, "rendue")
        await self._gestures.record(Action.HAND_BACK, conversation)

    async def _close(self, conversation: str, frame: Frame) -> None:
        """End the exchange; how it ended is recorded."""
        await self._gestures.in_charge(conversation)
        outcome = desk().outcome(frame.get("outcome"))
        if outcome is None and frame.get("outcome") is not None:
            raise Refused("trame_illisible")
        await self._leave(conversation, Move.CLOSE, "close")
        await self._handover.closed(conversation)
        await self._gestures.record(Action.CLOSE, conversation, outcome.id if outcome else "")

    async def _leave(self, conversation: str, move: Move, text: str) -> None:
        control = await self._gestures.move(conversation, move)
        account = self._window.account
        await self._gestures.announce(control, say(text, conseiller=account.name))
        self._window.open = None
