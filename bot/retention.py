"""What was kept long enough goes by itself: conversations left untouched, memories of none.

Never what is under way (waiting, or followed by a counselor) nor what is still promised to its
member; what names nobody (opinions, times, the audit trail) has rules of its own.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from bot.desk.states import State
from bot.handover.models import Callback, FollowUp
from bot.models import Conversation, Tracker
from bot.schema import conversation_tables
from bot.store import Store

log = structlog.get_logger()
EVERY = 3600.0
AT_ONCE = 200  # conversations erased in one transaction: members never wait for it
ORPHAN_AFTER = timedelta(days=1)  # Rasa may write its memory a little after an erasure


class Retention:
    """Erases what nobody touched for `days`."""

    def __init__(self, store: Store, days: int) -> None:
        """Nothing is erased before `purge`."""
        self._engine, self._kept = store.engine, timedelta(days=days)

    async def watch(self, clock: Callable[[], datetime]) -> None:
        """For ever: purge every hour."""
        while True:
            try:
                erased = await asyncio.to_thread(self.purge, clock())
                if erased:
                    log.info("purged", conversations=erased)
            except Exception as error:  # tried again in an hour
                log.error("purge_failed", error=type(error).__name__)
            await asyncio.sleep(EVERY)

    def purge(self, moment: datetime) -> int:
        """Erase what is due at `moment`; how many conversations went."""
        total = 0
        while erased := self._erase_some(moment):
            total += erased
        with Session(self._engine) as session, session.begin():
            session.execute(
                delete(Tracker).where(
                    Tracker.updated_at < moment - ORPHAN_AFTER,
                    Tracker.sender_id.not_in(select(Conversation.id)),
                )
            )
        return total

    def _erase_some(self, moment: datetime) -> int:
        """Chosen and erased in one transaction: a member who comes back is never cut off."""
        with Session(self._engine) as session, session.begin():
            ids = list(session.scalars(_due(moment - self._kept)))
            for table, key in reversed(conversation_tables()):
                session.execute(delete(table).where(key.in_(ids)))
        return len(ids)


def _due(limit: datetime) -> Select[str]:
    """Ids of conversations untouched since `limit` in which nobody owes anything any more."""
    calls = select(Callback.conversation_id).where(Callback.done_at.is_(None))
    follow_ups = select(FollowUp.conversation_id).where(FollowUp.done_at.is_(None))
    return (
        select(Conversation.id)
        .where(
            Conversation.updated_at < limit,
            Conversation.state.in_((State.BOT, State.CLOSED)),
            Conversation.id.not_in(calls),
            Conversation.id.not_in(follow_ups),
        )
        .limit(AT_ONCE)
        .with_for_update()
    )
