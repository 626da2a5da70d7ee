"""An establishment as a card for the member: what is known, from whom, and as of when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from knowledge.answers import today
from knowledge.contacts import display_number
from knowledge.offer.corrections import Corrected, Kind
from knowledge.offer.criteria import criteria, mask
from knowledge.offer.found import Found
from knowledge.offer.hours import present, state_at
from knowledge.offer.hours_words import spelled, state_text
from knowledge.offer.wording import worded
from knowledge.places import Place
from knowledge.wording import french_date

STILL_RECENT = timedelta(days=183)
ACCESS = ("fauteuil", "langue_des_signes")  # criteria told on every card that meets them


def place_card(
    found: Found,
    where: Place | None = None,
    asked: Iterable[str] = (),
    services: Sequence[Found] = (),
    now: datetime | None = None,
) -> dict[str, Any]:
    """Card of type « lieu »; examples are marked, and nothing unknown is filled in.

    `where` and `asked`: the place and the criteria searched, to say why it is shown. `services`:
    everything at the same address, this one included. `now` (aware): the present by default.
    """
    details, now = found.details or {}, now or present()
    moved = _correction(found, "moved")
    precise = not (found.approximate or found.is_demo or moved)
    distance = None if moved else distance_text(found.distance_km, found.approximate)
    return {
        "type": "lieu",
        "id": found.finess,
        "nom": found.name,
        "categorie": found.category_label,
        "distance": distance,
        "adresse": moved.value if moved else _address(found),
        "telephone": _phone(found),
        "horaires": details.get("horaires") or _spelled(details),
        "ouverture": _opening(found, now),
        "reserver": details.get("reserver"),
        "acces": _access(found),
        "qualite": [dict(one) for one in found.qualite],
        "services": _services(services, now),
        "pourquoi": _reason(found, where, list(asked)) if where else None,
        "mention": _mention(found),
        "source": found.source_name,
        "date": french_date(found.source_date),
        "exemple": found.is_demo,
        "carte": _map("carte", found) if precise else None,
        "itineraire": _map("itineraire", found) if precise else None,
    }


def distance_text(kilometres: float | None, approximate: bool) -> str | None:
    """« 1,2 km », « environ 12 km », « moins d'1 km »; None when unknown."""
    if kilometres is None:
        return None
    if kilometres < 1:
        return worded("distance_metres")
    figure = f"{kilometres:.0f}" if approximate or kilometres >= 9.95 else f"{kilometres:.1f}"
    text = worded("distance_km", valeur=figure.replace(".", ","))
    return worded("environ", distance=text) if approximate else text


def _address(found: Found) -> str:
    parts = (found.address, f"{found.postcode} {found.city}".strip())
    return ", ".join(part for part in parts if part)


def _correction(found: Found, kind: Kind) -> Corrected | None:
    return next((one for one in found.corrections if one.kind == kind), None)


def _phone(found: Found) -> dict[str, str] | None:
    corrected = _correction(found, "phone")
    number = corrected.value if corrected else found.phone
    return {"affiche": display_number(number), "appel": number} if number else None


def _spelled(details: Mapping[str, str]) -> str | None:
    return spelled(details["ouverture"]) if details.get("ouverture") else None


def _opening(found: Found, now: datetime) -> dict[str, Any] | None:
    """Whether it is open, when a file tells its hours in a way that can be computed."""
    written = (found.details or {}).get("ouverture")
    if not written:
        return None
    state = state_at(written, found.departement, now)
    return {"ouvert": state.open, "texte": state_text(state)}


def _access(found: Found) -> list[str]:
    """What makes it possible to come and be understood, as far as a file tells."""
    details = found.details or {}
    known = [worded(one) for one in ACCESS if found.marks & mask([one])]
    known += [details["acces"]] if details.get("acces") else []
    return known + (
        [worded("langues", valeur=details["langues"])] if details.get("langues") else []
    )


def _services(services: Sequence[Found], now: datetime) -> dict[str, Any] | None:
    if len(services) < 2:
        return None
    listed = [
        {
            "nom": one.name,
            "categorie": one.category_label,
            "telephone": _phone(one),
            "mention": " · ".join([*_openings(one, now), *_signalled(one)]) or None,
        }
        for one in services
    ]
    people = all(one.category_code.startswith("rpps:") for one in services)
    title = worded("professionnels" if people else "services", nombre=len(listed))
    return {"titre": title, "liste": listed}


def _openings(found: Found, now: datetime) -> list[str]:
    opening = _opening(found, now)
    return [opening["texte"]] if opening else []


def _reason(found: Found, where: Place, asked: list[str]) -> str:
    """One sentence on the rank: distance, how well the place is located, what was asked."""
    if where.kind == "departement":
        key = "pourquoi_departement"
    elif found.distance_km is None:
        key = "pourquoi_commune"
    else:
        key = "pourquoi_environ" if found.approximate else "pourquoi_distance"
    wanted = " et ".join(criteria()[one].libelle for one in asked)
    return worded(f"{key}_criteres" if asked else key, lieu=where.label, criteres=wanted)


def _mention(found: Found) -> str | None:
    """What counselors signalled, and whether to call before going."""
    old = today() - found.source_date >= STILL_RECENT
    return " · ".join(_signalled(found) + ([worded("a_confirmer")] if old else [])) or None


def _signalled(found: Found) -> list[str]:
    return [
        worded(f"corrige_{one.kind}", note=one.note, date=french_date(one.on))
        for one in found.corrections
        if one.kind != "closed"
    ]


def _map(link: str, found: Found) -> str:
    """An OpenStreetMap page, which asks for no account."""
    return worded(link, latitude=f"{found.latitude:.5f}", longitude=f"{found.longitude:.5f}")
