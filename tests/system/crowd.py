"""Members and counselors whose sockets break and come back, as the widget and the desk do.

A line keeps one frame in flight, with the same id until the server answers for it; at each welcome
it asks for what it has not shown. It never gives up by itself: whoever waits on it does.
"""

import asyncio
import json
import random
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import aiohttp

from bot.desk.pages import COOKIE
from bot.messages import new_id
from knowledge.desk import desk

Frame = dict[str, Any]
RESEND_AFTER = 10.0
RETRY = (0.1, 0.6)  # seconds before knocking again, drawn between these
TO_COUNSELOR, TO_LEAVE = "Pour vous :", "Merci, ce sera tout"


class Lost(Exception):
    """What was waited for never came."""


class Line:
    """A socket that comes back, and what waits to be sent on it."""

    def __init__(self, session: aiohttp.ClientSession, url: str, cookie: str = "") -> None:
        """Nothing is opened before `run`. `cookie`: a counselor's session."""
        self._session, self._url = session, url
        self._headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._outbox: deque[Frame] = deque()
        self._news, self._ready = asyncio.Event(), False
        self._timer: asyncio.TimerHandle | None = None
        self.acked: dict[str, int] = {}
        self.cuts = self.resent = 0

    async def run(self) -> None:
        """Stay connected until cancelled."""
        while True:
            with suppress(aiohttp.ClientError, OSError):
                async with self._session.ws_connect(self._url, headers=self._headers) as socket:
                    self._socket = socket
                    await self.greet(socket)
                    async for message in socket:
                        if message.type == aiohttp.WSMsgType.TEXT:
                            self._receive(json.loads(message.data))
            self.cuts += self._ready
            self._ready, self._socket = False, None
            await asyncio.sleep(random.uniform(*RETRY))

    async def greet(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """The first frame, if there is one."""

    def receive(self, frame: Frame) -> None:
        """What this frame changes for who holds the line."""
        raise NotImplementedError

    def send(self, **frame: Any) -> str:
        """Queue a frame to be acknowledged; its id."""
        frame.setdefault("id", new_id())
        self._outbox.append(frame)
        if len(self._outbox) == 1:
            self.push()
        return str(frame["id"])

    def signal(self, **frame: Any) -> None:
        """Send a frame that nothing acknowledges, if there is a socket."""
        if self._ready and self._socket is not None:
            self._later(self._socket.send_json(frame))

    def ready(self) -> None:
        """The server welcomed this socket: whatever was in flight is sent anew."""
        self._ready = True
        self.resent += bool(self._outbox)
        self.push()

    def push(self) -> None:
        """Send the oldest frame that waits, and again if no answer comes."""
        self._wait(RESEND_AFTER)
        if self._outbox:
            self.signal(**self._outbox[0])

    def cut(self) -> None:
        """Lose the network."""
        if self._socket is not None:
            self._later(self._socket.close())

    async def until(self, come: Callable[[], bool], what: str, seconds: float) -> None:
        """Wait for what frames bring; raise Lost."""
        try:
            async with asyncio.timeout(seconds):
                while not come():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise Lost(what) from None

    def idle(self) -> bool:
        """True when everything sent was acknowledged."""
        return not self._outbox

    def _receive(self, frame: Frame) -> None:
        waited = self._outbox and frame.get("id") == self._outbox[0]["id"]
        if frame["type"] == "ack":
            self.acked.setdefault(frame["id"], frame["seq"])
        if waited and frame.get("retry_after"):
            self._wait(frame["retry_after"])
        elif waited and frame["type"] in ("ack", "error"):
            self._outbox.popleft()
            self.push()
        self.receive(frame)
        self._news.set()

    def _wait(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
        if self._outbox:
            self._timer = asyncio.get_running_loop().call_later(seconds, self.push)

    def _later(self, work: Any) -> None:
        async def quietly() -> None:
            with suppress(ConnectionError, aiohttp.ClientError):
                await work

        task = asyncio.ensure_future(quietly())
        task.add_done_callback(lambda done: done.cancelled() or done.exception())


class Member(Line):
    """A member's browser: what it shows, by place in the conversation."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        super().__init__(session, f"{url}/ws")
        self.conversation: str | None = None
        self.secret: str | None = None
        self.state = "bot"
        self.shown: dict[int, Frame] = {}
        self.sent: list[str] = []
        self.refused: list[str] = []
        self.clashes: list[int] = []
        self.answered: set[str] = set()

    async def come_back(self) -> None:
        """One more welcome, on a socket that is not kept."""
        async with self._session.ws_connect(self._url) as socket:
            await self.greet(socket)
            self.receive(await socket.receive_json())

    async def greet(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Say hello, from the last message shown without a hole before it."""
        known = {"conversation": self.conversation, "secret": self.secret}
        await socket.send_json({"type": "hello", **known, "after": self.seen()})

    def seen(self) -> int:
        """The last place before which nothing is missing."""
        place = 0
        while place + 1 in self.shown:
            place += 1
        return place

    def receive(self, frame: Frame) -> None:
        if frame["type"] == "welcome":
            self.conversation = frame["conversation"]
            self.secret = frame["secret"] or self.secret
            self.state = frame["state"]
            for message in frame["messages"]:
                self._show(message)
            self.ready()
        elif frame["type"] == "message":
            self._show(frame)
        elif frame["type"] == "state":
            self.state = frame["state"]
        elif frame["type"] == "answered":
            self.answered.add(frame["id"])
        elif frame["type"] == "error" and not frame.get("retry_after"):
            self.refused.append(f"{frame['code']} : {frame['text']}")

    def _show(self, message: Frame) -> None:
        known = self.shown.setdefault(message["seq"], message)
        if known["id"] != message["id"]:
            self.clashes.append(message["seq"])

    def say(self, text: str) -> str:
        """Write a message; its id."""
        self.sent.append(self.send(type="message", text=text))
        return self.sent[-1]

    def ask(self, kind: str, **frame: Any) -> str:
        """Press a button or ask for a counselor; the id of the message that makes."""
        self.sent.append(self.send(type=kind, **frame))
        return self.sent[-1]

    def told(self, author: str) -> list[str]:
        """Texts of an author, in order."""
        return [one["text"] for _, one in sorted(self.shown.items()) if one["author"] == author]


class Counselor(Line):
    """A counselor who takes who waits, answers each request once, and leaves when thanked."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        super().__init__(session, f"{url}/conseiller/ws", token)
        self._queued: set[str] = set()
        self._leaving: set[str] = set()
        self._taking = False  # one request at a time, as somebody who clicks

    def receive(self, frame: Frame) -> None:
        if frame["type"] == "lists":
            self._read(frame)
        elif frame["type"] == "error":
            self._taking = False
        elif frame["type"] == "thread":
            self._taking = False
            for message in frame["messages"]:
                self._hear(frame["conversation"], message)
        elif frame["type"] == "message" and frame["text"].startswith(TO_LEAVE):
            # After a cut, this may come before the thread, and what was said just before with it.
            self.signal(type="open", conversation=frame["conversation"])
        elif frame["type"] == "message":
            self._hear(frame["conversation"], frame)
        elif frame["type"] == "ack" and frame["id"] in self._leaving:
            self._leave(frame["conversation"], frame["id"])

    def _read(self, lists: Frame) -> None:
        if not self._ready:
            self._taking = False
            self.ready()
            for ticket in lists["mine"]:  # what was said during the cut is in the threads
                self.signal(type="open", conversation=ticket["conversation"])
        room = desk().conversations_par_conseiller - len(lists["mine"])
        if room > 0 and lists["waiting"] and not self._taking:
            self._taking = True
            ticket = random.choice(lists["waiting"])
            self.signal(type="take", conversation=ticket["conversation"])

    def _hear(self, conversation: str, message: Frame) -> None:
        if message["author"] != "membre":
            return
        reply = reply_to(message["id"])
        leaving = message["text"].startswith(TO_LEAVE)
        if leaving:
            self._leaving.add(reply)
        if reply in self.acked and leaving:  # killed between the reply and the leaving
            self._leave(conversation, reply)
        elif reply not in self._queued and (leaving or message["text"].startswith(TO_COUNSELOR)):
            self._queued.add(reply)
            text = f"Réponse à « {message['text']} »"
            self.send(type="message", id=reply, conversation=conversation, text=text)

    def _leave(self, conversation: str, reply: str) -> None:
        kind = "close" if int(reply[0], 16) % 2 else "hand_back"
        self.signal(type=kind, conversation=conversation)


def reply_to(message: str) -> str:
    """Id of the counselor's reply to this message: whoever answers, it is the same one."""
    return str(uuid5(NAMESPACE_OID, message))
