"""What tests of the counselor's tools share: the example offer, a conversation in charge."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from people import Client, Desk, Member

from knowledge.offer import ensure_demonstration, offer_engine
from knowledge.settings import settings


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example offer, made once."""
    folder = tmp_path_factory.mktemp("exemple")
    patch = pytest.MonkeyPatch()
    patch.setenv("ARIANE_VAR", str(folder))
    settings.cache_clear()
    ensure_demonstration(offer_engine(settings().care_offer_url()))
    patch.undo()
    settings.cache_clear()
    return folder / "offre.db"


@pytest.fixture
def offer(example: Path, tmp_path: Path) -> Iterator[None]:
    """The example offer, in a database of its own."""
    shutil.copy(example, tmp_path / "lieux.db")
    patch = pytest.MonkeyPatch()
    patch.setenv("ARIANE_OFFER_URL", f"sqlite:///{tmp_path / 'lieux.db'}")
    settings.cache_clear()
    yield
    patch.undo()
    settings.cache_clear()


async def in_charge(client: Client, login: str = "camille") -> tuple[Desk, Member]:
    """A counselor's page, and a member whose conversation it has just taken."""
    desk = await Desk.open(client, login)
    member = await Member.arrive(client)
    await member.call_counselor()
    await desk.take(member.conversation)
    await member.wait("state", state="human")
    return desk, member


def everything(frames: list[dict[str, object]]) -> str:
    """All that a window was sent, as one text."""
    return json.dumps(frames, ensure_ascii=False)
