"""The member's WebSocket `/ws`: frames in, relay calls; frames out, what the hub shows.

The wire protocol is written in README.md beside this file. A conversation is reached only with the
secret given when it was created.
"""

import asyncio
import json
import math
from contextlib import suppress
from typing import Any

import structlog
from aiohttp import WSMsgType, web

from bot.channels.given import GIVEN, given
from bot.channels.limits import Bucket
from bot.channels.origins import origin_allowed
from bot.hub import DESK, Frame, Hub, Listener
from bot.inbound import Refused, read_id, read_number
from bot.keys import HUB, RELAY, SETTINGS, STORE
from bot.messages import Control, Draft
from bot.position import told_as_text
from bot.store import Store, UnknownConversation
from knowledge.contacts import display_number
from knowledge.mutuelle import mutuelle
from knowledge.wording import say

log = structlog.get_logger()
MAX_FRAME = 64 * 1024
HELLO_WITHIN = 15.0
MESSAGES_A_SECOND, BURST = 2.0, 10


async def member_socket(request: web.Request) -> web.StreamResponse:
    """Serve one member's window until it closes."""
    if not origin_allowed(request, request.app[SETTINGS], embedded=True):
        raise web.HTTPForbidden(text="Origine refusée : ce site n'est pas autorisé.")
    socket = web.WebSocketResponse(heartbeat=25, max_msg_size=MAX_FRAME)
    await socket.prepare(request)
    window = MemberWindow(request.app, socket)
    with suppress(ConnectionResetError):
        await window.serve()
    return socket


