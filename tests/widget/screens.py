"""Every screen of the chat, one function each: what audits and screenshots go through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from browser_page import Run
from fake_server import FakeServer, Frame
from playwright.sync_api import Page, expect

NUMBER = {"affiche": "01 99 00 45 67", "appel": "+33199004567"}
PLACE: dict[str, Any] = {
    "type": "lieu",
    "nom": "Centre de santé dentaire mutualiste des Remparts",
    "categorie": "Centre de santé",
    "distance": "1,2 km",
    "adresse": "12 rue des Remparts, 59300 Valenciennes",
    "telephone": NUMBER,
    "horaires": "du lundi au vendredi de 9 h à 12 h",
    "ouverture": {"ouvert": False, "texte": "fermé, ouvre à 14 h"},
    "reserver": "au guichet, le matin",
    "acces": ["accessible en fauteuil roulant"],
    "qualite": [
        {"libelle": "Satisfaction", "valeur": "74 sur 100", "annee": 2025, "source": "HAS",
         "lecture": "Une note donnée par les patients.", "limite": "Ne dit rien des délais."}
    ],
    "services": {
        "titre": "2 services à cette adresse",
        "liste": [
            {"nom": "Dentisterie", "categorie": "Soins", "telephone": NUMBER, "mention": None},
            {"nom": "Orthodontie", "categorie": "Soins", "telephone": None,
             "mention": "à confirmer par téléphone"},
        ],
    },
    "pourquoi": "Placé selon la distance à vol d'oiseau depuis Valenciennes (59).",
    "mention": "à confirmer par téléphone",
    "source": "FINESS",
    "date": "12/11/2026",
    "exemple": False,
    "carte": "https://www.openstreetmap.org/?mlat=50",
    "itineraire": "https://www.openstreetmap.org/directions?to=50,3",
}  # fmt: skip
CARDS: list[Frame] = [
    PLACE,
    {**PLACE, "exemple": True, "services": None, "qualite": []},
    {"type": "source", "titre": "Assurance Maladie", "url": "https://www.ameli.fr",
     "statut": "consultée le 21/11/2026"},
    {"type": "etapes", "titre": "Avant le rendez-vous", "etapes": ["Demander un devis", "Venir"]},
    {"type": "contact", "nom": "SAMU", "affiche": "15", "appel": "15", "role": "urgence vitale"},
    {"type": "document", "titre": "Demander mon dossier", "texte": "Madame, Monsieur,\n\nJe…",
     "formats": ["pdf", "docx"]},
    {"type": "rappel", "titre": "Relancer", "affiche": "21/12/2026", "texte": "Écrire de nouveau",
     "formats": ["ics"]},
]  # fmt: skip
JOURNEY = [{"index": i, "title": title} for i, title in enumerate(
    ("Oui, depuis plus de six mois", "Non", "Passer cette question", "Arrêter"))]  # fmt: skip
KEPT = (
    "Voici tout ce qui est gardé de cette conversation.\n\n**Messages**\n- 3, avec leur heure\n\n"
    "**Notes des conseillers**\n- Aucune"
)


def say(page: Page, server: FakeServer, run: Run, text: str, **more: Any) -> None:
    """Something told to the member, once it shows."""
    run(server.say(text, **more))
    expect(page.get_by_text(text)).to_be_visible()


def welcome(page: Page, _server: FakeServer, _run: Run) -> None:
    """Nothing said yet: the consent sentence and suggestions."""
    expect(page.get_by_text("En écrivant, vous acceptez")).to_be_visible()


def cards(page: Page, server: FakeServer, run: Run) -> None:
    """One of each card, what folds unfolded, a place kept."""
    say(page, server, run, "Voici ce que j'ai trouvé", cards=CARDS)
    for fold in page.locator("summary").all():
        fold.click()
    page.get_by_role("button", name="Garder ce lieu").first.click()
    page.get_by_label("Demander un devis").check()


def question(page: Page, server: FakeServer, run: Run) -> None:
    """A journey asks: choices, ways out, then where."""
    say(page, server, run, "Avez-vous un médecin traitant ?", buttons=JOURNEY)
    page.get_by_role("button", name="Non", exact=True).click()
    asked, ways = [{"type": "position"}], JOURNEY[2:]
    say(page, server, run, "Dans quelle commune habitez-vous ?", buttons=ways, cards=asked)


def danger(page: Page, server: FakeServer, run: Run) -> None:
    """The safety net spoke, and a counselor is awaited."""
    say(
        page,
        server,
        run,
        "Ce que vous décrivez est une urgence.",
        author="securite",
        cards=[CARDS[4]],
    )
    run(server.set_state("waiting"))
    expect(page.locator(".bandeau-etat")).to_be_visible()


def counselor(page: Page, server: FakeServer, run: Run) -> None:
    """A person answers, the member too, and the service says so."""
    run(server.set_state("human", "Claire"))
    say(page, server, run, "Claire a rejoint la conversation", author="service")
    say(page, server, run, "Bonjour, je vous lis", author="conseiller", name="Claire")
    page.get_by_label("Votre message").fill("Merci")
    page.keyboard.press("Enter")
    expect(page.locator(".message-membre .texte")).to_have_text("Merci")


def options(page: Page, server: FakeServer, run: Run) -> None:
    """The options, a place kept among them."""
    cards(page, server, run)
    page.get_by_role("button", name="Options").click()
    expect(page.get_by_role("region", name="Lieux gardés")).to_be_visible()


def my_data(page: Page, server: FakeServer, run: Run) -> None:
    """What is kept, and the question before erasing it."""
    page.get_by_role("button", name="Options").click()
    page.get_by_role("button", name="Mes données").click()
    run(server.send({"type": "inventory", "text": KEPT}))
    expect(page.get_by_text("3, avec leur heure")).to_be_visible()
    page.get_by_role("button", name="Tout effacer maintenant").click()


def cut(page: Page, server: FakeServer, run: Run) -> None:
    """No connection: what is typed waits."""
    server.accepts = False
    run(server.cut())
    page.get_by_label("Votre message").fill("Êtes-vous là ?")
    page.keyboard.press("Enter")
    expect(page.locator(".bandeau-coupure")).to_be_visible()


Screen = Callable[[Page, FakeServer, Run], None]
SCREENS: list[Screen] = [
    welcome, cards, question, danger, counselor, options, my_data, cut,
]  # fmt: skip
