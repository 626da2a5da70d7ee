"""Promise: a message is shown as text, whatever it holds, with cards one can trust."""

from __future__ import annotations

import re
from typing import Any

import pytest
from browser_page import Run, until, write
from fake_server import FakeServer
from playwright.sync_api import Page, expect

LIEU: dict[str, Any] = {
    "type": "lieu",
    "nom": "Centre dentaire",
    "categorie": "Centre de santé",
    "distance": "1,2 km",
    "adresse": "12 rue des Remparts",
    "telephone": {"affiche": "01 99 00 45 67", "appel": "+33199004567"},
    "source": "Finess",
    "date": "12/11/2026",
    "mention": "à confirmer par téléphone",
    "exemple": False,
    "carte": "https://www.openstreetmap.org/?mlat=50",
}
CHOICES = [{"index": 0, "title": "Oui"}, {"index": 1, "title": "Non"}]


def test_markup_in_a_text_a_name_or_a_card_stays_text(
    chat: Page, server: FakeServer, run: Run
) -> None:
    attack = "<img src=x onerror=\"document.title='perdu'\"><script>document.title='perdu'</script>"
    run(
        server.say(
            attack,
            author="conseiller",
            name=attack,
            buttons=[{"index": 0, "title": attack}],
            cards=[{**LIEU, "nom": attack, "adresse": attack, "carte": "javascript:alert(1)"}],
        )
    )
    expect(chat.locator(".message .texte")).to_have_text(attack)
    assert chat.locator(".message img, .message script").count() == 0
    assert chat.locator('[href^="javascript"]').count() == 0
    assert chat.title() != "perdu"


def test_light_marks(chat: Page, server: FakeServer, run: Run) -> None:
    run(
        server.say(
            "Voici **deux** points :\n- un\n- deux\n\n2. suite\n3. fin\n\n"
            "Lisez https://www.ameli.fr/assure. Pas http://exemple.fr"
        )
    )
    text = chat.locator(".message .texte")
    expect(text.locator("strong")).to_have_text("deux")
    assert text.locator("ul li").all_inner_texts() == ["un", "deux"]
    assert text.locator("ol").get_attribute("start") == "2"
    [link] = text.locator("a").all()
    assert link.get_attribute("href") == "https://www.ameli.fr/assure"
    assert link.get_attribute("rel") == "noopener noreferrer"
    expect(text).to_contain_text(re.compile(r"www\.ameli\.fr/assure.*\. Pas http://exemple\.fr"))


def test_a_place_can_be_called_and_says_where_it_comes_from(
    chat: Page, server: FakeServer, run: Run
) -> None:
    run(server.say("Voici :", cards=[LIEU]))
    call = chat.get_by_role("link", name="Appeler 01 99 00 45 67")
    assert call.get_attribute("href") == "tel:+33199004567"
    expect(chat.get_by_text("Source : Finess, données du 12/11/2026")).to_be_visible()
    expect(chat.get_by_text("à confirmer par téléphone")).to_be_visible()


FULL: dict[str, Any] = {
    **LIEU,
    "horaires": "du lundi au vendredi de 9 h à 12 h",
    "ouverture": {"ouvert": False, "texte": "fermé, ouvre à 14 h"},
    "reserver": "au guichet, le matin",
    "acces": ["accessible en fauteuil roulant", "langues parlées : arabe"],
    "qualite": [
        {"libelle": "Satisfaction", "valeur": "74 sur 100", "annee": 2025, "source": "HAS",
         "lecture": "Une note donnée par les patients.", "limite": "Ne dit rien des délais."}
    ],
    "pourquoi": "Placé selon la distance à vol d'oiseau depuis Lille (59).",
}  # fmt: skip


def test_a_place_tells_its_hours_its_access_how_to_book_and_why_it_is_there(
    chat: Page, server: FakeServer, run: Run
) -> None:
    run(server.say("Voici :", cards=[FULL]))
    card = chat.locator(".carte-lieu")
    for said in (
        "Fermé, ouvre à 14 h · du lundi au vendredi de 9 h à 12 h",
        "Rendez-vous sans internet : au guichet, le matin",
        "Accès : accessible en fauteuil roulant, langues parlées : arabe",
        "Placé selon la distance",
    ):
        expect(card).to_contain_text(said.replace(" :", "\u00a0:"))
    expect(card.get_by_text("Ne dit rien des délais.")).to_be_hidden()
    card.get_by_text("Résultats de qualité publiés").click()
    expect(card.get_by_text("Ne dit rien des délais.")).to_be_visible()
    expect(card.get_by_text("HAS, 2025")).to_be_visible()


