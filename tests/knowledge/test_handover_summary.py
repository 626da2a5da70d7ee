"""The summary of a hand-over, as the member reads it before anyone else."""

from knowledge.handover import lines


def test_what_a_journey_asked_again_is_shown_once() -> None:
    asked = [{"question": "Pour qui", "reponse": "Pour mon père ou ma mère", "sante": False}]
    shown = lines({"beneficiaire": "un parent", "lieu": "Lyon (69)", "parcours": asked})
    assert [line for line in shown if "Pour qui" in line] == [
        "- **Pour qui** : Pour mon père ou ma mère"
    ]
    assert any("Lyon" in line for line in shown)
