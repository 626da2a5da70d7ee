"""The files themselves: a PDF that a screen reader can follow, a document that can be edited."""

from io import BytesIO
from zipfile import ZipFile

import docx
import pypdf
import pytest
from docx.shared import Cm
from letter_readers import filled

from knowledge.letters.catalogue import letters
from knowledge.letters.docx import as_docx
from knowledge.letters.pdf import as_pdf

LETTER = filled(letters()["demande_dossier_medical"])


@pytest.fixture(scope="module")
def pdf() -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(as_pdf(LETTER)), strict=True)


def test_the_pdf_declares_itself_accessible_titled_and_french(pdf: pypdf.PdfReader) -> None:
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Demander la copie de son dossier médical"
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()


def test_the_pdf_is_a4_in_twelve_points_with_its_font_inside(pdf: pypdf.PdfReader) -> None:
    page = pdf.pages[0]
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    sizes: set[int] = set()
    page.extract_text(
        visitor_text=lambda text, _cm, matrix, _font, size: (
            sizes.add(round(abs(size * matrix[0]))) if text.strip() else None
        )
    )
    assert sizes == {12}
    for font in page["/Resources"]["/Font"].values():
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert "DejaVuSans" in descriptor["/FontName"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_editable_letter_is_french_a4_and_names_no_author() -> None:
    file = as_docx(LETTER)
    document = docx.Document(BytesIO(file))
    page = document.sections[0]
    assert round(page.page_width / Cm(1), 1) == 21
    assert round(page.page_height / Cm(1), 1) == 29.7
    properties = document.core_properties
    assert properties.title == "Demander la copie de son dossier médical"
    assert properties.language == "fr-FR"
    assert properties.author == properties.comments == ""
    assert b'w:lang w:val="fr-FR"' in ZipFile(BytesIO(file)).read("word/styles.xml")


def test_both_signers_of_a_form_have_their_place() -> None:
    form = filled(letters()["personne_de_confiance"])
    assert form.destinataire == ()
    assert form.signatures == ("Signature :", "Signature de la personne de confiance :")
