"""What a member's window is given on demand: the file of a card, what is kept, a copy of it.

Always as a frame of the socket: no address ever leads to any of it.
"""

from bot.documents import document_frame
from bot.hub import Frame
from bot.inbound import read_id
from bot.personal.kept import kept
from bot.personal.told import export_frame, inventory
from bot.store import Store

GIVEN = ("document", "inventory", "export")


def given(store: Store, conversation: str, frame: Frame) -> Frame:
    """The frame that answers `frame`, of one of the types above. Reads the database.

    Raise Refused when there is no such file, UnknownConversation.
    """
    if frame["type"] == "document":
        shown = store.find(conversation, read_id(frame.get("message")) or "")
        return document_frame(shown, frame, lambda: store.messages(conversation))
    rows = kept(store.engine, conversation)
    if frame["type"] == "export":
        return export_frame(rows, frame.get("format"))
    return {"type": "inventory", "text": inventory(rows)}
