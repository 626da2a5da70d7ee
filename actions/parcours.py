"""Guided journeys as one Rasa form: ask, read the answer, explain, go back, pause, conclude.

Questions and conclusions are content (`knowledge/journeys`). What is no answer to the question
asked is left to the other rules: a member may ask anything in the middle, and come back.
"""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conclusion import START, conclude, start_button
from actions.offre import MAX_HOMONYMS, among
from knowledge.answers import position_card, today
from knowledge.journeys import (
    Journey,
    Question,
    Several,
    journey,
    journeys_for,
    kept,
    most_questions,
    next_question,
    offered,
    read_answer,
    read_command,
    rest_left_aside,
)
from knowledge.places import place
from knowledge.wording import say, word

FORM = "form_parcours"
# What a member says that is neither an answer nor another question.
NO_QUESTION = {
    None,
    "nlu_fallback",
    "hors_sujet",
    "affirmer",
    "refuser",
    "remercier",
    "saluer",
    "critiquer_ariane",
}
# What is obeyed even when the member was asked for words of their own.
ABOVE_WORDS = {"demander_conseiller", "demander_source"}
# What runs before a question in the course of a journey; anything else was another matter.
OWN_ACTIONS = {
    "action_listen",
    "action_extract_slots",
    "action_session_start",
    "action_commencer_parcours",
    "validate_form_parcours",
    FORM,
}
DONE, PAUSED = "termine", "suspendu"
MAX_MISREAD = 2


class ActionCommencerParcours(Action):
    """Start the journey asked for, or take up again the one that was paused."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_commencer_parcours"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Set the journey for the form that follows; offer all of them when none is meant."""
        pressed, answer = _pressed(tracker)
        state = tracker.get_slot("parcours") or {}
        of_article = journeys_for(tracker.get_slot("article") or "")
        meant = journey(pressed) or journey(state.get("id")) or next(iter(of_article), None)
        if meant is None:
            buttons = [start_button(one) for one in offered()]
            dispatcher.utter_message(response="utter_parcours_lequel", buttons=buttons)
            return [FollowupAction("action_listen")]
        under_way = state.get("id") == meant.id and (answer or not state.get("fini"))
        answers: dict[str, str] = {**state["reponses"], **answer} if under_way else answer
        if not under_way:
            count = most_questions(meant)
            welcome = word(meant.accueil, today())
            dispatcher.utter_message(response="utter_parcours_debut", accueil=welcome, nombre=count)
        return _answered(meant, answers)


