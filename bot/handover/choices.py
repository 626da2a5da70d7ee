"""Buttons of the hand-over, and the typed words that are worth one: « 1 », « oui », « lundi ».

Pure. In channels without buttons a member answers in words; anything else stays a message.
"""

from collections.abc import Sequence

from bot.messages import OBEYED
from knowledge.folding import fold
from knowledge.wording import say

Button = dict[str, str]
ALL, EDIT, PARTIAL, NOTHING = (
    f"{OBEYED}resume:{choice}" for choice in ("all", "edit", "partial", "nothing")
)
WAIT, CALL, WRITTEN, CANCEL = (
    f"{OBEYED}attente:{choice}" for choice in ("wait", "call", "written", "cancel")
)
DAY, SLOT, SCORE = f"{OBEYED}jour:", f"{OBEYED}creneau:", f"{OBEYED}avis:"
OURS = (f"{OBEYED}resume:", f"{OBEYED}attente:", DAY, SLOT, SCORE)
TYPED = {
    ALL: "mots_resume_envoyer", EDIT: "mots_resume_modifier", PARTIAL: "mots_resume_sans_sante",
    NOTHING: "mots_resume_rien", WAIT: "mots_attendre", CALL: "mots_rappel",
    WRITTEN: "mots_ecrit", CANCEL: "mots_annuler_demande",
}  # fmt: skip
WHILE_WAITING = (CALL, WRITTEN, CANCEL)  # understood at any time while one waits


def button(title: str, payload: str) -> Button:
    """A button as messages carry it."""
    return {"title": title, "payload": payload}


def chosen(typed: str, buttons: Sequence[Button]) -> str | None:
    """Payload of the button of this message that `typed` means, None when it means none."""
    ours = [one for one in buttons if one["payload"].startswith(OURS)]
    said = fold(typed)
    if not ours or not said:
        return None
    if said.isdigit():
        rank = int(said) - 1
        return ours[rank]["payload"] if 0 <= rank < len(ours) else None
    for one in ours:
        if said == fold(one["title"]) or said in listed(TYPED.get(one["payload"])):
            return one["payload"]
    begun = [one for one in ours if fold(one["title"]).startswith(f"{said} ")]
    return begun[0]["payload"] if len(begun) == 1 else None


def asked_while_waiting(typed: str) -> str | None:
    """What a member who waits asks for: a call, a written answer, to give up, to send the summary.

    Anything that is asked for nowhere else; the summary only by the very name of a button.
    """
    said = fold(typed)
    titles = {
        ALL: say("bouton_resume_envoyer"), EDIT: say("bouton_resume_modifier"),
        PARTIAL: say("bouton_resume_sans_sante"), NOTHING: say("bouton_resume_rien"),
    }  # fmt: skip
    named = (payload for payload, title in titles.items() if said == fold(title))
    return next((one for one in WHILE_WAITING if said in listed(TYPED[one])), next(named, None))


def gives_up(typed: str) -> bool:
    """True for « annuler », when a text was asked for."""
    return fold(typed) in listed("mots_annuler")


def passes(typed: str) -> bool:
    """True for « passer », when a comment was asked for."""
    return fold(typed) in listed("mots_passer")


def listed(key: str | None) -> frozenset[str]:
    """The folded words of a list of `messages.yml`, parted by commas."""
    return frozenset(fold(one) for one in say(key).split(",")) if key else frozenset()
