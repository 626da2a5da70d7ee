"""Answer from the article tied to the intent, then its steps, cost, simple version and sources."""

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conclusion import start_button
from actions.contexte import narrows_a_search, outgrown
from actions.deuxieme_avis import suggest_second_opinion
from actions.filtrer import ActionFiltrer
from knowledge.answers import (
    contact_cards,
    numbered_steps,
    source_cards,
    steps_card,
    texts,
    today,
)
from knowledge.article import Article, articles
from knowledge.journeys import journeys_for
from knowledge.needs import needs
from knowledge.registry import registry
from knowledge.wording import say

ERASE = {"demander_effacement": ("bouton_effacer", "ariane:effacer")}  # obeyed by the relay
DETAILS = (("bouton_etapes", "/demander_etapes"), ("bouton_cout", "/suite_cout"))
FULL = "complete"  # version carried by a button, for who reads the easy ones first


class ActionRepondre(Action):
    """Short answer, next step, non-digital way, source and date checked."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_repondre"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Answer the latest intent; past its review date the article must be confirmed."""
        if narrows_a_search(tracker):
            return ActionFiltrer().run(dispatcher, tracker, domain)
        intent = registry().intents[tracker.get_intent_of_latest_message() or ""]
        article = articles()[intent.article_id() or ""]
        easy = reads_easy(tracker)
        buttons = buttons_for(article, version_button(easy, intent.id))
        send_article(dispatcher, article, erase_button(intent.id) + buttons, easy)
        suggest_second_opinion(dispatcher, tracker, article)
        return [*outgrown(tracker, article), *answered(article)]


def reads_easy(tracker: Tracker) -> bool:
    """The member wants easy-to-read answers, and did not just ask for this one in full."""
    said = {one["entity"]: one["value"] for one in tracker.latest_message.get("entities") or []}
    wanted = (tracker.latest_message.get("metadata") or {}).get("falc") is True
    return wanted and said.get("version") != FULL


def send_article(
    dispatcher: CollectingDispatcher,
    article: Article,
    buttons: list[dict[str, str]],
    easy: bool = False,
) -> None:
    """The short answer, with who helps and the sources; `easy`: its easy-to-read version."""
    dispatcher.utter_message(
        response=response_for(article, easy),
        json_message={"cards": contact_cards(article.qui_aide) + source_cards(article)},
        buttons=buttons,
        **texts(article, today()),
    )


def answered(article: Article) -> list[EventType]:
    """What an answer leaves: follow-ups are about `article`, earlier misses are forgotten."""
    return [
        SlotSet("article", article.id),
        SlotSet("incomprehensions", None),
        SlotSet("proposition", None),
    ]


def response_for(article: Article, easy: bool = False) -> str:
    """Which wording: sure, to be verified, or past its review date, which must be read in full."""
    if article.is_outdated(today()):
        return "utter_article_perime"
    if easy:
        return "utter_article_facile_a_verifier" if article.a_verifier else "utter_article_facile"
    return "utter_article_a_verifier" if article.a_verifier else "utter_article"


def buttons_for(article: Article, version: dict[str, str]) -> list[dict[str, str]]:
    """What may come next: a counselor first when the article is outdated or says so.

    `version`: the way to the other wording of this answer.
    """
    counselor = {"title": say("bouton_conseiller"), "payload": "/demander_conseiller"}
    if article.is_outdated(today()):
        return [counselor]
    buttons = [start_button(one) for one in journeys_for(article.id)]
    buttons += [{"title": say(key), "payload": payload} for key, payload in DETAILS]
    buttons.append(version)
    for besoin in article.besoins[:1]:
        title = say("bouton_trouver", besoin=needs()[besoin].libelle)
        buttons.append({"title": title, "payload": f'/chercher_soins{{"besoin":"{besoin}"}}'})
    if "conseiller" in article.qui_aide:
        buttons.append(counselor)
    return buttons


def version_button(easy: bool, intent: str) -> dict[str, str]:
    """The answer of `intent` in its other wording: in full when it was easy to read."""
    if easy:
        return {"title": say("bouton_complet"), "payload": f'/{intent}{{"version":"{FULL}"}}'}
    return {"title": say("bouton_simple"), "payload": "/demander_version_simple"}


def erase_button(intent: str) -> list[dict[str, str]]:
    """For who asks to be forgotten, the button that does it now."""
    if intent not in ERASE:
        return []
    key, payload = ERASE[intent]
    return [{"title": say(key), "payload": payload}]


class Detail(Action, ABC):
    """Base: one part of the last article, or a question back when there is none."""

    empty = "utter_sans_article"

    @abstractmethod
    def detail(self, dispatcher: CollectingDispatcher, article: Article) -> None:
        """Send the part of `article` that was asked for."""

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Send the detail of the article last answered."""
        article = articles().get(tracker.get_slot("article") or "")
        if article is None:
            dispatcher.utter_message(response=self.empty)
        else:
            self.detail(dispatcher, article)
        return []


class ActionEtapes(Detail):
    """Steps as a check-list, and points to watch."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_etapes"

    def detail(self, dispatcher: CollectingDispatcher, article: Article) -> None:
        """Send the check-list card, then the points to watch."""
        steps = steps_card(article.titre, numbered_steps(article, today()))
        send_detail(dispatcher, "utter_etapes", article, [steps])
        send_detail(dispatcher, "utter_vigilance", article, [])


class ActionVersionSimple(Detail):
    """The « facile à lire et à comprendre » text."""

    empty = "utter_version_simple_sans_article"

    def name(self) -> str:
        """Name in the domain."""
        return "action_version_simple"

    def detail(self, dispatcher: CollectingDispatcher, article: Article) -> None:
        """Send the easy-to-read text."""
        send_detail(dispatcher, "utter_version_simple", article, [])


class ActionCout(Detail):
    """What it costs, or where that is said."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_cout"

    def detail(self, dispatcher: CollectingDispatcher, article: Article) -> None:
        """Send the cost part with its sources."""
        send_detail(dispatcher, "utter_cout", article, source_cards(article))


class ActionSource(Detail):
    """Where the last answer comes from."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_source"

    def detail(self, dispatcher: CollectingDispatcher, article: Article) -> None:
        """Send the source cards."""
        send_detail(dispatcher, "utter_sources", article, source_cards(article))


def send_detail(
    dispatcher: CollectingDispatcher, response: str, article: Article, cards: list[dict[str, Any]]
) -> None:
    """One part of an article, with its cards."""
    dispatcher.utter_message(
        response=response, json_message={"cards": cards}, **texts(article, today())
    )
