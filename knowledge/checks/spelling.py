"""Spelling of what members read: words that neither French nor `mots_admis.txt` knows.

Says which words are unknown, never that a sentence is right: « ou » for « où » is not seen.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from knowledge.article import Article
from knowledge.checks.findings import file_of, label, shown_texts
from knowledge.checks.words import french, key, list_problems, load_words, words_of
from knowledge.content import read_front_matter, read_yaml

LONG_ENOUGH = 3
# Fields of YAML files that a member or a counselor reads, whatever the file.
READ_FIELDS = frozenset({
    "accueil", "bouton", "ensuite", "envoi", "etapes", "horaires", "lecture", "libelle", "limite",
    "nom", "objet", "ou_verifier", "pieces_jointes", "pluriel", "pourquoi", "quand", "question",
    "rappel", "resume", "role", "si_absent", "text", "texte", "title", "titre",
})  # fmt: skip
NOT_READ = ("vocabulaire.yml", "telechargements.yml")  # what members write, what files are called
HEARD_FIELD = "mots_"  # so begins the name of a list of what members answer
READ_WHOLE = ("messages.yml", "offer/cartes.yml")  # every value is a text
FOREIGN = "utter_autre_langue"  # says the same in English

Text = tuple[str, str]  # where it stands (file and field), what is written there


def spelling_problems(texts: Iterable[Text], path: Path) -> Iterator[str]:
    """Unknown words of `texts`, then the words that the list at `path` admits for nothing."""
    admitted = load_words(path)
    needed: set[str] = set()
    for where, text in texts:
        for word in sorted(filter(_is_unknown, set(words_of(text)))):
            found = {word, word[0].lower() + word[1:]}.intersection(admitted)
            needed |= found
            if not found:
                yield (
                    f"{where} : mot inconnu « {word} »{_suggestion(word)} : corrigez-le, ou "
                    f"ajoutez-le à knowledge/{path.name}."
                )
    yield from list_problems(path, admitted, needed)


def read_texts(articles: Mapping[str, Article], root: Path) -> Iterator[Text]:
    """Everything written for members: articles, other content, responses, letters."""
    for article in articles.values():
        for field, text in shown_texts(article):
            yield f"{file_of(article)} : « {label(field)} »", text
        for source in article.sources:
            yield f"{file_of(article)} : champ « sources »", source.titre
    whole = [root / name for name in READ_WHOLE]
    files = [path for path in root.rglob("*.yml") if path.name not in NOT_READ]
    for path in [*sorted(files), *sorted(root.parent.glob("data/responses/*.yml"))]:
        for keys, text in _leaves(read_yaml(path), ()):
            if FOREIGN in keys or keys[-1].startswith(HEARD_FIELD):
                continue
            if path in whole or keys[-1] in READ_FIELDS:
                yield f"{path.relative_to(root.parent)} : champ « {'.'.join(keys)} »", text
    for path in sorted(root.glob("letters/modeles/*.md")):
        header, body = read_front_matter(path)
        fields = [text for keys, text in _leaves(header, ()) if keys[-1] in READ_FIELDS]
        yield f"{path.relative_to(root.parent)}", "\n".join([*fields, body])


def _leaves(node: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every string under `node` with the keys that lead to it; lists add none."""
    if isinstance(node, str):
        yield keys, node
    elif isinstance(node, dict):
        for name, value in node.items():
            yield from _leaves(value, (*keys, str(name)))
    elif isinstance(node, list):
        for value in node:
            yield from _leaves(value, keys)


def _is_unknown(word: str) -> bool:
    """False for short words, acronyms, French words and words made of them with hyphens."""
    if len(word) < LONG_ENOUGH or word.isupper() or key(word) in french():
        return False
    parts = word.split("-")
    return len(parts) == 1 or any(map(_is_unknown, parts))


def _suggestion(word: str) -> str:
    near = french().correction(key(word))
    return f" ({near} ?)" if near and near != key(word) else ""
