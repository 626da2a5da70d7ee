"""Safety net: finds in a message the dangers that cannot wait, and what to say at once.

Deterministic, independent of any classifier. It orients to the right number; it never diagnoses.
"""

from knowledge.safety.messages import SafetyMessage, safety_messages
from knowledge.safety.net import RedFlag, safety_net

__all__ = ["RedFlag", "SafetyMessage", "detect", "message_for"]


def detect(text: str) -> RedFlag | None:
    """Most serious danger told by `text`, or None. Under 1 ms for a usual message."""
    return safety_net().detect(text)


def message_for(kind: str) -> SafetyMessage:
    """What to show for a kind of danger; raise KeyError when the kind is unknown."""
    return safety_messages()[kind]
