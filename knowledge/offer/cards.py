"""An establishment as a card for the member: what is known, from whom, and as of when."""

from datetime import timedelta
from functools import cache
from typing import Any

from knowledge.answers import today
from knowledge.contacts import display_number
from knowledge.content import ROOT, read_yaml
from knowledge.offer.search import Found
from knowledge.wording import french_date

STILL_RECENT = timedelta(days=183)


@cache
def _wording() -> dict[str, str]:
    found: dict[str, str] = read_yaml(ROOT / "offer" / "cartes.yml")
    return found


def place_card(found: Found) -> dict[str, Any]:
    """Card of type « lieu »; examples are marked, and nothing unknown is filled in."""
    phone = {"affiche": display_number(found.phone), "appel": found.phone} if found.phone else None
    recent = today() - found.source_date < STILL_RECENT
    precise = not found.approximate and not found.is_demo
    return {
        "type": "lieu",
        "nom": found.name,
        "categorie": found.category_label,
        "distance": distance_text(found.distance_km, found.approximate),
        "adresse": ", ".join(
            part for part in (found.address, f"{found.postcode} {found.city}") if part
        ),
        "telephone": phone,
        "source": found.source_name,
        "date": french_date(found.source_date),
        "mention": _mention(found, recent),
        "exemple": found.is_demo,
        "carte": _map(found) if precise else None,
    }


def distance_text(kilometres: float | None, approximate: bool) -> str | None:
    """« 1,2 km », « environ 12 km », « moins d'1 km »; None when unknown."""
    if kilometres is None:
        return None
    if kilometres < 1:
        return _wording()["distance_metres"]
    figure = f"{kilometres:.0f}" if approximate or kilometres >= 9.95 else f"{kilometres:.1f}"
    text = _wording()["distance_km"].replace("{valeur}", figure.replace(".", ","))
    return _wording()["environ"].replace("{distance}", text) if approximate else text


def _mention(found: Found, recent: bool) -> str | None:
    """What the mutuelle's file tells of access and booking, and whether to call before going."""
    known = [
        _wording()[key].replace("{valeur}", value) for key, value in (found.details or {}).items()
    ]
    if not recent:
        known.append(_wording()["a_confirmer"])
    return " · ".join(known) or None


def _map(found: Found) -> str:
    link = _wording()["carte"].replace("{latitude}", f"{found.latitude:.5f}")
    return link.replace("{longitude}", f"{found.longitude:.5f}")
