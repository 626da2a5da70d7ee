"""Standard replies of one counselor: those all share, and one's own, filled for a conversation."""

import asyncio
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from bot.hub import Frame
from bot.inbound import Refused, clean, read_number
from bot.models import PersonalReply
from knowledge.answers import today
from knowledge.desk import filled, refusal, replies, unknown_variables
from knowledge.mutuelle import mutuelle
from knowledge.wording import french_date, word

if TYPE_CHECKING:
    from bot.desk.gestures import Gesture, Gestures

MAX_OWN, MAX_TITLE, MAX_TEXT = 100, 60, 1500


class PersonalReplies:
    """Replies that counselors wrote for themselves, in one database."""

    def __init__(self, engine: Engine) -> None:
        """Use `engine`, whose tables exist."""
        self._engine = engine
        self._reader = engine.execution_options(readonly=True)

    def of(self, counselor: int) -> list[tuple[int, str, str]]:
        """Id, title and text of each, by title."""
        query = select(PersonalReply).where(PersonalReply.counselor_id == counselor)
        with Session(self._reader) as session:
            rows = session.scalars(query.order_by(PersonalReply.title, PersonalReply.id))
            return [(row.id, row.title, row.text) for row in rows]

    def save(self, counselor: int, identifier: int | None, title: str, text: str) -> bool:
        """Add one, or change one's own; False when there is none such, or already too many."""
        own = PersonalReply.counselor_id == counselor
        with Session(self._engine) as session, session.begin():
            if identifier is None:
                count = session.scalar(select(func.count()).select_from(PersonalReply).where(own))
                if (count or 0) < MAX_OWN:
                    session.add(PersonalReply(counselor_id=counselor, title=title, text=text))
                return (count or 0) < MAX_OWN
            row = session.scalar(select(PersonalReply).where(own, PersonalReply.id == identifier))
            if row is not None:
                row.title, row.text = title, text
            return row is not None

    def delete(self, counselor: int, identifier: int) -> None:
        """Delete one of one's own."""
        query = delete(PersonalReply).where(
            PersonalReply.counselor_id == counselor, PersonalReply.id == identifier
        )
        with Session(self._engine) as session, session.begin():
            session.execute(query)


class Phrases:
    """These gestures of one open page."""

    def __init__(self, gestures: "Gestures") -> None:
        """Act through `gestures`, for the same page."""
        self._window = gestures.window
        self._own = PersonalReplies(gestures.window.store.engine)
        self.by_frame: dict[str, Gesture] = {
            "replies": self._show,
            "save_reply": self._save,
            "delete_reply": self._delete,
        }

    async def _show(self, conversation: str, _: Frame) -> None:
        window = self._window
        ticket = await asyncio.to_thread(window.board.require, conversation, window.account.id)
        own = await asyncio.to_thread(self._own.of, window.account.id)
        values = {
            "mutuelle": mutuelle().nom,
            "conseiller": window.account.name,
            "commune": ticket.summary.get("lieu"),
            "date": french_date(today()),
        }
        shared = [_line(one.id, one.titre, word(one.texte, today()), values) for one in replies()]
        await window.send(
            {
                "type": "replies",
                "conversation": conversation,
                "shared": shared,
                "own": [_line(one, title, text, values) for one, title, text in own],
            }
        )

    async def _save(self, conversation: str, frame: Frame) -> None:
        title = clean(str(frame.get("title", "")))[:MAX_TITLE]
        text = clean(str(frame.get("text", "")))[:MAX_TEXT]
        unknown = unknown_variables(text)
        if unknown:
            raise Refused("reponse_type_refusee", raison=refusal(unknown))
        known = read_number(frame.get("reply"))
        counselor = self._window.account.id
        if not await asyncio.to_thread(self._own.save, counselor, known, title, text):
            raise Refused("reponses_types_pleines", limite=MAX_OWN)
        await self._show(conversation, frame)

    async def _delete(self, conversation: str, frame: Frame) -> None:
        named = read_number(frame.get("reply"))
        if named is None:
            raise Refused("trame_illisible")
        await asyncio.to_thread(self._own.delete, self._window.account.id, named)
        await self._show(conversation, frame)


def _line(
    identifier: int | str, title: str, text: str, values: dict[str, str | None]
) -> dict[str, Any]:
    """`texte` is ready to send; `modele`, to be changed, still has its variables."""
    return {"id": identifier, "titre": title, "texte": filled(text, values), "modele": text}
