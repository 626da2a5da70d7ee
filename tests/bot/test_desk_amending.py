"""A counselor's correction: signed, seen by all members at once, withdrawn as easily."""

import pytest
from people import Client, Desk, Frame, Hire

from bot.keys import AUDIT
from knowledge.offer import offer_in_use
from knowledge.offer.lookup import look_up
from tests.bot import desk_tools
from tests.bot.desk_tools import in_charge

example, offer = desk_tools.example, desk_tools.offer
pytestmark = pytest.mark.usefixtures("offer")


def first() -> Frame:
    """The card of the nearest dentist of Valenciennes, as members are shown it."""
    return look_up(offer_in_use(), "dentiste", "Valenciennes").cards[0]


@pytest.mark.parametrize(
    ("values", "key", "seen"),
    [
        ({"kind": "phone", "value": "03 53 01 70 99"}, "telephone", "03 53 01 70 99"),
        ({"kind": "moved", "value": "2 rue Neuve, 59300 Valenciennes"}, "adresse", "2 rue Neuve"),
        ({"kind": "no_new_patients", "note": "dit au téléphone"}, "mention", "patient"),
        ({"kind": "other", "note": "Sonnez au fond de la cour"}, "mention", "Sonnez"),
    ],
)
async def test_a_correction_is_seen_at_once_and_withdrawn(
    client: Client, hire: Hire, values: Frame, key: str, seen: str
) -> None:
    hire("camille")
    desk, member = await in_charge(client)
    before = first()
    frame = {"conversation": member.conversation, "place": before["id"]}
    await desk.send(type="correct", **frame, **values)
    [made] = (await desk.wait("corrections"))["corrections"]
    assert made["counselor"] == "Camille (camille)"
    assert seen in str(first()[key])
    await desk.send(type="uncorrect", **frame, correction=made["id"])
    [withdrawn] = (await desk.wait("corrections"))["corrections"]
    assert withdrawn["revoked_on"]
    assert first()[key] == before[key]
    assert client.app is not None
    trail = [one for one in client.app[AUDIT].search() if one.action == "correction"]
    assert [one.detail for one in trail] == [
        f"retrait {before['id']}", f"{values['kind']} {before['id']}",
    ]  # fmt: skip
    assert {one.reference for one in trail} == {""}


async def test_a_place_closed_for_good_is_no_longer_shown(client: Client, hire: Hire) -> None:
    hire("camille")
    desk, member = await in_charge(client)
    gone = first()["id"]
    await desk.send(type="correct", conversation=member.conversation, place=gone, kind="closed")
    await desk.wait("corrections")
    assert first()["id"] != gone
    await desk.send(type="place", conversation=member.conversation, place=gone)
    [made] = (await desk.wait("corrections"))["corrections"]
    assert made["kind"] == "closed"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"kind": "phone", "value": "12"}, "n'est pas un numéro"),
        ({"kind": "moved"}, "nouvelle adresse"),
        ({"kind": "other"}, "Dites dans la note"),
        ({"kind": "inconnu"}, "inconnue"),
        ({"kind": "closed", "place": "lieu-inconnu"}, "Aucun lieu"),
        ({"kind": "closed", "place": "\x00"}, "n'a pas pu être lu"),
    ],
)
async def test_a_wrong_correction_is_refused_in_a_sentence(
    client: Client, hire: Hire, values: Frame, told: str
) -> None:
    hire("camille")
    desk, member = await in_charge(client)
    frame = {"place": first()["id"], **values}
    await desk.send(type="correct", conversation=member.conversation, **frame)
    assert told in (await desk.wait("error"))["text"]


async def test_a_correction_is_withdrawn_from_its_own_place_only(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    desk, member = await in_charge(client)
    cards = look_up(offer_in_use(), "dentiste", "Valenciennes").cards
    frame = {"conversation": member.conversation, "place": cards[0]["id"]}
    await desk.send(type="correct", **frame, kind="no_new_patients")
    [made] = (await desk.wait("corrections"))["corrections"]
    await desk.send(
        type="uncorrect", conversation=member.conversation,
        place=cards[1]["id"], correction=made["id"],
    )  # fmt: skip
    assert (await desk.wait("error"))["text"]
    for _ in range(2):
        await desk.send(type="uncorrect", **frame, correction=made["id"])
    assert "Aucune correction en vigueur" in (await desk.wait("error"))["text"]


async def test_without_a_conversation_to_read_nothing_is_corrected(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    hire("dominique")
    _, member = await in_charge(client)
    dominique = await Desk.open(client, "dominique")
    number = first()["id"]
    for kind in ("place", "correct", "uncorrect"):
        await dominique.send(type=kind, conversation=member.conversation, place=number)
        assert "Vous ne suivez pas" in (await dominique.wait("error"))["text"]
