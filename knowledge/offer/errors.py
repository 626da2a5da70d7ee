"""The one error of the care offer: a sentence an operator can act on."""

import errno

NO_ROOM = frozenset([errno.ENOSPC, errno.EFBIG, errno.EDQUOT])
FULL = ("disk is full", "No space left on device")  # as SQLite and PostgreSQL say it


class OfferError(Exception):
    """An import that cannot be done, in one French sentence; the offer in use has not changed."""


def plain_cause(error: Exception) -> str:
    """What the system or the database reports, on one line, in French where it is common."""
    said = str(getattr(error, "orig", None) or error).strip().splitlines() or [repr(error)]
    if getattr(error, "errno", None) in NO_ROOM or any(words in said[0] for words in FULL):
        return "il n'y a plus de place sur le disque"
    if "disk I/O error" in said[0]:
        return "le disque refuse d'écrire, il est peut-être plein"
    return said[0]