def test_services_at_one_address_are_listed_each_with_its_call(
    chat: Page, server: FakeServer, run: Run
) -> None:
    listed = [
        {"nom": "Dialyse", "categorie": "Hôpital", "mention": None,
         "telephone": {"affiche": "01 99 00 45 68", "appel": "0199004568"}},
        {"nom": "Maternité", "categorie": "Hôpital", "mention": "ouvert maintenant",
         "telephone": None},
    ]  # fmt: skip
    services = {"titre": "2 services à cette adresse", "liste": listed}
    run(server.say("Voici :", cards=[{**LIEU, "services": services}]))
    card = chat.locator(".carte-lieu")
    expect(card.get_by_role("heading", name="2 services à cette adresse")).to_be_visible()
    assert card.get_by_role("listitem").count() == 2
    [call] = card.locator('[href^="tel:"]').all()
    assert call.get_attribute("href") == "tel:0199004568"
    expect(card).to_contain_text("Maternité · Hôpital · ouvert maintenant")


def test_a_demonstration_place_is_marked_and_cannot_be_called(
    chat: Page, server: FakeServer, run: Run
) -> None:
    run(server.say("Voici :", cards=[{**LIEU, "exemple": True}]))
    expect(chat.get_by_text("Exemple – ne pas appeler")).to_be_visible()
    expect(chat.get_by_text("01 99 00 45 67")).to_be_visible()
    assert chat.locator('.message [href^="tel:"]').count() == 0


def test_the_number_of_a_demonstration_mutuelle_cannot_be_called(
    chat: Page, server: FakeServer, run: Run
) -> None:
    run(
        server.say(
            "Appelez :",
            cards=[
                {
                    "type": "contact",
                    "nom": "Mutuelle",
                    "affiche": "01 99 00 12 34",
                    "appel": "+33199001234",
                    "role": "en semaine",
                },
                {
                    "type": "contact",
                    "nom": "SAMU",
                    "affiche": "15",
                    "appel": "15",
                    "role": "urgence vitale",
                },
            ],
        )
    )
    expect(chat.get_by_text("Exemple – ne pas appeler")).to_have_count(1)
    [call] = chat.locator('.message [href^="tel:"]').all()
    assert call.get_attribute("href") == "tel:15"


def test_the_emergency_number_for_texts_opens_a_text(
    chat: Page, server: FakeServer, run: Run
) -> None:
    card = {"type": "contact", "nom": "Urgence", "affiche": "114", "appel": "114", "role": "SMS"}
    run(server.say("Écrivez :", cards=[card]))
    link = chat.locator(".message").get_by_role("link", name="Envoyer un SMS au 114")
    assert link.get_attribute("href") == "sms:114"


def test_steps_are_a_check_list(chat: Page, server: FakeServer, run: Run) -> None:
    run(
        server.say(
            "", cards=[{"type": "etapes", "titre": "Avant", "etapes": ["Devis", "Carte Vitale"]}]
        )
    )
    chat.get_by_label("Carte Vitale").check()
    expect(chat.get_by_text("1 étape faite sur 2")).to_be_visible()


def test_a_source_shows_when_it_was_checked(chat: Page, server: FakeServer, run: Run) -> None:
    run(
        server.say(
            "",
            cards=[
                {
                    "type": "source",
                    "titre": "Vos droits",
                    "url": "https://www.ameli.fr/",
                    "statut": "vérifiée le 21/11/2026",
                }
            ],
        )
    )
    expect(chat.get_by_role("link", name="Vos droits (nouvel onglet)")).to_be_visible()
    expect(chat.get_by_text("Vérifiée le 21/11/2026")).to_be_visible()


