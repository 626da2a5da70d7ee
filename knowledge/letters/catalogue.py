"""Read the letters (`modeles/<id>.md`) and what they share (`commun.yml`) once.

Refuses a letter that could not be filled in: a field unknown, useless or written twice.
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path

from knowledge.content import (
    ROOT,
    ContentError,
    by_stem,
    parse,
    read_each,
    read_front_matter,
    read_yaml,
    relative,
)
from knowledge.letters.models import FormField, Frame, Letter
from knowledge.letters.template import names

FOLDER = ROOT / "letters"
TODAY = "date_du_jour"  # filled in by Ariane, never asked
BLANK_LINE = re.compile(r"\n\s*\n")


def load_frame(path: Path = FOLDER / "commun.yml") -> Frame:
    """What all letters share; raise ContentError with every fault of the file."""
    frame = parse(Frame, read_yaml(path), path)
    _refuse(_field_problems(path, frame.champs, frame.templates(), {TODAY}))
    return frame


def load_letters(folder: Path = FOLDER) -> dict[str, Letter]:
    """Letters by id (file name); raise ContentError with every fault of every file."""
    frame = load_frame(folder / "commun.yml")
    shared = {field.id for field in frame.champs} | {TODAY}

    def read(_: str, path: Path) -> Letter:
        letter = read_letter(path, frame)
        _refuse(_field_problems(path, letter.champs, letter.templates(), shared))
        return letter

    return read_each(by_stem(folder, "modeles/*.md"), read)


@cache
def letters() -> dict[str, Letter]:
    """The letters shipped with Ariane, read once."""
    return load_letters()


def read_letter(path: Path, frame: Frame) -> Letter:
    """Read one letter; raise ContentError. Its fields are only checked with all letters."""
    meta, body = read_front_matter(path)
    paragraphs = [" ".join(part.split()) for part in BLANK_LINE.split(body.strip()) if part]
    return parse(Letter, {"id": path.stem, **meta, "corps": paragraphs, "frame": frame}, path)


def _field_problems(
    path: Path, fields: tuple[FormField, ...], templates: tuple[str, ...], shared: set[str]
) -> list[str]:
    """Fields asked for nothing, used without being asked, or named twice."""
    start = f"{relative(path)} : champ « champs »"
    counts = Counter(field.id for field in fields)
    used = {name for text in templates for name in names(text)}
    return [
        *(
            f"{start} : « {name} » est écrit deux fois, ici ou dans commun.yml : changez son nom."
            for name, count in counts.items()
            if count > 1 or name in shared
        ),
        *(
            f"{start} : « {name} » ne sert pas dans la lettre : citez-le ou retirez-le."
            for name in sorted(counts.keys() - used)
        ),
        *(
            f"{start} : « {name} » est cité mais pas déclaré : ajoutez-le à « champs »."
            for name in sorted(used - counts.keys() - shared)
        ),
    ]


def _refuse(problems: list[str]) -> None:
    if problems:
        raise ContentError(problems)
