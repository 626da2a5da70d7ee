"""What the preview shows, read by a process of its own: `python -m bot.preview.reading [kind id]`.

The service keeps a checked copy in memory; here the files being edited are read, and worded by the
very code that answers members. A file that cannot be read is shown with its faults.
"""

import sys
from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel

from bot.preview import articles, guides, letters
from bot.preview.shared import Entry

Kind = Literal["fiche", "demarche", "lettre"]
PAGES: dict[Kind, Callable[[str], BaseModel]] = {
    "fiche": articles.sheet,
    "demarche": guides.guide,
    "lettre": letters.paper,
}


class Listing(BaseModel):
    """Everything that may be opened, by file."""

    fiches: list[articles.Line]
    demarches: list[Entry]
    lettres: list[Entry]


def listing() -> Listing:
    """All contents, those that cannot be read included."""
    return Listing(fiches=articles.lines(), demarches=guides.entries(), lettres=letters.entries())


def show(kind: Kind, identifier: str) -> BaseModel:
    """One content as it stands; its file exists."""
    return PAGES[kind](identifier)


if __name__ == "__main__":
    match sys.argv[1:]:
        case [("fiche" | "demarche" | "lettre") as asked, named]:
            print(show(asked, named).model_dump_json())
        case _:
            print(listing().model_dump_json())
