"""What is promised to members and counselors about security, each promise by name.

Sections: other people's conversation, forged ids, stolen cookies, other sites, scripts, private
notes, every route and every frame asked by who may not, brute force, odd frames, headers. Each is
tried through the service as it runs. A route or a frame added without a line here fails.
Elsewhere: second factor and roles (test_door.py), need-to-know (test_need_to_know.py), markup on
the rendered pages (test_widget_messages.py, test_desk_page.py).
"""

import asyncio
import json
import re
from base64 import b64decode
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import WSServerHandshakeError
from fake_rasa import FakeRasa
from people import PASSWORD, Client, Desk, Frame, Hire, Member, session_cookie
from signing import DOOR, give_password, token_in
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session
from yarl import URL

from bot.app import SECURITY_HEADERS
from bot.channels import web as web_channel
from bot.desk import socket as desk_socket
from bot.desk.lockout import ACCOUNT
from bot.desk.roles import FRAMES
from bot.desk.sessions import UNFINISHED_LASTS, Stage
from bot.desk.socket import SESSION_ENDED
from bot.keys import ACCOUNTS, SESSIONS, SETTINGS, STORE
from bot.messages import Draft
from bot.models import Base, Conversation, DeskSession, now
from knowledge.settings import PROJECT, Settings

SECRET = "mon secret de santé"
ATTACK = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def part(client: Client, key: Any) -> Any:
    """A part of the running service."""
    assert client.app is not None
    return client.app[key]


async def still_there(member: Member) -> None:
    """The conversation survived: the next question is answered."""
    assert await member.ask("et ensuite ?") == "Réponse à : et ensuite ?"


async def followed(client: Client, hire: Hire) -> tuple[Member, Desk]:
    """A member who told a secret to Camille, the counselor who follows them."""
    hire("camille")
    camille = await Desk.open(client, "camille")
    member = await Member.arrive(client)
    await member.call_counselor()
    await camille.take(member.conversation)
    await member.say(SECRET)
    await camille.wait("message", text=SECRET)
    return member, camille


def traces(engine: Engine, conversation: str) -> str:
    """Everything kept of a conversation, to tell whether something changed."""
    kept = []
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for name in ("conversation_id", "sender_id"):
                if name in table.columns:
                    query = select(table).where(table.columns[name] == conversation)
                    kept += [str(row) for row in connection.execute(query)]
        query = select(Conversation).where(Conversation.id == conversation)
        kept += [str(row) for row in connection.execute(query)]
    return "\n".join(sorted(kept))


# --- other people's conversation: nothing opens it but its own secret ---


@pytest.mark.parametrize("guess", ["secret", "conversation", "sans secret", "celui d'un autre"])
async def test_a_guess_opens_no_conversation(client: Client, guess: str) -> None:
    victim, thief = await Member.arrive(client), await Member.arrive(client)
    await victim.ask("ma santé")
    identity = {
        "secret": {"conversation": victim.conversation, "secret": "deviné"},
        "conversation": {"conversation": "1234", "secret": victim.secret},
        "sans secret": {"conversation": victim.conversation, "secret": None},
        "celui d'un autre": {"conversation": victim.conversation, "secret": thief.secret},
    }[guess]
    window = Member(await client.ws_connect("/ws"))
    await window.send(type="hello", after=0, **identity)
    await window.closed()
    assert [frame["type"] for frame in window.frames] == ["error"]
    assert window.frames[0]["code"] == "conversation_refusee"


@pytest.mark.parametrize("known", ["\x00", "\ud800", "", 12, {"a": 1}, "x" * 40_000])
@pytest.mark.parametrize("field", ["conversation", "secret"])
async def test_an_absurd_identity_is_refused(client: Client, field: str, known: Any) -> None:
    member = await Member.arrive(client)
    identity = {"conversation": member.conversation, "secret": member.secret, field: known}
    window = Member(await client.ws_connect("/ws"))
    await window.send(type="hello", after=0, **identity)
    error = await window.wait("error")
    assert error["code"] == "conversation_refusee"
    assert "nouvelle conversation" in error["text"]
    await window.closed()