class ValidateFormParcours(Action):
    """Reads what the member said while a question of a journey waits."""

    def name(self) -> str:
        """Name Rasa calls at each message while the form is active."""
        return "validate_form_parcours"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Keep an answer or obey a command; no event at all leaves the message to other rules."""
        current, answers = _under_way(tracker)
        question = next_question(current, answers) if current else None
        pressed, answer = _pressed(tracker)
        if current is None or question is None or tracker.get_slot("requested_slot") is None:
            return []
        if pressed:
            return _answered(current, {**answers, **answer}) if pressed == current.id else []
        text = tracker.latest_message.get("text") or ""
        command = read_command(question, text)
        if command == "pourquoi":
            reason = word(question.pourquoi, today())
            dispatcher.utter_message(response="utter_parcours_pourquoi", pourquoi=reason)
            return [SlotSet("reponse", None)]
        if command == "retour":
            return _answered(current, dict(list(answers.items())[:-1]))
        if command == "arreter":
            return [SlotSet("reponse", PAUSED)]
        if command == "passer" and question.facultatif:
            return _answered(current, {**answers, question.id: ""})
        if command == "finir" and (rest := rest_left_aside(current, answers)):
            return _answered(current, rest)
        return _read(dispatcher, tracker, current, question, answers)


def _read(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    current: Journey,
    question: Question,
    answers: dict[str, str],
) -> list[EventType]:
    """The answer if it is one, the question again if it is nothing, [] if it is another matter."""
    text = tracker.latest_message.get("text") or ""
    intent = tracker.get_intent_of_latest_message()
    asks = text.rstrip().endswith("?") and intent not in NO_QUESTION
    ordered = question.type == "texte" and intent in ABOVE_WORDS
    if text.startswith("/") or asks or ordered:
        return []
    answer = read_answer(question, text, today())
    if intent == "annuler" and (answer is None or question.type == "texte"):
        return [SlotSet("reponse", PAUSED)]
    if isinstance(answer, str) and question.type == "commune":
        answer = among(tracker.get_slot("homonymes") or [], [answer])[0]
    if isinstance(answer, str):
        return _answered(current, {**answers, question.id: answer})
    if isinstance(answer, Several):
        buttons = [answer_button(current, question, one, place(one).label) for one in answer.places]
        dispatcher.utter_message(response="utter_homonymes", buttons=buttons[:MAX_HOMONYMS])
        return [SlotSet("reponse", None), SlotSet("homonymes", list(answer.places))]
    if intent not in NO_QUESTION:
        return []
    misread = (tracker.get_slot("incomprehensions") or 0) + 1
    response = "utter_parcours_perdu" if misread >= MAX_MISREAD else "utter_parcours_relance"
    dispatcher.utter_message(response=response)
    return [SlotSet("reponse", None), SlotSet("incomprehensions", misread)]


class ActionAskReponse(Action):
    """Asks the question that comes next."""

    def name(self) -> str:
        """Name Rasa calls when `reponse` is missing."""
        return "action_ask_reponse"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Ask, with the choices as buttons; Rasa asks again after another matter."""
        current, answers = _under_way(tracker)
        question = next_question(current, answers) if current else None
        if current is None or question is None:
            return []
        buttons = [answer_button(current, question, one.id, one.texte) for one in question.choix]
        keys = ["bouton_passer"] * question.facultatif
        if current.writes() and rest_left_aside(current, answers):
            keys.append("bouton_finir")
        keys += ["bouton_pourquoi", "bouton_arreter"]
        buttons += [{"title": say(key), "payload": say(key)} for key in keys]
        again = _after_another_matter(tracker)
        dispatcher.utter_message(
            response="utter_parcours_rappel" if again else "utter_parcours_question",
            texte=word(question.texte, today()),
            buttons=buttons,
            json_message={"cards": [position_card()] * (question.type == "commune")},
        )
        return []


class ActionConclureParcours(Action):
    """All is known, or the member stops here."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_conclure_parcours"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Tell what follows from the answers; when paused, how to come back."""
        current, answers = _under_way(tracker)
        if current is None:
            return []
        if tracker.get_slot("reponse") == PAUSED:
            resume = start_button(current) | {"title": say("bouton_reprendre")}
            dispatcher.utter_message(response="utter_parcours_suspendu", buttons=[resume])
            return []
        conclude(dispatcher, current, answers)
        finished = {"id": current.id, "reponses": answers, "fini": True}
        return [SlotSet("parcours", finished), SlotSet("article", current.fiches[0])]


def answer_button(meant: Journey, question: Question, value: str, title: str) -> dict[str, str]:
    """The button that gives one answer, valid as long as the conversation lasts."""
    payload = f'/{START}{{"parcours":"{meant.id}","reponse":"{question.id}={value}"}}'
    return {"title": title, "payload": payload}


def _after_another_matter(tracker: Tracker) -> bool:
    """True when something else was answered since the member's last words."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "action" and event.get("name") not in OWN_ACTIONS:
            return True
    return False


def _under_way(tracker: Tracker) -> tuple[Journey | None, dict[str, str]]:
    state = tracker.get_slot("parcours") or {}
    return journey(state.get("id")), dict(state.get("reponses", {}))


def _pressed(tracker: Tracker) -> tuple[str | None, dict[str, str]]:
    """Journey and answer carried by the button pressed, if one was."""
    said = {one["entity"]: one["value"] for one in tracker.latest_message.get("entities") or []}
    name, equals, value = str(said.get("reponse", "")).partition("=")
    return said.get("parcours"), {name: value} if equals else {}


def _answered(meant: Journey, answers: dict[str, str]) -> list[EventType]:
    """Keep the answers that still count; the form ends when no question is left."""
    left = kept(meant, answers)
    return [
        SlotSet("parcours", {"id": meant.id, "reponses": left}),
        SlotSet("reponse", None if next_question(meant, left) else DONE),
        SlotSet("incomprehensions", None),
        SlotSet("homonymes", None),
    ]
