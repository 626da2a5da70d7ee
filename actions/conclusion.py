"""What a guided journey tells at its end: steps, documents, who helps, where, and the sources."""

import json
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from knowledge.answers import Card, contact_cards, source_cards, steps_card, today
from knowledge.article import articles
from knowledge.journeys import (
    Answers,
    Conclusion,
    Journey,
    conclusions,
    document_cards,
    journey,
    told,
)
from knowledge.needs import needs
from knowledge.places import place
from knowledge.wording import say, word

START = "commencer_parcours"  # the intent that the buttons of journeys carry


def conclude(dispatcher: CollectingDispatcher, meant: Journey, answers: Answers) -> None:
    """Send every conclusion that holds, then what may come next, with the sources of all."""
    reached = conclusions(meant, answers)
    for conclusion in reached:
        dispatcher.utter_message(
            response="utter_parcours_conclusion",
            texte=_filled(conclusion, told(meant, answers)),
            json_message={"cards": _cards(meant, conclusion, answers)},
        )
    used = {slug: articles()[slug] for one in reached for slug in one.fiches}
    sources = {card["url"]: card for one in used.values() for card in source_cards(one)}
    old = any(one.is_outdated(today()) for one in used.values())
    dispatcher.utter_message(
        response="utter_parcours_fin_perime" if old else "utter_parcours_fin",
        json_message={"cards": list(sources.values())},
        buttons=_what_next(meant, reached, answers),
    )


def _filled(conclusion: Conclusion, words: dict[str, str]) -> str:
    title = f"**{conclusion.titre}**\n\n" if conclusion.titre else ""
    text = word(title + conclusion.texte, today())  # before the answers: they cite nothing
    for name, answer in words.items():
        text = text.replace(f"{{{name}}}", answer)
    return text


def _cards(meant: Journey, conclusion: Conclusion, answers: Answers) -> list[Card]:
    day = today()
    steps = [word(step, day) for step in conclusion.etapes]
    title = conclusion.titre or meant.titre
    return [
        *([steps_card(title, steps)] if steps else []),
        *document_cards(meant, conclusion, answers, day),
        *contact_cards(conclusion.contacts),
    ]


def _what_next(meant: Journey, reached: list[Conclusion], answers: Answers) -> list[dict[str, str]]:
    """A search, another journey, the start again, a counselor."""
    where = next((answers.get(one.id) for one in meant.questions if one.type == "commune"), None)
    needed = dict.fromkeys(one.besoin for one in reached if one.besoin)
    following = dict.fromkeys(slug for one in reached for slug in one.suites)
    return [
        *(_search_button(need, where) for need in needed),
        *(start_button(next_one) for slug in following if (next_one := journey(slug))),
        start_button(meant) | {"title": say("bouton_recommencer")},
        {"title": say("bouton_conseiller"), "payload": "/demander_conseiller"},
    ]


def start_button(meant: Journey) -> dict[str, str]:
    """The button that starts a journey, or takes it up again."""
    return {"title": meant.bouton, "payload": f'/{START}{{"parcours":"{meant.id}"}}'}


def _search_button(besoin: str, where: str | None) -> dict[str, str]:
    """« Trouver un hôpital près de Lille (59) », with what the search needs."""
    entities: dict[str, Any] = {"besoin": besoin} | ({"lieu": [where]} if where else {})
    title = say("bouton_trouver", besoin=needs()[besoin].libelle)
    if where:
        title = say("bouton_trouver_ici", besoin=needs()[besoin].libelle, lieu=place(where).label)
    return {"title": title, "payload": f"/chercher_soins{json.dumps(entities)}"}
