"""Editors see their files as members will read them, with their faults, without a restart."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from people import PASSWORD, Client, Desk

from bot.app import build_app
from bot.keys import ACCOUNTS
from knowledge.settings import Settings
from tests.knowledge.content_tree import ContentTree

ARTICLE = "knowledge/articles/droits/question.md"
PAGE = "/apercu/droits/question"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The preview asks the database for the session only: one engine is enough."""
    return f"sqlite:///{tmp_path / 'ariane.db'}"


@pytest.fixture
def tree(tmp_path: Path) -> ContentTree:
    """The files an editor works on, with the words that answers need."""
    tree = ContentTree(tmp_path / "depot")
    tree.write(
        "knowledge/messages.yml",
        'bouton_suite: "Trouver {besoin}"\nsource_verifiee: "vérifiée le {date}"\n',
    )
    return tree


@pytest.fixture
async def editor(
    settings: Settings, tree: ContentTree, aiohttp_client: Callable[..., Awaitable[Client]]
) -> Client:
    """A counselor signed in to a service whose files are that tree."""
    service = build_app(settings.model_copy(update={"content": tree.root}))
    client = await aiohttp_client(service)
    service[ACCOUNTS].add("camille", "Camille", PASSWORD)
    await Desk.open(client, "camille")
    return client


async def read(client: Client, path: str) -> str:
    page = await client.get(path)
    assert page.status == 200
    return await page.text()


@pytest.mark.parametrize("path", ["/apercu", PAGE, "/conseiller/apercu", "/conseiller" + PAGE])
async def test_only_signed_in_counselors_may_look(client: Client, path: str) -> None:
    page = await client.get(path)
    assert str(page.url).endswith("/conseiller/connexion")
    assert "Mot de passe" in await page.text()


async def test_every_article_is_listed_with_how_sure_it_is(
    editor: Client, tree: ContentTree
) -> None:
    tree.edit("knowledge/articles/couts/prix.md", "2027-05-01", "2026-01-01")
    tree.edit(ARTICLE, "besoins:", 'a_verifier: "Le délai."\nbesoins:')
    listed = await read(editor, "/apercu")
    assert "Poser une question à sa caisse" in listed
    assert "à vérifier</span> à revoir le 01/05/2027" in listed
    assert "périmé</span> à revoir le 01/01/2026" in listed
    assert "Mes droits" in listed


async def test_an_article_is_read_as_a_member_reads_it(editor: Client) -> None:
    page = await read(editor, PAGE)
    for text in (
        "Votre caisse répond à toutes les questions.",
        "Appelez votre caisse pour poser la question.",
        "Par téléphone au 15, jour et nuit.",
        "<li>Notez votre question.</li>",
        "Gardez une copie de vos papiers.",
        "Cela coûte 2\u202f€ au plus.",
        "Un conseiller peut vous aider.",
        "SAMU : 15",
        "vérifiée le 01/11/2026",
    ):
        assert text in page, text
    assert "À corriger" not in page


async def test_an_edit_is_seen_at_once(editor: Client, tree: ContentTree) -> None:
    await read(editor, PAGE)
    tree.edit(ARTICLE, "Appelez votre caisse pour poser", "Écrivez à votre caisse pour poser")
    tree.edit("knowledge/montants/forfait.yml", "valeur: 2", "valeur: 3")
    page = await read(editor, PAGE)
    assert "Écrivez à votre caisse pour poser la question." in page
    assert "Cela coûte 3\u202f€ au plus." in page


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        (ARTICLE, "montant:forfait", "montant:absent", "« montant:absent » n&#39;existe pas"),
        (ARTICLE, "valable_depuis", "valable_depui", "champ « valable_depui »"),
        (ARTICLE, "liens: [", "liens: [[", "Corrigez la syntaxe"),
        (ARTICLE, "Notez votre question.", "Notez votre qestion.", "mot inconnu « qestion »"),
    ],
)
async def test_a_fault_is_told_in_its_place(
    editor: Client, tree: ContentTree, path: str, old: str, new: str, told: str
) -> None:
    tree.edit(path, old, new)
    page = await read(editor, PAGE)
    assert "À corriger" in page
    assert told in page
    assert "À corriger" not in await read(editor, "/apercu/couts/prix"), "its own faults only"


@pytest.mark.parametrize(
    "path", ["contacts.yml", "intents.yml", "messages.yml", "montants/forfait.yml", "mutuelle.yml"]
)
async def test_a_fault_elsewhere_leaves_the_pages_readable(
    editor: Client, tree: ContentTree, path: str
) -> None:
    tree.write(f"knowledge/{path}", "{[")
    assert "Votre caisse répond à toutes les questions." in await read(editor, PAGE)
    assert "Poser une question à sa caisse" in await read(editor, "/apercu")
    assert (await editor.get("/sante")).status == 200


async def test_an_article_that_cannot_be_read_is_listed_all_the_same(
    editor: Client, tree: ContentTree
) -> None:
    tree.edit(ARTICLE, "titre:", "titre_:")
    listed = await read(editor, "/apercu")
    assert "droits/question</a>" in listed
    assert "illisible" in listed


async def test_what_an_editor_writes_is_shown_never_run(editor: Client, tree: ContentTree) -> None:
    tree.edit(ARTICLE, "Notez votre question.", "<script>alert(1)</script> [ici](javascript:x).")
    page = await read(editor, PAGE)
    assert "<script>" not in page
    assert 'href="javascript' not in page


async def test_an_outdated_article_says_what_members_lose(
    editor: Client, tree: ContentTree
) -> None:
    tree.edit(ARTICLE, "2027-05-01", "2026-01-01")
    page = await read(editor, PAGE)
    assert "faire confirmer par un conseiller" in page
    assert "Appelez votre caisse pour poser la question." not in page


@pytest.mark.parametrize(
    "path", ["/apercu/droits/absente", "/apercu/../../contacts", "/conseiller/apercu/a/..%2f..%2fb"]
)
async def test_there_is_no_page_but_of_articles(editor: Client, path: str) -> None:
    assert (await editor.get(path)).status == 404
