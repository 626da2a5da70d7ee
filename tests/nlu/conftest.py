"""One model for every test of understanding: training it takes half a minute."""

import pytest

from bot.nlu.corpus import twin_examples
from bot.nlu.evaluation import Trained, answers, train
from bot.nlu.measures import Answer


@pytest.fixture(scope="session")
def trained() -> Trained:
    return train()


@pytest.fixture(scope="session")
def twins(trained: Trained) -> list[Answer]:
    """What the model answers to the sentences kept out of training."""
    return answers(trained.model, twin_examples())
