"""Cards as text, for what shows no cards: a terminal, the copy a member keeps."""

from typing import Any


def card_text(card: dict[str, Any]) -> str:
    """One card, indented; empty for what only a screen can use."""
    if card["type"] == "lieu":
        return _place(card)
    if card["type"] == "source":
        return f"  Source : {card['titre']}, {card['url']}, {card['statut']}"
    if card["type"] == "contact":
        return f"  {card['nom']} : {card['affiche']} ({card['role']})"
    if card["type"] == "document":
        return f"  --- {card['titre']}\n\n{card['texte']}\n  ---"
    if card["type"] == "rappel":
        return f"  À noter dans l'agenda : {card['affiche']} : {card['texte']}"
    return "\n".join(f"  {place}. {step}" for place, step in enumerate(card.get("etapes", []), 1))


def _place(card: dict[str, Any]) -> str:
    """A place, one line by kind of fact, only those known."""
    mark = "EXEMPLE, ne pas appeler : " if card["exemple"] else ""
    opening = card["ouverture"]["texte"] if card["ouverture"] else None
    lines = [
        f"  - {mark}{card['nom']}",
        _joined(card["categorie"], card["distance"], card["adresse"], _number(card)),
        _joined(opening, card["horaires"]),
        card["reserver"] and f"Rendez-vous sans internet : {card['reserver']}",
        card["acces"] and f"Accès : {', '.join(card['acces'])}",
        card["mention"],
        *_services(card["services"]),
        *(f"{one['libelle']} : {one['valeur']} ({one['source']}, {one['annee']})"
          for one in card["qualite"]),
        card["pourquoi"],
        f"Source : {card['source']}, {card['date']}",
    ]  # fmt: skip
    return "\n    ".join(line for line in lines if line)


def _services(services: dict[str, Any] | None) -> list[str]:
    if services is None:
        return []
    listed = [
        f"  · {_joined(one['nom'], one['categorie'], _number(one), one['mention'])}"
        for one in services["liste"]
    ]
    return [f"{services['titre']} :", *listed]


def _number(card: dict[str, Any]) -> str:
    return str(card["telephone"]["affiche"]) if card["telephone"] else "téléphone inconnu"


def _joined(*facts: object) -> str:
    return " · ".join(str(fact) for fact in facts if fact)