@pytest.mark.parametrize("hello", [
    {"after": 10**30}, {"after": -5}, {"after": "12"}, {"after": None}, {"after": 2.5},
    {"after": [1]},
])  # fmt: skip
async def test_an_absurd_position_shows_the_conversation_again(
    client: Client, hello: dict[str, Any]
) -> None:
    member = await Member.arrive(client)
    window = Member(await client.ws_connect("/ws"))
    await window.send(type="hello", conversation=member.conversation, secret=member.secret, **hello)
    assert len((await window.wait("welcome"))["messages"]) == 1


async def test_a_wrong_guess_ends_the_socket_so_that_guessing_costs_a_connection_each(
    client: Client,
) -> None:
    member = await Member.arrive(client)
    window = Member(await client.ws_connect("/ws"))
    await window.send(type="hello", conversation=member.conversation, secret="deviné", after=0)
    await window.closed()
    assert len(member.secret) >= 43, "256 bits : aucun nombre d'essais n'y suffit"


async def test_nothing_is_told_to_a_window_before_it_said_who_it_is(client: Client) -> None:
    member = await Member.arrive(client)
    await member.ask(SECRET)
    for kind in ("message", "button", "export", "kept", "document", "erase", "escalate", "seen"):
        window = Member(await client.ws_connect("/ws"))
        await window.send(type=kind, conversation=member.conversation, id="x", text="x")
        await window.closed()
        assert [frame["type"] for frame in window.frames] == ["error"], kind


# --- forged ids: an id chosen by a browser reaches nothing of others ---


async def test_a_member_cannot_choose_the_id_of_a_new_conversation(client: Client) -> None:
    window = Member(await client.ws_connect("/ws"))
    await window.send(type="hello", conversation="mon-choix", secret="mon-choix", after=0)
    assert (await window.wait("error"))["code"] == "conversation_refusee"
    drawn = [await Member.arrive(client) for _ in range(3)]
    assert len({member.conversation for member in drawn}) == 3
    assert all(len(member.conversation) >= 43 for member in drawn)


async def test_a_button_of_another_conversation_does_nothing(
    client: Client, rasa: FakeRasa
) -> None:
    rasa.answer = lambda _: [{"text": "?", "buttons": [{"title": "Oui", "payload": "/affirmer"}]}]
    other, curious = await Member.arrive(client), await Member.arrive(client)
    await other.say("bonjour")
    theirs = await other.wait("message", author="ariane")
    turns = len(rasa.turns)
    await curious.send(type="button", id="vol", message=theirs["id"], index=0)
    error = await curious.wait("error", id="vol")
    assert error["code"] == "bouton_perime"
    await curious.calm()
    assert len(rasa.turns) == turns


async def test_a_message_id_of_another_conversation_is_only_one_s_own(client: Client) -> None:
    other, curious = await Member.arrive(client), await Member.arrive(client)
    theirs = await other.say(SECRET)
    await other.wait("answered", id=theirs)
    before = traces(part(client, STORE).engine, other.conversation)
    await curious.say("à moi", theirs)
    await curious.wait("answered", id=theirs)
    assert "Réponse à : à moi" in curious.texts("ariane")
    assert SECRET not in json.dumps(curious.frames, ensure_ascii=False)
    assert traces(part(client, STORE).engine, other.conversation) == before


async def test_a_file_of_another_conversation_is_not_given(client: Client) -> None:
    other, curious = await Member.arrive(client), await Member.arrive(client)
    card = {"type": "rappel", "titre": "T", "affiche": "", "texte": SECRET, "formats": ["ics"]}
    letter = Draft("ariane", "voici", id="lettre", cards=[{**card, "jour": "2026-12-21"}])
    part(client, STORE).append(other.conversation, letter)
    await other.send(type="document", message="lettre", card=0, format="ics")
    assert (await other.wait("document"))["base64"]
    await curious.send(type="document", message="lettre", card=0, format="ics")
    assert (await curious.wait("error"))["code"] == "document_indisponible"


