"""What counselors may read of a conversation, and what changes when its control moves. Pure.

Words said before a counselor came are theirs to read only when the member agreed, or in danger.
"""

from datetime import datetime
from enum import StrEnum

from bot.desk.states import Move, State
from bot.models import Conversation

SHARED, HIDDEN = 0, 2**31 - 1
NEVER_SEEN = -1


class Choice(StrEnum):
    """The member's answer about the summary. Only ALL opens what was said before."""

    NOT_ASKED = "not_asked"
    PENDING = "pending"
    ALL = "all"
    EDITED = "edited"
    PARTIAL = "partial"
    NOTHING = "nothing"


def open_to_counselors(row: Conversation, choice: Choice) -> None:
    """Note the member's choice: what was said before is opened, or kept from counselors to come."""
    row.consent = choice
    if choice in (Choice.ALL, Choice.NOT_ASKED):
        row.shared_from = SHARED
    elif row.shared_from == SHARED:
        row.shared_from = HIDDEN


def enter(
    row: Conversation, move: Move, target: State, counselor: int | None, moment: datetime
) -> int | None:
    """Put the conversation under its new control; seconds handled, when a human leaves it."""
    handled = None
    if row.state == State.HUMAN and row.taken_at is not None:
        handled = int((moment - row.taken_at).total_seconds())
    if move is Move.ESCALATE:
        row.requested_at = moment
    row.state = target
    row.counselor_id = counselor if target == State.HUMAN else None
    row.waiting_since = (row.requested_at or moment) if target == State.WAITING else None
    row.taken_at = moment if target == State.HUMAN else None
    row.team = None
    if target == State.HUMAN:  # who takes reads at once; who is given one has read nothing of it
        row.seen_seq = NEVER_SEEN if move is Move.TRANSFER else row.last_seq
    if target == State.HUMAN:
        row.risk = row.risk_at = None
        if row.shared_from == HIDDEN:
            row.shared_from = row.last_seq + 1
    if target in (State.BOT, State.CLOSED):
        row.urgent = False
    row.updated_at = moment
    return handled if move not in (Move.RELEASE, Move.TRANSFER) else None
