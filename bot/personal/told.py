"""What is kept about a member, in plain words and as files to take away. Pure: given the rows.

It must hide nothing silently: what is not given here is counted, with the way to ask for it.
"""

import base64
import json
from datetime import datetime
from typing import Any

from bot.desk.glass import Motif
from bot.handover.memory import slots_of
from bot.handover.promises import CALL, WRITTEN
from bot.handover.sharing import Choice
from bot.inbound import Refused
from bot.personal.kept import Rows, plain
from bot.plain_cards import card_text
from knowledge.contacts import display_number
from knowledge.handover import lines, summary
from knowledge.journeys import journey, told
from knowledge.moments import stamp
from knowledge.wording import say

Row = dict[str, Any]
Section = tuple[str, list[str]]
FILES = {"json": "application/json", "txt": "text/plain;charset=utf-8"}
BOLD = "**"
AGREED = {
    Choice.ALL: "donnees_accord_all",
    Choice.EDITED: "donnees_accord_edited",
    Choice.PARTIAL: "donnees_accord_partial",
    Choice.NOTHING: "donnees_accord_nothing",
}
PROMISED = {CALL: "donnees_promesse_call", WRITTEN: "donnees_promesse_written"}
OPENED = {
    Motif.DANGER: "donnees_motif_danger",
    Motif.ABSENCE: "donnees_motif_absence",
    Motif.COMPLAINT: "donnees_motif_reclamation",
    Motif.QUALITY: "donnees_motif_qualite",
}
AUTHORS = {
    "membre": "donnees_auteur_membre",
    "ariane": "donnees_auteur_ariane",
    "conseiller": "donnees_auteur_conseiller",
    "securite": "donnees_auteur_securite",
    "service": "donnees_auteur_service",
}


def inventory(rows: Rows) -> str:
    """Everything kept, in plain words with light marks, as the member reads it in the chat."""
    blocks = [say("donnees_debut", date=stamp(_conversation(rows)["created_at"]))]
    for title, facts in _sections(rows):
        blocks.append("\n".join([f"{BOLD}{title}{BOLD}", *(f"- {fact}" for fact in facts)]))
    return "\n\n".join([*blocks, say("donnees_fin")])


def export_frame(rows: Rows, wanted: object) -> Row:
    """The file asked for, in the frame that carries files; raise Refused for another format."""
    if not isinstance(wanted, str) or wanted not in FILES:
        raise Refused("document_indisponible")
    content = as_json(rows) if wanted == "json" else as_text(rows)
    return {
        "type": "document",
        "format": wanted,
        "nom": f"mes-donnees-ariane.{wanted}",
        "mime": FILES[wanted],
        "base64": base64.b64encode(content.encode()).decode("ascii"),
    }


def as_json(rows: Rows) -> str:
    """Every row, for a machine; what is withheld is said there too."""
    said = {"a_savoir": say("donnees_notes_droit"), "donnees": rows}
    return json.dumps(said, ensure_ascii=False, indent=2, default=plain)


def as_text(rows: Rows) -> str:
    """The inventory, then every message and card, for a person."""
    parts = [inventory(rows), say("donnees_discussion"), *map(_spoken, rows["message"])]
    return "\ufeff" + "\n\n".join(parts).replace(BOLD, "") + "\n"  # Windows reads it by its mark


def _sections(rows: Rows) -> list[Section]:
    """Title and facts of each kind of data there is; notes always, be it to say there is none."""
    found = [
        ("donnees_messages", [say("donnees_messages_nombre", nombre=len(rows["message"]))]),
        ("donnees_memoire", _remembered(rows)),
        ("donnees_resume", _marks_off(lines(_conversation(rows)["summary"]))),
        ("donnees_accords", [_agreed(one) for one in rows["consent"]]),
        ("donnees_promesses", [_promised(one) for one in rows["callbacks"]]),
        (
            "donnees_suivis",
            [say("donnees_suivi", date=stamp(one["due_at"])) for one in rows["follow_up"]],
        ),
        ("donnees_incompris", [f"« {one['text']} »" for one in rows["miss"]]),
        ("donnees_acces", [_opened(one) for one in rows["glass"]]),
        ("donnees_notes", _notes(rows)),
    ]
    return [(say(title), facts) for title, facts in found if facts]


def _conversation(rows: Rows) -> Row:
    return rows["conversation"][0]


def _remembered(rows: Rows) -> list[str]:
    """What Ariane understood, and the answers of the journey under way, letters included."""
    slots = slots_of(rows["rasa_tracker"][0]["events"] if rows["rasa_tracker"] else [])
    understood = summary(slots) | {"parcours": []}
    state = slots.get("parcours") or {}
    followed = journey(state.get("id"))
    if followed is None:
        return _marks_off(lines(understood))
    worded = told(followed, dict(state.get("reponses", {})))
    titles = {one.id: one.resume or one.texte for one in followed.questions}
    return [*_marks_off(lines(understood)), *(f"{titles[key]} : {worded[key]}" for key in worded)]


def _marks_off(shown: list[str]) -> list[str]:
    return [line.removeprefix("- ").replace(BOLD, "") for line in shown]


def _agreed(one: Row) -> str:
    choice = say(AGREED[one["choice"]])
    shared = " ; ".join(_marks_off(lines(one["shared"])))
    return f"{stamp(one['at'])} : {choice}" + (f" ({shared})" if shared else "")


def _promised(one: Row) -> str:
    phone = display_number(one["phone"]) if one["phone"] else ""
    when = stamp(one["starts_at"] or one["due_at"])
    kept_word = say("donnees_promesse_tenue") if one["done_at"] else ""
    return say(PROMISED[one["kind"]], date=when, numero=phone) + kept_word


def _followed(one: Row) -> str:
    return say("donnees_suivi", date=stamp(one["due_at"]))


def _opened(one: Row) -> str:
    motif = say(OPENED[one["motif"]])
    return say("donnees_acces_motif", date=stamp(one["at"]), motif=motif)


def _notes(rows: Rows) -> list[str]:
    if not rows["note"]:
        return [say("donnees_notes_aucune")]
    return [say("donnees_notes_nombre", nombre=len(rows["note"])), say("donnees_notes_droit")]


def _spoken(message: Row) -> str:
    author = message["name"] or say(AUTHORS[message["author"]])
    cards = [text for text in map(card_text, message["cards"]) if text]
    at: datetime = message["at"]
    return "\n".join([f"{author}, {stamp(at)}", message["text"], *cards])
