"""A journey asks, explains, goes back, pauses, lets one ask something else, and concludes."""

from typing import Any

import pytest

from actions.parcours import (
    FORM,
    ActionAskReponse,
    ActionCommencerParcours,
    ActionConclureParcours,
    ValidateFormParcours,
)
from knowledge.journeys import journey, next_question
from tests.actions.conftest import Play

GUIDE = "mes-droits"


def pressed(parcours: str, reponse: str | None = None) -> dict[str, Any]:
    """The message of a button of a journey."""
    entities = [{"entity": "parcours", "value": parcours}]
    entities += [{"entity": "reponse", "value": reponse}] if reponse else []
    return {"text": "/commencer_parcours", "entities": entities}


def under_way(guide: str = GUIDE, **answers: str) -> dict[str, Any]:
    """Slots of a journey whose next question was just asked."""
    return {
        "parcours": {"id": guide, "reponses": answers},
        "requested_slot": "reponse",
        "active_loop": FORM,
    }


def first_question() -> Any:
    guide = journey(GUIDE)
    assert guide
    question = next_question(guide, {})
    assert question
    return question


def test_it_starts_by_saying_what_it_is_for_and_how_long(play: Play) -> None:
    [message], slots = play(ActionCommencerParcours(), "commencer_parcours", **pressed(GUIDE))
    assert message["response"] == "utter_parcours_debut"
    assert message["nombre"] >= 3
    assert slots["parcours"] == {"id": GUIDE, "reponses": {}}
    assert slots["reponse"] is None


def test_no_journey_in_mind_offers_them_all(play: Play) -> None:
    [message], _ = play(ActionCommencerParcours(), "commencer_parcours", text="guidez-moi")
    assert message["response"] == "utter_parcours_lequel"
    assert len(message["buttons"]) >= 9


def test_the_last_article_says_which_journey_is_meant(play: Play) -> None:
    _, slots = play(
        ActionCommencerParcours(),
        "commencer_parcours",
        text="oui guidez-moi",
        article="deuxieme_avis/ou-demander",
    )
    assert slots["parcours"]["id"] == "deuxieme-avis"


def test_the_question_comes_with_its_choices_and_a_way_out(play: Play) -> None:
    [message], _ = play(ActionAskReponse(), **under_way())
    titles = [one["title"] for one in message["buttons"]]
    assert titles[: len(first_question().choix)] == [one.texte for one in first_question().choix]
    assert titles[-2:] == ["Pourquoi cette question ?", "Arrêter"]


def test_where_a_commune_is_asked_for_one_may_give_a_position(play: Play) -> None:
    guide = journey("parcours-cancer")
    assert guide
    answers: dict[str, str] = {}
    while (question := next_question(guide, answers)) and question.type != "commune":
        answers[question.id] = question.choix[0].id
    [message], _ = play(ActionAskReponse(), parcours={"id": guide.id, "reponses": answers})
    assert message["custom"]["cards"] == [{"type": "position"}]
    [first], _ = play(ActionAskReponse(), parcours={"id": guide.id, "reponses": {}})
    assert first["custom"]["cards"] == []


def test_an_answer_in_words_or_by_number_is_kept_and_the_next_question_follows(play: Play) -> None:
    for text in ("1", first_question().choix[0].texte):
        _, slots = play(ValidateFormParcours(), "nlu_fallback", text=text, **under_way())
        assert slots["parcours"]["reponses"] == {first_question().id: first_question().choix[0].id}


def test_why_is_explained_and_the_question_waits(play: Play) -> None:
    [message], slots = play(ValidateFormParcours(), text="pourquoi cette question ?", **under_way())
    assert message["pourquoi"] == first_question().pourquoi
    assert slots == {"reponse": None}


def test_going_back_forgets_the_last_answer_only(play: Play) -> None:
    slots = under_way("ma-couverture")
    for text in ("1", "1"):
        _, changed = play(ValidateFormParcours(), "nlu_fallback", text=text, **slots)
        slots["parcours"] = changed["parcours"]
    given = slots["parcours"]["reponses"]
    _, changed = play(ValidateFormParcours(), "annuler", text="retour", **slots)
    assert changed["parcours"]["reponses"] == dict(list(given.items())[:-1])


def test_stopping_keeps_the_answers_and_offers_to_resume(play: Play) -> None:
    slots = under_way("mes-droits")
    _, changed = play(ValidateFormParcours(), text="stop", **slots)
    [message], _ = play(ActionConclureParcours(), **{**slots, **changed})
    assert message["response"] == "utter_parcours_suspendu"
    assert message["buttons"][0]["title"] == "Reprendre la démarche"
    [], slots = play(ActionCommencerParcours(), "commencer_parcours", **pressed(GUIDE), **slots)
    assert slots["parcours"]["id"] == GUIDE


def test_another_question_is_left_to_the_other_rules(play: Play) -> None:
    asked = "c'est quoi une personne de confiance ?"
    messages, slots = play(
        ValidateFormParcours(), "demander_personne_confiance", text=asked, **under_way()
    )
    assert (messages, slots) == ([], {})


@pytest.mark.parametrize("guide", [GUIDE, "lettre.reclamation_directeur"])
def test_giving_up_in_one_s_own_words_pauses_too(play: Play, guide: str) -> None:
    said = "bon j'abandonne tout ça"
    _, changed = play(ValidateFormParcours(), "annuler", text=said, **under_way(guide))
    assert changed == {"reponse": "suspendu"}


