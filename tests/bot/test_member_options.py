"""What a member chooses in the widget and the service obeys: easy answers, a shared position."""

import json

import pytest
from fake_rasa import FakeRasa
from people import Client, Member

from bot.keys import STORE
from bot.personal.kept import kept, plain
from bot.position import told_as_text
from bot.store import Store
from knowledge.places import extract_places

VALENCIENNES = {"lat": 50.36, "lon": 3.52}


def store_of(client: Client) -> Store:
    assert client.app is not None
    return client.app[STORE]


async def test_easy_answers_are_asked_of_rasa_and_remembered_for_the_conversation_only(
    client: Client, rasa: FakeRasa
) -> None:
    member = await Member.arrive(client)
    assert member.welcome["falc"] is False
    await member.ask("avant")
    await member.send(type="option", falc=True)
    await member.ask("après")
    again = await member.back(client)
    assert again.welcome["falc"] is True
    await again.ask("encore")
    assert (await Member.arrive(client)).welcome["falc"] is False
    assert rasa.easy == [False, True, True]


async def test_easy_answers_chosen_before_the_conversation_hold_from_its_first_question(
    client: Client, rasa: FakeRasa
) -> None:
    member = Member(await client.ws_connect("/ws"))
    await member.send(type="hello", conversation=None, secret=None, after=0, falc=True)
    assert (await member.wait("welcome"))["falc"] is True
    await member.ask("bonjour")
    assert rasa.easy == [True]


async def test_easy_answers_chosen_during_a_cut_hold_at_its_end(client: Client) -> None:
    member = await Member.arrive(client)
    again = Member(await client.ws_connect("/ws"))
    known = {"conversation": member.conversation, "secret": member.secret}
    await again.send(type="hello", **known, after=0, falc=True)
    assert (await again.wait("welcome"))["falc"] is True
    assert (await member.back(client)).welcome["falc"] is True


async def test_a_position_is_answered_as_its_commune_typed_and_kept_no_finer(
    client: Client, rasa: FakeRasa, capsys: pytest.CaptureFixture[str]
) -> None:
    member = await Member.arrive(client)
    await member.send(type="position", id="p1", lat=50.3571, lon=3.5183)
    await member.wait("ack", id="p1")
    assert (await member.wait("message", author="membre"))["text"] == "Je suis à Valenciennes (59)"
    await member.wait("answered", id="p1")
    assert rasa.turns == ["Je suis à Valenciennes (59)"]
    rows = json.dumps(kept(store_of(client).engine, member.conversation), default=plain)
    for exact in ("3571", "5183"):
        assert exact not in rows + "".join(capsys.readouterr())


@pytest.mark.parametrize(
    "place",
    [
        {"lat": 52.52, "lon": 13.4},  # Berlin
        {"lat": 46.0, "lon": -20.0},  # the ocean
        {"lat": 120, "lon": 3},
        {"lat": "50.36", "lon": 3.52},
        {"lat": True, "lon": 3.52},
        {"lat": 50.36},
    ],
)
async def test_a_position_out_of_france_is_refused_with_another_way(
    client: Client, place: dict[str, object]
) -> None:
    member = await Member.arrive(client)
    await member.send(type="position", id="p1", **place)
    error = await member.wait("error", id="p1")
    assert error["code"] == "position_inconnue"
    assert "code postal" in error["text"]


@pytest.mark.parametrize(
    ("latitude", "longitude", "commune"),
    [
        (48.87, 2.36, "75110"),  # an arrondissement, not the whole of Paris
        (43.30, 5.38, "13201"),
        (-20.88, 55.45, "97411"),  # Saint-Denis of La Réunion, and none of its homonyms
        (48.41, -4.49, "29019"),
    ],
)
def test_a_point_is_told_in_words_that_are_read_back_as_its_commune(
    latitude: float, longitude: float, commune: str
) -> None:
    [mention] = extract_places(told_as_text({"lat": latitude, "lon": longitude}))
    assert [one.id for one in mention.candidates] == [commune]
