"""A working day, the holiday week-end that follows and the month after, by a clock moved at will.

Thursday 24 December 2026 is worked, Friday 25 is a public holiday: counselors are back on Monday.
What the service does every few seconds is done at each step of it.
"""

from datetime import datetime, timedelta

import pytest
from people import Client, Clock, Desk, Frame, Hire, Member

from bot import store as store_module
from bot.desk import socket as desk_socket
from bot.desk.socket import SESSION_ENDED
from bot.keys import RELAY, SESSIONS, STORE
from bot.retention import Retention
from bot.store import Store, UnknownConversation
from knowledge.wording import say

PHONE = "06 39 98 00 42"
DAYS = 30


class House:
    """The service, its clock and what is done as time passes."""

    def __init__(self, client: Client, clock: Clock, hire: Hire) -> None:
        assert client.app is not None
        self.client, self.clock, self.app = client, clock, client.app
        for login in ("camille", "dominique"):
            hire(login)

    @property
    def store(self) -> Store:
        return self.app[STORE]

    async def until(self, written: str, hours: float = 1) -> None:
        """Let time pass, so many hours after so many hours, to this instant of Paris."""
        end = datetime.fromisoformat(written + "+01:00")
        while self.clock.instant < end:
            self.clock.instant = min(end, self.clock.instant + timedelta(hours=hours))
            await self.app[RELAY].handover.tick()
            Retention(self.store, DAYS).purge(self.clock())

    async def asking(self) -> tuple[Member, str]:
        """A member who asks for a counselor, and what they are told at once."""
        member = await Member.arrive(self.client)
        await member.call_counselor()
        told = await member.wait("message", author="service")
        await member.ask("1")
        return member, plain(told["text"])

    async def lists(self, desk: Desk) -> Frame:
        """The desk's lists as they are now."""
        await desk.calm()
        return [frame for frame in desk.frames if frame["type"] == "lists"][-1]

    def state(self, member: Member) -> str:
        return self.store.control(member.conversation).state


def plain(text: str) -> str:
    """Ordinary spaces only."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture
def house(
    client: Client, hire: Hire, office_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> House:
    """The service before it opens, that Thursday."""
    monkeypatch.setattr(desk_socket, "SESSION_CHECKED_EVERY", 0.05)
    monkeypatch.setattr(store_module, "now", office_clock)
    office_clock.instant = datetime.fromisoformat("2026-12-24T08:30+01:00")
    house = House(client, office_clock, hire)
    house.app[SESSIONS].clock = office_clock
    return house


async def test_from_before_opening_to_the_monday_after_a_public_holiday(house: House) -> None:
    early, told = await house.asking()
    assert "aujourd'hui à 9 h" in told.replace("’", "'"), "on le dit, et on garde la demande"
    await house.until("2026-12-24T09:00")
    camille = await Desk.open(house.client, "camille")
    assert [one["conversation"] for one in (await house.lists(camille))["waiting"]] == [
        early.conversation
    ]
    await camille.take(early.conversation)
    await camille.close()
    await house.until("2026-12-24T12:00")
    assert house.state(early) == "waiting", "Camille n'est pas revenue : la demande est rendue"
    assert "n'est plus devant son poste" in early.texts("service")[-1]

    dominique = await Desk.open(house.client, "dominique")
    await dominique.take(early.conversation)
    await dominique.send(type="close", conversation=early.conversation)
    await early.wait("state", state="closed")

    await house.until("2026-12-24T17:00")
    writing, _ = await house.asking()
    promised = plain(await writing.ask("Recevoir une réponse écrite"))
    assert "au plus tard lundi 28 décembre à 17 h" in promised, "une heure ce soir, huit lundi"
    calling, _ = await house.asking()
    await calling.ask("être rappelé")
    assert [plain(one) for one in shown(calling) if "décembre" in one] == [
        "Lundi 28 décembre", "Mardi 29 décembre",
    ]  # fmt: skip
    await calling.ask("lundi 28 décembre")
    await calling.ask("1")
    assert "lundi 28 décembre, entre 9 h et 10 h 30" in plain(await calling.ask(PHONE))

    await house.until("2026-12-24T18:30")
    late, told = await house.asking()
    assert "lundi 28 décembre à 9 h" in told
    await house.until("2026-12-26T11:00")
    assert await dominique.closed() == SESSION_ENDED, "dix heures ont passé : on se reconnecte"
    weekend, told = await house.asking()
    assert "lundi 28 décembre à 9 h" in told

    await house.until("2026-12-28T09:00")
    camille = await Desk.open(house.client, "camille")
    lists = await house.lists(camille)
    assert [one["conversation"] for one in lists["waiting"]] == [
        late.conversation, weekend.conversation,
    ], "dans l'ordre des demandes"  # fmt: skip
    due = {one["kind"]: (one["due"], one["late"]) for one in lists["promised"]}
    assert due == {"call": (True, False), "written": (False, False)}
    await camille.send(type="join", conversation=calling.conversation)
    promises = (await camille.wait("promises"))["promises"]
    await camille.send(
        type="kept", conversation=calling.conversation, kind="call", promise=promises[0]["id"]
    )
    await house.until("2026-12-28T17:30")
    lists = await house.lists(camille)
    assert [(one["kind"], one["late"]) for one in lists["promised"]] == [("written", True)]


def shown(member: Member) -> list[str]:
    """Titles of the last buttons that the member was shown."""
    offered = [one for one in member.frames if one.get("buttons")]
    return [button["title"] for button in offered[-1]["buttons"]]


async def test_a_month_later_what_was_promised_comes_back_and_the_rest_is_gone(
    house: House,
) -> None:
    await house.until("2026-12-24T09:00")
    camille = await Desk.open(house.client, "camille")
    followed, over = (await house.asking())[0], (await house.asking())[0]
    for member in (followed, over):
        await camille.take(member.conversation)
    await camille.send(
        type="follow_up", conversation=followed.conversation, date="2027-02-01", text="l'examen"
    )
    await camille.wait("promises")
    for member in (followed, over):
        await camille.send(type="close", conversation=member.conversation)
        await member.wait("message", text=say("avis_question"))
    await house.until("2027-01-22T12:00", hours=12)
    assert house.state(over) == "closed", "trente jours ne sont pas passés"
    await house.until("2027-01-24T12:00", hours=12)
    with pytest.raises(UnknownConversation):
        house.state(over)

    await house.until("2027-02-01T09:00", hours=12)
    back = await Desk.open(house.client, "camille")
    [due] = (await house.lists(back))["promised"]
    assert (due["kind"], due["conversation"]) == ("follow_up", followed.conversation)
    await back.send(type="join", conversation=followed.conversation)
    [promise] = (await back.wait("promises"))["promises"]
    assert promise["note"] == "l'examen"
    kept = {"kind": "follow_up", "promise": promise["id"]}
    await back.send(type="kept", conversation=followed.conversation, **kept)
    await back.send(type="close", conversation=followed.conversation)
    await followed.wait("message", text=say("avis_question"))
    await house.until("2027-03-05T09:00", hours=12)
    with pytest.raises(UnknownConversation):
        house.state(followed)
