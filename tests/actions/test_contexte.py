"""A follow-up keeps what was said; another subject or another person does not inherit it."""

from typing import Any

from actions.beneficiaire import ActionBeneficiaire
from actions.repondre import ActionRepondre
from tests.actions.conftest import Play

AVIS = "deuxieme_avis/preparer-son-dossier"


def heard(*links: str) -> list[dict[str, Any]]:
    return [{"event": "slot", "name": "beneficiaire", "value": link} for link in links]


def test_another_subject_forgets_the_need_and_keeps_the_place(play: Play) -> None:
    _, slots = play(ActionRepondre(), "demander_c2s", article=AVIS, besoin="cardiologue")
    assert slots["besoin"] is None
    assert "lieu" not in slots


def test_the_same_subject_keeps_the_need(play: Play) -> None:
    _, slots = play(ActionRepondre(), "trouver_deuxieme_avis", article=AVIS, besoin="cardiologue")
    assert "besoin" not in slots


def test_a_need_just_said_is_not_forgotten(play: Play) -> None:
    said = [{"entity": "besoin", "value": "dentiste"}]
    _, slots = play(
        ActionRepondre(), "demander_devis", article=AVIS, besoin="dentiste", entities=said
    )
    assert "besoin" not in slots


def test_another_subject_forgets_the_pathology_and_the_delay(play: Play) -> None:
    _, slots = play(
        ActionRepondre(), "demander_c2s", article=AVIS, pathologie="crohn", urgence="semaine"
    )
    assert (slots["pathologie"], slots["urgence"]) == (None, None)


def test_a_pathology_and_a_delay_just_said_are_not_forgotten(play: Play) -> None:
    said = [
        {"entity": "pathologie", "value": "crohn"},
        {"entity": "urgence", "value": "semaine"},
    ]
    _, slots = play(
        ActionRepondre(), "demander_c2s", article=AVIS, pathologie="crohn", entities=said
    )
    assert not {"pathologie", "urgence"} & set(slots)


def test_the_age_of_a_person_is_not_given_to_another(play: Play) -> None:
    said = [{"entity": "beneficiaire", "value": "enfant"}]
    _, slots = play(
        ActionBeneficiaire(),
        "suite_beneficiaire",
        text="et pour mon fils ?",
        article=AVIS,
        age=82,
        entities=said,
        events=heard("parent", "enfant"),
    )
    assert slots["age"] is None


def test_the_age_of_the_same_person_is_kept(play: Play) -> None:
    said = [{"entity": "beneficiaire", "value": "parent"}]
    _, slots = play(
        ActionRepondre(), "demander_c2s", age=82, entities=said, events=heard("parent", "parent")
    )
    assert "age" not in slots
