"""A conversation passes from hand to hand: nothing lost, nobody forgotten, all of it recorded."""

import pytest
from people import PASSWORD, Client, Desk, Hire, Member
from sqlalchemy import select, update

from bot.desk.accounts import AccountRefused, Accounts
from bot.desk.roles import Role
from bot.keys import AUDIT, STORE
from bot.models import Conversation, Counselor
from bot.store import Store
from knowledge.desk import desk as settings
from tests.bot.desk_tools import everything, in_charge

REASON = "Demande un remboursement, c'est votre spécialité."


def journal(client: Client, action: str) -> list[str]:
    """Details of the lines of this action, newest first."""
    assert client.app is not None
    return [one.detail for one in client.app[AUDIT].search() if one.action == action]


def join_team(client: Client, login: str, team: str) -> None:
    assert client.app is not None
    with client.app[STORE].engine.begin() as connection:
        connection.execute(update(Counselor).where(Counselor.login == login).values(team=team))


async def test_a_colleague_who_is_there_takes_over_with_the_reason_and_the_thread(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    receiver = hire("dominique")
    camille, member = await in_charge(client)
    await member.say("voici mon souci")
    dominique = await Desk.open(client, "dominique")
    await camille.send(type="colleagues", conversation=member.conversation)
    [person] = (await camille.wait("colleagues"))["people"]
    assert (person["id"], person["nom"], person["libre"]) == (receiver.id, "Dominique", True)
    await camille.send(
        type="transfer", conversation=member.conversation,
        to="counselor", id=receiver.id, text=REASON,
    )  # fmt: skip
    assert (await member.wait("state", counselor="Dominique"))["state"] == "human"
    await member.calm()
    assert "Camille confie votre conversation à Dominique" in member.texts("service")[-1]
    lists = await dominique._first(lambda one: one["type"] == "lists" and one["mine"])
    assert (lists["mine"][0]["given"], lists["mine"][0]["unread"]) == (True, 1)
    await dominique.send(type="open", conversation=member.conversation)
    thread = await dominique.wait("thread")
    assert REASON in thread["notes"][-1]["text"]
    assert "voici mon souci" in [one["text"] for one in thread["messages"]]
    await camille.send(type="open", conversation=member.conversation)
    assert "Vous ne suivez pas" in (await camille.wait("error"))["text"]
    assert journal(client, "transmission") == ["dominique"]
    assert REASON not in everything(await member.calm())


async def test_nobody_absent_or_unknown_is_given_a_conversation(client: Client, hire: Hire) -> None:
    hire("camille")
    absent = hire("dominique")
    administrator = hire("ange", Role.ADMINISTRATOR)
    camille, member = await in_charge(client)
    for named in (absent.id, administrator.id, 9999, "dominique", None):
        await camille.send(
            type="transfer", conversation=member.conversation,
            to="counselor", id=named, text=REASON,
        )  # fmt: skip
        assert "n'est plus à son poste" in (await camille.wait("error"))["text"]
    await camille.write(member.conversation, "Je suis toujours là.")
    await member.wait("message", author="conseiller")


async def test_a_reason_is_asked_for(client: Client, hire: Hire) -> None:
    hire("camille")
    receiver = hire("dominique")
    camille, member = await in_charge(client)
    await Desk.open(client, "dominique")
    await camille.send(
        type="transfer", conversation=member.conversation,
        to="counselor", id=receiver.id, text="  ",
    )  # fmt: skip
    assert "vide" in (await camille.wait("error"))["text"]


async def test_only_who_is_in_charge_passes_a_conversation_on(client: Client, hire: Hire) -> None:
    first = hire("camille")
    hire("dominique")
    _, member = await in_charge(client)
    dominique = await Desk.open(client, "dominique")
    for frame in (
        {"type": "colleagues"},
        {"type": "transfer", "to": "counselor", "id": first.id, "text": REASON},
        {"type": "transfer", "to": "team", "id": settings().equipes[0].id, "text": REASON},
        {"type": "hand_back", "text": "je rends"},
        {"type": "close", "outcome": "repondu"},
    ):
        await dominique.send(conversation=member.conversation, **frame)
        assert "Vous ne suivez pas" in (await dominique.wait("error"))["text"]
    assert "je rends" not in everything(await member.calm())


async def test_a_team_finds_it_in_the_waiting_list_at_its_place(client: Client, hire: Hire) -> None:
    team = settings().equipes[0]
    hire("camille")
    hire("dominique")
    camille, member = await in_charge(client)
    later = await Member.arrive(client)
    await later.call_counselor()
    dominique = await Desk.open(client, "dominique")
    await camille.send(
        type="transfer", conversation=member.conversation, to="team", id=team.id, text=REASON
    )
    await member.wait("state", state="waiting")
    await member.calm()
    assert f"l'équipe « {team.nom} »" in member.texts("service")[-1]
    lists = await dominique._first(lambda one: one["type"] == "lists" and len(one["waiting"]) == 2)
    assert [one["conversation"] for one in lists["waiting"]] == [
        member.conversation, later.conversation,
    ]  # fmt: skip
    assert [one["team"] for one in lists["waiting"]] == [team.nom, None]
    thread = await dominique.take(member.conversation)
    assert REASON in thread["notes"][-1]["text"]
    assert thread["team"] is None
    assert journal(client, "transmission") == [team.id]


async def test_a_page_shows_which_teams_have_somebody_there(client: Client, hire: Hire) -> None:
    team = settings().equipes[0]
    hire("camille")
    hire("dominique")
    join_team(client, "dominique", team.id)
    camille, member = await in_charge(client)
    await Desk.open(client, "dominique")
    await camille.send(type="colleagues", conversation=member.conversation)
    shown = await camille.wait("colleagues")
    assert {one["id"]: one["presents"] for one in shown["teams"]}[team.id] == 1
    assert shown["people"][0]["equipe"] == team.nom


async def test_a_counselor_follows_so_many_and_no_more_but_for_an_emergency(
    client: Client, hire: Hire
) -> None:
    overloaded = hire("camille")
    camille = await Desk.open(client, "camille")
    members = [await Member.arrive(client) for _ in range(settings().conversations_par_conseiller)]
    for member in members:
        await member.call_counselor()
        await camille.take(member.conversation)
    calm, urgent = await Member.arrive(client), await Member.arrive(client)
    for member in (calm, urgent):
        await member.call_counselor()
    await camille.send(type="take", conversation=calm.conversation)
    assert "Vous suivez déjà" in (await camille.wait("error"))["text"]
    await urgent.say("j'ai une forte douleur dans la poitrine")
    await camille.wait("lists", alert=urgent.conversation)
    await camille.take(urgent.conversation)
    hire("dominique")
    dominique, more = await in_charge(client, "dominique")
    await dominique.send(
        type="transfer", conversation=more.conversation,
        to="counselor", id=overloaded.id, text=REASON,
    )  # fmt: skip
    assert "trop de conversations" in (await dominique.wait("error"))["text"]


async def test_handing_back_with_a_sentence_says_it_before_ariane_is_back(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    camille, member = await in_charge(client)
    await camille.send(
        type="hand_back", conversation=member.conversation, text="Je vous laisse avec Ariane."
    )
    await member.wait("state", state="bot")
    await member.calm()
    assert member.texts("conseiller") == ["Je vous laisse avec Ariane."]
    said = [one["text"] for one in member.frames if one["type"] == "message"]
    assert "Je reprends la main" in said[said.index("Je vous laisse avec Ariane.") + 1]
    assert journal(client, "rendue") == [""]


async def test_how_a_conversation_ended_is_recorded_and_an_unknown_end_is_refused(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    camille, member = await in_charge(client)
    await camille.send(type="close", conversation=member.conversation, outcome="gagne")
    assert (await camille.wait("error"))["text"]
    await camille.send(type="close", conversation=member.conversation, outcome="oriente")
    await member.wait("state", state="closed")
    await camille.calm()
    assert journal(client, "cloture") == ["oriente"]


async def test_unread_messages_are_counted_on_the_server_until_seen(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    camille, member = await in_charge(client)
    for text in ("un", "deux"):
        await member.say(text)
        await camille.wait("message", author="membre", text=text)
    again = await Desk.open(client, "camille")
    assert [one["unread"] for one in again.frames[0]["mine"]] == [2]
    last = camille.frames[-1]["seq"]
    await camille.send(type="seen", conversation=member.conversation, seq=last)
    for seq in (10**6, -1, "4", None):  # nothing beyond what was said
        await camille.send(type="seen", conversation=member.conversation, seq=seq)
    await camille.calm()
    assert client.app is not None
    with client.app[STORE].engine.connect() as connection:
        assert connection.scalar(select(Conversation.seen_seq)) == last
    again = await Desk.open(client, "camille")
    assert [one["unread"] for one in again.frames[0]["mine"]] == [0]


async def test_nobody_else_marks_a_conversation_as_seen(client: Client, hire: Hire) -> None:
    hire("camille")
    hire("dominique")
    camille, member = await in_charge(client)
    await member.say("lisez-moi")
    seq = (await camille.wait("message", author="membre", text="lisez-moi"))["seq"]
    dominique = await Desk.open(client, "dominique")
    await dominique.send(type="seen", conversation=member.conversation, seq=seq)
    await dominique.calm()
    again = await Desk.open(client, "camille")
    assert [one["unread"] for one in again.frames[0]["mine"]] == [1]


def test_only_a_team_of_the_settings_is_given_to_an_account(store: Store) -> None:
    accounts = Accounts(store.engine)
    accounts.add("camille", "Camille", PASSWORD)
    with pytest.raises(AccountRefused, match="Équipes : prestations"):
        accounts.set_team("camille", "inconnue")
    accounts.set_team("camille", "prestations")
    with store.engine.connect() as connection:
        assert connection.scalar(select(Counselor.team)) == "prestations"
    accounts.set_team("camille", None)
    with store.engine.connect() as connection:
        assert connection.scalar(select(Counselor.team)) is None
