"""A wrong file never takes the bot down: the last sound content is served, and the faults are said.

The small tree of content is checked, copied, broken and mended as an editor would.
"""

import asyncio
import shutil
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from people import PASSWORD, Client, Desk

from bot import served
from bot.app import build_app
from bot.keys import ACCOUNTS
from bot.model_file import model_path
from bot.preflight import NotReady
from bot.served import Served, choose, last_sound, running
from bot.supervisor import Part, Supervisor
from knowledge.article import load_articles
from knowledge.settings import PROJECT, Settings, environment
from tests.knowledge.content_tree import ContentTree

ARTICLE = "knowledge/articles/droits/question.md"


class House:
    """Content being edited and the settings of a service that reads it, its model trained."""

    def __init__(self, base: Path) -> None:
        self.tree = ContentTree(base / "depot")
        self.settings = Settings(var=base / "var", models=base / "models", content=self.tree.root)
        self.settings.models.mkdir()
        model_path(self.settings).write_bytes(b"appris")

    def break_article(self) -> None:
        self.tree.edit(ARTICLE, "valable_depuis", "valable_depui")

    def mend_article(self) -> None:
        self.tree.edit(ARTICLE, "valable_depui", "valable_depuis")


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What is served is told without the database: one engine is enough."""
    return f"sqlite:///{tmp_path / 'ariane.db'}"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def titles(choice: Served) -> set[str]:
    """Titles of the articles a member would be given."""
    return {article.titre for article in load_articles(choice.content / "articles").values()}


def test_sound_files_are_served_from_a_copy_that_edits_do_not_touch(house: House) -> None:
    choice = choose(house.settings)
    assert choice.faults == ()
    assert choice.content.is_relative_to(house.settings.var)
    house.tree.edit(ARTICLE, "Poser une question à sa caisse", "Un titre pas encore relu")
    assert "Poser une question à sa caisse" in titles(choice)


def test_the_first_start_with_a_fault_is_refused_with_every_fault(house: House) -> None:
    house.break_article()
    house.tree.edit("knowledge/montants/forfait.yml", "unite: euro", "unite: florin")
    with pytest.raises(NotReady) as refused:
        choose(house.settings)
    assert "question.md" in str(refused.value)
    assert "forfait.yml" in str(refused.value)


def test_a_wrong_file_leaves_the_last_sound_content_and_its_model(house: House) -> None:
    before = choose(house.settings)
    house.break_article()
    after = choose(house.settings)
    assert (after.content, after.model) == (before.content, before.model)
    assert titles(after) == titles(before)
    assert any("valable_depui" in fault for fault in after.faults)


def test_a_mended_file_is_served_at_the_next_start(house: House) -> None:
    choose(house.settings)
    house.break_article()
    choose(house.settings)
    house.mend_article()
    house.tree.edit(ARTICLE, "Poser une question à sa caisse", "Poser sa question à la caisse")
    choice = choose(house.settings)
    assert choice.faults == ()
    assert "Poser sa question à la caisse" in titles(choice)


def test_data_never_trained_keep_the_last_model(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when Rasa refuses a training file that the check lets through."""
    before = choose(house.settings)
    monkeypatch.setattr("bot.preflight.model_path", lambda _: house.settings.models / "autre")
    after = choose(house.settings)
    assert after.model == before.model
    assert any("Aucun modèle entraîné" in fault for fault in after.faults)