async def test_a_conversation_named_in_a_frame_changes_nothing_of_it(client: Client) -> None:
    """A member's socket acts on the conversation of its hello, whatever its frames say."""
    victim, thief = await Member.arrive(client), await Member.arrive(client)
    await victim.ask(SECRET)
    before = traces(part(client, STORE).engine, victim.conversation)
    for kind in ("message", "button", "escalate", "export", "kept", "option", "seen", "erase"):
        frame = {"id": str(uuid4()), "text": "x", "falc": True, "format": "json", "seq": 9}
        await thief.send(type=kind, conversation=victim.conversation, **frame)
    await thief.closed()
    assert SECRET not in json.dumps(thief.frames, ensure_ascii=False)
    assert traces(part(client, STORE).engine, victim.conversation) == before
    await still_there(victim)


# --- stolen or old cookies ---


async def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    answer = await log_in(client)
    assert answer.status == 303
    cookie = answer.cookies["ariane_conseiller"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/conseiller"
    assert not cookie["secure"]


async def test_behind_https_the_cookie_never_travels_in_clear(
    client: Client, hire: Hire, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire("camille")
    assert client.app is not None
    secured = settings.model_copy(update={"secure_cookies": True})
    monkeypatch.setitem(client.app._state, SETTINGS, secured)
    answer = await log_in(client)
    assert answer.cookies["ariane_conseiller"]["secure"]


async def log_in(client: Client, login: str = "camille", **headers: str) -> Any:
    return await client.post(
        "/conseiller/connexion",
        data={"login": login, "password": PASSWORD},
        headers=headers,
        allow_redirects=False,
    )


async def test_without_a_session_there_is_no_desk(client: Client) -> None:
    page = await client.get("/conseiller", allow_redirects=False)
    assert page.status == 303
    assert page.headers["Location"] == "/conseiller/connexion"
    with pytest.raises(WSServerHandshakeError) as refusal:
        await client.ws_connect("/conseiller/ws")
    assert refusal.value.status == 401


async def test_an_expired_cookie_opens_nothing_and_closes_what_it_had_opened(
    client: Client, hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_socket, "SESSION_CHECKED_EVERY", 0.05)
    hire("camille")
    desk = await Desk.open(client, "camille")
    with Session(part(client, STORE).engine) as session, session.begin():
        session.execute(update(DeskSession).values(expires_at=now() - timedelta(seconds=1)))
    assert await desk.closed() == SESSION_ENDED
    answer = await client.get("/conseiller", allow_redirects=False)
    assert answer.headers["Location"] == DOOR
    with pytest.raises(WSServerHandshakeError):
        await client.ws_connect("/conseiller/ws")


async def test_a_cookie_stolen_before_signing_out_is_dead_afterwards(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    await Desk.open(client, "camille")
    stolen = session_cookie(client)
    csrf = await token_in(client, "/conseiller")
    await client.post("/conseiller/deconnexion", data={"csrf": csrf})
    client.session.cookie_jar.update_cookies({"ariane_conseiller": stolen})
    assert (await client.get("/conseiller", allow_redirects=False)).headers["Location"] == DOOR


async def test_a_cookie_planted_before_signing_in_is_not_the_one_that_opens(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    client.session.cookie_jar.update_cookies({"ariane_conseiller": "planté"})
    await log_in(client)
    assert session_cookie(client) != "planté"
    assert len(session_cookie(client)) >= 43


async def test_a_session_that_still_owes_its_second_factor_opens_no_page_and_soon_ends(
    client: Client, hire: Hire
) -> None:
    account = hire("camille")
    half_way = part(client, SESSIONS).start(account, Stage.CODE)
    client.session.cookie_jar.update_cookies({"ariane_conseiller": half_way})
    for method, path in routes(client, "session"):
        answer = await client.request(method, path, allow_redirects=False)
        assert answer.headers.get("Location") == DOOR or answer.status == 401, path
    assert timedelta(minutes=10) >= UNFINISHED_LASTS


# --- other sites ---


@pytest.mark.parametrize("origin", ["https://pirate.example", "null", "http://127.0.0.1.pirate.fr"])
async def test_another_site_cannot_open_a_window(client: Client, origin: str) -> None:
    with pytest.raises(WSServerHandshakeError) as refusal:
        await client.ws_connect("/ws", headers={"Origin": origin})
    assert refusal.value.status == 403


async def test_our_own_page_can_open_a_window(client: Client) -> None:
    origin = str(client.make_url("/")).rstrip("/")
    socket = await client.ws_connect("/ws", headers={"Origin": origin})
    assert not socket.closed


@pytest.mark.parametrize("origin", ["https://pirate.example", "null"])
async def test_another_site_can_neither_log_in_nor_open_the_socket(
    client: Client, hire: Hire, origin: str
) -> None:
    hire("camille")
    assert (await log_in(client, Origin=origin)).status == 403
    await Desk.open(client, "camille")
    with pytest.raises(WSServerHandshakeError) as refusal:
        await client.ws_connect("/conseiller/ws", headers={"Origin": origin})
    assert refusal.value.status == 403


@pytest.mark.parametrize("csrf", ["", "faux", "é"])
async def test_logging_out_needs_the_form_s_own_token(
    client: Client, hire: Hire, csrf: str
) -> None:
    hire("camille")
    await Desk.open(client, "camille")
    token = session_cookie(client)
    answer = await client.post("/conseiller/deconnexion", data={"csrf": csrf})
    assert answer.status == 403
    page = await (await client.get("/conseiller", allow_redirects=False)).text()
    right = page.split('name="csrf" value="')[1].split('"')[0]
    await client.post("/conseiller/deconnexion", data={"csrf": right})
    client.session.cookie_jar.update_cookies({"ariane_conseiller": token})
    assert (await client.get("/conseiller", allow_redirects=False)).status == 303


async def test_every_form_is_refused_without_its_token_or_from_another_site(
    client: Client, hire: Hire
) -> None:
    account = hire("camille")
    stages = {"/conseiller/code": Stage.CODE}
    for method, path in routes(client, "formulaire"):
        token = part(client, SESSIONS).start(account, stages.get(path, Stage.OPEN))
        client.session.cookie_jar.update_cookies({"ariane_conseiller": token})
        for sent in ({"csrf": "faux", "code": "000000"}, {}):
            answer = await client.request(method, path, data=sent, allow_redirects=False)
            assert answer.status == 403, path
        elsewhere = {"Origin": "https://pirate.example"}
        answer = await client.request(method, path, headers=elsewhere, allow_redirects=False)
        assert answer.status == 403, path


# --- scripts in a message or in a name ---


async def test_a_script_in_a_message_or_a_name_travels_as_text(client: Client, hire: Hire) -> None:
    part(client, ACCOUNTS).add("camille", ATTACK, PASSWORD)
    desk = await Desk.open(client, "camille")
    member = await Member.arrive(client)
    await member.call_counselor()
    await desk.take(member.conversation)
    await member.say(ATTACK)
    assert (await desk.wait("message", author="membre"))["text"] == ATTACK
    await desk.write(member.conversation, ATTACK)
    heard = await member.wait("message", author="conseiller")
    assert (heard["text"], heard["name"]) == (ATTACK, ATTACK)
    page = await (await client.get("/conseiller")).text()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "onerror=alert" not in page.replace("onerror=alert(1)&gt;", "")


def test_no_page_makes_markup_from_a_text() -> None:
    forbidden = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
                 "new Function", "srcdoc")  # fmt: skip
    scripts = [path for path in (PROJECT / "bot").rglob("*.js") if "static" in str(path.parent)]
    assert len(scripts) > 10
    for path in scripts:
        source = path.read_text(encoding="utf-8")
        assert [word for word in forbidden if word in source] == [], path.name


def test_no_template_lets_a_value_through_as_markup() -> None:
    """`safe` and `autoescape false` are how Jinja stops escaping; the QR code is drawn by us."""
    for path in (PROJECT / "bot").rglob("templates/*.html"):
        source = path.read_text(encoding="utf-8")
        raw = re.findall(r"\{\{\s*([^}]*?)\s*\|\s*safe", source)
        assert set(raw) <= {"qr"}, path.name
        assert "autoescape" not in source, path.name


# --- private notes ---


async def test_a_private_note_reaches_the_member_by_no_frame(client: Client, hire: Hire) -> None:
    """Whatever the counselor then does, and whatever the member asks for."""
    member, desk = await followed(client, hire)
    conversation = member.conversation
    note = "NOTE-PRIVEE semble très inquiète"
    await desk.send(type="note", conversation=conversation, text=note)
    [kept] = (await desk.wait("notes"))["notes"]
    assert (kept["text"], kept["name"]) == (note, "Camille")
    await desk.send(
        type="follow_up", conversation=conversation, text="NOTE-PRIVEE à revoir", date="2026-12-21"
    )
    while not (promises := (await desk.wait("promises"))["promises"]):
        pass  # the one that taking the conversation showed
    assert promises[0]["note"] == "NOTE-PRIVEE à revoir"
    dominique = await break_in(client, hire, conversation)
    await desk.write(conversation, "Bonjour")
    await member.wait("message", author="conseiller")
    for kind in ("export", "kept"):
        for form in ("json", "texte", "txt", None):
            await member.send(type=kind, format=form)
    await member.send(type="escalate", id="e")
    await desk.send(type="close", conversation=conversation)
    await member.wait("state", state="closed")
    back = await member.back(client)
    seen = json.dumps([*await member.calm(), *await back.calm()], ensure_ascii=False)
    assert "Bonjour" in seen
    assert "NOTE-PRIVEE" not in seen + decoded(member.frames)
    await dominique.close()


async def break_in(client: Client, hire: Hire, conversation: str) -> Desk:
    """A colleague opens the conversation, with a reason that is private too."""
    hire("dominique")
    dominique = await Desk.open(client, "dominique")
    reason = "NOTE-PRIVEE l'adhérent attend, Camille ne répond plus."
    await dominique.send(
        type="break_glass", conversation=conversation, motif="absence", text=reason
    )
    await dominique.wait("thread")
    return dominique


def decoded(frames: list[Frame]) -> str:
    """What the files among these frames say."""
    files = [frame["base64"] for frame in frames if "base64" in frame]
    return "".join(b64decode(one).decode("utf-8", errors="ignore") for one in files)


# --- every route, every frame, asked by who may not ---

# Who may open each address: « tous », a « session » of the desk, a « formulaire » with its token,
# the « porte » itself, a « socket » with its own tests.
ROUTES = {
    ("GET", "/"): "tous",
    ("GET", "/sante"): "tous",
    ("GET", "/widget.js"): "tous",
    ("GET", "/widget"): "fichiers",
    ("GET", "/ws"): "socket",
    ("GET", "/apercu"): "renvoi",
    ("GET", "/apercu/{rest}"): "renvoi",
    ("GET", "/conseiller"): "session",
    ("GET", "/conseiller/ws"): "session",
    ("GET", "/conseiller/static"): "fichiers",
    ("GET", "/conseiller/connexion"): "porte",
    ("POST", "/conseiller/connexion"): "porte",
    ("GET", "/conseiller/code"): "porte",
    ("POST", "/conseiller/code"): "formulaire",
    ("GET", "/conseiller/second-facteur"): "porte",
    ("POST", "/conseiller/second-facteur"): "formulaire",
    ("POST", "/conseiller/deconnexion"): "formulaire",
    ("GET", "/conseiller/annuaire"): "porte",
    ("GET", "/conseiller/annuaire/retour"): "porte",
    ("GET", "/conseiller/equipe"): "session",
    ("GET", "/conseiller/journal"): "session",
    ("GET", "/conseiller/journal.csv"): "session",
    ("GET", "/conseiller/apercu/static"): "fichiers",
    ("GET", "/conseiller/apercu"): "session",
    ("GET", "/conseiller/apercu/{name}"): "session",
    ("GET", "/conseiller/apercu/demarches/{name}"): "session",
    ("GET", "/conseiller/apercu/lettres/{name}"): "session",
}
EXAMPLES = {"/conseiller/apercu/{name}": "/conseiller/apercu/couts/mutuelle"}


def served(client: Client) -> set[tuple[str, str]]:
    """Every method and address that the service answers."""
    assert client.app is not None
    return {
        (route.method, route.resource.canonical)
        for route in client.app.router.routes()
        if route.resource and route.method != "HEAD"
    }


def routes(client: Client, kind: str) -> list[tuple[str, str]]:
    """Addresses of a kind, with an example in place of what varies."""
    return [
        (method, EXAMPLES.get(path, path.replace("{name}", "x")))
        for method, path in sorted(served(client))
        if ROUTES[method, path] == kind
    ]


async def test_every_route_says_who_may_open_it(client: Client) -> None:
    """A route added tomorrow fails here until it has a line, and so the tests of its kind."""
    directory = {("GET", "/conseiller/annuaire"), ("GET", "/conseiller/annuaire/retour")}
    assert served(client) | directory == set(ROUTES)


async def test_without_a_session_no_route_of_the_desk_shows_anything(client: Client) -> None:
    for method, path in routes(client, "session"):
        answer = await client.request(method, path, allow_redirects=False)
        assert answer.status == 401 or answer.headers.get("Location") == DOOR, path
    for method, path in routes(client, "formulaire"):
        answer = await client.request(method, path, allow_redirects=False)
        assert answer.status == 403 or answer.headers.get("Location") == DOOR, path


async def test_public_routes_tell_nothing_of_conversations(client: Client, hire: Hire) -> None:
    member, _ = await followed(client, hire)
    client.session.cookie_jar.clear()
    for kind in ("tous", "porte", "renvoi"):
        for method, path in routes(client, kind):
            text = await (await client.request(method, path)).text()
            assert SECRET not in text, path
            assert member.conversation not in text, path


@pytest.mark.parametrize(
    "path", ["/widget/../app.py", "/conseiller/static/../socket.py", "/widget/%2e%2e/app.py"]
)
async def test_static_folders_hold_nothing_else(client: Client, path: str) -> None:
    answer = await client.get(URL(path, encoded=True), allow_redirects=False)
    assert answer.status in (403, 404)


# Every field that any frame reads, filled: what refuses it must be whose conversation it is.
FILLED: Frame = {
    "text": "je m'en mêle de bout en bout", "kind": "call", "promise": 1, "date": "2026-12-21",
    "to": "team", "seq": 1, "ref": "couts/mutuelle", "part": "reponse", "reply": 1, "title": "T",
    "place": "590000001", "correction": 1, "motif": "inconnu", "around": "Lille",
}  # fmt: skip

UNANSWERED = {"seen"}  # says nothing, even to the counselor in charge


@pytest.mark.parametrize("state", ["bot", "human", "closed"])
async def test_no_frame_of_the_desk_reaches_the_conversation_of_others(
    client: Client, hire: Hire, state: str
) -> None:
    """Every frame that the desk obeys, sent by a counselor who does not follow the member."""
    member, camille = await followed(client, hire)
    gestures = {"bot": "hand_back", "closed": "close"}
    if state in gestures:
        await camille.send(type=gestures[state], conversation=member.conversation)
        await member.wait("state", state=state)
    hire("dominique")
    dominique = await Desk.open(client, "dominique")
    await dominique.calm()
    before, shown = traces(part(client, STORE).engine, member.conversation), len(dominique.frames)
    asked = 0
    for kind in FRAMES:
        sent = {"type": kind, "conversation": member.conversation, "id": f"d-{kind}"}
        await dominique.send(**{**FILLED, **sent})
        await dominique.send(type="ping")
        await dominique.wait("pong")
        refused = [frame for frame in dominique.frames if frame["type"] == "error"]
        assert len(refused) == asked + (kind not in UNANSWERED), kind
        asked = len(refused)
    told = {frame["type"] for frame in (await dominique.calm())[shown:]}
    assert told <= {"error", "lists", "pong"}
    assert SECRET not in json.dumps(dominique.frames, ensure_ascii=False)
    assert "je m'en mêle" not in json.dumps(await member.calm(), ensure_ascii=False)
    assert traces(part(client, STORE).engine, member.conversation) == before


async def test_a_counselor_changes_no_standard_reply_of_another(client: Client, hire: Hire) -> None:
    member, camille = await followed(client, hire)
    mine = {"type": "save_reply", "conversation": member.conversation}
    await camille.send(**mine, title="À moi", text="Bonjour de Camille")
    [kept] = (await camille.wait("replies"))["own"]
    hire("dominique")
    dominique = await Desk.open(client, "dominique")
    other = await Member.arrive(client)
    await other.call_counselor()
    await dominique.take(other.conversation)
    for frame in (
        {"type": "save_reply", "reply": kept["id"], "title": "Volé", "text": "Volé"},
        {"type": "delete_reply", "reply": kept["id"]},
        {"type": "replies"},
    ):
        await dominique.send(conversation=other.conversation, **frame)
    await dominique.calm()
    await camille.send(type="replies", conversation=member.conversation)
    [now_kept] = (await camille.wait("replies"))["own"]
    assert now_kept == kept
    assert "Bonjour de Camille" not in json.dumps(dominique.frames, ensure_ascii=False)


# --- brute force ---


async def test_guessing_a_password_locks_it_even_when_guesses_come_together(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    guesses = [
        client.post(DOOR, data={"login": "camille", "password": f"essai numéro {number}"})
        for number in range(ACCOUNT.free)
    ]
    assert {answer.status for answer in await asyncio.gather(*guesses)} == {401}
    assert (await give_password(client, "camille")).status == 401, "même le bon, pour un temps"


async def test_a_refused_login_says_so_without_saying_why(client: Client, hire: Hire) -> None:
    hire("camille")
    pages = []
    for login in ("inconnue", "camille"):
        answer = await client.post(
            "/conseiller/connexion", data={"login": login, "password": "mauvais mot de passe"}
        )
        assert answer.status == 401
        pages.append(await answer.text())
    assert pages[0].replace("inconnue", "camille") == pages[1]


async def test_a_flood_is_slowed_and_told_when_to_come_back(client: Client, rasa: FakeRasa) -> None:
    member = await Member.arrive(client)
    sent = [await member.say(f"message {number}") for number in range(web_channel.BURST + 5)]
    refused = [await member.wait_either(one) for one in sent]
    assert [one["code"] for one in refused if one] == ["trop_vite"] * len([o for o in refused if o])
    assert 3 <= len([one for one in refused if one]) <= 5


# --- oversized and malformed frames ---


@pytest.mark.parametrize(
    "raw",
    [
        "ceci n'est pas du JSON",
        '{"type":"message"',
        "[]",
        "null",
        "12",
        "[" * 30_000,
        '{"type":"inconnu"}',
        '{"type":null}',
        '{"type":["message"]}',
        '{"type":"message","text":"sans identifiant"}',
        '{"type":"message","id":12,"text":"identifiant numérique"}',
        '{"type":"message","id":"","text":"identifiant vide"}',
        '{"type":"message","id":"' + "i" * 65 + '","text":"identifiant trop long"}',
        r'{"type":"message","id":"\u0000","text":"identifiant illisible"}',
        r'{"type":"message","id":"\ud800","text":"identifiant illisible"}',
        '{"type":"message","id":"a","text":{"b":1}}',
        '{"type":"message","id":"a","text":null}',
        '{"type":"message","id":"a"}',
    ],
)
async def test_an_unreadable_frame_is_said_and_the_window_stays(
    client: Client, rasa: FakeRasa, raw: str
) -> None:
    member = await Member.arrive(client)
    await member.socket.send_str(raw)
    error = await member.wait("error")
    assert error["code"] == "trame_illisible"
    assert "Rechargez" in error["text"]
    await still_there(member)
    assert rasa.turns == ["et ensuite ?"]


async def test_a_binary_frame_is_refused_and_the_window_stays(client: Client) -> None:
    member = await Member.arrive(client)
    await member.socket.send_bytes(b"\x00\xff\xfe")
    assert (await member.wait("error"))["code"] == "trame_illisible"
    await still_there(member)


async def test_an_oversized_frame_closes_the_window_not_the_conversation(client: Client) -> None:
    member = await Member.arrive(client)
    await member.ask("bonjour")
    await member.say("a" * (web_channel.MAX_FRAME + 1))
    assert await member.closed() == 1009
    again = await member.back(client)
    assert [m["text"] for m in again.welcome["messages"]][1:] == ["bonjour", "Réponse à : bonjour"]
    await still_there(again)


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "inconnu"},
        {"type": "open"},
        {"type": "open", "conversation": 12},
        {"type": "open", "conversation": "inconnue"},
        {"type": "open", "conversation": "\x00"},
        {"type": "take", "conversation": "\ud800"},
        {"type": "take", "conversation": "inconnue"},
        {"type": ["open"]},
    ],
)
async def test_an_odd_frame_is_answered_and_the_desk_stays_open(
    desk: Desk, frame: dict[str, Any]
) -> None:
    await desk.send(**frame)
    assert (await desk.wait("error"))["text"]
    await desk.socket.send_str("ceci n'est pas du JSON")
    assert "Rechargez" in (await desk.wait("error"))["text"]


@pytest.mark.parametrize("raw", ["[" * 30_000, "null", "[]", "12", '{"type":"open"', b"\x00\xff"])
async def test_the_desk_survives_what_is_no_frame(desk: Desk, raw: str | bytes) -> None:
    send = desk.socket.send_bytes if isinstance(raw, bytes) else desk.socket.send_str
    await send(raw)  # type: ignore[arg-type]
    assert (await desk.wait("error"))["text"]
    await desk.send(type="ping")
    await desk.wait("pong")


async def test_an_oversized_frame_closes_the_desk_s_page_and_nothing_else(
    client: Client, hire: Hire
) -> None:
    member, camille = await followed(client, hire)
    await camille.write(member.conversation, "a" * (desk_socket.MAX_FRAME + 1))
    assert await camille.closed() == 1009
    again = await Desk.open(client, "camille")
    await again.write(member.conversation, "Me revoici")
    assert (await member.wait("message", author="conseiller"))["text"] == "Me revoici"


@pytest.mark.parametrize("value", [None, 12, -1, 10**30, "", "\x00", "\ud800", [], {}, True])
async def test_no_frame_of_the_desk_breaks_it_whatever_its_fields_hold(
    client: Client, hire: Hire, value: Any
) -> None:
    member, camille = await followed(client, hire)
    odd = dict.fromkeys(FILLED, value)
    leaving = ("close", "hand_back", "transfer")
    for kind in sorted(FRAMES, key=lambda kind: (kind in leaving, kind)):
        await camille.send(**{**odd, "type": kind, "conversation": member.conversation, "id": kind})
    await camille.send(type="ping")
    await camille.wait("pong")
    assert not camille.socket.closed
    await camille.calm()
    await member.ask("et ensuite ?") if await left(member) else None


async def left(member: Member) -> bool:
    """True when no counselor follows the member any more."""
    states = [frame["state"] for frame in await member.calm() if frame["type"] == "state"]
    return bool(states) and states[-1] != "human"


async def test_a_body_too_large_is_refused_before_it_is_read(client: Client, hire: Hire) -> None:
    hire("camille")
    answer = await client.post(DOOR, data={"login": "camille", "password": "a" * 300_000})
    assert answer.status == 413


# --- headers ---


async def test_every_page_is_served_with_strict_headers(client: Client, hire: Hire) -> None:
    hire("camille")
    await give_password(client, "camille")
    for kind in ("tous", "porte", "session", "renvoi"):
        for method, path in routes(client, kind):
            if path.endswith("/ws") or method == "POST":
                continue
            answer = await client.get(path, allow_redirects=False)
            for name in SECURITY_HEADERS:
                assert name in answer.headers, f"{path} : {name}"
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'self'" in policy
            assert "unsafe" not in policy
            embedded = path.startswith("/widget")
            assert ("Access-Control-Allow-Origin" in answer.headers) == embedded, path
            if path.startswith("/conseiller") and answer.status == 200:
                assert answer.headers["Cache-Control"] == "no-store", path


async def test_members_get_no_cookie(client: Client) -> None:
    client.session.cookie_jar.clear()
    for method, path in routes(client, "tous"):
        await client.request(method, path)
    await Member.arrive(client)
    assert list(client.session.cookie_jar) == []
