"""A member gets the letter they need, with their words in it or dotted lines for their pen."""

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from letter_readers import READERS, TODAY, filled, pages, plain, read_pdf, read_text

from knowledge.article import articles
from knowledge.letters.catalogue import letters
from knowledge.letters.composing import ComposedLetter, compose
from knowledge.letters.models import Letter

Reader = Callable[[ComposedLetter], str]
each_letter = pytest.mark.parametrize("letter", letters().values(), ids=list(letters()))
each_format = pytest.mark.parametrize("read", READERS.values(), ids=list(READERS))
NAMES = "Nguyễn Thị Ánh, Łukasz Żółć, Șerban Țepeș, İbrahim Ağaoğlu, Þórður Đặng, Ħaġar"


def test_every_right_that_needs_a_letter_has_one() -> None:
    assert set(letters()) >= {
        "demande_dossier_medical", "dossier_medical_relance", "reclamation_directeur",
        "saisine_cdu_mediation", "refus_de_soins", "personne_de_confiance", "effacement_donnees",
        "deuxieme_avis", "prevenir_son_medecin", "incident_teleconsultation",
        "documents_de_sortie", "desaccord_caisse", "dossier_medical_enfant",
        "dossier_medical_adulte", "dossier_medical_deces", "deuxieme_avis_enfant",
    }  # fmt: skip


@each_format
@each_letter
def test_what_the_member_answers_is_in_the_letter(letter: Letter, read: Reader) -> None:
    found = read(filled(letter))
    for field in letter.fields():
        assert plain(field.exemple) in found, field.id
    assert "21/11/2026" in found
    assert "…" not in found


@each_format
@each_letter
def test_a_letter_can_be_had_without_saying_anything(letter: Letter, read: Reader) -> None:
    composed = compose(letter, {}, TODAY)
    found = read(composed)
    assert "Prénom et nom : ………" in found
    assert "{" not in found
    assert "Blank" not in found
    for paragraph in composed.paragraphes:
        assert plain(paragraph) in found


@each_letter
def test_a_letter_fits_on_one_page(letter: Letter) -> None:
    assert len(pages(filled(letter))) == 1
    assert len(pages(compose(letter, {}, TODAY))) == 1


@each_letter
def test_a_letter_comes_from_an_article(letter: Letter) -> None:
    assert letter.article in articles()


def test_what_was_not_answered_is_left_out_or_dotted() -> None:
    letter = letters()["reclamation_directeur"]
    silent = read_text(filled(letter, consequences="  ", date_faits=""))
    assert "conséquences" not in silent
    assert "faits survenus le …… / …… / ………… dans" in silent


def test_a_recipient_left_empty_says_what_to_write() -> None:
    found = read_text(compose(letters()["reclamation_directeur"], {}, TODAY))
    assert "Direction Établissement : ………" in found


def test_the_mutuelle_receives_the_request_to_erase() -> None:
    found = read_text(filled(letters()["effacement_donnees"]))
    assert "Délégué à la protection des données Mutuelle de démonstration 1 place" in found


def test_an_adult_signs_for_their_record_unless_a_judgment_says_otherwise() -> None:
    letter = letters()["dossier_medical_adulte"]
    agreed, judged = read_text(filled(letter, jugement="")), read_text(filled(letter))
    assert "cette personne me donne mandat" in agreed
    assert "Accord et signature de la personne concernée" in agreed
    assert "jugement qui me désigne" not in agreed
    assert "Un jugement, rendu le 10/02/2025, me désigne" in judged
    assert "Copie du jugement qui me désigne" in judged


@pytest.mark.parametrize(
    ("identifier", "papers"),
    [
        ("dossier_medical_enfant", ["Copie de ma pièce d'identité", "Copie du livret de famille"]),
        ("dossier_medical_deces", ["Copie de l'acte de décès", "Preuve de mon lien"]),
    ],
)
def test_a_relative_is_told_what_proves_their_right(identifier: str, papers: list[str]) -> None:
    found = read_text(compose(letters()[identifier], {}, TODAY))
    assert all(paper in found for paper in papers), found


def test_a_date_for_machines_is_printed_for_people() -> None:
    letter = letters()["desaccord_caisse"]
    assert "datée du 04/11/2026" in read_text(filled(letter, date_decision="2026-11-04"))
    assert "datée du début novembre" in read_text(filled(letter, date_decision="début novembre"))


def test_lines_and_paragraphs_of_a_story_are_kept() -> None:
    composed = filled(letters()["refus_de_soins"], faits="Un appel.\r\nPuis\tun refus.\u2028Fin.")
    assert "Un appel.\nPuis un refus.\nFin." in "\n".join(composed.paragraphes)


@each_format
def test_names_of_any_latin_script_and_signs_are_printed(read: Reader) -> None:
    words = f"{NAMES}, l’œuvre à 12 €, « été », Cafe\u0301"
    assert plain(words.replace("e\u0301", "é")) in read(
        filled(letters()["deuxieme_avis"], nom=words)
    )


@each_format
def test_what_cannot_be_printed_is_seen(read: Reader) -> None:
    found = read(filled(letters()["deuxieme_avis"], nom="Li\x07\ud800 \ue000Anna\u202e"))
    assert "Li□□ □Anna 12 rue" in found


def test_a_writing_that_the_font_has_not_is_seen_on_paper() -> None:
    assert "Anna □□ 12 rue" in read_pdf(filled(letters()["deuxieme_avis"], nom="Anna 張偉"))


@each_format
@pytest.mark.parametrize(
    "words",
    [
        "{{ 7 * 7 }} {% for one in range(9) %}x{% endfor %}",
        "{{ nom }} {{ mutuelle:telephone }}",
        '#panic("x") $a^2$ *b* _c_ \\ <d> @e "f" // g',
        "<b>gras</b> &amp; ]]> <?xml?>",
    ],
    ids=["jinja", "citations", "typst", "xml"],
)
def test_what_a_member_writes_is_never_read_as_code(read: Reader, words: str) -> None:
    assert plain(words) in read(filled(letters()["reclamation_directeur"], faits=words))


def test_a_word_longer_than_the_page_is_cut_and_none_of_it_lost() -> None:
    found = pages(filled(letters()["reclamation_directeur"], faits="ÿ" * 5000))
    text = "\n".join(found).replace("\u200b", "")
    assert text.count("ÿ") == 5000
    assert max(len(line) for line in text.splitlines()) < 100
    assert [page.splitlines()[-1].strip() for page in found] == [
        f"{number} / {len(found)}" for number in range(1, len(found) + 1)
    ]


@settings(max_examples=40, deadline=None)
@given(
    letter=st.sampled_from(list(letters().values())),
    words=st.text(st.characters(), max_size=300),
    data=st.data(),
)
@example(
    letter=letters()["refus_de_soins"], words="👨‍👩‍👧 é\u0301\u0301 \u0600 مرحبا {{", data=None
)
@example(letter=letters()["refus_de_soins"], words="- mot\n\n# titre\n" * 300, data=None)
def test_whatever_is_written_the_documents_open(
    letter: Letter, words: str, data: st.DataObject | None
) -> None:
    ids = [field.id for field in letter.fields()]
    name = data.draw(st.sampled_from(ids)) if data else ids[-1]
    composed = filled(letter, **{name: words})
    for read in READERS.values():
        assert "Signature :" in read(composed)
