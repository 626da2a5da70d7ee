"""All SQL of conversations: create, append, answer, move, read, erase. Synchronous, no network.

Each public method is one transaction. A message is kept before it is acknowledged; an answer and
the end of its debt are written together, so a killed process neither loses nor doubles one.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from bot.desk.states import IllegalMove, Move, State, after, bot_answers
from bot.handover.models import Handling
from bot.handover.sharing import enter
from bot.inbound import ESCALATE
from bot.messages import OBEYED, Control, Draft, Stored
from bot.models import Conversation, Counselor, Message, now
from bot.schema import conversation_tables, ensure_schema


class UnknownConversation(Exception):
    """No such conversation, or not with that secret: the caller learns no more."""


class Store:
    """Conversations of one database."""

    def __init__(self, engine: Engine) -> None:
        """Use `engine`; bring its tables to the models."""
        self.engine = engine
        self.reader = engine.execution_options(readonly=True)
        ensure_schema(engine)

    def create(self) -> tuple[str, str]:
        """New conversation: (unguessable id, secret). Only a hash of the secret is kept."""
        identifier, secret = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        moment = now()
        with Session(self.engine) as session, session.begin():
            session.add(
                Conversation(
                    id=identifier,
                    secret_hash=_digest(secret),
                    state=State.BOT,
                    summary={},
                    created_at=moment,
                    updated_at=moment,
                )
            )
        return identifier, secret

    def check(self, conversation: str, secret: str) -> Control:
        """Control of the conversation; raise UnknownConversation unless the secret is its own."""
        with Session(self.reader) as session:
            row = session.get(Conversation, conversation)
            known = row.secret_hash if row else _digest("")
            if not hmac.compare_digest(known, _digest(secret)) or row is None:
                raise UnknownConversation(conversation)
            return _control(session, row)

    def control(self, conversation: str) -> Control:
        """Who is in charge; raise UnknownConversation."""
        with Session(self.reader) as session:
            return _control(session, _row(session, conversation))

    def append(self, conversation: str, draft: Draft, alarming: bool = False) -> Stored:
        """Keep a message at the end of the conversation; the same id twice is kept once.

        A member's message is marked as owed an answer when the bot is in charge or when it is
        `alarming`, and wakes a closed conversation. Raise UnknownConversation.
        """
        with Session(self.engine) as session, session.begin():
            row = _row(session, conversation, lock=True)
            known = session.scalars(_by_id(conversation, draft.id)).first()
            if known is not None:
                return replace(_stored(known), fresh=False)
            woke = draft.author == "membre" and row.state == State.CLOSED
            if woke:
                row.state = after(State.CLOSED, Move.REOPEN)
            ours = alarming or (draft.payload or "").startswith(OBEYED)
            pending = draft.author == "membre" and (ours or bot_answers(State(row.state)))
            return replace(_stored(_add(session, row, draft, pending)), woke=woke)

    def answer(
        self, question: Stored, replies: Iterable[Draft], handoff: bool = False
    ) -> list[Stored]:
        """Write the bot's replies and settle the debt, together; with `handoff`, a person is owed.

        Nothing is written when a human took over meanwhile, or when it was answered already.
        """
        with Session(self.engine) as session, session.begin():
            row = _row(session, question.conversation, lock=True)
            asked = session.get(Message, (question.conversation, question.seq))
            if asked is None or not asked.pending:
                return []
            asked.pending = False
            if not bot_answers(State(row.state)):
                return []
            if handoff:  # should we die before asking for one, it is asked for again
                asked.pending, asked.payload = True, ESCALATE
            return [_stored(_add(session, row, reply, False)) for reply in replies]

    def settle(self, question: Stored) -> None:
        """The bot owes no answer to this message (someone or something else answered)."""
        with Session(self.engine) as session, session.begin():
            session.execute(
                update(Message)
                .where(
                    Message.conversation_id == question.conversation, Message.seq == question.seq
                )
                .values(pending=False)
            )

    def owed(self, limit: int = 200) -> list[Stored]:
        """Messages the bot has not answered yet, oldest first."""
        query = (
            select(Message).where(Message.pending).order_by(Message.at, Message.seq).limit(limit)
        )
        with Session(self.reader) as session:
            return [_stored(row) for row in session.scalars(query)]

    def move(
        self,
        conversation: str,
        move: Move,
        counselor: int | None = None,
        summary: dict[str, Any] | None = None,
        moment: datetime | None = None,
    ) -> Control:
        """Change who is in charge; raise IllegalMove when someone else moved first.

        HAND_BACK, CLOSE and RELEASE are only for the counselor in charge.
        """
        with Session(self.engine) as session, session.begin():
            row = _row(session, conversation, lock=True)
            target, moment = after(State(row.state), move), moment or now()
            if row.state == State.HUMAN and counselor != row.counselor_id:
                raise IllegalMove("un autre conseiller suit cette conversation")
            handled = enter(row, move, target, counselor, moment)
            if handled is not None:
                session.add(Handling(seconds=handled, at=moment))
            if target == State.HUMAN:
                _forgive(session, conversation)
            if summary is not None:
                row.summary = summary
            return _control(session, row)

    def flag_risk(self, conversation: str, kind: str, moment: datetime) -> None:
        """Show the conversation first at the desk, and as one a counselor may join."""
        with Session(self.engine) as session, session.begin():
            row = _row(session, conversation, lock=True)
            row.urgent = True
            # Whatever the member chose to share before, these words are for whoever can help.
            row.shared_from = min(row.shared_from, max(row.last_seq - 1, 0))
            if row.state in (State.BOT, State.CLOSED):
                row.risk, row.risk_at = kind, moment

    def prefer_easy(self, conversation: str, wanted: bool) -> None:
        """The member wants answers that are easy to read, or no longer does."""
        with Session(self.engine) as session, session.begin():
            _row(session, conversation, lock=True).easy = wanted

    def messages(self, conversation: str, after_seq: int = 0) -> list[Stored]:
        """Messages after `after_seq`, in order."""
        query = (
            select(Message)
            .where(Message.conversation_id == conversation, Message.seq > after_seq)
            .order_by(Message.seq)
        )
        with Session(self.reader) as session:
            return [_stored(row) for row in session.scalars(query)]

    def find(self, conversation: str, message_id: str) -> Stored | None:
        """One message of the conversation by its id."""
        with Session(self.reader) as session:
            row = session.scalars(_by_id(conversation, message_id)).first()
            return _stored(row) if row else None

    def erase(self, conversation: str) -> None:
        """Erase everything: messages, notes, promises, Rasa's memory, the conversation itself."""
        with Session(self.engine) as session, session.begin():
            for table, key in reversed(conversation_tables()):
                session.execute(delete(table).where(key == conversation))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _row(session: Session, conversation: str, lock: bool = False) -> Conversation:
    row = session.get(Conversation, conversation, with_for_update=lock or None)
    if row is None:
        raise UnknownConversation(conversation)
    return row


