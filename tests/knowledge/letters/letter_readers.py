"""Read a composed letter back from each of its formats, with a real parser of that format."""

import re
from datetime import date
from io import BytesIO

import docx
import pypdf

from knowledge.letters.composing import ComposedLetter, as_text, compose
from knowledge.letters.docx import as_docx
from knowledge.letters.models import Letter
from knowledge.letters.pdf import as_pdf

TODAY = date(2026, 11, 21)


def pages(letter: ComposedLetter) -> list[str]:
    """Text of each page of the PDF."""
    reader = pypdf.PdfReader(BytesIO(as_pdf(letter)), strict=True)
    return [page.extract_text() for page in reader.pages]


def plain(text: str) -> str:
    """`text` on one line, whatever its spaces and the places where long words are cut."""
    return re.sub(r"\s+", " ", text.replace("\u200b", "")).strip()


def read_pdf(letter: ComposedLetter) -> str:
    return plain("\n".join(pages(letter)))


def read_docx(letter: ComposedLetter) -> str:
    return plain("\n".join(one.text for one in docx.Document(BytesIO(as_docx(letter))).paragraphs))


def read_text(letter: ComposedLetter) -> str:
    return plain(as_text(letter))


READERS = {"pdf": read_pdf, "docx": read_docx, "texte": read_text}


def filled(letter: Letter, **answers: str) -> ComposedLetter:
    """The letter with the example of each field, but for `answers`."""
    examples = {field.id: field.exemple for field in letter.fields()}
    return compose(letter, examples | answers, TODAY)
