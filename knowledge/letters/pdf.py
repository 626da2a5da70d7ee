"""A composed letter as PDF/UA: A4, 12 points, real tagged text that a screen reader can follow.

Fetches nothing: the font is the one matplotlib carries. Never fails on what a member wrote.
"""

import json
from dataclasses import asdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

from knowledge.letters.composing import UNPRINTABLE, ComposedLetter

LAYOUTS = Path(__file__).parent
FACES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")


def as_pdf(letter: ComposedLetter) -> bytes:
    """The letter as one PDF file; what its font cannot draw is printed as a box."""
    return typeset("lettre.typ", asdict(letter))


def typeset(layout: str, words: Any) -> bytes:
    """A layout of this folder, filled with `words` (plain data), as one PDF file."""
    data = _drawable(json.dumps(words, ensure_ascii=False))
    pdf = typst.compile(
        (LAYOUTS / layout).read_bytes(),
        format="pdf",
        pdf_standards="ua-1",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"donnees": data},
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst returned no PDF")
    return pdf


def _drawable(text: str) -> str:
    known = _characters()
    return "".join(one if ord(one) in known else UNPRINTABLE for one in text)


@cache
def _font_folder() -> Path:
    spec = find_spec("matplotlib")  # found, not imported: only its font is of use here
    if spec is None or spec.origin is None:
        raise FileNotFoundError("matplotlib, which carries the font of the letters, is missing")
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[_font_folder()]
    )


@cache
def _characters() -> frozenset[int]:
    """Characters that every face can draw."""
    maps = [set(TTFont(_font_folder() / face).getBestCmap()) for face in FACES]
    return frozenset(set.intersection(*maps))
