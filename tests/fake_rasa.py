"""A peer standing for Rasa and its action server on the wire: slow, failing or stopped at will."""

import asyncio
import socket
from collections.abc import Callable
from typing import Any

from aiohttp import web

Replies = list[dict[str, Any]]


def free_port() -> int:
    """A port nobody listens to at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def echo(text: str) -> Replies:
    """What it answers unless told otherwise."""
    return [{"text": f"Réponse à : {text}"}]


class FakeRasa:
    """Answers every turn it receives, as Rasa would: it knows nothing of who is in charge."""

    def __init__(self, token: str) -> None:
        self.port, self.token = free_port(), token
        self.turns: list[str] = []
        self.senders: list[str] = []
        self.propositions: list[str | None] = []
        self.easy: list[bool] = []
        self.answer: Callable[[str], Any] = echo
        self.status = 200
        self.actions_up = True
        self.gate = asyncio.Event()
        self.gate.set()
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen, on the same port at each start."""
        app = web.Application()
        app.router.add_get("/webhooks/ariane/", self._health)
        app.router.add_get("/health", self._actions_health)
        app.router.add_post("/webhooks/ariane/webhook", self._turn)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()

    async def stop(self) -> None:
        """Stop listening; turns under way are cut."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def _health(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _actions_health(self, _: web.Request) -> web.Response:
        return web.json_response({}, status=200 if self.actions_up else 503)

    async def _turn(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return web.json_response({"error": "jeton"}, status=401)
        body = await request.json()
        self.turns.append(body["message"])
        self.senders.append(body["sender"])
        self.propositions.append(body["metadata"]["proposition"])
        self.easy.append(body["metadata"]["falc"])
        await self.gate.wait()
        return web.json_response(self.answer(body["message"]), status=self.status)
