"""Intents, training sentences, rules, responses and code: each declared, taught, answered and used.

Reads the dialogue's YAML as text; neither Rasa nor any action is run.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.checks.source_code import Module, mentions, read_modules
from knowledge.content import ContentError, read_yaml
from knowledge.folding import fold
from knowledge.registry import Registry

MIN_EXAMPLES = 25
RASA_INTENTS = {"nlu_fallback"}
RASA_KEYS = {"utter_action"}  # metadata of an event, not a response
RASA_ACTIONS = {"action_deactivate_loop", "action_listen", "action_restart", "action_session_start"}
RESPONSE = re.compile(r"utter_\w+")
PAYLOAD = re.compile(r"/([a-z_]+)(?:\{.*)?")
ANSWERS = "knowledge/answers.py"  # its `texts` gives every response the fields of an article
CURE_ID = "corrigez le nom ou déclarez-la"
FIELD = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


@dataclass(frozen=True)
class Dialogue:
    """What the dialogue's files say. `examples`: (theme file, sentences) by intent."""

    domain: dict[str, Any]
    examples: dict[str, tuple[str, list[str]]]
    rules: list[dict[str, Any]]
    responses: dict[str, list[dict[str, Any]]]
    texts: dict[str, str]
    modules: list[Module]

    def steps(self, kind: str) -> set[str]:
        """Every intent (`intent`) or action (`action`) named in the rules."""
        return {step[kind] for step in _flat(self.rules) if isinstance(step.get(kind), str)}


def read_dialogue(root: Path) -> Dialogue:
    """Read `domain.yml`, `data/` and the code beside `root`; raise ContentError if unreadable."""
    base = root.parent
    examples = {
        block["intent"]: (path.stem, [line[2:] for line in block["examples"].splitlines() if line])
        for path, file in _files(base / "data" / "nlu")
        for block in file["nlu"]
        if "intent" in block
    }
    rules = [rule for _, file in _files(base / "data" / "rules") for rule in file["rules"]]
    responses: dict[str, list[dict[str, Any]]] = {}
    for _, file in _files(base / "data" / "responses"):
        responses |= file["responses"]
    return Dialogue(
        domain=read_yaml(base / "domain.yml"),
        examples=examples,
        rules=rules,
        responses=responses,
        texts=read_yaml(root / "messages.yml"),
        modules=read_modules(base),
    )


def dialogue_problems(dialogue: Dialogue, registry: Registry) -> list[str]:
    """All that does not meet between the registry, the dialogue's files and the code."""
    return [
        *_intent_problems(dialogue, registry),
        *_example_problems(dialogue, registry),
        *_action_problems(dialogue),
        *_response_problems(dialogue),
        *_payload_problems(dialogue, registry),
        *_text_problems(dialogue),
        *_field_problems(dialogue),
    ]


def _intent_problems(dialogue: Dialogue, registry: Registry) -> Iterator[str]:
    declared, ruled = set(dialogue.domain["intents"]), dialogue.steps("intent")
    for name, intent in registry.intents.items():
        if name not in declared:
            yield f"domain.yml : « intents » : « {name} » manque : ajoutez-la."
        if name not in ruled:
            where = f"data/rules/{intent.theme}.yml"
            yield f"{where} : intention « {name} » sans règle : écrivez-en une."
    for name in sorted(declared - set(registry.intents)):
        yield f"domain.yml : « intents » : « {name} » absente de knowledge/intents.yml : {CURE_ID}."
    for name in sorted(ruled - set(registry.intents) - RASA_INTENTS):
        yield f"data/rules : intention « {name} » absente de knowledge/intents.yml : {CURE_ID}."


def _example_problems(dialogue: Dialogue, registry: Registry) -> Iterator[str]:
    for name, intent in registry.intents.items():
        file, sentences = dialogue.examples.get(name, (intent.theme, []))
        where = f"data/nlu/{file}.yml : intention « {name} »"
        if file != intent.theme:
            yield f"{where} : thème « {intent.theme} » : déplacez-la dans le fichier de ce thème."
        if len(sentences) < MIN_EXAMPLES:
            yield f"{where} : {len(sentences)} phrase(s) : écrivez-en au moins {MIN_EXAMPLES}."
    taught: dict[str, str] = {}
    for name, (file, sentences) in dialogue.examples.items():
        where = f"data/nlu/{file}.yml : intention « {name} »"
        if name not in registry.intents:
            yield f"{where} : absente de knowledge/intents.yml : {CURE_ID}."
        for sentence in sentences:
            other = taught.setdefault(fold(sentence) or sentence, name)
            if other != name:
                yield f"{where} : « {sentence} » est aussi dans « {other} » : gardez-en une."
        twice = Counter(sentences).most_common(1)
        if twice and twice[0][1] > 1:
            yield f"{where} : « {twice[0][0]} » est écrite deux fois : changez-en une."


