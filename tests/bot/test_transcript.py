"""A member leaves with a copy of the conversation: all of it, theirs alone, and no private note."""

import base64
import io
from uuid import uuid4

from people import Client, Desk, Frame, Hire, Member
from pypdf import PdfReader

from bot.keys import AUDIT
from tests.bot.desk_tools import everything, in_charge


async def given_copy(desk: Desk, member: Member) -> Frame:
    """The message by which the counselor gives a copy."""
    await desk.send(
        type="insert", conversation=member.conversation, id=str(uuid4()), kind="transcript"
    )
    while True:
        told = await member.wait("message", author="conseiller")
        if any("copie" in card for card in told["cards"]):
            return told


async def file_of(member: Member, message: Frame, wanted: str) -> tuple[str, bytes]:
    await member.send(type="document", message=message["id"], card=0, format=wanted)
    frame = await member.wait("document", format=wanted)
    return frame["nom"], base64.b64decode(frame["base64"])


async def test_the_copy_holds_what_both_said_and_never_a_private_note(
    client: Client, hire: Hire
) -> None:
    hire("camille")
    desk, member = await in_charge(client)
    await member.say("où déposer mon dossier œuvre 日 ?")
    await desk.wait("message", author="membre", text="où déposer mon dossier œuvre 日 ?")
    await desk.send(type="note", conversation=member.conversation, text="NOTE-PRIVEE fragile")
    await desk.wait("notes")
    await desk.send(
        type="insert", conversation=member.conversation, id=str(uuid4()),
        kind="article", ref="deuxieme_avis/ou-demander", part="etapes",
    )  # fmt: skip
    await desk.write(member.conversation, "À l'accueil, **le matin**.")
    await member.wait("message", author="conseiller", text="À l'accueil, **le matin**.")
    message = await given_copy(desk, member)
    [card] = message["cards"]
    assert card["formats"] == ["pdf", "txt"]
    await member.say("dit après la copie")
    name, content = await file_of(member, message, "txt")
    text = content.decode("utf-8-sig")
    assert name == "conversation-ariane.txt"
    assert "Vous, " in text
    assert "où déposer mon dossier œuvre 日 ?" in text
    assert "Camille, " in text
    assert "À l'accueil, le matin." in text
    assert "Source : " in text
    name, content = await file_of(member, message, "pdf")
    assert name == "conversation-ariane.pdf"
    paper = PdfReader(io.BytesIO(content))
    printed = "".join(page.extract_text() for page in paper.pages)
    assert "À l'accueil, le matin." in printed
    assert paper.metadata is not None
    assert paper.metadata.title == "Copie de votre conversation avec Ariane"
    for copy in (text, printed):
        assert "NOTE-PRIVEE" not in copy
        assert "dit après la copie" not in copy


async def test_the_counselor_is_shown_the_card_and_what_was_not_shared_stays_unread(
    client: Client, desk: Desk
) -> None:
    member = await Member.arrive(client)
    await member.ask("entre Ariane et moi")
    await member.call_counselor()
    await member.say("non")  # nothing of it is shared
    await desk.take(member.conversation)
    message = await given_copy(desk, member)
    assert "entre Ariane et moi" in (await file_of(member, message, "txt"))[1].decode()
    assert "entre Ariane et moi" not in everything(await desk.calm())
    assert client.app is not None
    assert "copie" in [one.action for one in client.app[AUDIT].search()]


async def test_another_member_s_copy_is_out_of_reach(client: Client, hire: Hire) -> None:
    hire("camille")
    desk, member = await in_charge(client)
    message = await given_copy(desk, member)
    stranger = await Member.arrive(client)
    for wanted in ("pdf", "docx"):
        await stranger.send(type="document", message=message["id"], card=0, format=wanted)
        assert (await stranger.wait("error"))["code"] == "document_indisponible"
    await member.send(type="document", message=message["id"], card=0, format="docx")
    assert (await member.wait("error"))["code"] == "document_indisponible"


async def test_only_who_is_in_charge_gives_a_copy(client: Client, hire: Hire) -> None:
    hire("camille")
    hire("dominique")
    _, member = await in_charge(client)
    dominique = await Desk.open(client, "dominique")
    await dominique.send(
        type="insert", conversation=member.conversation, id=str(uuid4()), kind="transcript"
    )
    assert "Vous ne suivez pas" in (await dominique.wait("error"))["text"]
    assert member.texts("conseiller") == []