def test_a_question_that_holds_the_words_of_a_choice_is_still_a_question(play: Play) -> None:
    asked = "dites-moi, c'est quoi une personne de confiance ?"
    slots = under_way("deuxieme-avis")
    messages, changed = play(
        ValidateFormParcours(), "demander_personne_confiance", text=asked, **slots
    )
    assert (messages, changed) == ([], {})


def test_after_another_answer_the_question_is_asked_again_as_such(play: Play) -> None:
    said = [{"event": "user", "text": "…"}, {"event": "action", "name": "action_repondre"}]
    [message], _ = play(ActionAskReponse(), **under_way(), events=said)
    assert message["response"] == "utter_parcours_rappel"
    assert message["texte"] == first_question().texte


@pytest.mark.parametrize("before", ["action_commencer_parcours", "action_listen", FORM])
def test_in_the_course_of_a_journey_the_question_is_simply_asked(play: Play, before: str) -> None:
    said = [
        {"event": "action", "name": "action_repondre"},
        {"event": "user", "text": "1"},
        {"event": "action", "name": before},
    ]
    [message], _ = play(ActionAskReponse(), **under_way(), events=said)
    assert message["response"] == "utter_parcours_question"


def test_a_choice_that_sounds_like_a_command_is_the_choice(play: Play) -> None:
    slots = under_way("deuxieme-avis", pour_qui="moi")
    _, changed = play(ValidateFormParcours(), "annuler", text="plus tard", **slots)
    assert len(changed["parcours"]["reponses"]) == 2


def test_what_is_no_answer_is_asked_again_then_a_person_is_offered(play: Play) -> None:
    [message], slots = play(ValidateFormParcours(), "nlu_fallback", text="zzz", **under_way())
    assert message["response"] == "utter_parcours_relance"
    [message], _ = play(
        ValidateFormParcours(),
        "nlu_fallback",
        text="zzz",
        **under_way(),
        incomprehensions=slots["incomprehensions"],
    )
    assert message["response"] == "utter_parcours_perdu"


def test_an_older_button_changes_the_answer_it_gave(play: Play) -> None:
    question = first_question()
    other = f"{question.id}={question.choix[1].id}"
    _, slots = play(
        ValidateFormParcours(),
        **pressed(GUIDE, other),
        **under_way(**{question.id: question.choix[0].id}),
    )
    assert slots["parcours"]["reponses"] == {question.id: question.choix[1].id}


@pytest.mark.parametrize("said", ["{{ contact:zzz }}", "{nom}", "<b>", "%s {0}"])
def test_a_letter_left_half_empty_is_still_written(play: Play, said: str) -> None:
    slots = under_way("lettre.reclamation_directeur")
    _, changed = play(ValidateFormParcours(), "nlu_fallback", text=said, **slots)
    slots["parcours"] = changed["parcours"]
    _, changed = play(ValidateFormParcours(), text="Finir : je compléterai à la main", **slots)
    assert changed["reponse"] == "termine"
    messages, _ = play(ActionConclureParcours(), **{**slots, **changed})
    [letter] = [
        card for one in messages for card in one["custom"]["cards"] if card["type"] == "document"
    ]
    assert said in letter["texte"]
    assert "....." in letter["texte"] or "……" in letter["texte"]


def test_the_end_gives_its_sources_and_what_may_follow(play: Play) -> None:
    slots = under_way("ma-couverture")
    for _ in range(12):
        _, changed = play(ValidateFormParcours(), "nlu_fallback", text="1", **slots)
        slots.update(changed)
        if changed["reponse"]:
            break
    messages, _ = play(ActionConclureParcours(), **slots)
    assert messages[0]["response"] == "utter_parcours_conclusion"
    assert "{{" not in messages[0]["texte"]
    last = messages[-1]
    assert all(card["type"] == "source" for card in last["custom"]["cards"])
    assert last["custom"]["cards"]
    assert [one["title"] for one in last["buttons"][-2:]] == [
        "Recommencer cette démarche",
        "Parler à un conseiller",
    ]


@pytest.mark.parametrize(
    ("guide", "answers", "letter"),
    [
        ("mes-droits", {"pour_qui": "enfant", "sujet": "dossier"}, "dossier_medical_enfant"),
        ("mes-droits", {"pour_qui": "adulte", "sujet": "dossier"}, "dossier_medical_adulte"),
        ("mes-droits", {"pour_qui": "decede", "sujet": "dossier"}, "dossier_medical_deces"),
        ("deuxieme-avis", {"pour_qui": "enfant"}, "dossier_medical_enfant"),
        ("deuxieme-avis", {"pour_qui": "enfant"}, "deuxieme_avis_enfant"),
        ("aider-un-proche", {"danger": "non", "qui": "mineur"}, "dossier_medical_enfant"),
    ],
)
def test_a_relative_is_led_to_the_letter_written_for_them(
    play: Play, guide: str, answers: dict[str, str], letter: str
) -> None:
    slots = under_way(guide, **{**answers, "dossier": "non"})
    messages, _ = play(ActionConclureParcours(), **slots)
    payloads = [button["payload"] for message in messages for button in message["buttons"]]
    assert f'/commencer_parcours{{"parcours":"lettre.{letter}"}}' in payloads
    own = '/commencer_parcours{"parcours":"lettre.demande_dossier_medical"}'
    assert own not in payloads or answers["pour_qui"] == "adulte"
