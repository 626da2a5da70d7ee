"""What goes on by itself once its cause was answered; it logs its failures."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from bot.store import UnknownConversation

log = structlog.get_logger()


class Background:
    """Tasks under way; none is lost to the garbage collector."""

    def __init__(self) -> None:
        """Nothing is under way."""
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Let `work` go on by itself."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, UnknownConversation):
            log.error("turn_failed", error=type(error).__name__, exc_info=error)

    async def close(self) -> None:
        """Stop everything under way."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