def _control(session: Session, row: Conversation) -> Control:
    counselor = session.get(Counselor, row.counselor_id) if row.counselor_id else None
    name = counselor.name if counselor else None
    return Control(row.id, row.state, row.counselor_id, name, easy=row.easy)


def _by_id(conversation: str, message_id: str) -> Any:
    return select(Message).where(Message.conversation_id == conversation, Message.id == message_id)


def _add(session: Session, row: Conversation, draft: Draft, pending: bool) -> Message:
    row.last_seq += 1
    row.updated_at = now()
    message = Message(
        conversation_id=row.id,
        seq=row.last_seq,
        id=draft.id,
        author=draft.author,
        name=draft.name,
        text=draft.text,
        payload=draft.payload,
        buttons=draft.buttons,
        cards=draft.cards,
        pending=pending,
        at=row.updated_at,
    )
    session.add(message)
    return message


def _forgive(session: Session, conversation: str) -> None:
    """A human took over: late words of the bot would talk over the counselor."""
    session.execute(
        update(Message).where(Message.conversation_id == conversation).values(pending=False)
    )


def _stored(row: Message) -> Stored:
    draft = Draft(
        author=row.author,  # type: ignore[arg-type]  # column holds only Author values
        text=row.text,
        id=row.id,
        name=row.name,
        payload=row.payload,
        buttons=row.buttons,
        cards=row.cards,
    )
    return Stored(row.conversation_id, row.seq, draft, row.at, row.pending)
