"""Every row of the brief's table has a dialogue that shows it served (tests/system/scenarios)."""

import re
from pathlib import Path

import pytest
import yaml

from knowledge.settings import PROJECT

BRIEF = PROJECT.parent / "shared" / "brief.md"
MISSION = Path(__file__).parent / "system" / "scenarios" / "mission.yml"


@pytest.mark.skipif(not BRIEF.is_file(), reason="the brief is not beside the repository")
def test_every_row_of_the_brief_has_its_dialogue() -> None:
    rows = set(re.findall(r"^\| (S\d+) \|", BRIEF.read_text(encoding="utf-8"), re.MULTILINE))
    scenarios = yaml.safe_load(MISSION.read_text(encoding="utf-8"))
    assert rows
    assert {one["titre"].split(" : ")[0] for one in scenarios} == rows


def test_each_answer_of_these_dialogues_is_asserted() -> None:
    scenarios = yaml.safe_load(MISSION.read_text(encoding="utf-8"))
    silent = [turn["dit"] for one in scenarios for turn in one["tours"] if not all(turn["lit"])]
    assert silent == []
