"""A composed letter as an editable document (.docx), in French, with the parts of the PDF."""

from io import BytesIO

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from knowledge.letters.composing import ComposedLetter

FONT, SIZE = "Arial", Pt(12)
A4_WIDTH, A4_HEIGHT = Cm(21), Cm(29.7)
SIDE, EDGE = Cm(2.5), Cm(2)
RECIPIENT_INDENT = Cm(8)
SPACE_AFTER, ROOM_TO_SIGN = Pt(10), Cm(2.5)


def as_docx(letter: ComposedLetter) -> bytes:
    """The letter as one .docx file."""
    document = _blank(letter.titre)
    _paragraph(document, *letter.expediteur)
    if letter.destinataire:
        block = _paragraph(document, *letter.destinataire)
        block.paragraph_format.left_indent = RECIPIENT_INDENT
    _paragraph(document, letter.lieu_et_date).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _paragraph(document, letter.objet).runs[0].bold = True
    for text in letter.paragraphes:
        _paragraph(document, text)
    for label in letter.signatures:
        _paragraph(document, label).paragraph_format.space_after = ROOM_TO_SIGN
    if letter.pieces_jointes:
        _paragraph(document, letter.annonce_pieces)
        for text in letter.pieces_jointes:
            document.add_paragraph(text, style="List Bullet")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _blank(title: str) -> DocumentObject:
    """An empty A4 document, said to be French, that names no author."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = A4_WIDTH, A4_HEIGHT
    page.left_margin = page.right_margin = SIDE
    page.top_margin = page.bottom_margin = EDGE
    properties = document.core_properties
    properties.title, properties.language = title, "fr-FR"
    properties.author = properties.comments = ""
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, SIZE
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    style.element.get_or_add_rPr().append(language)
    return document


def _paragraph(document: DocumentObject, *lines: str) -> Paragraph:
    """One paragraph; python-docx makes a line break of each newline."""
    paragraph = document.add_paragraph("\n".join(lines))
    paragraph.paragraph_format.space_after = SPACE_AFTER
    return paragraph
