"""Letters: where their facts come from, how their texts read, and that one can always be had."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from knowledge.article import Article
from knowledge.checks.findings import shown_texts
from knowledge.checks.reading import typography
from knowledge.checks.references import text_problems
from knowledge.letters.composing import compose
from knowledge.letters.models import FormField, Frame, Letter

FIELD = re.compile(r"\{\{ *\w+ *\}\}")
CONDITION = re.compile(r"\{%.*?%\}")
DURATION = re.compile(  # « un jour » is no duration
    r"\b(?:(?:\d+|deux|trois) (?:heures?|jours?|mois|ans?)|un (?:mois|an))\b", re.IGNORECASE
)
FRAME_FILE = "knowledge/letters/commun.yml"


def letter_problems(
    letters: Mapping[str, Letter],
    articles: Mapping[str, Article],
    known: Mapping[str, Collection[str]],
) -> list[str]:
    """All that is wrong in letters already read. `known`: names that texts may cite, by kind."""
    problems: list[str] = []
    for frame in {letter.frame for letter in letters.values()}:
        problems += _text_problems(FRAME_FILE, _frame_texts(frame), known)
    for letter in letters.values():
        where = _file_of(letter)
        article = articles.get(letter.article)
        if article:
            problems += _unsaid_durations(where, letter, article)
        else:
            problems.append(
                f"{where} : champ « article » : « {letter.article} » n'existe pas : "
                "écrivez thème/nom de la fiche d'où vient la lettre."
            )
        wrong = _text_problems(where, _texts(letter), known)
        problems += wrong or _emptiness(where, letter)
    return problems


def letter_texts(letters: Mapping[str, Letter]) -> Iterator[tuple[str, str]]:
    """(place, text) of all that a member may read of the letters, without their fields."""
    for frame in {letter.frame for letter in letters.values()}:
        for field, text in _frame_texts(frame):
            yield f"{FRAME_FILE} : « {field} »", FIELD.sub("", text)
    for letter in letters.values():
        for field, text in _texts(letter):
            yield f"{_file_of(letter)} : « {field} »", FIELD.sub("", CONDITION.sub("", text))


def _file_of(letter: Letter) -> str:
    return f"knowledge/letters/modeles/{letter.id}.md"


def _unsaid_durations(where: str, letter: Letter, article: Article) -> list[str]:
    """Legal times that the letter asserts and its article does not."""
    said = {found for _, text in shown_texts(article) for found in _durations(text)}
    return [
        f"{where} : « {field} » : « {duration} » n'est pas dans la fiche {article.id} : "
        "n'affirmez que ce que dit la fiche, ou corrigez-la."
        for field, text in _texts(letter)
        for duration in sorted(_durations(text) - said)
    ]


def _durations(text: str) -> set[str]:
    return {found.lower() for found in DURATION.findall(text)}


def _emptiness(where: str, letter: Letter) -> list[str]:
    """A letter must be had without saying anything: its dotted lines are filled in by hand."""
    if compose(letter, {}, date.today()).paragraphes:
        return []
    return [
        f"{where} : lettre vide quand rien n'est rempli : laissez une phrase hors de {{% if %}}."
    ]


def _text_problems(
    where: str, texts: Iterable[tuple[str, str]], known: Mapping[str, Collection[str]]
) -> list[str]:
    problems = []
    for field, text in texts:
        plain = FIELD.sub("mot", CONDITION.sub("", text))  # a word stands for the answer
        problems += text_problems(where, field, plain, known)
        problems += typography(f"{where} : « {field} »", plain)
    return problems


def _texts(letter: Letter) -> Iterable[tuple[str, str]]:
    """(field, text) of all that a member may read of a letter."""
    yield from (("titre", letter.titre), ("quand", letter.quand), ("envoi", letter.envoi))
    yield from (("corps", text) for text in letter.corps)
    yield from (("destinataire", text) for text in letter.destinataire)
    yield from (("pieces_jointes", text) for text in letter.pieces_jointes)
    yield from (("signatures", text) for text in letter.signatures)
    yield "objet", letter.objet
    if letter.delai:
        yield "delai", f"{letter.delai.texte} {letter.delai.ensuite}"
    yield from _asked(letter.champs)


def _frame_texts(frame: Frame) -> Iterable[tuple[str, str]]:
    for name in ("lieu_et_date", "objet", "pieces_jointes", "signature", "rappel"):
        yield name, getattr(frame, name)
    yield from (("expediteur", text) for text in frame.expediteur)
    yield from _asked(frame.champs)


def _asked(champs: Iterable[FormField]) -> Iterable[tuple[str, str]]:
    for field in champs:
        yield f"champs : {field.id}", f"{field.libelle} ; {field.question} {field.pourquoi}"
