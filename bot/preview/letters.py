"""Letters as members print them: without an answer, then with the answers given as examples."""

from pydantic import BaseModel

from bot.preview.articles import Line, existing
from bot.preview.shared import UNREADABLE, Entry, Findings, attempt, findings, worded
from knowledge.answers import today
from knowledge.content import ROOT
from knowledge.letters.catalogue import load_frame, read_letter
from knowledge.letters.composing import as_text, compose
from knowledge.letters.models import FormField, Letter

MODELS = "letters/modeles"
FRAME = "letters/commun.yml"


class Paper(BaseModel):
    """One letter; texts are empty when its file has no form. The faults of `commun.yml` are its."""

    entry: Entry
    found: Findings
    quand: str = ""
    envoi: str = ""
    delai: str = ""
    article: list[Line] = []
    champs: list[FormField] = []
    vide: str = ""
    remplie: str = ""


def entries() -> list[Entry]:
    """All letters, those that cannot be read included."""
    return [_entry(path.stem) for path in sorted((ROOT / MODELS).glob("*.md"))]


def paper(identifier: str) -> Paper:
    """One letter as it stands; its file exists."""
    own = Paper(entry=_entry(identifier), found=findings(f"{MODELS}/{identifier}.md", FRAME))
    letter = _letter(identifier)
    if letter is None:
        return own
    due = letter.delai
    return own.model_copy(
        update={
            "quand": worded(letter.quand),
            "envoi": worded(letter.envoi),
            "delai": worded(f"{due.texte} {due.ensuite}") if due else "",
            "article": existing((letter.article,)),
            "champs": list(letter.fields()),
            "vide": _printed(letter, {}),
            "remplie": _printed(letter, {one.id: one.exemple for one in letter.fields()}),
        }
    )


def _entry(identifier: str) -> Entry:
    letter = _letter(identifier)
    if letter is None:
        return Entry(id=identifier, titre=identifier, etat=UNREADABLE)
    return Entry(id=identifier, titre=letter.titre)


def _letter(identifier: str) -> Letter | None:
    path = ROOT / MODELS / f"{identifier}.md"
    return attempt(None, lambda: read_letter(path, load_frame()))


def _printed(letter: Letter, answers: dict[str, str]) -> str:
    return attempt("", lambda: as_text(compose(letter, answers, today())))
