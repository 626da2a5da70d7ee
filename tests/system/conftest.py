"""The whole of Ariane, really started once: Rasa, action server, service, on free ports.

Everything under tests/system talks to it as people do: a socket, a browser, the command.
"""

from collections.abc import Iterator

import pytest

from bot.desk.accounts import Accounts
from knowledge.database import make_engine
from tests.system.stack import Running, prepared, started

PASSWORD = "une-phrase-de-passe-d-essai"


@pytest.fixture(scope="session")
def ariane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Ariane running on an empty data folder, with the demonstration offer and one counselor."""
    env = prepared(tmp_path_factory.mktemp("var"))
    with started(env) as running:
        engine = make_engine(running.database)
        Accounts(engine).add("camille", "Camille", PASSWORD)
        engine.dispose()
        yield running