def test_a_button_is_pressed_once(chat: Page, server: FakeServer, run: Run) -> None:
    message = run(server.say("D'accord ?", buttons=CHOICES))
    chat.get_by_role("button", name="Oui").click()
    until(chat, lambda: server.of_type("button"))
    [frame] = server.of_type("button")
    assert (frame["message"], frame["index"]) == (message["id"], 0)
    expect(chat.get_by_role("button", name="Non")).to_be_disabled()
    expect(chat.locator(".message-membre .texte")).to_have_text("Oui")
    expect(chat.get_by_label("Votre message")).to_be_focused()


@pytest.mark.parametrize("author", ["conseiller", "membre"])
def test_buttons_are_over_once_a_person_spoke_after_them(
    chat: Page, server: FakeServer, run: Run, author: str
) -> None:
    run(server.say("D'accord ?", buttons=CHOICES))
    run(server.say("Suite de la même réponse"))
    expect(chat.get_by_role("button", name="Oui")).to_be_enabled()
    run(server.say("Autre chose", author=author))
    expect(chat.get_by_role("button", name="Oui")).to_be_disabled()


def test_choices_of_the_service_hold_until_it_offers_others(
    chat: Page, server: FakeServer, run: Run
) -> None:
    run(server.say("Envoyer ce résumé ?", author="service", buttons=CHOICES))
    run(server.say("Une question en attendant", author="membre"))
    run(server.say("La réponse", buttons=[{"index": 0, "title": "Voir les étapes"}]))
    expect(chat.get_by_role("button", name="Oui")).to_be_enabled()
    run(server.say("En attendant ?", author="service", buttons=[{"index": 0, "title": "Attendre"}]))
    expect(chat.get_by_role("button", name="Oui")).to_be_disabled()
    expect(chat.get_by_role("button", name="Attendre")).to_be_enabled()


def test_who_is_there_is_always_said(chat: Page, server: FakeServer, run: Run) -> None:
    banner = chat.locator(".bandeau-etat")
    run(server.set_state("waiting"))
    expect(banner).to_have_text("Un conseiller va vous répondre. Ariane reste disponible.")
    run(server.set_state("waiting", position=2, attente="environ 10 minutes"))
    expect(banner).to_have_text(
        "Un conseiller va vous répondre. Votre place : 2. Attente : environ 10 minutes. "
        "Ariane reste disponible."
    )
    run(server.set_state("human", "Claire"))
    expect(banner).to_have_text("Vous parlez avec Claire, conseiller.")
    expect(chat.get_by_role("button", name="Parler à un conseiller")).to_be_hidden()
    run(server.set_state("bot"))
    expect(banner).to_have_text("Vous parlez de nouveau avec Ariane.")


def test_the_counselor_is_one_press_away(chat: Page, server: FakeServer) -> None:
    chat.get_by_role("button", name="Parler à un conseiller").click()
    until(chat, lambda: server.of_type("escalate"))
    expect(chat.locator(".message-membre .texte")).to_have_text("Parler à un conseiller")
    expect(chat.get_by_text("En attente d’envoi")).to_have_count(0)


def test_what_was_read_is_told_to_the_counselor(chat: Page, server: FakeServer, run: Run) -> None:
    run(server.say("Bonjour", author="conseiller", name="Claire"))
    until(chat, lambda: server.of_type("seen"))
    assert server.of_type("seen")[-1]["seq"] == 1


def test_typing_is_told_to_a_counselor_at_most_every_three_seconds(
    chat: Page, server: FakeServer, run: Run
) -> None:
    chat.get_by_label("Votre message").press_sequentially("bot")
    run(server.set_state("human", "Claire"))
    expect(chat.locator(".bandeau-etat")).to_be_visible()
    chat.get_by_label("Votre message").press_sequentially("Je vous explique")
    write(chat, "Voilà")
    until(chat, lambda: server.stored)
    assert len(server.of_type("typing")) == 1


def test_the_copy_holds_the_whole_talk(chat: Page, server: FakeServer, run: Run) -> None:
    run(server.say("**Voici** :", cards=[LIEU]))
    write(chat, "Merci")
    until(chat, lambda: len(server.stored) == 2)
    chat.get_by_role("button", name="Options").click()
    with chat.expect_download() as download:
        chat.get_by_role("button", name="Enregistrer la discussion").click()
    copy = download.value.path().read_text(encoding="utf-8-sig")
    for part in ("Voici", "Centre dentaire", "01 99 00 45 67", "Merci"):
        assert part in copy
    assert "**" not in copy
