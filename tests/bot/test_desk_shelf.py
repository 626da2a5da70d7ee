"""What a counselor looks up beside the thread reaches the member as Ariane's own cards would."""

from uuid import uuid4

import pytest
from people import Client, Desk, Frame, Hire, Member

from bot.keys import STORE
from knowledge.offer import corrections, offer_in_use
from tests.bot import desk_tools
from tests.bot.desk_tools import everything, in_charge

example, offer = desk_tools.example, desk_tools.offer
pytestmark = pytest.mark.usefixtures("offer")
ARTICLE = "deuxieme_avis/ou-demander"


async def search(desk: Desk, conversation: str, text: str, around: str = "") -> Frame:
    await desk.send(type="search", conversation=conversation, text=text, around=around)
    return await desk.wait("found", text=text)


async def test_articles_and_places_are_found_with_a_few_words(client: Client, hire: Hire) -> None:
    hire("camille")
    desk, member = await in_charge(client)
    found = await search(desk, member.conversation, "c2s")
    assert any("C2S" in one["titre"] for one in found["articles"])
    found = await search(desk, member.conversation, "dentiste", "Valenciennes (59)")
    assert "Valenciennes" in found["places"][0]["nom"]
    assert (found["need"], found["around"]) == ("un dentiste", "Valenciennes (59)")
    assert "dentiste" not in everything(await member.calm())


async def test_a_commune_borne_by_several_is_asked_back(client: Client, hire: Hire) -> None:
    hire("camille")
    desk, member = await in_charge(client)
    found = await search(desk, member.conversation, "dentiste", "Saint-Denis")
    assert {"Saint-Denis (93)", "Saint-Denis (974)"} <= set(found["homonyms"])
    assert found["places"] == []


async def test_an_article_inserted_brings_its_words_its_helpers_and_its_sources(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    desk, member = await in_charge(client)
    for part, card in (("reponse", "source"), ("etapes", "etapes"), ("simple", "source")):
        await desk.send(
            type="insert", conversation=member.conversation, id=str(uuid4()),
            kind="article", ref=ARTICLE, part=part,
        )  # fmt: skip
        told = await member.wait("message", author="conseiller")
        assert told["name"] == "Camille"
        assert told["text"]
        assert "{" not in told["text"]
        kinds = [one["type"] for one in told["cards"]]
        assert card in kinds
        assert "source" in kinds


async def test_a_place_inserted_is_the_card_of_the_search_and_comes_once(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    desk, member = await in_charge(client)
    found = await search(desk, member.conversation, "dentiste", "Valenciennes")
    card = found["places"][0]
    identifier = str(uuid4())
    for _ in range(2):  # the page sends again after a cut
        await desk.send(
            type="insert", conversation=member.conversation, id=identifier,
            kind="place", ref=card["id"], where=found["where"],
        )  # fmt: skip
        await desk.wait("ack", id=identifier)
    told = await member.wait("message", author="conseiller")
    assert [one["nom"] for one in told["cards"]] == [card["nom"]]
    assert told["cards"][0]["distance"] == card["distance"]
    assert client.app is not None
    kept = client.app[STORE].messages(member.conversation)
    assert len([one for one in kept if one.draft.cards]) == 1


@pytest.mark.parametrize(
    "named",
    [
        {"kind": "article", "ref": "deuxieme_avis/inconnue", "part": "reponse"},
        {"kind": "article", "ref": ARTICLE, "part": "vigilance"},
        {"kind": "place", "ref": "inconnu"},
        {"kind": "place", "ref": "\x00"},
        {"kind": "carte", "ref": {"type": "lieu", "nom": "Inventé"}},
    ],
)
async def test_only_what_members_are_shown_can_be_inserted(
    client: Client, hire: Hire, named: Frame
) -> None:
    hire("camille")
    desk, member = await in_charge(client)
    await desk.send(type="insert", conversation=member.conversation, id=str(uuid4()), **named)
    assert "n'est plus montré" in (await desk.wait("error"))["text"]
    assert member.texts("conseiller") == []


async def test_a_place_said_to_be_closed_is_no_longer_inserted(client: Client, hire: Hire) -> None:
    hire("camille")
    desk, member = await in_charge(client)
    found = await search(desk, member.conversation, "dentiste", "Valenciennes")
    number = found["places"][0]["id"]
    corrections.add(offer_in_use(), number, "closed", "Camille")
    await desk.send(
        type="insert", conversation=member.conversation, id=str(uuid4()), kind="place", ref=number
    )
    assert "n'est plus montré" in (await desk.wait("error"))["text"]


async def test_who_only_reads_looks_up_but_inserts_nothing(client: Client, desk: Desk) -> None:
    member = await Member.arrive(client)
    await member.call_counselor()
    found = await search(desk, member.conversation, "dossier médical")
    assert found["articles"]
    await desk.send(
        type="insert", conversation=member.conversation, id=str(uuid4()),
        kind="article", ref=ARTICLE, part="reponse",
    )  # fmt: skip
    assert "Vous ne suivez pas" in (await desk.wait("error"))["text"]
    assert member.texts("conseiller") == []


async def test_a_colleague_s_conversation_is_no_reason_to_look_up(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    hire("dominique")
    _, member = await in_charge(client)
    dominique = await Desk.open(client, "dominique")
    await dominique.send(type="search", conversation=member.conversation, text="c2s")
    assert "Vous ne suivez pas" in (await dominique.wait("error"))["text"]
