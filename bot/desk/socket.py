"""The desk's WebSocket `/conseiller/ws`: what one counselor's page is shown, and who may act.

Frames are described in README.md beside this file. Words of a conversation are read again, under
the rights of that instant, each time they are shown; the socket ends with its session.
"""

import asyncio
from contextlib import suppress
from typing import Any

from aiohttp import WSMsgType, web

from bot.channels.origins import origin_allowed
from bot.channels.web import parse
from bot.desk.agenda import Agenda
from bot.desk.audit import reference
from bot.desk.board import Elsewhere, NotYours, Ticket
from bot.desk.gestures import Gestures
from bot.desk.glass import GlassRefused
from bot.desk.pages import current, token_of
from bot.desk.roles import Right, allowed, frame_allowed
from bot.desk.sessions import Login, Stage
from bot.desk.states import IllegalMove
from bot.hub import DESK, Frame, Listener
from bot.inbound import Refused, read_id
from bot.keys import AUDIT, BOARD, GLASSES, HUB, RELAY, SESSIONS, SETTINGS, STORE
from bot.store import UnknownConversation

MAX_FRAME = 64 * 1024
SESSION_CHECKED_EVERY = 2.0
SESSION_ENDED = 4401
TAKEN = "Cette conversation n'est plus à prendre : un autre conseiller la suit, ou elle est close."
UNREADABLE = "Cette action n'a pas été comprise. Rechargez la page."
NOT_ALLOWED = "Vous ne suivez pas cette conversation : prenez-la d'abord dans la liste d'attente."
NOT_YOUR_ROLE = "Votre rôle ne permet pas cette action."
NO_REASON = (
    "Ouverture refusée : choisissez un motif, expliquez-le en une phrase, et vérifiez qu'un "
    "collègue suit toujours cette conversation."
)


async def desk_socket(request: web.Request) -> web.StreamResponse:
    """Serve one counselor's page until it closes; refused without a session or from elsewhere."""
    if not origin_allowed(request, request.app[SETTINGS], embedded=False):
        raise web.HTTPForbidden(text="Origine refusée.")
    login = await current(request)
    if login is None:
        raise web.HTTPUnauthorized(text="Session expirée : reconnectez-vous.")
    if not allowed(login.account.role, Right.CONVERSE):
        raise web.HTTPForbidden(text=NOT_YOUR_ROLE)
    socket = web.WebSocketResponse(heartbeat=25, max_msg_size=MAX_FRAME)
    await socket.prepare(request)
    with suppress(ConnectionResetError):
        await DeskWindow(request.app, socket, login, token_of(request)).serve()
    return socket


