"""Members and counselors as the service meets them: real WebSockets, and what they saw."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from aiohttp import ClientWebSocketResponse
from aiohttp.test_utils import TestClient
from yarl import URL

from bot.desk.accounts import Account

Frame = dict[str, Any]
Client = TestClient[Any, Any]
Hire = Callable[..., Account]
PATIENCE = 10.0
SILENCE = 0.25
PASSWORD = "un mot de passe bien long"


class Clock:
    """The present instant, moved at will; no two readings are the same."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def __call__(self) -> datetime:
        self.instant += timedelta(microseconds=1)
        return self.instant

    def advance(self, **duration: float) -> None:
        """Let time pass."""
        self.instant += timedelta(**duration)


class Window:
    """An open socket; `frames` keeps everything it was ever sent."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.frames: list[Frame] = []
        self._unread: list[Frame] = []
        self._more = asyncio.Event()
        self._reader = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for message in self.socket:
            frame = json.loads(message.data)
            self.frames.append(frame)
            self._unread.append(frame)
            self._more.set()

    async def send(self, **frame: Any) -> None:
        await self.socket.send_json(frame)

    async def wait(self, kind: str, **fields: Any) -> Frame:
        """The first frame not waited for yet that is of this kind and has these fields."""
        wanted = {"type": kind, **fields}
        return await self._first(lambda frame: wanted.items() <= only(frame, wanted).items())

    async def _first(self, accept: Callable[[Frame], bool]) -> Frame:
        while True:
            self._more.clear()
            for frame in self._unread:
                if accept(frame):
                    self._unread.remove(frame)
                    return frame
            await asyncio.wait_for(self._more.wait(), PATIENCE)

    async def calm(self) -> list[Frame]:
        """Wait until nothing more comes, and return everything seen since the start."""
        while True:
            self._more.clear()
            try:
                await asyncio.wait_for(self._more.wait(), SILENCE)
            except TimeoutError:
                return self.frames

    async def closed(self) -> int | None:
        """Wait until the server closes; its close code."""
        await asyncio.wait_for(asyncio.shield(self._reader), PATIENCE)
        return self.socket.close_code

    async def close(self) -> None:
        await self.socket.close()

    def texts(self, author: str) -> list[str]:
        """Texts of one author, as shown in this window, in order."""
        return [
            frame["text"]
            for frame in self.frames
            if frame["type"] == "message" and frame["author"] == author
        ]


def only(frame: Frame, keys: Frame) -> Frame:
    """The fields of `frame` that `keys` names."""
    return {key: value for key, value in frame.items() if key in keys}


class Member(Window):
    """A member's browser: it keeps its conversation id and secret."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        super().__init__(socket)
        self.welcome: Frame = {}
        self.conversation, self.secret = "", ""

    @classmethod
    async def arrive(cls, client: Client) -> "Member":
        """A new conversation."""
        member = cls(await client.ws_connect("/ws"))
        await member.send(type="hello", conversation=None, secret=None, after=0)
        member.welcome = await member.wait("welcome")
        member.conversation = member.welcome["conversation"]
        member.secret = member.welcome["secret"]
        return member

    async def back(self, client: Client, after: int = 0) -> "Member":
        """The same conversation from another socket."""
        again = Member(await client.ws_connect("/ws"))
        again.conversation, again.secret = self.conversation, self.secret
        await again.send(
            type="hello", conversation=self.conversation, secret=self.secret, after=after
        )
        again.welcome = await again.wait("welcome")
        return again

    async def say(self, text: Any, identifier: str | None = None) -> str:
        """Send a message; its id."""
        identifier = identifier or str(uuid4())
        await self.send(type="message", id=identifier, text=text)
        return identifier

    async def wait_either(self, identifier: str) -> Frame | None:
        """The error about this message, or None when it was acknowledged."""
        frame = await self._first(
            lambda frame: frame.get("id") == identifier and frame["type"] in ("ack", "error")
        )
        return frame if frame["type"] == "error" else None

    async def ask(self, text: str) -> str:
        """Send a message and wait until all that answers it has come; the last answer's text."""
        identifier = await self.say(text)
        await self.wait("answered", id=identifier)
        return next(
            frame["text"]
            for frame in reversed(self.frames)
            if frame["type"] == "message" and frame["author"] != "membre"
        )

    async def call_counselor(self) -> None:
        await self.send(type="escalate", id=str(uuid4()))
        await self.wait("state", state="waiting")


class Desk(Window):
    """A counselor's page."""

    @classmethod
    async def open(cls, client: Client, login: str) -> "Desk":
        """Log in through the form, then open the page's socket."""
        client.session.cookie_jar.clear()
        answer = await client.post(
            "/conseiller/connexion",
            data={"login": login, "password": PASSWORD},
            allow_redirects=False,
        )
        assert answer.status == 303, f"connexion refusée à {login}"
        desk = cls(await client.ws_connect("/conseiller/ws"))
        await desk.wait("lists")
        return desk

    async def take(self, conversation: str) -> Frame:
        """Take a waiting conversation; the thread shown."""
        await self.send(type="take", conversation=conversation)
        return await self.wait("thread", conversation=conversation)

    async def write(self, conversation: str, text: str) -> None:
        await self.send(type="message", conversation=conversation, id=str(uuid4()), text=text)


def session_cookie(client: Client) -> str:
    """Value of the desk's cookie in this browser."""
    cookies = client.session.cookie_jar.filter_cookies(URL(client.make_url("/conseiller")))
    return cookies["ariane_conseiller"].value
