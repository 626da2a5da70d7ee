"""A position shared by the member becomes, at once, the words for its commune. Keeps nothing.

Coordinates are neither stored nor logged, and no error may quote them.
"""

from typing import Any

from bot.inbound import Refused
from knowledge.places.nearest import nearest_commune, typed


def told_as_text(frame: dict[str, Any]) -> str:
    """What the member would have typed; raise Refused for no point of France."""
    latitude, longitude = _degrees(frame.get("lat"), 90), _degrees(frame.get("lon"), 180)
    if latitude is None or longitude is None:
        raise Refused("position_inconnue")
    commune = nearest_commune(latitude, longitude)
    if commune is None:
        raise Refused("position_inconnue")
    return typed(commune)


def _degrees(value: Any, most: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) <= most else None  # a NaN is no smaller than anything