def _action_problems(dialogue: Dialogue) -> Iterator[str]:
    forms = set(dialogue.domain.get("forms", {}))
    declared = set(dialogue.domain.get("actions", []))
    used = {name for name in dialogue.steps("action") if not RESPONSE.fullmatch(name)}
    for name in sorted(used - declared - forms - RASA_ACTIONS):
        yield f"data/rules : action « {name} » absente de domain.yml : {CURE_ID}."
    for name in sorted(declared):
        if not mentions(dialogue.modules, name):
            yield f"domain.yml : « actions » : « {name} » n'est écrite nulle part : retirez-la."


def _response_problems(dialogue: Dialogue) -> Iterator[str]:
    ruled = {name for name in dialogue.steps("action") if RESPONSE.fullmatch(name)}
    for name in sorted(ruled - set(dialogue.responses)):
        yield f"data/rules : réponse « {name} » absente de data/responses : écrivez-la."
    for module in dialogue.modules:
        for name in sorted(filter(RESPONSE.fullmatch, module.strings - RASA_KEYS)):
            if name not in dialogue.responses:
                yield f"{module.where} : réponse « {name} » absente de data/responses : écrivez-la."
    for name in sorted(set(dialogue.responses) - ruled):
        if not mentions(dialogue.modules, name):
            yield f"data/responses : réponse « {name} » jamais utilisée : retirez-la."


def _payload_problems(dialogue: Dialogue, registry: Registry) -> Iterator[str]:
    buttons = (
        (f"data/responses : réponse « {name} »", button["payload"])
        for name, variants in dialogue.responses.items()
        for variant in variants
        for button in variant.get("buttons", [])
    )
    coded = (
        (module.where, text)
        for module in dialogue.modules
        if module.where.startswith("actions/")
        for text in sorted(module.strings)
    )
    for where, payload in [*buttons, *coded]:
        match = PAYLOAD.fullmatch(payload)
        if match and match[1] not in registry.intents:
            yield f"{where} : bouton « {payload} » : l'intention n'existe pas : corrigez son nom."


def _text_problems(dialogue: Dialogue) -> Iterator[str]:
    for module in dialogue.modules:
        for key in sorted(module.said - set(dialogue.texts)):
            yield f"{module.where} : texte « {key} » absent de knowledge/messages.yml : écrivez-le."
    for key in dialogue.texts:
        if not mentions(dialogue.modules, key):
            yield f"knowledge/messages.yml : champ « {key} » : texte jamais utilisé : retirez-le."


def _field_problems(dialogue: Dialogue) -> Iterator[str]:
    """`{…}` that no module naming the text provides: the member would read the braces."""
    texts = [("knowledge/messages.yml : champ", key, text) for key, text in dialogue.texts.items()]
    texts += [
        ("data/responses : réponse", name, str(variant.get("text", "")))
        for name, variants in dialogue.responses.items()
        for variant in variants
    ]
    slots = set(dialogue.domain.get("slots", {}))
    answers = (module.strings for module in dialogue.modules if module.where == ANSWERS)
    article_fields = set().union(*answers)
    for where, name, text in texts:
        known = slots.union(*(module.provided for module in mentions(dialogue.modules, name)))
        if any("texts" in module.calls for module in mentions(dialogue.modules, name)):
            known |= article_fields
        for field in sorted(set(FIELD.findall(text)) - known):
            yield f"{where} « {name} » : « {{{field}}} » n'est rempli par rien : corrigez le nom."


def _files(folder: Path) -> Iterator[tuple[Path, Any]]:
    paths = sorted(folder.glob("*.yml"))
    if not paths:
        raise ContentError(
            [f"{folder.parent.name}/{folder.name} : dossier vide ou absent : créez-le."]
        )
    for path in paths:
        yield path, read_yaml(path)


def _flat(rules: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for rule in rules:
        for step in rule["steps"]:
            yield step
            yield from step.get("or", [])
