"""Read content files (YAML, Markdown front matter) and say in French what is wrong in them.

Every error names the file, the field and the cure; nothing here knows what the content means.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.settings import Settings

ROOT = Settings().content
Model = TypeVar("Model", bound=BaseModel)
Item = TypeVar("Item")
Read = TypeVar("Read")
FRONT_MATTER = re.compile(r"\A---\n(?P<meta>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)

CURES = {
    "missing": "ajoutez ce champ",
    "extra_forbidden": "ce champ n'existe pas : retirez-le ou corrigez son nom",
    "date_from_datetime_parsing": "écrivez une date AAAA-MM-JJ",
    "date_parsing": "écrivez une date AAAA-MM-JJ",
    "url_parsing": "écrivez une adresse complète, https://…",
    "string_type": "écrivez un texte, entre guillemets s'il commence par un chiffre",
    "list_type": "écrivez une liste, un tiret par ligne",
}


class ContentError(Exception):
    """One or more faults in content files, each a full French sentence in `problems`."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Content(BaseModel):
    """Base of every content model: frozen, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def parse(model: type[Model], data: object, where: Path | str) -> Model:
    """Validate `data` as `model`; raise ContentError naming `where`, the field and the cure."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ContentError([_problem(where, fault) for fault in error.errors()]) from None


def _problem(where: Path | str, fault: Any) -> str:
    field = ".".join(str(part) for part in fault["loc"]) or "fichier"
    if fault["type"] == "value_error":  # raised by a model of ours, already in French
        cure = str(fault["ctx"]["error"])
    else:
        cure = CURES.get(fault["type"], f"valeur refusée ({fault['msg']})")
    return f"{relative(where)} : champ « {field} » : {cure}."


def relative(where: Path | str) -> str:
    """Path as an editor knows it, from the repository root."""
    try:
        return str(Path(where).relative_to(ROOT.parent))
    except ValueError:
        return str(where)


def read_each(
    items: Iterable[tuple[str, Item]], read: Callable[[str, Item], Read]
) -> dict[str, Read]:
    """What `read` makes of each item, by id; raise ContentError with the faults of all of them."""
    found: dict[str, Read] = {}
    problems: list[str] = []
    for identifier, item in items:
        try:
            found[identifier] = read(identifier, item)
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return found


def by_stem(folder: Path, pattern: str) -> Iterator[tuple[str, Path]]:
    """Files of `folder` in order, by name without extension."""
    return ((path.stem, path) for path in sorted(folder.glob(pattern)))


def read_yaml(path: Path) -> Any:
    """Content of a YAML file; raise ContentError with the line when it cannot be read."""
    return load_yaml(read_text(path), path)


def read_front_matter(path: Path) -> tuple[dict[str, Any], str]:
    """Header and body of a Markdown file; raise ContentError when the header is not there."""
    match = FRONT_MATTER.match(read_text(path))
    if not match:
        cure = "commencez le fichier par un en-tête entre deux lignes « --- »"
        raise ContentError([f"{relative(path)} : en-tête absent : {cure}."])
    meta = load_yaml(match["meta"], path, first_line=2)
    if not isinstance(meta, dict):
        raise ContentError([f"{relative(path)} : en-tête : écrivez « champ: valeur » par ligne."])
    return meta, match["body"]


def read_text(path: Path) -> str:
    """Text of a UTF-8 file; raise ContentError when it is missing or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContentError([f"{relative(path)} : fichier absent, créez-le."]) from None
    except UnicodeDecodeError:
        cure = "enregistrez le fichier en UTF-8"
        raise ContentError([f"{relative(path)} : caractères illisibles, {cure}."]) from None


def load_yaml(text: str, path: Path, first_line: int = 1) -> Any:
    """Parse YAML text found in `path` from `first_line`; raise ContentError with the line."""
    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)  # safe, in C: five times as fast
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        last = text.count("\n")  # what is never closed is noticed after the end
        line = first_line + min(mark.line, last) if mark else first_line
        cause = getattr(error, "problem", None) or "syntaxe YAML"
        raise ContentError(
            [f"{relative(path)} : ligne {line} : {cause}. Corrigez la syntaxe."]
        ) from None
