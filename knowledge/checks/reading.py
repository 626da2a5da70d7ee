"""How the texts read: short easy-to-read lines, short answers, sure French typography, doubles.

Only what can be told without error is an error; what is a matter of taste is left to the editor.
"""

import re
from collections.abc import Mapping
from itertools import combinations

from rapidfuzz import fuzz

from knowledge.article import Article
from knowledge.checks.findings import PLACEHOLDER, Report, file_of, label, shown_texts
from knowledge.folding import fold

# « Facile à lire », European easy-to-read rules: one idea a sentence, short sentences.
FALC_WORDS, FALC_WORDS_MAX = 12, 15
FALC_LINES_MIN, FALC_LINES_MAX = 4, 12
ANSWER_SENTENCES_MIN, ANSWER_SENTENCES, ANSWER_SENTENCES_MAX = 2, 4, 6
SAME_ANSWER, SAME_TITLE = 85, 92

SENTENCE_END = re.compile(r"(?<=[.!?…])[»)*\" ]*\s+(?=[«(*\-{ ]*[A-ZÀ-ÖØ-Þ0-9Œ{])")
COUNTED = re.compile(r"[\w€%]")
BULLET = re.compile(r"^(?:- |\d+\. )")
FAULTS = (
    (re.compile(r'"'), "guillemets droits", "écrivez « … »"),
    (re.compile(r"\.\.\."), "trois points", "écrivez le caractère …"),
    (re.compile(r"\S {2,}\S"), "espaces doubles", "n'en gardez qu'une"),
    (
        re.compile(r"\w(?:[;!?»]|:(?=\s|$))"),
        "ponctuation collée au mot",
        "ajoutez une espace avant",
    ),
    (re.compile(r"\S\s+[,.](?=\s|$)"), "espace avant un point ou une virgule", "retirez-la"),
    (re.compile(r"«\S"), "guillemet collé au mot", "ajoutez une espace après «"),
    (
        re.compile(r"\b(?:coeurs?|oeil|oeufs?|soeurs?|voeux|oeuvres?|noeuds?)\b", re.IGNORECASE),
        "oe non lié",
        "écrivez œ",
    ),
)


def check_reading(articles: Mapping[str, Article]) -> Report:
    """Readability and typography of every article, then articles too much alike."""
    report = Report()
    for article in articles.values():
        where = file_of(article)
        report.add(easy_reading(where, article.falc))
        report.add(_answer_length(where, article.reponse))
        for field, text in shown_texts(article):
            report.errors += typography(f"{where} : « {label(field)} »", text)
        for field in ("reponse", "etapes", "vigilance", "cout", "falc"):
            report.errors += whole_lines(f"{where} : « {label(field)} »", getattr(article, field))
        for field in ("prochaine_etape", "sans_internet"):
            report.errors += whole_sentence(f"{where} : « {field} »", getattr(article, field))
    report.errors += duplicates(articles)
    return report


def lines(text: str) -> list[str]:
    """Lines of a Markdown part, without their bullets or numbers.

    A citation alone on its line stands for sentences written, and checked, elsewhere.
    """
    stripped = (line.strip() for line in text.splitlines())
    return [BULLET.sub("", line) for line in stripped if line and not PLACEHOLDER.fullmatch(line)]


def sentences(text: str) -> list[str]:
    """Sentences of a text, one list item at least being one sentence."""
    return [part for line in lines(text) for part in SENTENCE_END.split(line) if part.strip()]


def words(sentence: str) -> int:
    """Words that a reader meets; a phone number or an amount counts as one."""
    plain = PLACEHOLDER.sub("nombre", sentence)
    return sum(1 for word in plain.split() if COUNTED.search(word))


def easy_reading(where: str, falc: str) -> Report:
    """The easy-to-read text: number of lines, length of each sentence."""
    report = Report()
    start = f"{where} : « {label('falc')} »"
    count = len(lines(falc))
    if not FALC_LINES_MIN <= count <= FALC_LINES_MAX:
        report.errors.append(
            f"{start} : {count} ligne(s) : écrivez-en de {FALC_LINES_MIN} à {FALC_LINES_MAX}, "
            "une idée par ligne."
        )
    for sentence in sentences(falc):
        length = words(sentence)
        if length <= FALC_WORDS:
            continue
        found = f"{start} : phrase de {length} mots : « {sentence} »"
        if length > FALC_WORDS_MAX:
            report.errors.append(f"{found} : coupez-la, {FALC_WORDS} mots au plus.")
        else:
            report.warnings.append(f"{found} : raccourcissez-la, {FALC_WORDS} mots au mieux.")
    return report


def _answer_length(where: str, answer: str) -> Report:
    count = len(sentences(answer))
    start = f"{where} : « {label('reponse')} » : {count} phrase(s)"
    if count < ANSWER_SENTENCES_MIN:
        return Report([f"{start} : écrivez-en de 2 à 4."])
    if count > ANSWER_SENTENCES_MAX:
        return Report([f"{start} : gardez-en 4, passez le reste dans « Étapes »."])
    if count > ANSWER_SENTENCES:
        return Report([], [f"{start} : 4 suffisent, passez le reste dans « Étapes »."])
    return Report()


def typography(start: str, text: str) -> list[str]:
    """Sure faults of French typography, each with the words around it."""
    return [
        f"{start} : {fault} dans « {_around(line, found)} » : {cure}."
        for line in lines(PLACEHOLDER.sub("0", text))
        for pattern, fault, cure in FAULTS
        if (found := pattern.search(line))
    ]


def _around(line: str, found: re.Match[str]) -> str:
    """What was found, with two words before and after."""
    before = line[: found.start()].split(" ")[-3:]
    after = line[found.end() :].split(" ")[:3]
    return (" ".join(before) + found.group() + " ".join(after)).strip()


def whole_lines(start: str, text: str) -> list[str]:
    """`whole_sentence` of each line, but for the items of a list announced by « : »."""
    problems = []
    announced = False
    for line in lines(text):
        if line.endswith(":"):
            problems += whole_sentence(start, f"{line}.")
            announced = True
        elif not announced:
            problems += whole_sentence(start, line)
        elif not line.endswith((";", ",")):
            problems += whole_sentence(start, f"Fin {line}")
            announced = False
    return problems


def whole_sentence(start: str, text: str) -> list[str]:
    """A text shown to a member begins with a capital and ends with a point."""
    plain = text.strip().replace("**", "")
    first_words, last_words = " ".join(plain.split()[:6]), " ".join(plain.split()[-6:])
    first = plain.lstrip("«( ")[:1]
    problems = []
    if first.isalpha() and first.islower():
        problems.append(f"{start} : sans majuscule : « {first_words} » : mettez-en une au début.")
    if not plain.rstrip("») ").endswith((".", "!", "?", "…")):
        problems.append(f"{start} : sans point final : « {last_words} » : terminez la phrase.")
    return problems


def duplicates(articles: Mapping[str, Article]) -> list[str]:
    """Pairs of articles with nearly the same title or the same answer."""
    folded = [(one, fold(one.titre), fold(one.reponse)) for one in articles.values()]
    problems = []
    for (one, title, answer), (other, other_title, other_answer) in combinations(folded, 2):
        for field, score, limit in (
            ("titre", fuzz.ratio(title, other_title), SAME_TITLE),
            ("Réponse", fuzz.ratio(answer, other_answer), SAME_ANSWER),
        ):
            if score >= limit:
                problems.append(
                    f"{file_of(other)} : « {field} » presque le même que dans {file_of(one)} : "
                    "réunissez les deux fiches ou distinguez-les."
                )
    return problems
