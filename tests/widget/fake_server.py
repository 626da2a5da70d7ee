"""A peer on the wire: serves the front-end's files and speaks the member's protocol.

It keeps what the browser sent and says what a test asks it to say. It must not reply by itself
beyond welcome, ack and pong, nor decide anything the real service decides.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

WIDGET = Path(__file__).parents[2] / "bot" / "widget"
Frame = dict[str, Any]
SAID = {"position": "Je suis à Valenciennes (59)"}  # what the server makes of a frame
MUTUELLE = {
    "nom": "Mutuelle de démonstration",
    "telephone": {"affiche": "01 99 00 12 34", "appel": "+33199001234"},
    "horaires": "du lundi au vendredi, de 9 h à 18 h",
    "demonstration": True,
}


@dataclass
class FakeServer:
    """One conversation; `received` holds every frame in order, over all sockets."""

    received: list[Frame] = field(default_factory=list)
    stored: list[Frame] = field(default_factory=list)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    state: str = "bot"
    easy: bool = False  # easy-to-read answers, as remembered
    counselor: str | None = None
    acks: bool = True
    pongs: bool = True
    accepts: bool = True
    refuses: list[Frame] = field(default_factory=list)  # errors to answer instead of an ack
    known: str | None = None  # id of the live conversation; None refuses any other
    created: int = 0
    url: str = ""  # by address; the same server answers to `localhost` as another origin

    def app(self) -> web.Application:
        """The page, the widget's files and the socket, as the service serves them."""
        app = web.Application()
        app.router.add_get("/", _file("page.html"))
        app.router.add_get("/widget.js", _file("widget.js"))
        app.router.add_get("/ws", self.socket)
        app.router.add_get("/autre-site", self.other_site)
        app.router.add_static("/widget/", WIDGET)
        app.on_response_prepare.append(_open_to_other_sites)
        return app

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """One WebSocket of the member."""
        if not self.accepts:
            raise web.HTTPServiceUnavailable
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        self.sockets.append(ws)
        async for raw in ws:
            if raw.type is WSMsgType.TEXT:
                await self._answer(ws, json.loads(raw.data))
        return ws

    async def other_site(self, _: web.Request) -> web.StreamResponse:
        """A page of another origin, when asked by the name `localhost`."""
        tag = (
            f"<script src='{self.url}/widget.js' data-couleur='#ffe600' data-titre='Léa'></script>"
        )
        return web.Response(text=f"<p>Site</p>{tag}", content_type="text/html")

    async def say(self, text: str, author: str = "ariane", **more: Any) -> Frame:
        """Stores a message and sends it to every open socket."""
        message = self._store({"author": author, "text": text, **more})
        await self.send({"type": "message", **message})
        return message

    async def send(self, frame: Frame) -> None:
        """Sends a frame to every open socket."""
        for ws in self.sockets:
            if not ws.closed:
                await ws.send_json(frame)

    async def set_state(self, state: str, counselor: str | None = None, **place: Any) -> None:
        """Moves the conversation and tells the member; `place`: position and wait, when known."""
        self.state, self.counselor = state, counselor
        await self.send({"type": "state", "state": state, "counselor": counselor, **place})

    async def cut(self) -> None:
        """Closes every socket, as a restart of the service would."""
        for ws in self.sockets:
            await ws.close()
        self.sockets.clear()

    def of_type(self, kind: str) -> list[Frame]:
        """Frames received from the browser, of one type."""
        return [frame for frame in self.received if frame["type"] == kind]

    def _store(self, message: Frame) -> Frame:
        seq = len(self.stored) + 1
        blank: Frame = {"id": f"m{seq}", "name": None, "buttons": [], "cards": []}
        full = {**blank, "seq": seq, "at": "2026-11-21T10:00:00+01:00", **message}
        self.stored.append(full)
        return full

    async def _answer(self, ws: web.WebSocketResponse, frame: Frame) -> None:
        self.received.append(frame)
        if frame["type"] == "hello":
            await ws.send_json(self._welcome(frame))
        elif frame["type"] == "ping" and self.pongs:
            await ws.send_json({"type": "pong"})
        elif frame["type"] in ("message", "position", "button", "escalate"):
            await self._accept(ws, frame)

    async def _accept(self, ws: web.WebSocketResponse, frame: Frame) -> None:
        if self.refuses:
            await ws.send_json({"type": "error", "id": frame["id"], **self.refuses.pop(0)})
        elif self.acks:
            again = [m for m in self.stored if m["id"] == frame["id"]]
            text = frame.get("text", SAID.get(frame["type"], "(bouton)"))
            message = (
                again[0]
                if again
                else self._store({"id": frame["id"], "author": "membre", "text": text})
            )
            if frame["type"] in SAID:  # words the page does not know
                await ws.send_json({"type": "message", **message})
            await ws.send_json({"type": "ack", "id": frame["id"], "seq": message["seq"]})

    def _welcome(self, hello: Frame) -> Frame:
        asked = hello["conversation"]
        if asked is not None and asked != self.known:
            return {
                "type": "error",
                "code": "conversation_refusee",
                "text": "Discussion refusée.",
                "id": None,
                "retry_after": None,
            }
        if asked is None:
            self.created += 1
            self.known = f"conversation-{self.created}"
        secret = {"secret": f"secret-{self.created}"} if asked is None else {}
        return {
            "type": "welcome",
            "conversation": self.known,
            **secret,
            "state": self.state,
            "counselor": self.counselor,
            "falc": self.easy,
            "mutuelle": MUTUELLE,
            "messages": [m for m in self.stored if m["seq"] > hello["after"]],
        }


def _file(name: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def serve(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(WIDGET / name)

    return serve


async def _open_to_other_sites(_: web.Request, response: web.StreamResponse) -> None:
    """Modules of another origin load only with this header; the files are public."""
    response.headers["Access-Control-Allow-Origin"] = "*"


async def start(server: FakeServer) -> web.AppRunner:
    """Listens on a free port of loopback; the address is in `server.url`."""
    runner = web.AppRunner(server.app(), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    server.url = f"http://127.0.0.1:{port}"
    await asyncio.sleep(0)
    return runner
