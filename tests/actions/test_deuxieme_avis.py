"""A second opinion is offered before it is asked for, once, and only to who may need it."""

from typing import Any

from actions.deuxieme_avis import SUGGESTION
from actions.repondre import ActionRepondre
from tests.actions.conftest import Play

CANCER = [{"entity": "pathologie", "value": "cancer_sein"}]


def responses(messages: list[dict[str, Any]]) -> list[str]:
    return [one["response"] for one in messages]


def test_a_heavy_illness_on_a_pathway_brings_the_offer(play: Play) -> None:
    messages, _ = play(ActionRepondre(), "demander_cancer_avant", text="…", entities=CANCER)
    assert responses(messages)[-1] == SUGGESTION
    assert messages[-1]["buttons"][0]["title"] == "Préparer un deuxième avis"
    assert messages[-1]["custom"]["cards"][0]["type"] == "source"


def test_it_is_not_said_twice(play: Play) -> None:
    said = {"event": "bot", "metadata": {"utter_action": SUGGESTION}}
    messages, _ = play(
        ActionRepondre(), "demander_cancer_avant", text="…", entities=CANCER, events=[said]
    )
    assert SUGGESTION not in responses(messages)


def test_a_screening_or_a_light_illness_does_not_bring_it(play: Play) -> None:
    screening, _ = play(ActionRepondre(), "demander_depistage_sein", text="…", entities=CANCER)
    smoking, _ = play(
        ActionRepondre(),
        "demander_arret_tabac",
        text="…",
        entities=[{"entity": "pathologie", "value": "tabac"}],
    )
    assert SUGGESTION not in responses(screening) + responses(smoking)
