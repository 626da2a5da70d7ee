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
JOURNEY = "knowledge/journeys/parcours/parler.yml"
LETTER = "knowledge/letters/modeles/question.md"
JOURNEY_PAGE, LETTER_PAGE = "/apercu/demarches/parler", "/apercu/lettres/question"


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


@pytest.mark.parametrize("path", ["/apercu", PAGE, JOURNEY_PAGE, LETTER_PAGE, "/conseiller" + PAGE])
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


async def test_journeys_and_letters_are_listed(editor: Client, tree: ContentTree) -> None:
    listed = await read(editor, "/apercu")
    assert "Savoir à qui parler</a>" in listed
    assert "Poser une question par écrit</a>" in listed
    tree.edit(JOURNEY, "titre:", "titre_:")
    tree.edit(LETTER, "titre:", "titre_:")
    listed = await read(editor, "/apercu")
    assert "parler</a>" in listed
    assert listed.count("illisible</span>") == 2


async def test_a_journey_is_read_as_a_member_goes_through_it(
    editor: Client, tree: ContentTree
) -> None:
    tree.edit(
        JOURNEY,
        '{texte: "Posez votre question à votre caisse."',
        '{titre: Écrire, texte: "Appelez le {{ contact:samu }}, sujet : {sujet}.", '
        "contacts: [samu], besoin: dentiste, suites: [lettre.question], etapes: [Notez.], "
        'rappel: {dans: 9, unite: jour, titre: "Penser à relire", texte: "Voir la réponse."}',
    )
    page = await read(editor, JOURNEY_PAGE)
    for text in (
        "Nous cherchons ensemble qui peut vous répondre.",
        "Question 1 : Votre question parle-t-elle d&#39;argent ?",
        "<li>Oui</li><li>Non</li>",
        "La personne qui répond n&#39;est pas la même.",
        "« Votre question parle-t-elle d&#39;argent ? » :\n    Oui</li>",
        "Demandez le prix à votre caisse.",
        "Toujours dite.",
        "Appelez le 15, sujet : [Sujet].",
        "Penser à relire",
        "trouver un dentiste",
        "Poser une question à sa caisse</a>",
    ):
        assert text in page, text
    assert "À corriger" not in page


async def test_a_letter_is_read_with_its_examples_then_without_an_answer(editor: Client) -> None:
    page = await read(editor, LETTER_PAGE)
    for text in (
        "À quelle caisse écrivez-vous ?",
        "Je vous demande ceci : la date de ma nouvelle carte",
        "Je vous demande ceci : \n……………",
        "Par courrier, ou à l&#39;accueil de votre caisse.",
        "Poser une question à sa caisse</a>",
    ):
        assert text in page, text


@pytest.mark.parametrize(
    ("page", "path", "old", "new", "told"),
    [
        (JOURNEY_PAGE, JOURNEY, "sujet: [oui]", "sujet: [ou]", "n&#39;est pas un choix de"),
        (JOURNEY_PAGE, JOURNEY, "[couts/prix]", "[couts/rien]", "« couts/rien » n&#39;existe pas"),
        (JOURNEY_PAGE, JOURNEY, "titre:", "titre_:", "champ « titre »"),
        (LETTER_PAGE, LETTER, "{{ demande }}", "{{ autre }}", "« autre » est cité mais pas"),
        (LETTER_PAGE, LETTER, "type: recit", "type: roman", "champ « champs.1.type »"),
        (LETTER_PAGE, "knowledge/letters/commun.yml", "objet:", "objets:", "commun.yml : champ"),
    ],
)
async def test_a_fault_of_a_journey_or_letter_is_told_in_its_place(
    editor: Client, tree: ContentTree, page: str, path: str, old: str, new: str, told: str
) -> None:
    tree.edit(path, old, new)
    shown = await read(editor, page)
    assert "À corriger" in shown
    assert told in shown
    assert "À corriger" not in await read(editor, PAGE), "not a fault of the article"


@pytest.mark.parametrize(
    "path", ["/apercu/demarches/absente", "/apercu/lettres/absente", "/apercu/lettres/..%2fcommun"]
)
async def test_there_is_no_page_but_of_contents(editor: Client, path: str) -> None:
    assert (await editor.get(path)).status == 404
