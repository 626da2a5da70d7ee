"""Who is in charge of a conversation: bot → waiting → human → closed (→ bot). Pure, no I/O.

This, in our own database, decides where a member's words go; Rasa's own pause is never relied upon
(it is lost at session expiry, at `/restart` and at a failed read).
"""

from enum import StrEnum


class State(StrEnum):
    """Who answers the member's next message."""

    BOT = "bot"
    WAITING = "waiting"
    HUMAN = "human"
    CLOSED = "closed"


class Move(StrEnum):
    """What may change who is in charge.

    JOIN: a counselor comes unasked, for a danger or a promise; RELEASE: the counselor is gone, or
    passes it to a team; TRANSFER: to another counselor.
    """

    ESCALATE = "escalate"
    CANCEL = "cancel"
    TAKE = "take"
    JOIN = "join"
    RELEASE = "release"
    TRANSFER = "transfer"
    HAND_BACK = "hand_back"
    CLOSE = "close"
    REOPEN = "reopen"


MOVES: dict[tuple[State, Move], State] = {
    (State.BOT, Move.ESCALATE): State.WAITING,
    (State.WAITING, Move.CANCEL): State.BOT,
    (State.WAITING, Move.TAKE): State.HUMAN,
    (State.BOT, Move.JOIN): State.HUMAN,
    (State.CLOSED, Move.JOIN): State.HUMAN,
    (State.HUMAN, Move.RELEASE): State.WAITING,
    (State.HUMAN, Move.TRANSFER): State.HUMAN,
    (State.HUMAN, Move.HAND_BACK): State.BOT,
    (State.HUMAN, Move.CLOSE): State.CLOSED,
    (State.WAITING, Move.CLOSE): State.CLOSED,
    (State.CLOSED, Move.REOPEN): State.BOT,
}


class IllegalMove(Exception):
    """The move makes no sense in that state (someone else moved first, or a stale page)."""


def after(state: State, move: Move) -> State:
    """State after `move`; raise IllegalMove when it is not allowed from `state`."""
    try:
        return MOVES[state, move]
    except KeyError:
        raise IllegalMove(f"{move} impossible : conversation {state}") from None


def bot_answers(state: State) -> bool:
    """True when a member's words go to Rasa: never while a human is in charge."""
    return state in (State.BOT, State.WAITING)
