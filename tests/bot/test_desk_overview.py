"""The supervisors' page: what goes on, who carries it, what is late; not a word of a member."""

from datetime import timedelta

import pytest
from people import Client, Clock, Desk, Hire, Member, Window
from signing import enter_enrolling

from bot.desk.overview import Overviews
from bot.desk.roles import Role
from bot.keys import RELAY, STORE
from bot.models import now
from tests.bot.desk_tools import in_charge

TEAM = "/conseiller/equipe"


async def supervised(client: Client) -> str:
    """The page, as a supervisor signed in with a second factor reads it."""
    await enter_enrolling(client, "sasha")
    answer = await client.get(TEAM)
    assert answer.status == 200
    return await answer.text()


async def test_a_supervisor_sees_load_waiting_dangers_and_no_word_of_a_member(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    hire("sasha", Role.SUPERVISOR)
    _, member = await in_charge(client)
    await member.say("MOT-DE-L-ADHERENT")
    waiting = await Member.arrive(client)
    await waiting.call_counselor()
    risky = await Member.arrive(client)
    await risky.say("je veux mourir")
    await risky.wait("message", author="securite")
    page = await supervised(client)
    assert "Camille" in page
    assert "1 sur 5" in page
    assert "<strong>1</strong> en attente" in page
    assert "Idées suicidaires" in page
    for word in ("MOT-DE-L-ADHERENT", "mourir", waiting.conversation, risky.conversation):
        assert word not in page


async def test_a_late_promise_is_raised(client: Client, hire: Hire, office_clock: Clock) -> None:
    hire("camille")
    hire("sasha", Role.SUPERVISOR)
    _, member = await in_charge(client)
    assert client.app is not None
    promises = client.app[RELAY].handover.promises
    promises.promise_answer(
        member.conversation, office_clock.instant + timedelta(hours=1), office_clock.instant
    )
    assert "Aucune promesse en retard" in await supervised(client)
    office_clock.advance(hours=2)
    page = await (await client.get(TEAM)).text()
    assert "<strong>1</strong> promesse en retard" in page
    assert "Réponse écrite due" in page


async def test_outcomes_of_the_day_are_counted_by_name(client: Client, hire: Hire) -> None:
    hire("camille")
    camille = await Desk.open(client, "camille")
    for outcome in ({"outcome": "repondu"}, {"outcome": "repondu"}, {"outcome": "oriente"}, {}):
        member = await Member.arrive(client)
        await member.call_counselor()
        await camille.take(member.conversation)
        await camille.send(type="close", conversation=member.conversation, **outcome)
        await member.wait("state", state="closed")
    await camille.calm()
    assert client.app is not None
    overviews = Overviews(client.app[STORE].engine, client.app[RELAY].handover.promises)
    today = overviews.at(now(), now() - timedelta(hours=1), frozenset()).outcomes
    assert today == [
        ("Réponse donnée", 2), ("Orientation vers un lieu ou un service", 1), ("", 1),
    ]  # fmt: skip
    assert overviews.at(now(), now() + timedelta(hours=1), frozenset()).outcomes == []


async def test_a_reply_that_is_awaited_counts_until_it_is_given(client: Client, hire: Hire) -> None:
    account = hire("camille")
    camille, member = await in_charge(client)
    await member.say("vous êtes là ?")
    await camille.wait("message", author="membre", text="vous êtes là ?")
    assert client.app is not None
    overviews = Overviews(client.app[STORE].engine, client.app[RELAY].handover.promises)
    there = frozenset({account.id})
    [load] = overviews.at(now(), now(), there).loads
    assert (load.colleague.followed, load.present, load.unanswered) == (1, True, 1)
    await camille.write(member.conversation, "Oui.")
    await member.wait("message", author="conseiller")
    [load] = overviews.at(now(), now(), there).loads
    assert load.unanswered == 0


@pytest.mark.parametrize("role", [Role.COUNSELOR, Role.ADMINISTRATOR])
async def test_nobody_else_watches_the_team(client: Client, hire: Hire, role: Role) -> None:
    hire("camille", role)
    if role is Role.COUNSELOR:
        desk: Window = await Desk.open(client, "camille")
        await desk.close()
    else:
        await enter_enrolling(client, "camille")
    assert (await client.get(TEAM)).status == 403
    client.session.cookie_jar.clear()
    assert (await client.get(TEAM, allow_redirects=False)).status == 303
