"""Rasa's only door: JSON over loopback, for whoever holds the token.

Stock `rest` answers anyone who reaches the port, splits a reply in pieces and hides failures;
here a reply stays whole, and a failed turn is an error the relay can see.
"""

import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from knowledge.settings import settings


class CollectedReplies(OutputChannel):
    """Keeps each reply whole (text, buttons, custom), in order."""

    def __init__(self) -> None:
        """Start with no reply."""
        self.replies: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """Channel name, as responses may be written for it."""
        return "ariane"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep what a member may see; metadata of Rasa stays behind."""
        kept = {key: message[key] for key in ("text", "buttons", "custom") if message.get(key)}
        if kept:
            self.replies.append(kept)


class ArianeChannel(InputChannel):
    """Named in credentials.yml."""

    @classmethod
    def name(cls) -> str:
        """Path of the webhook: /webhooks/ariane/webhook."""
        return "ariane"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Routes of the channel: health without token, webhook with it."""
        door = Blueprint("ariane_channel")

        @door.get("/")
        async def health(_: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @door.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            shown = (request.token or "").encode()  # compare_digest raises on text beyond ASCII
            if not hmac.compare_digest(shown, settings().token().encode()):
                return json({"error": "jeton absent ou faux"}, status=401)
            body = request.json or {}
            sender, text = body.get("sender"), body.get("message")
            if not isinstance(sender, str) or not isinstance(text, str):
                return json({"error": "champs sender et message attendus"}, status=400)
            replies = CollectedReplies()
            message = UserMessage(
                text, replies, sender, input_channel=self.name(), metadata=body.get("metadata")
            )
            await on_new_message(message)
            return json(replies.replies)

        return door
