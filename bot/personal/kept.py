"""Everything kept about one conversation, row by row, as the member has the right to read it.

What counselors wrote for each other is counted, never given here: it may speak of someone else, and
is answered by a person (see `told`). No row leaves with the hash of the secret or a colleague's id.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select

from bot.schema import conversation_tables
from bot.store import UnknownConversation

Rows = dict[str, list[dict[str, Any]]]
NOBODY_S = {"counselor_id", "done_by", "secret_hash"}
WITHHELD = {"note": {"text"}, "glass": {"text"}, "follow_up": {"note"}}


def kept(engine: Engine, conversation: str) -> Rows:
    """Rows by table, oldest first, ready for JSON but for their instants; empty tables included.

    Raise UnknownConversation.
    """
    found: Rows = {}
    with engine.execution_options(readonly=True).connect() as connection:
        for table, key in conversation_tables():
            hidden = NOBODY_S | WITHHELD.get(table.name, set())
            shown = [column for column in table.columns if column.name not in hidden]
            query = select(*shown).where(key == conversation).order_by(*table.primary_key)
            found[table.name] = [dict(row) for row in connection.execute(query).mappings()]
    if not found["conversation"]:
        raise UnknownConversation(conversation)
    return found


def plain(value: Any) -> str:
    """An instant in JSON; anything else there is a fault of ours."""
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
