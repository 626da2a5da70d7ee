"""The vocabulary shared by channels, relay, store and desk. Plain data, no I/O."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

Author = Literal["membre", "ariane", "conseiller", "securite", "service"]


OBEYED = "ariane:"  # buttons the relay obeys itself, even when Rasa is down


def new_id() -> str:
    """Identifier of a message, drawn by its sender."""
    return str(uuid4())


@dataclass(frozen=True)
class Draft:
    """A message not stored yet. Buttons: {"title", "payload"}; cards: see channels/README.md."""

    author: Author
    text: str
    id: str = field(default_factory=new_id)
    name: str | None = None
    payload: str | None = None
    buttons: list[dict[str, str]] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Stored:
    """A message with its place in the conversation.

    `fresh`: False when sent a second time. `woke`: it took a closed conversation up again.
    """

    conversation: str
    seq: int
    draft: Draft
    at: datetime
    pending: bool = False
    fresh: bool = True
    woke: bool = False

    def frame(self) -> dict[str, Any]:
        """What a browser receives: button payloads stay on the server."""
        buttons = [
            {"index": index, "title": button["title"]}
            for index, button in enumerate(self.draft.buttons)
        ]
        return {
            "type": "message",
            "seq": self.seq,
            "id": self.draft.id,
            "author": self.draft.author,
            "name": self.draft.name,
            "text": self.draft.text,
            "at": self.at.isoformat(),
            "buttons": buttons,
            "cards": self.draft.cards,
        }


@dataclass(frozen=True)
class NotUnderstood:
    """What a member wrote that the bot did not understand, and the intents it thought of."""

    text: str
    guesses: list[str]


@dataclass(frozen=True)
class Control:
    """Who is in charge of a conversation now, as everyone sees it.

    `position` and `wait` (in words): of a conversation that waits, when they are known. `easy`:
    the member wants answers that are easy to read.
    """

    conversation: str
    state: str
    counselor_id: int | None = None
    counselor_name: str | None = None
    position: int | None = None
    wait: str | None = None
    easy: bool = False

    def frame(self) -> dict[str, Any]:
        """What a browser receives."""
        return {
            "type": "state",
            "state": self.state,
            "counselor": self.counselor_name,
            "position": self.position,
            "attente": self.wait,
        }
