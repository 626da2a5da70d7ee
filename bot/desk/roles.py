"""Who may do what at the desk: one table, asked by every page and every frame of the socket.

What is not named here is refused. Whether a conversation is one's own is the board's matter.
"""

from enum import StrEnum


class Role(StrEnum):
    """What an account is for."""

    COUNSELOR = "conseiller"
    SUPERVISOR = "superviseur"
    ADMINISTRATOR = "administrateur"


class Right(StrEnum):
    """What a page or a frame asks for."""

    CONVERSE = "suivre des conversations"
    BREAK_GLASS = "ouvrir la conversation d'un collègue, avec un motif"
    CORRECT = "corriger l'offre de soins"
    PROOFREAD = "relire les contenus"
    SUPERVISE = "suivre l'équipe et lire les motifs d'ouverture exceptionnelle"
    AUDIT = "lire le journal"
    EXPORT = "exporter le journal"


# Administrators look after accounts, on the command line: they read no conversation.
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.COUNSELOR: frozenset({Right.CONVERSE, Right.BREAK_GLASS, Right.CORRECT, Right.PROOFREAD}),
    Role.SUPERVISOR: frozenset(Right),
    Role.ADMINISTRATOR: frozenset({Right.PROOFREAD, Right.AUDIT, Right.EXPORT}),
}

FRAMES: dict[str, Right] = {
    "open": Right.CONVERSE,
    "take": Right.CONVERSE,
    "message": Right.CONVERSE,
    "note": Right.CONVERSE,
    "hand_back": Right.CONVERSE,
    "close": Right.CONVERSE,
    "typing": Right.CONVERSE,
    "join": Right.CONVERSE,
    "decline": Right.CONVERSE,
    "kept": Right.CONVERSE,
    "follow_up": Right.CONVERSE,
    "seen": Right.CONVERSE,
    "colleagues": Right.CONVERSE,
    "transfer": Right.CONVERSE,
    "replies": Right.CONVERSE,
    "save_reply": Right.CONVERSE,
    "delete_reply": Right.CONVERSE,
    "place": Right.CORRECT,
    "correct": Right.CORRECT,
    "uncorrect": Right.CORRECT,
    "search": Right.CONVERSE,
    "insert": Right.CONVERSE,
    "break_glass": Right.BREAK_GLASS,
}


def allowed(role: Role, right: Right) -> bool:
    """True when the table gives `right` to `role`."""
    return right in RIGHTS[role]


def frame_allowed(role: Role, kind: str) -> bool:
    """True when `role` may send a frame of this kind; never for a kind that the table ignores."""
    return kind in FRAMES and allowed(role, FRAMES[kind])
