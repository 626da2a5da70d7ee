"""How the hand-over speaks to a member: one text, its buttons, and what it waits for.

What is told twice for the same cause (a process died in between) is kept and shown once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from bot.handover.choices import Button
from bot.handover.memory import Memory
from bot.messages import Draft, Stored
from knowledge.wording import say

Tell = Callable[[str, Draft], Awaitable[Stored]]


def answer_id(conversation: str, cause: str, key: str) -> str:
    """Id of what is told because of message `cause`: the same however many times it is told."""
    return str(uuid5(NAMESPACE_OID, f"{conversation}/{cause}/{key}"))


class Teller:
    """Tells members; `cause` is the member's message that is being answered."""

    def __init__(self, memory: Memory, tell: Tell) -> None:
        """`tell` keeps a message and shows it."""
        self._memory, self._tell = memory, tell

    async def tell(
        self, cause: Stored, key: str, buttons: Sequence[Button] = (), **values: object
    ) -> Stored:
        """Tell the text `key` of `messages.yml`."""
        identifier = answer_id(cause.conversation, cause.draft.id, key)
        draft = Draft("service", say(key, **values), id=identifier, buttons=list(buttons))
        return await self._tell(cause.conversation, draft)

    async def ask(
        self,
        cause: Stored,
        key: str,
        step: str,
        details: dict[str, Any] | None = None,
        **values: object,
    ) -> None:
        """Tell the text `key`; the member's next typed message is the answer to `step`."""
        asked = await self.tell(cause, key, (), **values)
        await asyncio.to_thread(self._memory.ask, cause.conversation, step, asked.draft.id, details)
