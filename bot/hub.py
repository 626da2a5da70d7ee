"""Who is connected now, and what they should be shown. In memory: the store keeps what matters.

A listener is a queue of frames; a slow one is dropped rather than waited for, and catches up from
the store when it reconnects.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Frame = dict[str, Any]
DESK = "desk"
QUEUE_SIZE = 500


class Listener:
    """One open socket. `overflowed` is set when it could not keep up and must be closed."""

    def __init__(self) -> None:
        """Start with an empty queue."""
        self.frames: asyncio.Queue[Frame] = asyncio.Queue(QUEUE_SIZE)
        self._stale = False  # a change is queued, and not heard yet
        self.overflowed = asyncio.Event()

    def push(self, frame: Frame) -> None:
        """Queue a frame, or mark the listener as lost.

        Of changes not heard yet one is enough: who hears it reads all that changed. Alerts all go.
        """
        if _is_plain_change(frame) and self._stale:
            return
        try:
            self.frames.put_nowait(frame)
        except asyncio.QueueFull:
            self.overflowed.set()
        else:
            self._stale = self._stale or _is_plain_change(frame)

    async def next(self) -> Frame:
        """The next frame, when there is one."""
        frame = await self.frames.get()
        if _is_plain_change(frame):
            self._stale = False
        return frame


def _is_plain_change(frame: Frame) -> bool:
    return frame.get("type") == "changed" and not frame["urgent"]


class Hub:
    """Listeners by topic: a conversation id for members, DESK for counselors."""

    def __init__(self) -> None:
        """Nobody is connected yet."""
        self._listeners: dict[str, set[Listener]] = defaultdict(set)

    @contextmanager
    def listen(self, topic: str) -> Iterator[Listener]:
        """A listener on `topic`, removed however the block ends."""
        listener = Listener()
        self._listeners[topic].add(listener)
        try:
            yield listener
        finally:
            self._listeners[topic].discard(listener)
            if not self._listeners[topic]:
                del self._listeners[topic]

    def publish(self, topic: str, frame: Frame) -> None:
        """Show `frame` to every listener of `topic`."""
        for listener in tuple(self._listeners.get(topic, ())):
            listener.push(frame)

    def close(self) -> None:
        """Let every window close: the service stops, and they will come back to the next one."""
        for listeners in tuple(self._listeners.values()):
            for listener in tuple(listeners):
                listener.overflowed.set()
                listener.push({"type": "pong"})  # wakes its writer, means nothing to a page

    def count(self, topic: str) -> int:
        """Number of listeners of `topic`."""
        return len(self._listeners.get(topic, ()))
