"""What members are told when Rasa does not answer, once each time, and when to stop trying."""

from collections import Counter

from bot.inbound import ESCALATE
from bot.messages import Draft, Stored
from knowledge.safety import message_for
from knowledge.wording import say

TRIES = 20  # a minute of failures on one message while Rasa is up: then a person is offered


class Breakdowns:
    """Who was told of the present breakdown, and which messages Rasa keeps failing on."""

    def __init__(self) -> None:
        """Nothing is down yet."""
        self._told: set[str] = set()
        self._failures: Counter[tuple[str, str]] = Counter()

    def over(self, conversation: str) -> None:
        """Rasa answered this conversation again."""
        self._told.discard(conversation)

    def first_in(self, conversation: str) -> bool:
        """True the first time only, for each breakdown: the member is told once."""
        known = conversation in self._told
        self._told.add(conversation)
        return not known

    def hopeless(self, question: Stored, rasa_is_up: bool) -> bool:
        """True when Rasa, though up, failed on this very message TRIES times."""
        mark = (question.conversation, question.draft.id)
        self._failures[mark] += rasa_is_up
        if self._failures[mark] < TRIES:
            return False
        del self._failures[mark]
        return True


def down() -> Draft:
    """The bot is down: the message is kept; emergency numbers and the counselor remain."""
    cards = [contact.card() for contact in message_for("urgence_vitale").contacts]
    return Draft("service", say("panne"), buttons=[counselor_button()], cards=cards)


def given_up() -> Draft:
    """This message will not be answered by the bot."""
    return Draft("service", say("abandon"), buttons=[counselor_button()])


def counselor_button() -> dict[str, str]:
    """The button the relay obeys itself."""
    return {"title": say("bouton_conseiller"), "payload": ESCALATE}
