"""The desk's WebSocket `/conseiller/ws`: lists, threads, and what a counselor does with them.

Frames are described in README.md beside this file. A counselor receives the words of a conversation
only while in charge of it, or while it waits for someone.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from aiohttp import WSMsgType, web

from bot.channels.origins import origin_allowed
from bot.channels.web import parse
from bot.desk.accounts import Account
from bot.desk.board import NotYours
from bot.desk.states import IllegalMove, Move, State
from bot.hub import DESK, Frame, Listener
from bot.inbound import Refused, clean, read_id
from bot.keys import BOARD, HUB, RELAY, SETTINGS, STORE
from bot.messages import Control, Draft
from bot.store import UnknownConversation
from knowledge.wording import say

MAX_FRAME = 64 * 1024
TAKEN = "Cette conversation n'est plus à prendre : un autre conseiller la suit, ou elle est close."
UNREADABLE = "Cette action n'a pas été comprise. Rechargez la page."
NOT_ALLOWED = "Vous ne suivez pas cette conversation : prenez-la d'abord dans la liste d'attente."


async def desk_socket(request: web.Request) -> web.StreamResponse:
    """Serve one counselor's page until it closes; refused without a session or from elsewhere."""
    from bot.desk.routes import current  # routes builds on this module

    if not origin_allowed(request, request.app[SETTINGS], embedded=False):
        raise web.HTTPForbidden(text="Origine refusée.")
    login = await current(request)
    if login is None:
        raise web.HTTPUnauthorized(text="Session expirée : reconnectez-vous.")
    socket = web.WebSocketResponse(heartbeat=25, max_msg_size=MAX_FRAME)
    await socket.prepare(request)
    with suppress(ConnectionResetError):
        await DeskWindow(request.app, socket, login.account).serve()
    return socket


