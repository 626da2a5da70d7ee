"""One model for every test of understanding: training it takes half a minute."""

import pytest

from bot.nlu.corpus import blind_examples, twin_examples
from bot.nlu.evaluation import Trained, answers, train
from bot.nlu.measures import Answer


@pytest.fixture(scope="session")
def trained() -> Trained:
    return train()


@pytest.fixture(scope="session")
def twins(trained: Trained) -> list[Answer]:
    """What the model answers to the sentences kept out of training."""
    return answers(trained.model, twin_examples())


@pytest.fixture(scope="session")
def blind(trained: Trained) -> list[Answer]:
    """What it answers to those nothing was set on; read the shares, never the sentences."""
    return answers(trained.model, blind_examples())
