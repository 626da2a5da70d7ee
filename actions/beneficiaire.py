"""« Et pour ma mère ? » : the last answer again for that person, and what is said of relatives."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.contexte import outgrown
from actions.repondre import answered, buttons_for, reads_easy, send_article, version_button
from knowledge.article import articles
from knowledge.people import extract_person
from knowledge.registry import intent_for, intent_for_relative


class ActionBeneficiaire(Action):
    """The same question for someone else."""

    def name(self) -> str:
        """Name in the domain."""
        return "action_beneficiaire"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Answer for the person named; ask for the situation when there is no one or no subject."""
        article = articles().get(tracker.get_slot("article") or "")
        person = extract_person(tracker.latest_message.get("text") or "")
        if article is None or person is None:
            dispatcher.utter_message(response="utter_beneficiaire")
            return []
        wording = "utter_pour_moi" if person.lien == "moi" else "utter_pour_proche"
        dispatcher.utter_message(response=wording, personne=person.nom)
        easy = reads_easy(tracker)
        buttons = buttons_for(article, version_button(easy, intent_for(article.id)))
        about = intent_for_relative(article.theme, person.lien)
        if about and about.article_id() != article.id:
            send_article(dispatcher, articles()[about.article_id() or ""], [], easy)
            buttons = [{"title": about.bouton, "payload": f"/{about.id}"}, *buttons]
        send_article(dispatcher, article, buttons, easy)  # last: follow-ups stay about it
        return [*outgrown(tracker, article), *answered(article)]