class DeskWindow:
    """One open page of one counselor."""

    def __init__(
        self, app: web.Application, socket: web.WebSocketResponse, account: Account
    ) -> None:
        """Bind the socket to the parts of `app`."""
        self.relay, self.store, self.hub = app[RELAY], app[STORE], app[HUB]
        self.board, self.socket, self.account = app[BOARD], socket, account
        self.open: str | None = None
        self.readable: set[str] = set()
        self.commands: dict[str, Callable[[str, Frame], Awaitable[None]]] = {
            "open": self._open,
            "take": self._take,
            "message": self._message,
            "note": self._note,
            "hand_back": self._hand_back,
            "close": self._close,
            "typing": self._typing,
        }

    async def serve(self) -> None:
        """Send the lists, then read and write side by side until either ends."""
        with self.hub.listen(DESK) as listener:
            await self._lists()
            writer = asyncio.create_task(self._write(listener))
            try:
                async for message in self.socket:
                    await self._handle(
                        parse(message.data) if message.type == WSMsgType.TEXT else None
                    )
            finally:
                writer.cancel()
                with suppress(asyncio.CancelledError, ConnectionResetError):
                    await writer

    async def _write(self, listener: Listener) -> None:
        while not listener.overflowed.is_set():
            frame = await listener.frames.get()
            kind = frame["type"]
            if kind == "changed":
                await self._lists(frame)
            elif frame.get("conversation") in self.readable:
                await self.socket.send_json(frame)
        await self.socket.close()

    async def _lists(self, cause: Frame | None = None) -> None:
        waiting = await asyncio.to_thread(self.board.waiting)
        mine = await asyncio.to_thread(self.board.mine, self.account.id)
        self.readable = {ticket.conversation for ticket in mine}
        if self.open in {ticket.conversation for ticket in waiting}:
            self.readable.add(str(self.open))
        listed = {ticket.conversation for ticket in (*waiting, *mine)}
        urgent = cause["conversation"] if cause and cause.get("urgent") else None
        await self.socket.send_json(
            {
                "type": "lists",
                "waiting": [ticket.frame() for ticket in waiting],
                "mine": [ticket.frame() for ticket in mine],
                "alert": urgent if urgent in listed else None,
            }
        )

    async def _handle(self, frame: Frame | None) -> None:
        if frame and frame.get("type") == "ping":
            await self.socket.send_json({"type": "pong"})
            return
        command = self.commands.get(str(frame.get("type"))) if frame else None
        conversation = read_id(frame.get("conversation")) if frame else None
        if frame is None or command is None or conversation is None:
            await self._error(UNREADABLE)
            return
        sent = frame.get("id")
        try:
            await command(conversation, frame)
        except IllegalMove:
            await self._error(TAKEN, conversation)
            await self._lists()
        except (NotYours, UnknownConversation):
            await self._error(NOT_ALLOWED, conversation, sent)
        except Refused as refusal:
            await self._error(refusal.text, conversation, sent)

    async def _error(self, text: str, conversation: str | None = None, sent: Any = None) -> None:
        """Say what went wrong; `sent`: id of the refused message, so that it is not sent again."""
        await self.socket.send_json(
            {"type": "error", "text": text, "conversation": conversation, "id": sent}
        )

    async def _in_charge(self, conversation: str) -> None:
        ticket = await asyncio.to_thread(self.board.require, conversation, self.account.id)
        if ticket.state != State.HUMAN:
            raise NotYours(conversation)

    async def _open(self, conversation: str, _: Frame) -> None:
        ticket = await asyncio.to_thread(self.board.require, conversation, self.account.id)
        messages = await asyncio.to_thread(self.store.messages, conversation)
        notes = await asyncio.to_thread(self.board.notes, conversation)
        self.open = conversation
        self.readable.add(conversation)
        await self.socket.send_json(
            {
                "type": "thread",
                **ticket.frame(),
                "messages": [message.frame() for message in messages],
                "notes": notes,
            }
        )

    async def _take(self, conversation: str, frame: Frame) -> None:
        control = await asyncio.to_thread(self.store.move, conversation, Move.TAKE, self.account.id)
        await self._announce(control, say("prise", conseiller=self.account.name))
        await self._open(conversation, frame)

    async def _message(self, conversation: str, frame: Frame) -> None:
        await self._in_charge(conversation)
        identifier = read_id(frame.get("id"))
        if identifier is None:
            raise Refused("trame_illisible")
        text = clean(str(frame.get("text", "")))
        draft = Draft("conseiller", text, id=identifier, name=self.account.name)
        stored = await self.relay.tell(conversation, draft)
        await self.socket.send_json(
            {"type": "ack", "conversation": conversation, "id": identifier, "seq": stored.seq}
        )

    async def _note(self, conversation: str, frame: Frame) -> None:
        await self._in_charge(conversation)
        text = clean(str(frame.get("text", "")))
        await asyncio.to_thread(self.board.add_note, conversation, self.account.id, text)
        notes = await asyncio.to_thread(self.board.notes, conversation)
        await self.socket.send_json({"type": "notes", "conversation": conversation, "notes": notes})

    async def _hand_back(self, conversation: str, _: Frame) -> None:
        await self._leave(conversation, Move.HAND_BACK, "rendue")

    async def _close(self, conversation: str, _: Frame) -> None:
        await self._leave(conversation, Move.CLOSE, "close")

    async def _leave(self, conversation: str, move: Move, text: str) -> None:
        await self._in_charge(conversation)
        control = await asyncio.to_thread(self.store.move, conversation, move, self.account.id)
        await self._announce(control, say(text, conseiller=self.account.name))
        self.open = None

    async def _announce(self, control: Control, text: str) -> None:
        """Tell the member who is in charge now, and every desk that its lists changed."""
        self.hub.publish(control.conversation, control.frame())
        await self.relay.tell(control.conversation, Draft("service", text))
        self.hub.publish(
            DESK, {"type": "changed", "conversation": control.conversation, "urgent": False}
        )

    async def _typing(self, conversation: str, _: Frame) -> None:
        await self._in_charge(conversation)
        signal: dict[str, Any] = {"type": "typing", "author": "conseiller"}
        self.hub.publish(conversation, signal)
