"""When Ariane is not sure she asks, then offers a person; she never guesses."""

from typing import Any

import pytest

from actions.escalader import ActionAccepter, ActionEscalader
from actions.repli import ActionRepli
from tests.actions.conftest import Play

CLOSE = [
    {"name": "demander_c2s", "confidence": 0.31},
    {"name": "demander_plafonds_c2s", "confidence": 0.29},
    {"name": "hors_sujet", "confidence": 0.2},
]


def said(text: str, intent: str) -> dict[str, Any]:
    """What a member wrote, as Rasa remembers it."""
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}}}


def test_first_miss_offers_the_closest_subjects_in_plain_words(play: Play) -> None:
    [message], slots = play(ActionRepli(), "nlu_fallback", ranking=CLOSE)
    assert message["response"] == "utter_repli_choix"
    assert [button["title"] for button in message["buttons"]] == [
        "La Complémentaire santé solidaire",
        "Les plafonds de la C2S",
        "Aucun de ces sujets",
        "Parler à un conseiller",
    ]
    assert slots["incomprehensions"] == 1


def test_first_miss_without_any_idea_asks_to_say_it_otherwise(play: Play) -> None:
    [message], _ = play(ActionRepli(), "nlu_fallback")
    assert message["response"] == "utter_repli"


def test_without_a_likely_subject_the_closest_articles_are_offered_by_their_titles(
    play: Play,
) -> None:
    [message], slots = play(ActionRepli(), "nlu_fallback", text="dossier médical proche")
    assert message["response"] == "utter_repli_fiches"
    first, last = message["buttons"][0], message["buttons"][-2]
    assert first["title"] == "Demander le dossier médical d'un proche"
    assert first["payload"] == "/demander_dossier_proche"
    assert last["title"] == "Aucun de ces sujets"
    assert slots["incomprehensions"] == 1


def test_a_pressed_button_is_not_searched_for_as_words(play: Play) -> None:
    [message], _ = play(ActionRepli(), "critiquer_ariane", text="/critiquer_ariane")
    assert message["response"] == "utter_repli"


def test_second_miss_proposes_a_counselor_and_yes_accepts(play: Play) -> None:
    [message], slots = play(ActionRepli(), "nlu_fallback", ranking=CLOSE, incomprehensions=1)
    assert message["response"] == "utter_repli_conseiller"
    [handover], _ = play(ActionAccepter(), **slots)
    assert handover["custom"]["handoff"]["motif"] == "demande"


def test_a_bare_yes_to_nothing_hands_nothing_over(play: Play) -> None:
    [message], _ = play(ActionAccepter())
    assert message["response"] == "utter_accepter_quoi"
    assert not message["custom"]


def test_a_miss_is_told_for_review_with_what_was_thought_of(play: Play) -> None:
    [message], _ = play(ActionRepli(), "nlu_fallback", ranking=CLOSE, text="la c2 machin")
    assert message["custom"]["miss"] == {
        "text": "la c2 machin",
        "guesses": ["demander_c2s", "demander_plafonds_c2s", "hors_sujet"],
    }


@pytest.mark.parametrize("reproach", ["/critiquer_ariane", "n'importe quoi"])
def test_a_reproach_sends_the_question_before_it_to_review(play: Play, reproach: str) -> None:
    events = [
        said("et les cures ?", "demander_devis"),
        said("/demander_devis", "demander_devis"),
        {"event": "bot", "text": "Un devis…"},
        said(reproach, "critiquer_ariane"),
    ]
    [message], _ = play(ActionRepli(), "critiquer_ariane", events=events, text=reproach)
    assert message["custom"]["miss"] == {"text": "et les cures ?", "guesses": []}


def test_a_reproach_about_nothing_has_nothing_to_review(play: Play) -> None:
    events = [said("n'importe quoi", "critiquer_ariane")]
    [message], _ = play(ActionRepli(), "critiquer_ariane", events=events, text="n'importe quoi")
    assert not message["custom"]


def test_during_a_form_the_question_of_the_form_is_asked_again(play: Play) -> None:
    assert play(ActionRepli(), "nlu_fallback", active_loop="form_offre") == ([], {})


def test_the_counselor_gets_subject_need_and_place_in_words(play: Play) -> None:
    [message], _ = play(
        ActionEscalader(),
        article="deuxieme_avis/preparer-son-dossier",
        besoin="cardiologue",
        lieu=["59606"],
        beneficiaire="parent",
        age=82,
        pathologie="infarctus",
        urgence="semaine",
    )
    assert message["custom"]["handoff"] == {
        "motif": "demande",
        "theme": "deuxieme_avis",
        "sujet": message["custom"]["handoff"]["sujet"],
        "besoin": "un cardiologue",
        "lieu": "Valenciennes (59)",
        "beneficiaire": "Son père ou sa mère",
        "age": "82",
        "pathologie": "infarctus",
        "urgence": "Dans les jours qui viennent",
        "parcours": [],
    }


def test_the_counselor_reads_all_the_pathologies_said_at_once(play: Play) -> None:
    [message], _ = play(ActionEscalader(), pathologie=["diabete", "cancer_sein", "diabete"])
    assert message["custom"]["handoff"]["pathologie"] == "diabète, cancer du sein"


@pytest.mark.parametrize("unknown", [None, "peste", [], ["peste"]])
def test_what_is_not_in_the_registry_is_not_told_to_the_counselor(
    play: Play, unknown: object
) -> None:
    [message], _ = play(ActionEscalader(), pathologie=unknown, urgence="peste")
    handoff = message["custom"]["handoff"]
    assert (handoff["pathologie"], handoff["urgence"]) == (None, None)


def test_two_needs_at_once_do_not_keep_the_counselor_away(play: Play) -> None:
    [message], _ = play(ActionEscalader(), besoin=["dentiste", "kinesitherapeute"])
    assert message["custom"]["handoff"]["besoin"] is None


def test_yes_after_an_emergency_message_that_offered_a_counselor_hands_over(play: Play) -> None:
    [message], _ = play(ActionAccepter(), metadata={"proposition": "conseiller"})
    assert message["custom"]["handoff"]["motif"] == "demande"
