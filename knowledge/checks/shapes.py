"""Faults of the files themselves, that YAML hides: no `field: value`, or the same field twice.

A YAML reader keeps the last of two same fields without a word: a number or an intent would be lost.
"""

from pathlib import Path

import yaml

from knowledge.content import FRONT_MATTER, ContentError, read_text


def shape_problems(root: Path) -> list[str]:
    """Every YAML file and Markdown header under `root`, every YAML file of the dialogue."""
    base = root.parent
    sources = [
        *root.glob("*.yml"), *root.glob("montants/*.yml"), *root.glob("articles/*/*.md"),
        *root.glob("letters/*.yml"), *root.glob("letters/modeles/*.md"),
    ]  # fmt: skip
    dialogue = [*base.glob("domain.yml"), *base.glob("data/*/*.yml")]
    return [
        problem for path in sorted(sources) + sorted(dialogue) for problem in _problems(path, base)
    ]


def _problems(path: Path, base: Path) -> list[str]:
    where = path.relative_to(base)
    try:
        text = read_text(path)
        if path.suffix == ".md":
            match = FRONT_MATTER.match(text)
            text = match["meta"] if match else ""
            if not match:
                return []  # said by the reader of the file
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except ContentError as error:
        return error.problems
    except yaml.YAMLError:
        return []  # said, with the line, by the reader of the file
    if not isinstance(node, yaml.MappingNode):
        return [f"{where} : fichier vide ou mal construit : écrivez « champ: valeur » par ligne."]
    return [
        f"{where} : champ « {key} » écrit deux fois : le premier serait perdu, gardez-en un."
        for key in _repeated(node)
    ]


def _repeated(node: yaml.Node) -> list[str]:
    if isinstance(node, yaml.SequenceNode):
        return [key for item in node.value for key in _repeated(item)]
    if not isinstance(node, yaml.MappingNode):
        return []
    keys = [key.value for key, _ in node.value]
    found = sorted({key for key in keys if keys.count(key) > 1})
    return found + [key for _, value in node.value for key in _repeated(value)]
