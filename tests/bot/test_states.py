"""Who may follow whom: every state with every move, so that no wire is left to chance."""

import itertools

import pytest

from bot.desk.states import IllegalMove, Move, State, after, bot_answers

ALLOWED = {
    ("bot", "escalate"): "waiting",
    ("waiting", "cancel"): "bot",
    ("waiting", "take"): "human",
    ("waiting", "close"): "closed",
    ("bot", "join"): "human",
    ("closed", "join"): "human",
    ("human", "release"): "waiting",
    ("human", "transfer"): "human",
    ("human", "hand_back"): "bot",
    ("human", "close"): "closed",
    ("closed", "reopen"): "bot",
}


@pytest.mark.parametrize(("state", "move"), itertools.product(State, Move))
def test_each_move_is_allowed_where_it_makes_sense_and_refused_elsewhere(
    state: State, move: Move
) -> None:
    target = ALLOWED.get((state.value, move.value))
    if target is None:
        with pytest.raises(IllegalMove, match=state.value):
            after(state, move)
    else:
        assert after(state, move) == target


@pytest.mark.parametrize(
    ("state", "answers"),
    [(State.BOT, True), (State.WAITING, True), (State.HUMAN, False), (State.CLOSED, False)],
)
def test_the_bot_never_answers_in_place_of_a_human(state: State, answers: bool) -> None:
    assert bot_answers(state) is answers


def test_only_a_counselor_s_own_act_puts_a_human_in_charge() -> None:
    ways = {(state, move) for state, move in ALLOWED if ALLOWED[state, move] == "human"}
    assert ways == {
        ("waiting", "take"), ("bot", "join"), ("closed", "join"), ("human", "transfer"),
    }  # fmt: skip


def test_from_any_state_the_bot_can_be_reached_again() -> None:
    reached = {"bot"}
    while True:
        more = {state for (state, _), target in ALLOWED.items() if target in reached} - reached
        if not more:
            break
        reached |= more
    assert reached == {state.value for state in State}