def test_a_shape_nobody_foresaw_is_a_fault_not_a_crash(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = choose(house.settings)
    house.tree.write("data/responses/tous.yml", "responses: {utter_saluer: [du texte]}\n")
    after = choose(house.settings)
    assert after.content == before.content
    assert after.faults


@pytest.mark.parametrize("lost", ["copy", "model", "record"])
def test_a_copy_that_is_not_whole_is_not_served(house: House, lost: str) -> None:
    choice = choose(house.settings)
    if lost == "copy":
        shutil.rmtree(choice.content)
    elif lost == "model":
        choice.model.unlink()
    else:
        (house.settings.var / "contenu" / "servi.json").write_text("{")
    house.break_article()
    with pytest.raises(NotReady):
        choose(house.settings)


def test_a_copy_checked_by_other_code_is_not_trusted(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upgrade may need texts that an old copy has not."""
    choose(house.settings)
    monkeypatch.setattr(served, "CODE", ("actions",))
    assert last_sound(house.settings) is None


def test_only_the_copy_being_served_is_kept(house: House) -> None:
    choose(house.settings)
    choice = choose(house.settings)
    copies = [path for path in (house.settings.var / "contenu").iterdir() if path.is_dir()]
    assert copies == [choice.content.parent]


def test_a_process_that_reads_the_files_themselves_serves_no_copy(house: House) -> None:
    choice = choose(house.settings)
    assert running(house.settings) is None
    assert running(house.settings.model_copy(update={"content": choice.content})) == choice


async def test_the_parts_that_are_started_read_the_copy(house: House) -> None:
    choice = choose(house.settings)
    supervisor = Supervisor(house.settings, choice.content, choice.model, lambda _: None)
    reader = "from knowledge.content import ROOT; print(ROOT)"
    supervisor.parts = [Part("temoin", [sys.executable, "-c", reader])]
    log = house.settings.var / "journaux" / "temoin.log"
    started = asyncio.create_task(supervisor.run())
    said = await asyncio.to_thread(first_line, log)
    supervisor.stopping.set()
    await started
    assert said == str(choice.content)


def first_line(log: Path) -> str:
    """What a part said first, once it has."""
    end = time.monotonic() + 30
    while not log.exists() or "\n" not in log.read_text():
        assert time.monotonic() < end, "the part said nothing"
        time.sleep(0.1)
    return log.read_text().splitlines()[0]


def prepare(house: House) -> subprocess.CompletedProcess[str]:
    """`ariane prepare` on that content."""
    folders = {"VAR": house.settings.var, "MODELS": house.settings.models}
    given = {f"ARIANE_{name}": str(folder) for name, folder in folders.items()}
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "prepare"],
        env={**environment(house.settings.content), **given},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_command_refuses_or_tells_on_what_ariane_can_start(house: House) -> None:
    house.break_article()
    first = prepare(house)
    assert first.returncode == 1
    assert "valable_depui" in first.stderr
    house.mend_article()
    choose(house.settings)
    house.break_article()
    second = prepare(house)
    assert second.returncode == 0
    assert "valable_depui" in second.stderr
    assert "Ariane peut servir son dernier contenu sain, vérifié le" in second.stderr
    assert "Traceback" not in first.stderr + second.stderr


FAULT = "knowledge/articles/droits/question.md : champ « <b>titre</b> » : ajoutez ce champ."


@pytest.fixture
async def keeping(settings: Settings, aiohttp_client: Callable[..., Awaitable[Client]]) -> Client:
    """The whole service, told that it runs on a copy because of one fault."""
    record = settings.var / "contenu" / "servi.json"
    record.parent.mkdir()
    kept = Served(
        files=settings.content,
        content=settings.content,
        model=settings.models / "modele.tar.gz",
        code="",
        checked_at=datetime(2026, 11, 20, 12, tzinfo=UTC),
        faults=(FAULT,),
    )
    record.write_text(kept.model_dump_json(), encoding="utf-8")
    return await aiohttp_client(build_app(settings))


async def test_the_health_page_says_that_the_content_is_an_old_one(keeping: Client) -> None:
    answer = await keeping.get("/sante")
    assert answer.status == 200, "members are answered all the same"
    said = (await answer.json())["contenu"]
    assert said.startswith("dernier contenu sain, vérifié le 20/11/2026")
    assert said.endswith("1 faute(s) à corriger")


async def test_counselors_read_the_faults_and_members_do_not(keeping: Client) -> None:
    assert keeping.app is not None
    keeping.app[ACCOUNTS].add("camille", "Camille", PASSWORD)
    await Desk.open(keeping, "camille")
    desk = await (await keeping.get("/conseiller")).text()
    assert "Ariane répond avec son dernier contenu sain, vérifié le 20/11/2026" in desk
    assert "champ « &lt;b&gt;titre&lt;/b&gt; » : ajoutez ce champ." in desk
    member = await (await keeping.get("/")).text()
    assert "dernier contenu" not in member


async def test_a_desk_without_a_fault_says_nothing_of_it(client: Client) -> None:
    assert client.app is not None
    client.app[ACCOUNTS].add("camille", "Camille", PASSWORD)
    await Desk.open(client, "camille")
    assert "dernier contenu" not in await (await client.get("/conseiller")).text()
