"""The audit trail: each act leaves its line, no line leaves a word, and nothing takes one back."""

import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from people import Client, Desk, Hire, Member
from signing import enter_enrolling, give_password, token_in
from sqlalchemy import Engine, select
from typer.testing import CliRunner

from bot.cli import app as cli
from bot.desk.accounts import Account, Accounts
from bot.desk.audit import REFERENCE, Action, AuditTrail, Filters, digest, reference
from bot.desk.audit_routes import midnight
from bot.desk.glass import Motif
from bot.desk.roles import Role
from bot.keys import AUDIT, STORE
from bot.models import Audit
from bot.store import Store
from knowledge.database import make_engine
from knowledge.settings import PROJECT, settings

SECRET = "mon secret de santé"
REASON = "Dominique veut relire à cause d'une plainte."


@pytest.fixture
def trail(client: Client) -> AuditTrail:
    assert client.app is not None
    return client.app[AUDIT]


def acts(trail: AuditTrail, **filters: str) -> list[tuple[str, str]]:
    """Who did what, oldest first."""
    return [(one.name, one.action) for one in reversed(trail.search(Filters(**filters)))]


async def supervise(client: Client, hire: Hire) -> None:
    hire("sasha", Role.SUPERVISOR)
    await enter_enrolling(client, "sasha")


async def followed(client: Client, hire: Hire) -> tuple[Desk, Member]:
    """A member who told a secret to Camille, who wrote a note."""
    hire("camille")
    desk = await Desk.open(client, "camille")
    member = await Member.arrive(client)
    await member.call_counselor()
    await desk.take(member.conversation)
    await member.say(SECRET)
    await desk.send(type="note", conversation=member.conversation, text="NOTE-PRIVEE")
    await desk.wait("notes")
    return desk, member


async def test_reading_taking_writing_a_note_and_leaving_leave_their_lines(
    client: Client, hire: Hire, trail: AuditTrail
) -> None:
    desk, member = await followed(client, hire)
    for _ in range(3):
        await desk.send(type="open", conversation=member.conversation)
        await desk.wait("thread")
    await desk.send(type="close", conversation=member.conversation)
    await member.wait("state", state="closed")
    await desk.calm()
    own = acts(trail, reference=reference(member.conversation))
    assert own == [("camille", kind) for kind in ("prise", "lecture", "note", "cloture")]


async def test_reading_without_taking_is_recorded_too(
    client: Client, desk: Desk, trail: AuditTrail
) -> None:
    member = await Member.arrive(client)
    await member.call_counselor()
    await desk.send(type="open", conversation=member.conversation)
    await desk.wait("thread")
    assert acts(trail, action="lecture") == [("camille", "lecture")]


async def test_breaking_the_glass_is_recorded_with_the_kind_of_reason_alone(
    client: Client, hire: Hire, trail: AuditTrail
) -> None:
    _, member = await followed(client, hire)
    hire("dominique")
    dominique = await Desk.open(client, "dominique")
    what = {"conversation": member.conversation, "motif": "reclamation", "text": REASON}
    await dominique.send(type="break_glass", **what)
    await dominique.wait("thread")
    [line] = trail.search(Filters(action="bris_de_glace"))
    assert (line.name, line.detail) == ("dominique", "reclamation")
    assert (line.reference) == reference(member.conversation)
    await supervise(client, hire)
    page = await (await client.get("/conseiller/journal")).text()
    assert REASON.replace("'", "&#39;") in page


async def test_signing_in_failing_and_leaving_are_recorded(
    client: Client, hire: Hire, trail: AuditTrail
) -> None:
    hire("camille")
    await give_password(client, "camille", "MOT-DE-PASSE-TAPE")
    await give_password(client, "IDENTIFIANT-TAPE", "MOT-DE-PASSE-TAPE")
    await give_password(client, "camille")
    csrf = await token_in(client, "/conseiller")
    await client.post("/conseiller/deconnexion", data={"csrf": csrf})
    assert acts(trail) == [
        ("camille", "connexion_refusee"),
        ("", "connexion_refusee"),
        ("camille", "connexion"),
        ("camille", "deconnexion"),
    ]


async def test_no_word_and_no_conversation_s_id_enter_the_trail(
    client: Client, hire: Hire, trail: AuditTrail
) -> None:
    desk, member = await followed(client, hire)
    await desk.write(member.conversation, "MA-REPONSE")
    await member.wait("message", author="conseiller")
    assert client.app is not None
    with client.app[STORE].engine.connect() as connection:
        kept = str(connection.execute(select(Audit)).all())
    for word in (SECRET, "NOTE-PRIVEE", "MA-REPONSE", member.conversation, "couts", "santé"):
        assert word not in kept


