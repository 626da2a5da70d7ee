"""The second opinion, offered before it is asked for when a heavy illness or treatment is named.

S8 of what the mutuelle wants: a right little used because nobody offers it. Said once.
"""

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conclusion import start_button
from knowledge.answers import source_cards
from knowledge.article import Article, articles
from knowledge.journeys import journey
from knowledge.pathologies import pathologies, pathway_themes

GUIDE = "deuxieme-avis"
SUGGESTION = "utter_suggerer_deuxieme_avis"


def suggest_second_opinion(
    dispatcher: CollectingDispatcher, tracker: Tracker, article: Article
) -> None:
    """Offer the guide when `article` is about a care pathway and a heavy illness was just named.

    A pathology named elsewhere (a screening, a cost) is not one the member has.
    """
    guide = journey(GUIDE)
    if guide is None or article.theme not in pathway_themes() or _already(tracker):
        return
    if _named_heavy(tracker):
        dispatcher.utter_message(
            response=SUGGESTION,
            json_message={"cards": source_cards(articles()[guide.fiches[0]])[:1]},
            buttons=[start_button(guide)],
        )


def _named_heavy(tracker: Tracker) -> bool:
    said = tracker.latest_message.get("entities") or []
    named = {one["value"] for one in said if one["entity"] == "pathologie"}
    return any(pathologies()[one].lourde for one in named & pathologies().keys())


def _already(tracker: Tracker) -> bool:
    return any(
        (event.get("metadata") or {}).get("utter_action") == SUGGESTION for event in tracker.events
    )
