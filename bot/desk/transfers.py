"""Passing a conversation on: to a colleague who is there, or to a team's waiting list. All its SQL.

Never to somebody absent or overloaded: the member must not wait for them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, func, select
from sqlalchemy.orm import Session

from bot.desk.roles import RIGHTS, Right
from bot.desk.states import IllegalMove, Move, State, after
from bot.handover.sharing import enter
from bot.models import Conversation, Counselor
from knowledge.desk import desk

FOLLOWED = (
    select(func.count())
    .select_from(Conversation)
    .where(Conversation.counselor_id == Counselor.id, Conversation.state == State.HUMAN)
    .correlate(Counselor)
    .scalar_subquery()
)
CONVERSING = [role for role, rights in RIGHTS.items() if Right.CONVERSE in rights]


@dataclass(frozen=True)
class Colleague:
    """A counselor and what they follow now."""

    id: int
    login: str
    name: str
    team: str | None
    followed: int

    def has_room(self) -> bool:
        """True while one more conversation may be followed."""
        return self.followed < desk().conversations_par_conseiller

    def frame(self) -> dict[str, Any]:
        """What a colleague's page receives."""
        team = desk().team(self.team)
        return {
            "id": self.id,
            "nom": self.name,
            "equipe": team.nom if team else None,
            "suivies": self.followed,
            "libre": self.has_room(),
        }


class Transfers:
    """Colleagues of one database, and what passes between them."""

    def __init__(self, engine: Engine) -> None:
        """Use `engine`, whose tables exist."""
        self._engine = engine
        self._reader = engine.execution_options(readonly=True)

    def colleagues(self) -> list[Colleague]:
        """Who may follow conversations, by name."""
        return self._read(Counselor.active, Counselor.role.in_(CONVERSING))

    def colleague(self, counselor: int) -> Colleague:
        """One of them."""
        return self._read(Counselor.id == counselor)[0]

    def give(self, conversation: str, giver: int, receiver: int, moment: datetime) -> None:
        """Put another counselor in charge; raise IllegalMove unless `giver` is."""
        self._leave(conversation, giver, Move.TRANSFER, receiver, moment)

    def to_team(self, conversation: str, giver: int, team: str, moment: datetime) -> None:
        """Back to the waiting list, at its place, for a team; raise IllegalMove as `give`."""
        self._leave(conversation, giver, Move.RELEASE, None, moment, team)

    def _leave(
        self, conversation: str, giver: int, move: Move, receiver: int | None, moment: datetime,
        team: str | None = None,
    ) -> None:  # fmt: skip
        with Session(self._engine) as session, session.begin():
            row = session.get(Conversation, conversation, with_for_update=True)
            if row is None or row.counselor_id != giver:
                raise IllegalMove(conversation)
            enter(row, move, after(State(row.state), move), receiver, moment)
            row.team = team

    def _read(self, *which: ColumnElement[bool] | Any) -> list[Colleague]:
        query = select(Counselor, FOLLOWED).where(*which).order_by(Counselor.name, Counselor.id)
        with Session(self._reader) as session:
            return [
                Colleague(row.id, row.login, row.name, row.team, followed)
                for row, followed in session.execute(query)
            ]
