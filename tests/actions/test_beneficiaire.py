"""« Et pour ma mère ? » : the person is named, the answer repeated, what is for relatives added."""

from typing import Any

import pytest

from actions.beneficiaire import ActionBeneficiaire
from knowledge.article import articles
from knowledge.people import people
from knowledge.registry import registry
from tests.actions.conftest import Play

DOSSIER = "droits_dossier_medical/acces-dossier"
PROCHE = "droits_dossier_medical/dossier-d-un-proche"
C2S = "droits_c2s_ame_couverture/c2s"


def ask(play: Play, text: str, **slots: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    return play(ActionBeneficiaire(), "suite_beneficiaire", text=text, **slots)


def test_the_last_answer_is_repeated_for_the_person_named(play: Play) -> None:
    [person, answer], slots = ask(play, "et pour ma mère ?", article=C2S)
    assert (person["response"], person["personne"]) == ("utter_pour_proche", "votre mère")
    assert answer["titre"] == articles()[C2S].titre
    assert answer["custom"]["cards"]
    assert slots["article"] == C2S


def test_what_is_said_of_relatives_is_added_and_follow_ups_stay_about_the_subject(
    play: Play,
) -> None:
    [_, relative, answer], slots = ask(play, "et pour mon fils", article=DOSSIER)
    assert relative["titre"] == articles()[PROCHE].titre
    assert relative["buttons"] == []
    assert answer["titre"] == articles()[DOSSIER].titre
    assert answer["buttons"][0]["payload"] == "/demander_dossier_proche"
    assert slots["article"] == DOSSIER


def test_the_article_about_relatives_is_not_given_twice(play: Play) -> None:
    messages, _ = ask(play, "et pour mon fils", article=PROCHE)
    assert [message.get("titre") for message in messages] == [None, articles()[PROCHE].titre]


def test_for_oneself_no_article_about_relatives(play: Play) -> None:
    [person, answer], _ = ask(play, "et pour moi ?", article=DOSSIER)
    assert person["response"] == "utter_pour_moi"
    assert answer["titre"] == articles()[DOSSIER].titre


@pytest.mark.parametrize(
    ("text", "article"), [("et pour ma mère ?", None), ("et si on est deux", DOSSIER)]
)
def test_without_a_subject_or_a_person_the_situation_is_asked(
    play: Play, text: str, article: str | None
) -> None:
    [message], slots = ask(play, text, article=article)
    assert message["response"] == "utter_beneficiaire"
    assert slots == {}


def test_whoever_an_article_is_for_the_counselor_can_read_it() -> None:
    meant = {link for intent in registry().intents.values() for link in intent.pour}
    assert meant
    assert meant <= set(people().liens) - {"moi"}
    assert all(intent.article for intent in registry().intents.values() if intent.pour)


def test_for_a_relative_too_the_answer_is_easy_to_read_when_wanted(play: Play) -> None:
    easy: dict[str, Any] = {"text": "et pour ma mère ?", "metadata": {"falc": True}}
    messages, _ = play(ActionBeneficiaire(), "suite_beneficiaire", article=C2S, **easy)
    assert messages[-1]["response"].startswith("utter_article_facile")
    assert "Version complète" in [button["title"] for button in messages[-1]["buttons"]]
