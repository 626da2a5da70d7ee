"""The only module that speaks to Rasa: one turn in, replies out, or RasaUnavailable."""

from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.messages import Draft, NotUnderstood
from knowledge.settings import Settings

# A reply that is not shaped as one is a breakdown like another: told, and tried again.
UNREADABLE = (
    aiohttp.ClientError,
    TimeoutError,
    ValueError,
    AttributeError,
    KeyError,
    TypeError,
)


class RasaUnavailable(Exception):
    """Rasa or its action server gave no answer to this turn."""


@dataclass(frozen=True)
class Turn:
    """What the bot replied. `handoff`: why a counselor is wanted, None otherwise."""

    replies: list[Draft] = field(default_factory=list)
    handoff: dict[str, Any] | None = None
    miss: NotUnderstood | None = None


class RasaClient:
    """HTTP client of Rasa's door and of the two health pages, all on loopback."""

    def __init__(self, session: aiohttp.ClientSession, settings: Settings) -> None:
        """Use `session`; ports, token and patience come from `settings`."""
        self._session = session
        self._rasa = f"http://127.0.0.1:{settings.rasa_port}"
        self._actions = f"http://127.0.0.1:{settings.actions_port}"
        self._headers = {"Authorization": f"Bearer {settings.token()}"}
        self._timeout = aiohttp.ClientTimeout(total=settings.rasa_timeout)

    async def send(
        self, conversation: str, text: str, proposition: str | None = None, easy: bool = False
    ) -> Turn:
        """One member turn; raise RasaUnavailable when no reply comes (a turn always has one).

        `proposition`: what was offered to the member outside Rasa, that a bare « oui » accepts.
        `easy`: they want articles in their easy-to-read version.
        """
        known = {"proposition": proposition, "falc": easy}
        body = {"sender": conversation, "message": text, "metadata": known}
        try:
            async with self._session.post(
                f"{self._rasa}/webhooks/ariane/webhook",
                json=body,
                headers=self._headers,
                timeout=self._timeout,
            ) as response:
                if response.status != 200:
                    raise RasaUnavailable(f"statut {response.status}")
                turn = parse_turn(await response.json())
        except UNREADABLE as error:
            raise RasaUnavailable(type(error).__name__) from error
        if not turn.replies and turn.handoff is None:
            raise RasaUnavailable("aucune réponse : serveur d'actions arrêté ?")
        return turn

    async def health(self) -> dict[str, bool]:
        """Which of Rasa and its action server answer."""
        return {
            "rasa": await self._answers(f"{self._rasa}/webhooks/ariane/"),
            "actions": await self._answers(f"{self._actions}/health"),
        }

    async def _answers(self, url: str) -> bool:
        try:
            async with self._session.get(url, timeout=aiohttp.ClientTimeout(total=2)) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False


def parse_turn(raw: list[dict[str, Any]]) -> Turn:
    """Replies of Rasa as drafts; `custom` carries cards, the hand-off wish and the miss."""
    replies, handoff, miss = [], None, None
    for item in raw:
        custom = item.get("custom") or {}
        handoff = custom.get("handoff", handoff)
        if "miss" in custom:
            miss = NotUnderstood(custom["miss"]["text"], custom["miss"]["guesses"])
        buttons = [
            {"title": button["title"], "payload": button["payload"]}
            for button in item.get("buttons", [])
        ]
        cards = custom.get("cards", [])
        if item.get("text") or cards:
            replies.append(
                Draft("ariane", item.get("text", "").strip(), buttons=buttons, cards=cards)
            )
    return Turn(replies, handoff, miss)
