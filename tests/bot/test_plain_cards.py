"""A place reads whole in a terminal, on channels without cards."""

from typing import Any

from bot.plain_cards import card_text

PLACE: dict[str, Any] = {
    "type": "lieu", "nom": "Centre dentaire", "categorie": "Centre de santé", "distance": "1,2 km",
    "adresse": "12 rue de l'Essai", "telephone": None, "source": "FINESS", "date": "12/11/2026",
    "mention": "à confirmer par téléphone", "exemple": False, "carte": None, "horaires": None,
    "ouverture": None, "reserver": None, "acces": [], "qualite": [], "services": None,
    "pourquoi": None,
}  # fmt: skip


def test_nothing_unknown_is_printed() -> None:
    assert card_text(PLACE).splitlines() == [
        "  - Centre dentaire",
        "    Centre de santé · 1,2 km · 12 rue de l'Essai · téléphone inconnu",
        "    à confirmer par téléphone",
        "    Source : FINESS, 12/11/2026",
    ]


def test_hours_booking_access_quality_rank_and_services_are_printed() -> None:
    number = {"affiche": "01 99 00 45 68", "appel": "0199004568"}
    full = PLACE | {
        "ouverture": {"ouvert": True, "texte": "ouvert maintenant, jusqu'à 12 h"},
        "horaires": "lundi de 9 h à 12 h",
        "reserver": "au guichet",
        "acces": ["accessible en fauteuil roulant", "rampe"],
        "qualite": [{"libelle": "Note", "valeur": "B", "source": "HAS", "annee": 2025}],
        "pourquoi": "Placé selon la distance.",
        "services": {
            "titre": "1 service à cette adresse",
            "liste": [{"nom": "Dialyse", "categorie": "", "telephone": number, "mention": "plein"}],
        },
    }
    assert card_text(full).splitlines()[2:] == [
        "    ouvert maintenant, jusqu'à 12 h · lundi de 9 h à 12 h",
        "    Rendez-vous sans internet : au guichet",
        "    Accès : accessible en fauteuil roulant, rampe",
        "    à confirmer par téléphone",
        "    1 service à cette adresse :",
        "      · Dialyse · 01 99 00 45 68 · plein",
        "    Note : B (HAS, 2025)",
        "    Placé selon la distance.",
        "    Source : FINESS, 12/11/2026",
    ]
