"""Standard replies: shared ones filled for the conversation, personal ones nobody else's."""

from datetime import date

import pytest
from people import Client, Desk, Frame, Hire
from sqlalchemy import update

from bot.keys import STORE
from bot.models import Conversation
from knowledge.desk import replies
from knowledge.mutuelle import mutuelle
from tests.bot.desk_tools import in_charge


async def shown(desk: Desk, conversation: str) -> Frame:
    await desk.send(type="replies", conversation=conversation)
    return await desk.wait("replies")


async def test_shared_replies_come_filled_and_what_is_not_known_is_left_to_write(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    desk, member = await in_charge(client)
    shared = {one["id"]: one for one in (await shown(desk, member.conversation))["shared"]}
    assert set(shared) == {one.id for one in replies()}
    assert f"je suis Camille, de {mutuelle().nom}" in shared["accueil"]["texte"]
    assert f"{date.today():%d/%m/%Y}" in shared["rappel"]["texte"]
    assert "autour de [commune]" in shared["lieux"]["texte"]
    assert not [one for one in shared.values() if "{" in one["texte"]]
    assert client.app is not None
    with client.app[STORE].engine.begin() as connection:
        connection.execute(update(Conversation).values(summary={"lieu": "Valenciennes (59)"}))
    shared = {one["id"]: one for one in (await shown(desk, member.conversation))["shared"]}
    assert "autour de Valenciennes (59)" in shared["lieux"]["texte"]


async def test_a_personal_reply_is_kept_changed_deleted_and_nobody_else_s(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    hire("dominique")
    camille, member = await in_charge(client)
    await camille.send(
        type="save_reply", conversation=member.conversation, reply=None,
        title="Ma formule", text="Ici {conseiller}, à votre service.",
    )  # fmt: skip
    [own] = (await camille.wait("replies"))["own"]
    assert own["texte"] == "Ici Camille, à votre service."
    assert own["modele"] == "Ici {conseiller}, à votre service."
    dominique, other = await in_charge(client, "dominique")
    assert (await shown(dominique, other.conversation))["own"] == []
    await dominique.send(
        type="save_reply", conversation=other.conversation, reply=own["id"], title="x", text="volé"
    )
    assert "non gardée" in (await dominique.wait("error"))["text"]
    await dominique.send(type="delete_reply", conversation=other.conversation, reply=own["id"])
    await dominique.wait("replies", own=[])
    await camille.send(
        type="save_reply", conversation=member.conversation, reply=own["id"],
        title="Ma formule", text="Changée.",
    )  # fmt: skip
    [changed] = (await camille.wait("replies"))["own"]
    assert (changed["id"], changed["texte"]) == (own["id"], "Changée.")
    await camille.send(type="delete_reply", conversation=member.conversation, reply=own["id"])
    assert (await camille.wait("replies"))["own"] == []


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"title": "Prénom", "text": "Bonjour {prenom}"}, "{prenom}"),
        ({"title": "", "text": "Bonjour"}, "vide"),
        ({"title": "Vide", "text": " "}, "vide"),
        ({"title": "Autre", "text": "Bonjour", "reply": 999}, "n'existe plus"),
    ],
)
async def test_a_personal_reply_that_could_not_be_sent_is_refused(
    client: Client, hire: Hire, values: Frame, told: str
) -> None:
    hire("camille")
    desk, member = await in_charge(client)
    await desk.send(type="save_reply", conversation=member.conversation, **values)
    assert told in (await desk.wait("error"))["text"]
    assert (await shown(desk, member.conversation))["own"] == []


async def test_who_may_not_read_a_conversation_gets_no_reply_filled_for_it(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    hire("dominique")
    _, member = await in_charge(client)
    dominique = await Desk.open(client, "dominique")
    await dominique.send(type="replies", conversation=member.conversation)
    assert "Vous ne suivez pas" in (await dominique.wait("error"))["text"]