async def test_the_trail_outlives_the_conversation_and_no_longer_leads_to_it(
    client: Client, hire: Hire, trail: AuditTrail
) -> None:
    _, member = await followed(client, hire)
    before = trail.search(Filters(reference=reference(member.conversation)))
    assert client.app is not None
    client.app[STORE].erase(member.conversation)
    assert trail.search(Filters(reference=reference(member.conversation))) == before
    assert {entry.reference for entry in before} == {digest(member.conversation)[:REFERENCE]}


def test_the_code_only_ever_adds_lines() -> None:
    code = (PROJECT / "bot").rglob("*.py")
    changing = re.compile(r"(update|delete)\(\s*Audit\b|session\.delete")
    assert not [path for path in code if changing.search(path.read_text(encoding="utf-8"))]


async def test_the_journal_shows_filters_and_exports_and_records_the_export(
    client: Client, hire: Hire, trail: AuditTrail
) -> None:
    _, member = await followed(client, hire)
    await supervise(client, hire)
    page = await (await client.get("/conseiller/journal?action=note")).text()
    rows = page.split("<tbody>")[1]
    assert "Note privée écrite" in rows
    assert "Conversation prise" not in rows
    mine = f"/conseiller/journal.csv?reference={reference(member.conversation)}"
    exported = (await (await client.get(mine)).text()).lstrip("\ufeff")
    lines = list(csv.DictReader(io.StringIO(exported), delimiter=";"))
    assert [line["action"] for line in lines] == ["note", "lecture", "prise"]
    assert {line["compte"] for line in lines} == {"camille"}
    assert acts(trail)[-1] == ("sasha", "export")


@pytest.mark.parametrize(
    "query",
    ["du=2026-11-01", "du=9999-12-31&au=9999-12-31", "du=0001-01-01", "du=hier", "avant=-1",
     "avant=" + "9" * 40, "compte=%00", "reference=%25", "action=%ED%A0%80", "compte=' OR 1=1"],
)  # fmt: skip
async def test_an_odd_filter_breaks_nothing(client: Client, hire: Hire, query: str) -> None:
    await supervise(client, hire)
    for path in ("/conseiller/journal", "/conseiller/journal.csv"):
        assert (await client.get(f"{path}?{query}")).status == 200


async def test_older_lines_follow_on_the_next_page(
    client: Client, hire: Hire, trail: AuditTrail
) -> None:
    await supervise(client, hire)
    for _ in range(150):
        trail.record(Action.EXPORT)
    shown, path = 0, "/conseiller/journal?action=export"
    while path:
        page = await (await client.get(path)).text()
        shown += page.count('data-titre="Date"')
        older = re.search(r'href="(\?[^"]+avant=\d+)"', page)
        path = "/conseiller/journal" + older[1].replace("&amp;", "&") if older else ""
    assert shown == 150


def test_every_action_and_reason_has_its_words(store: Store) -> None:
    page = (PROJECT / "bot/desk/templates/journal.html").read_text(encoding="utf-8")
    assert not [word for word in (*Action, *Motif) if f'"{word}": ' not in page]


def test_days_are_those_of_paris(engine: Engine, store: Store) -> None:
    trail = AuditTrail(engine)
    trail.record(Action.EXPORT)
    start = midnight("2026-07-01")
    assert start == datetime(2026, 6, 30, 22, 0, tzinfo=UTC)
    assert trail.search(Filters(until=start)) == []
    assert len(trail.search(Filters(since=start))) == 1


# --- the command line ---


def test_commands_change_accounts_and_leave_their_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARIANE_VAR", str(tmp_path))
    monkeypatch.setenv("ARIANE_COUNSELOR_PASSWORD", "une phrase de passe")
    settings.cache_clear()
    run = CliRunner().invoke
    for command in (
        "add camille --name Camille --role superviseur", "role camille conseiller",
        "password camille", "reset-second-factor camille", "close camille",
    ):  # fmt: skip
        result = run(cli, ["counselor", *command.split()])
        assert result.exit_code == 0, result.output
    assert run(cli, ["counselor", "role", "inconnue", "conseiller"]).exit_code == 1
    assert run(cli, ["counselor", "role", "camille", "roi"]).exit_code == 2
    engine = make_engine(settings().conversations_url())
    [camille] = Accounts(engine).all()
    assert camille == Account(camille.id, "camille", "Camille", Role.COUNSELOR, active=False)
    assert [entry.action for entry in reversed(AuditTrail(engine).search())] == [
        "compte_cree", "role_change", "mot_de_passe_change", "second_facteur_retire",
        "compte_ferme",
    ]  # fmt: skip
    listed = run(cli, ["counselor", "list"]).output
    engine.dispose()
    settings.cache_clear()
    for shown in ("camille", "Camille", "conseiller", "mot de passe seul", "fermé"):
        assert shown in listed