class MemberWindow:
    """One open socket of one conversation."""

    def __init__(self, app: web.Application, socket: web.WebSocketResponse) -> None:
        """Bind the socket to the parts of `app`."""
        self.relay, self.socket = app[RELAY], socket
        self.store: Store = app[STORE]
        self.hub: Hub = app[HUB]
        self.bucket = Bucket(MESSAGES_A_SECOND, BURST)
        self.conversation = ""

    async def serve(self) -> None:
        """Greet, then read and write side by side until either ends."""
        hello = await self._hello()
        if hello is None:
            return
        control, secret, after = hello
        with self.hub.listen(self.conversation) as listener:
            await self._welcome(control, secret, after)
            writer = asyncio.create_task(self._write(listener))
            try:
                await self._read()
            finally:
                writer.cancel()
                with suppress(asyncio.CancelledError, ConnectionResetError):
                    await writer

    async def _hello(self) -> tuple[Control, str | None, int] | None:
        try:
            message = await self.socket.receive(timeout=HELLO_WITHIN)
        except TimeoutError:
            await self.socket.close()
            return None
        frame = parse(message.data) if message.type == WSMsgType.TEXT else None
        if frame is None or frame.get("type") != "hello":
            await self._error("trame_illisible")
            await self.socket.close()
            return None
        return await self._open(frame)

    async def _open(self, frame: Frame) -> tuple[Control, str | None, int] | None:
        if frame.get("conversation") is None:
            self.conversation, secret = await asyncio.to_thread(self.store.create)
            greeting = Draft("ariane", say("bienvenue"))
            await asyncio.to_thread(self.store.append, self.conversation, greeting)
            await self._prefer(frame)
            control = await asyncio.to_thread(self.store.control, self.conversation)
            return control, secret, 0
        known, known_secret = read_id(frame.get("conversation")), read_id(frame.get("secret"))
        try:
            control = await asyncio.to_thread(self.store.check, known or "", known_secret or "")
            self.conversation = control.conversation
            await self._prefer(frame)
            control = await asyncio.to_thread(self.store.control, self.conversation)
        except UnknownConversation:
            await self._error("conversation_refusee")
            await self.socket.close()
            return None
        return control, None, read_number(frame.get("after")) or 0

    async def _welcome(self, control: Control, secret: str | None, after: int) -> None:
        messages = await asyncio.to_thread(self.store.messages, self.conversation, after)
        control = await self.relay.handover.queue.placed(control)
        house = mutuelle()
        await self.socket.send_json(
            {
                **control.frame(),
                "falc": control.easy,
                "type": "welcome",
                "conversation": self.conversation,
                "secret": secret,
                "mutuelle": {
                    "nom": house.nom,
                    "telephone": {
                        "affiche": display_number(house.telephone),
                        "appel": house.telephone,
                    },
                    "horaires": house.horaires,
                    "demonstration": house.demonstration,
                },
                "messages": [message.frame() for message in messages],
            }
        )

    async def _write(self, listener: Listener) -> None:
        """Send what the hub shows; a window that cannot keep up is closed, and will catch up."""
        try:
            while not listener.overflowed.is_set():
                await self.socket.send_json(await listener.next())
        finally:
            await self.socket.close()

    async def _read(self) -> None:
        async for message in self.socket:
            if message.type != WSMsgType.TEXT:
                await self._error("trame_illisible")
                continue
            frame = parse(message.data)
            if frame is None:
                await self._error("trame_illisible")
                continue
            await self._handle(frame)

    async def _handle(self, frame: Frame) -> None:
        kind = frame.get("type")
        if kind in ("message", "position", "button", "escalate"):
            await self._take(kind, frame)
        elif kind in GIVEN:
            await self._give(frame)
        elif kind == "option" and self.bucket.wait():
            await self._error("trop_vite")
        elif kind == "option":
            await self._prefer(frame)
        elif kind == "erase":
            await self._erase()
        elif kind == "typing":
            signal = {"type": "typing", "conversation": self.conversation}
            self.hub.publish(DESK, signal)
        elif kind == "ping":
            await self.socket.send_json({"type": "pong"})
        elif kind != "seen":
            await self._error("trame_illisible")

    async def _take(self, kind: str, frame: Frame) -> None:
        identifier, text = read_id(frame.get("id")), frame.get("text")
        if identifier is None or (kind == "message" and not isinstance(text, str)):
            await self._error("trame_illisible")
            return
        delay = self.bucket.wait()
        if delay:
            await self._error("trop_vite", identifier, delay)
            return
        try:
            if kind == "position":
                text = await asyncio.to_thread(told_as_text, frame)
            if kind in ("message", "position"):
                stored = await self.relay.receive(self.conversation, identifier, str(text))
            elif kind == "button":
                origin, index = read_id(frame.get("message")) or "", frame.get("index")
                place = index if isinstance(index, int) else -1
                stored = await self.relay.press(self.conversation, identifier, origin, place)
            else:
                stored = await self.relay.ask_counselor(self.conversation, identifier)
        except Refused as refusal:
            await self._send_error(refusal.code, refusal.text, identifier)
            return
        except UnknownConversation:  # erased, from here or from another window
            await self._leave("conversation_effacee" if kind == "button" else None)
            return
        await self.socket.send_json({"type": "ack", "id": identifier, "seq": stored.seq})

    async def _give(self, frame: Frame) -> None:
        """Send what is asked for: on this socket, so that no address ever leads to it."""
        delay = self.bucket.wait()
        if delay:
            await self._error("trop_vite", delay=delay)
            return
        try:
            answer = await asyncio.to_thread(given, self.store, self.conversation, frame)
            await self.socket.send_json(answer)
        except Refused as refusal:
            await self._send_error(refusal.code, refusal.text)
        except UnknownConversation:
            await self._leave()

    async def _prefer(self, frame: Frame) -> None:
        """Display options that change what Ariane answers; a `hello` may carry them too."""
        wanted = frame.get("falc")
        if isinstance(wanted, bool):
            with suppress(UnknownConversation):  # erased: its next message will say so
                await asyncio.to_thread(self.store.prefer_easy, self.conversation, wanted)

    async def _erase(self) -> None:
        """Without asking Rasa nor a button of hers: it works whatever is down."""
        with suppress(UnknownConversation):  # how it says that nothing is left
            await self.relay.erase(self.conversation)
        await self._leave("conversation_effacee")

    async def _leave(self, why: str | None = None) -> None:
        """The conversation is no more: say so, and close."""
        await self._send_error("conversation_refusee", say(why or "conversation_refusee"))
        await self.socket.close()

    async def _error(self, code: str, identifier: str | None = None, delay: float = 0.0) -> None:
        await self._send_error(code, say(code), identifier, delay)

    async def _send_error(
        self, code: str, text: str, identifier: str | None = None, delay: float = 0.0
    ) -> None:
        await self.socket.send_json(
            {"type": "error", "code": code, "text": text, "id": identifier}
            | ({"retry_after": math.ceil(delay * 100) / 100} if delay else {})
        )


def parse(data: Any) -> Frame | None:
    """A JSON object, or None: what is not JSON is refused, never raised."""
    try:
        frame = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return frame if isinstance(frame, dict) else None
