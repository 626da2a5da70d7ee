"""What a member reads, turn after turn, in whole conversations (scenarios/*.yml)."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.system.stack import Running

SCENARIOS = [
    pytest.param(scenario, id=f"{path.stem}: {scenario['titre']}")
    for path in sorted((Path(__file__).parent / "scenarios").glob("*.yml"))
    for scenario in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_member_reads_what_the_scenario_says(ariane: Running, scenario: dict[str, Any]) -> None:
    turns = scenario["tours"]
    frames = ariane.ask(*[turn["dit"] for turn in turns])
    shown = split_by_turn(frames, len(turns))
    for turn, read in zip(turns, shown, strict=True):
        text = "\n".join(as_text(frame) for frame in read)
        for expected in turn["lit"]:
            assert expected in text, f"« {turn['dit']} » : « {expected} » absent de :\n{text}"
        for unwanted in turn.get("ne_lit_pas", []):
            assert unwanted not in text, (
                f"« {turn['dit']} » : « {unwanted} » présent dans :\n{text}"
            )


def split_by_turn(frames: list[dict[str, Any]], turns: int) -> list[list[dict[str, Any]]]:
    """Frames of each turn: `ask --json` marks them with the number of their question."""
    shown: list[list[dict[str, Any]]] = [[] for _ in range(turns)]
    for frame in frames:
        shown[frame["question"]].append(frame)
    return shown


def as_text(frame: dict[str, Any]) -> str:
    """Everything visible in a message: text, cards, buttons."""
    cards = [str(value) for card in frame["cards"] for value in flatten(card)]
    return "\n".join([frame["text"], *cards, *(button["title"] for button in frame["buttons"])])


def flatten(card: dict[str, Any]) -> list[Any]:
    """Values of a card and of what it contains."""
    values: list[Any] = []
    for value in card.values():
        values += (
            flatten(value)
            if isinstance(value, dict)
            else value
            if isinstance(value, list)
            else [value]
        )
    return values
