"""What counselors know better than the files about a place: told, signed, withdrawn.

A correction is seen by every member at once; the trail keeps who made it, on which place.
"""

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.desk.accounts import Account
from bot.desk.audit import Action
from bot.hub import Frame
from bot.inbound import Refused, read_id
from knowledge.offer import OfferError, corrections, offer_in_use
from knowledge.wording import french_date

if TYPE_CHECKING:
    from bot.desk.gestures import Gesture, Gestures


class Amending:
    """These gestures of one open page. `place`: the number on its card."""

    def __init__(self, gestures: "Gestures") -> None:
        """Act through `gestures`, for the same page."""
        self._gestures, self._window = gestures, gestures.window
        self.by_frame: dict[str, Gesture] = {
            "place": self._show,
            "correct": self._correct,
            "uncorrect": self._uncorrect,
        }

    async def _show(self, conversation: str, frame: Frame) -> None:
        """Every correction of a place, withdrawn ones included."""
        window, number = self._window, _number(frame)
        await asyncio.to_thread(window.board.require, conversation, window.account.id)
        known = await asyncio.to_thread(corrections.list_corrections, offer_in_use(), number)
        await window.send(
            {
                "type": "corrections",
                "conversation": conversation,
                "place": number,
                "corrections": [_line(one) for one in known],
            }
        )

    async def _correct(self, conversation: str, frame: Frame) -> None:
        """Correct a place, from a conversation that one may read."""
        window, number = self._window, _number(frame)
        await asyncio.to_thread(window.board.require, conversation, window.account.id)
        kind = str(frame.get("kind"))
        try:
            await asyncio.to_thread(
                corrections.add, offer_in_use(), number, kind, _signature(window.account),
                str(frame.get("value") or ""), str(frame.get("note") or ""),
            )  # fmt: skip
        except OfferError as error:
            raise Refused("correction_refusee", raison=error) from None
        await self._record(f"{kind} {number}")
        await self._show(conversation, frame)

    async def _uncorrect(self, conversation: str, frame: Frame) -> None:
        """Withdraw a correction of this place: what the file says is shown again."""
        window, number, named = self._window, _number(frame), frame.get("correction")
        await asyncio.to_thread(window.board.require, conversation, window.account.id)
        known = await asyncio.to_thread(corrections.list_corrections, offer_in_use(), number)
        if named not in [one.id for one in known]:
            raise Refused("trame_illisible")
        try:
            await asyncio.to_thread(
                corrections.revoke, offer_in_use(), int(str(named)), _signature(window.account)
            )
        except OfferError as error:
            raise Refused("correction_refusee", raison=error) from None
        await self._record(f"retrait {number}")
        await self._show(conversation, frame)

    async def _record(self, detail: str) -> None:
        """The place, not the conversation: nothing must tell who was looking for it."""
        window = self._window
        await asyncio.to_thread(window.audit.record, Action.CORRECT, window.account, None, detail)


def _signature(account: Account) -> str:
    return f"{account.name} ({account.login})"


def _number(frame: Frame) -> str:
    number = read_id(frame.get("place"))
    if number is None:
        raise Refused("trame_illisible")
    return number


def _line(one: corrections.Corrected) -> dict[str, Any]:
    revoked = french_date(one.revoked_on) if one.revoked_on else None
    return {**asdict(one), "on": french_date(one.on), "revoked_on": revoked}
