"""What a counselor does with a conversation: one method a frame, each recorded in the audit trail.

A gesture never decides who may make it: roles.py and the board do, before and within it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from bot.desk.amending import Amending
from bot.desk.audit import Action
from bot.desk.board import NotYours
from bot.desk.engagements import Engagements
from bot.desk.passing import Passing
from bot.desk.phrases import Phrases
from bot.desk.shelf import Shelf
from bot.desk.states import Move, State
from bot.hub import DESK, Frame
from bot.inbound import Refused, clean, read_id, read_number
from bot.messages import Control, Draft

if TYPE_CHECKING:
    from bot.desk.socket import DeskWindow

Card = dict[str, Any]
Gesture = Callable[[str, Frame], Awaitable[None]]


class Gestures:
    """The gestures of one open page."""

    def __init__(self, window: "DeskWindow") -> None:
        """Act for `window`, with its parts."""
        self.window = window
        self.by_frame: dict[str, Gesture] = {
            "open": self.open,
            "message": self._message,
            "note": self._note,
            "typing": self._typing,
            "seen": self._seen,
            "break_glass": self._break_glass,
            **Engagements(self).by_frame,
            **Passing(self).by_frame,
            **Shelf(self).by_frame,
            **Phrases(self).by_frame,
            **Amending(self).by_frame,
        }

    async def open(self, conversation: str, _: Frame) -> None:
        """Show the thread; that it was read is kept before a word of it is sent."""
        window = self.window
        ticket = await asyncio.to_thread(window.board.require, conversation, window.account.id)
        if conversation not in window.recorded:
            await self.record(Action.READ, conversation)
            window.recorded.add(conversation)
        shared = ticket.shared_from - 1
        messages = await asyncio.to_thread(window.store.messages, conversation, shared)
        notes = await asyncio.to_thread(window.board.notes, conversation)
        window.open = conversation
        window.readable.add(conversation)
        await window.send(
            {
                "type": "thread",
                **ticket.frame(),
                "messages": [message.frame() for message in messages],
                "notes": notes,
            }
        )
        if ticket.state == State.HUMAN:
            await self.show_owed(conversation)

    async def show_owed(self, conversation: str) -> None:
        """Show what was promised to this member."""
        window = self.window
        now = window.relay.handover.queue.clock()
        owed = await asyncio.to_thread(window.agenda.owed, conversation, now)
        await window.send({"type": "promises", "conversation": conversation, "promises": owed})

    async def _message(self, conversation: str, frame: Frame) -> None:
        await self.in_charge(conversation)
        await self.reply(conversation, frame.get("id"), clean(str(frame.get("text", ""))))

    async def reply(
        self, conversation: str, sent: object, text: str, cards: Sequence[Card] = ()
    ) -> None:
        """Tell the member in this counselor's name, and the page that it is kept.

        `sent`: the id its page chose. Raise Refused when it is none.
        """
        identifier = read_id(sent)
        if identifier is None:
            raise Refused("trame_illisible")
        name = self.window.account.name
        draft = Draft("conseiller", text, id=identifier, name=name, cards=list(cards))
        stored = await self.window.relay.tell(conversation, draft)
        await self.window.send(
            {"type": "ack", "conversation": conversation, "id": identifier, "seq": stored.seq}
        )

    async def _note(self, conversation: str, frame: Frame) -> None:
        await self.in_charge(conversation)
        board, account = self.window.board, self.window.account
        text = clean(str(frame.get("text", "")))
        await asyncio.to_thread(board.add_note, conversation, account.id, text)
        await self.record(Action.NOTE, conversation)
        notes = await asyncio.to_thread(board.notes, conversation)
        await self.window.send({"type": "notes", "conversation": conversation, "notes": notes})

    async def _typing(self, conversation: str, _: Frame) -> None:
        await self.in_charge(conversation)
        signal: dict[str, Any] = {"type": "typing", "author": "conseiller"}
        self.window.hub.publish(conversation, signal)

    async def _seen(self, conversation: str, frame: Frame) -> None:
        """The counselor in charge read up to this message, on whichever page."""
        window, seq = self.window, read_number(frame.get("seq"))
        if seq:
            await asyncio.to_thread(window.board.see, conversation, window.account.id, seq)

    async def _break_glass(self, conversation: str, frame: Frame) -> None:
        """Read what a colleague follows; the colleague and supervisors are told at once."""
        window, text = self.window, clean(str(frame.get("text", "")))
        motif = await asyncio.to_thread(
            window.glasses.open, conversation, window.account.id, str(frame.get("motif")), text
        )
        await self.record(Action.BREAK_GLASS, conversation, motif)
        told = {"type": "glass", "conversation": conversation, "motif": motif}
        window.hub.publish(DESK, {**told, "by": window.account.id, "name": window.account.name})
        await window.lists()
        await self.open(conversation, frame)

    async def move(self, conversation: str, move: Move) -> Control:
        """Change who is in charge, in this counselor's name; raise IllegalMove."""
        counselor = self.window.account.id
        return await asyncio.to_thread(self.window.store.move, conversation, move, counselor)

    async def announce(self, control: Control, text: str) -> None:
        """Tell the member who is in charge now, and every desk that its lists changed."""
        window = self.window
        window.hub.publish(control.conversation, control.frame())
        await window.relay.tell(control.conversation, Draft("service", text))
        await window.relay.handover.changed(control.conversation)

    async def in_charge(self, conversation: str) -> None:
        """Raise NotYours unless this counselor follows the conversation."""
        window = self.window
        ticket = await asyncio.to_thread(window.board.require, conversation, window.account.id)
        if ticket.state != State.HUMAN or ticket.glass:
            raise NotYours(conversation)

    async def record(self, action: Action, conversation: str, detail: str = "") -> None:
        """Add a line to the audit trail."""
        account = self.window.account
        await asyncio.to_thread(self.window.audit.record, action, account, conversation, detail)