class DeskWindow:
    """One open page of one counselor."""

    def __init__(
        self, app: web.Application, socket: web.WebSocketResponse, login: Login, token: str
    ) -> None:
        """Bind the socket to the parts of `app` and to the session that opened it."""
        self.relay, self.store, self.hub = app[RELAY], app[STORE], app[HUB]
        self.board, self.glasses, self.audit = app[BOARD], app[GLASSES], app[AUDIT]
        self.sessions, self.socket = app[SESSIONS], socket
        self.agenda = Agenda(self.store.engine, self.relay.handover.promises)
        self.account, self.token = login.account, token
        self.gestures = Gestures(self)
        self.open: str | None = None
        self.readable: set[str] = set()
        self.recorded: set[str] = set()

    async def serve(self) -> None:
        """Send the lists, then read and write side by side until either ends, or the session."""
        presence = self.relay.handover.presence
        with self.hub.listen(DESK) as listener, presence.at_desk(self.account.id):
            await self.lists()
            await self.relay.handover.queue.refresh()
            beside = [
                asyncio.create_task(self._write(listener)),
                asyncio.create_task(self._watch()),
            ]
            try:
                async for message in self.socket:
                    frame = parse(message.data) if message.type == WSMsgType.TEXT else None
                    await self._handle(frame)
            finally:
                for task in beside:
                    task.cancel()
                for task in beside:
                    with suppress(asyncio.CancelledError, ConnectionResetError):
                        await task

    async def send(self, frame: Frame) -> None:
        """Show `frame` on this page."""
        await self.socket.send_json(frame)

    async def _watch(self) -> None:
        """Sessions end from elsewhere too: another page, the command line, age."""
        while True:
            if not await self._alive():
                return
            await asyncio.sleep(SESSION_CHECKED_EVERY)

    async def _alive(self) -> bool:
        """True while the session is open; else the socket closes."""
        login = await asyncio.to_thread(self.sessions.find, self.token)
        if login is not None and login.stage == Stage.OPEN:
            return True
        await self.socket.close(code=SESSION_ENDED)
        return False

    async def _write(self, listener: Listener) -> None:
        """Show what the hub tells; a page that no longer hears is closed, and comes back."""
        try:
            while not listener.overflowed.is_set():
                frame = await listener.next()
                if self._concerned(frame) and await self._alive():
                    await self._show(frame)
        finally:
            await self.socket.close()

    def _concerned(self, frame: Frame) -> bool:
        """Most of what members write is for Ariane alone: it must cost a desk nothing."""
        if frame["type"] in ("changed", "session"):
            return True
        if frame["type"] == "glass" and allowed(self.account.role, Right.SUPERVISE):
            return True
        return frame.get("conversation") in self.readable

    async def _show(self, frame: Frame) -> None:
        if frame["type"] == "changed":
            await self.lists(frame)
        elif frame["type"] == "message":
            await self._forward(frame["conversation"], frame["seq"])
        elif frame["type"] == "typing":
            await self.send(frame)
        elif frame["type"] == "glass" and frame["by"] != self.account.id:
            await self.send({**frame, "reference": reference(frame["conversation"])})

    async def _forward(self, conversation: str, seq: int) -> None:
        try:
            ticket = await asyncio.to_thread(self.board.require, conversation, self.account.id)
        except NotYours:  # taken, handed back or erased since this page last heard of it
            return
        if seq < ticket.shared_from:  # said before the member agreed to share it
            return
        for message in (await asyncio.to_thread(self.store.messages, conversation, seq - 1))[:1]:
            await self.send({**message.frame(), "conversation": conversation})

    async def lists(self, cause: Frame | None = None) -> None:
        """Send the lists; `cause`: what changed, which may be an alert."""
        waiting, mine, elsewhere, agenda = await asyncio.to_thread(self._listed)
        self.readable = {ticket.conversation for ticket in mine}
        lent = {ticket.conversation for ticket in elsewhere if ticket.glass}
        if self.open in lent | {ticket.conversation for ticket in waiting}:
            self.readable.add(str(self.open))
        listed = {ticket.conversation for ticket in (*waiting, *mine)}
        urgent = cause["conversation"] if cause and cause.get("urgent") else None
        await self.send(
            {
                "type": "lists",
                "waiting": [ticket.frame() for ticket in waiting],
                "mine": [ticket.frame() for ticket in mine],
                "elsewhere": [line.frame() for line in elsewhere],
                **agenda,
                "alert": urgent if urgent in listed else None,
            }
        )

    def _listed(self) -> tuple[list[Ticket], list[Ticket], list[Elsewhere], Frame]:
        board, me = self.board, self.account.id
        return board.waiting(), board.mine(me), board.elsewhere(me), self._agenda()

    def _agenda(self) -> Frame:
        now, present = self.relay.handover.queue.clock(), self.relay.handover.presence.present()
        return {
            "risks": self.agenda.risks(now),
            "promised": self.agenda.promised(self.account.id, present, now),
        }

    async def _handle(self, frame: Frame | None) -> None:
        if not await self._alive():
            return
        kind = str(frame.get("type")) if frame else ""
        if kind == "ping":
            await self.send({"type": "pong"})
            return
        gesture = self.gestures.by_frame.get(kind)
        conversation = read_id(frame.get("conversation")) if frame else None
        if frame is None or gesture is None or conversation is None:
            await self._error(UNREADABLE)
            return
        sent = frame.get("id")
        if not frame_allowed(self.account.role, kind):
            await self._error(NOT_YOUR_ROLE, conversation, sent)
            return
        try:
            await gesture(conversation, frame)
        except IllegalMove:
            await self._error(TAKEN, conversation)
            await self.lists()
        except (NotYours, UnknownConversation):
            await self._error(NOT_ALLOWED, conversation, sent)
        except GlassRefused:
            await self._error(NO_REASON, conversation)
        except Refused as refusal:
            await self._error(refusal.text, conversation, sent)

    async def _error(self, text: str, conversation: str | None = None, sent: Any = None) -> None:
        """Say what went wrong; `sent`: id of the refused message, so that it is not sent again."""
        await self.send({"type": "error", "text": text, "conversation": conversation, "id": sent})
