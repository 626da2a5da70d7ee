"""Answers say what the article says, how sure it is today, and where it comes from."""

from collections.abc import Callable

import pytest

from actions.repondre import (
    ActionCout,
    ActionEtapes,
    ActionRepondre,
    ActionSource,
    ActionVersionSimple,
)
from knowledge.answers import today
from knowledge.article import articles
from knowledge.registry import registry
from knowledge.wording import word
from tests.actions.conftest import Play

ANSWERED = [intent for intent in registry().intents.values() if intent.article]


@pytest.mark.parametrize("intent", ANSWERED, ids=lambda intent: intent.id)
def test_every_answer_has_a_next_step_a_way_without_internet_and_its_sources(
    play: Play, intent: object
) -> None:
    identifier = intent.id  # type: ignore[attr-defined]
    [message], slots = play(ActionRepondre(), identifier)
    assert message["prochaine_etape"]
    assert message["sans_internet"]
    assert "{{" not in "".join(str(value) for value in message.values())
    sources = [card for card in message["custom"]["cards"] if card["type"] == "source"]
    assert all(card["url"].startswith("https://") and card["statut"] for card in sources)
    assert sources
    assert slots["article"] == intent.article_id()  # type: ignore[attr-defined]


def test_past_its_review_date_an_answer_must_be_confirmed_and_offers_a_counselor(
    play: Play, simulated_day: Callable[[str], None]
) -> None:
    simulated_day("2035-01-01")
    [message], _ = play(ActionRepondre(), "demander_acces_dossier")
    assert message["response"] == "utter_article_perime"
    due = articles()["droits_dossier_medical/acces-dossier"].a_revoir_le
    assert message["a_revoir_le"] == f"{due:%d/%m/%Y}"
    assert [button["payload"] for button in message["buttons"]] == ["/demander_conseiller"]


def test_a_doubt_is_never_hidden(play: Play) -> None:
    doubtful = next(
        one for one in ANSWERED if articles()[str(one.article_id())].a_verifier is not None
    )
    [message], _ = play(ActionRepondre(), doubtful.id)
    assert message["response"] == "utter_article_a_verifier"
    assert message["a_verifier"]


def test_who_asks_to_be_forgotten_gets_the_button_that_does_it(play: Play) -> None:
    [message], _ = play(ActionRepondre(), "demander_effacement")
    first = message["buttons"][0]
    assert first == {"title": "Effacer cette conversation maintenant", "payload": "ariane:effacer"}


@pytest.mark.parametrize(
    ("action", "responses"),
    [
        (ActionEtapes(), ["utter_etapes", "utter_vigilance"]),
        (ActionVersionSimple(), ["utter_version_simple"]),
        (ActionCout(), ["utter_cout"]),
        (ActionSource(), ["utter_sources"]),
    ],
)
def test_a_follow_up_is_about_the_last_answer(
    play: Play, action: object, responses: list[str]
) -> None:
    article = "droits_dossier_medical/acces-dossier"
    messages, _ = play(action, article=article)
    assert [message["response"] for message in messages] == responses
    assert messages[0]["titre"] == articles()[article].titre


@pytest.mark.parametrize(
    ("action", "response"),
    [
        (ActionEtapes(), "utter_sans_article"),
        (ActionCout(), "utter_sans_article"),
        (ActionVersionSimple(), "utter_version_simple_sans_article"),
    ],
)
def test_a_follow_up_without_a_subject_asks_which(
    play: Play, action: object, response: str
) -> None:
    [message], _ = play(action)
    assert message["response"] == response


EASY = {"falc": True}


def sure_intent() -> str:
    """One whose answer holds nothing to verify."""
    return next(one.id for one in ANSWERED if articles()[str(one.article_id())].a_verifier is None)


def test_who_wants_easy_answers_gets_them_with_their_sources_and_a_way_to_the_full_one(
    play: Play,
) -> None:
    intent = sure_intent()
    [message], slots = play(ActionRepondre(), intent, metadata=EASY)
    assert message["response"] == "utter_article_facile"
    assert message["falc"] == word(articles()[slots["article"]].falc, today())
    assert [card for card in message["custom"]["cards"] if card["type"] == "source"]
    full = {"title": "Version complète", "payload": f'/{intent}{{"version":"complete"}}'}
    assert full in message["buttons"]
    assert "Expliquer plus simplement" not in [one["title"] for one in message["buttons"]]


def test_the_full_answer_comes_when_asked_for_in_full(play: Play) -> None:
    asked = [{"entity": "version", "value": "complete"}]
    [message], _ = play(ActionRepondre(), sure_intent(), metadata=EASY, entities=asked)
    assert message["response"] == "utter_article"


def test_easy_to_read_hides_neither_a_doubt_nor_a_past_review_date(
    play: Play, simulated_day: Callable[[str], None]
) -> None:
    doubtful = next(
        one for one in ANSWERED if articles()[str(one.article_id())].a_verifier is not None
    )
    [message], _ = play(ActionRepondre(), doubtful.id, metadata=EASY)
    assert message["response"] == "utter_article_facile_a_verifier"
    simulated_day("2035-01-01")
    [message], _ = play(ActionRepondre(), doubtful.id, metadata=EASY)
    assert message["response"] == "utter_article_perime"


def test_a_bare_criterion_after_places_narrows_them_whatever_the_intent(play: Play) -> None:
    shown = {"event": "bot", "metadata": {"utter_action": "utter_lieux_trouves"}}
    [message], _ = play(
        ActionRepondre(), "demander_accessibilite", events=[shown], text="accessible en fauteuil"
    )
    assert message["response"] == "utter_plus_loin_sans_recherche"


def test_a_full_question_after_places_is_answered(play: Play) -> None:
    shown = {"event": "bot", "metadata": {"utter_action": "utter_lieux_trouves"}}
    question = "mon cabinet doit-il être accessible en fauteuil roulant ?"
    [message], _ = play(ActionRepondre(), "demander_accessibilite", events=[shown], text=question)
    assert message["response"].startswith("utter_article")
