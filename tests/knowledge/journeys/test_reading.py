"""A member answers with a number, in words, badly spelt or not at all; Ariane never guesses."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.journeys.model import Choice, Question, Range, journeys
from knowledge.journeys.reading import Several, read_answer, read_command

DAY = date(2026, 11, 21)


def question(kind: str = "choix", **fields: object) -> Question:
    choices = (
        Choice(id="avant", texte="Avant l'opération", mots=("pas encore opéré", "pas opéré")),
        Choice(id="apres", texte="Après l'opération", mots=("déjà opéré", "c'est fait")),
        Choice(id="non", texte="Aucune opération prévue", mots=("non", "aucune")),
    )
    data = {
        "id": "etape",
        "texte": "Où en êtes-vous ?",
        "pourquoi": "La suite dépend du moment où vous en êtes.",
        "resume": "Moment",
        "type": kind,
        "choix": choices if kind == "choix" else (),
        **fields,
    }
    return Question.model_validate(data)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("1", "avant"),
        ("le 2", "apres"),
        ("réponse 3", "non"),
        ("Avant l'opération", "avant"),
        ("avant l operatoin", "avant"),
        ("je suis DÉJÀ OPÉRÉ depuis lundi", "apres"),
        ("c’est fait !", "apres"),
        ("pas opéré, pas encore opéré", "avant"),
        ("non", "non"),
        ("4", None),
        ("0", None),
        ("je ne comprends pas", None),
        ("pas encore opéré mais c'est fait", None),
        ("je n'ai pas déjà été opéré", None),
        ("ce n'est pas encore c'est fait", None),
        ("non merci", "non"),
        ("non mais il respire mal ce soir", None),
        ("", None),
    ],
)
def test_a_choice_is_read_as_people_say_it(said: str, meant: str | None) -> None:
    assert read_answer(question(), said, DAY) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("62", "62"),
        ("j'ai 62 ans", "62"),
        ("elle a 82 ans", "82"),
        ("200", None),
        ("vieux", None),
        ("entre 60 et 70", None),
        ("8 mois", None),
        ("007", "7"),
        ("9" * 5000, None),
    ],
)
def test_a_number_is_read_within_its_limits(said: str, meant: str | None) -> None:
    assert read_answer(question("nombre", nombres=Range(max=120)), said, DAY) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("le 3 mars", "2026-03-03"),
        ("12/10/2026", "2026-10-12"),
        ("hier", "2026-11-20"),
        ("il y a deux semaines", "2026-11-07"),
        ("le 2 octobre dernier", "2026-10-02"),
        ("je ne sais plus", None),
        ("mars", None),
        ("31/31/2026", None),
    ],
)
def test_a_date_is_read_as_people_say_it(said: str, meant: str | None) -> None:
    assert read_answer(question("date"), said, DAY) == meant


def test_a_commune_is_found_and_homonyms_are_asked_back() -> None:
    assert read_answer(question("commune"), "j'habite à Valenciennes", DAY) == "59606"
    homonyms = read_answer(question("commune"), "Saint-Denis", DAY)
    assert isinstance(homonyms, Several)
    assert "93066" in homonyms.places
    assert read_answer(question("commune"), "Xyzabcville", DAY) is None


def test_own_words_are_kept_on_one_line_and_cut_at_a_length_a_letter_can_hold() -> None:
    kept = read_answer(question("texte"), "  le  CHU\nde Lille " + "x" * 5000, DAY)
    assert isinstance(kept, str)
    assert kept.startswith("le CHU de Lille x")
    assert len(kept) <= 600


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Pourquoi cette question ?", "pourquoi"),
        ("pourquoi", "pourquoi"),
        ("je sais pas", "passer"),
        ("Passer cette question", "passer"),
        ("RETOUR", "retour"),
        ("Arrêter", "arreter"),
        ("stop !", "arreter"),
        ("j'ai arrêté de fumer en mars", None),
        ("pourquoi mon médecin refuse-t-il ?", None),
    ],
)
def test_commands_are_whole_messages_only(said: str, meant: str | None) -> None:
    assert read_command(question(), said) == meant


ALARM = [
    "ça va pas",
    "ça va pas du tout",
    "non ça ne va pas",
    "non mais elle respire mal",
    "pas bien",
]


@pytest.mark.parametrize("said", ALARM)
@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(one, id=f"{journey.id}-{one.id}")
        for journey in journeys().values()
        for one in journey.questions
        if any(end.fin and one.id in end.si for end in journey.conclusions)
    ],
)
def test_distress_is_never_read_as_no_danger(asked: Question, said: str) -> None:
    assert read_answer(asked, said, DAY) not in {"non", "aucun", "aucune", "mieux"}


@given(st.text(max_size=300))
def test_any_message_is_an_answer_of_the_question_or_none(text: str) -> None:
    assert read_answer(question(), text, DAY) in {"avant", "apres", "non", None}
    number = read_answer(question("nombre"), text, DAY)
    assert number is None or (isinstance(number, str) and 0 <= int(number) <= 150)
    read_command(question(), text)
