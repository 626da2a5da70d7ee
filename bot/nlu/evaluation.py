"""Measures of understanding on sentences kept out of training: `make evaluate` prints them.

It only measures: no sentence read here may be learnt. config.yml tells how thresholds were set.
"""

import pickle
import random
import statistics
import time
from dataclasses import dataclass

from bot.nlu import measures
from bot.nlu.corpus import TWINS, Example, blind_examples, training_examples, twin_examples
from bot.nlu.intent_model import IntentModel
from bot.nlu.measures import Answer, Thresholds
from bot.nlu.mentions import find_mentions, prepare
from bot.nlu.scope import OUT_OF_SCOPE
from bot.nlu.typos import with_typos
from knowledge.content import ROOT, read_yaml
from knowledge.safety import detect

FOREIGN = ROOT.parent.parent / "shared" / "utterances" / "out_of_scope.tsv"
SAFETY = TWINS.parent / "safety"
ENTITIES = TWINS.parent / "understanding" / "entities.yml"
NAMED = {
    "besoin": "besoins",
    "lieu": "lieux",
    "pathologie": "pathologies",
    "urgence": "urgences",
    "beneficiaire": "bénéficiaires",
    "age": "âges",
}


@dataclass(frozen=True)
class Trained:
    """A model and what it took to have it: processor seconds, seconds to load, megabytes."""

    model: IntentModel
    training: float
    loading: float
    megabytes: float


def train() -> Trained:
    """Learn the training files, as `rasa train` does."""
    start = time.process_time()
    examples = training_examples()
    sentences = [prepare(one.text, find_mentions(one.text)) for one in examples]
    model = IntentModel().fit(sentences, [one.intent for one in examples])
    trained = time.process_time()
    stored = pickle.dumps(model)
    dumped = time.perf_counter()
    pickle.loads(stored)  # noqa: S301 - our own bytes
    loaded = time.perf_counter() - dumped
    return Trained(model, trained - start, loaded, len(stored) / 1e6)


def thresholds() -> Thresholds:
    """Those of `config.yml`."""
    for part in read_yaml(ROOT.parent / "config.yml")["pipeline"]:
        if part["name"] == "FallbackClassifier":
            return Thresholds(part["threshold"], part["ambiguity_threshold"])
    raise LookupError("config.yml : FallbackClassifier absent du pipeline")


def ask(model: IntentModel, example: Example) -> Answer:
    """What the model makes of one sentence, mentions included."""
    sentence = prepare(example.text, find_mentions(example.text))
    return Answer(example.text, example.intent, model.rank(sentence))


def answers(model: IntentModel, examples: list[Example]) -> list[Answer]:
    """Answers to `examples`."""
    return [ask(model, one) for one in examples]


def timings(model: IntentModel, examples: list[Example]) -> tuple[float, float]:
    """Median and 95th percentile of a message, in milliseconds, mentions included."""
    spent = []
    for one in examples:
        start = time.thread_time()  # what it costs one core, however busy the machine is
        ask(model, one)
        spent.append(1000 * (time.thread_time() - start))
    return statistics.median(spent), statistics.quantiles(spent, n=20)[-1]


def misspelt(examples: list[Example], errors: int) -> list[Example]:
    """`examples` with that many typing errors each, the same at every run."""
    chance = random.Random(errors)  # noqa: S311 - typing errors, not secrets
    return [Example(with_typos(one.text, errors, chance), one.intent) for one in examples]


def foreign_examples() -> list[Example]:
    """Sentences that have nothing to do with Ariane; empty where they are not provided."""
    if not FOREIGN.exists():
        return []
    lines = FOREIGN.read_text(encoding="utf-8").splitlines()[1:]
    return [Example(line.split("\t")[0], OUT_OF_SCOPE) for line in lines]


def entity_f1(entity: str) -> float:
    """F1 of one of `NAMED` on the sentences of the test file that tell what is expected of it."""
    pairs = []
    for line in read_yaml(ENTITIES):
        if entity in line:
            mentions = find_mentions(line["texte"])
            found = {_value(one["value"]) for one in mentions if one["entity"] == entity}
            pairs.append((_expected(line[entity]), found))
    return measures.f1(pairs)


def _expected(told: str | int | list[str] | None) -> set[str]:
    values = told if isinstance(told, list) else [] if told is None else [told]
    return {str(value) for value in values}


def _value(value: str | int | list[str]) -> str:
    """A single id; « ambigu » for several places of the same name."""
    if isinstance(value, list):
        return value[0] if len(value) == 1 else "ambigu"
    return str(value)


def red_flags() -> tuple[float, float]:
    """Part of the dangers seen, and part of the harmless sentences taken for dangers."""
    dangers = read_yaml(SAFETY / "positives.yml")
    harmless = read_yaml(SAFETY / "negatives.yml")
    return (
        measures.share(detect(text) is not None for texts in dangers.values() for text in texts),
        measures.share(detect(text) is not None for texts in harmless.values() for text in texts),
    )


def percent(part: float) -> str:
    """« 92,4 % »."""
    return f"{100 * part:.1f} %".replace(".", ",")


def told(title: str, given: list[Answer], limits: Thresholds) -> list[str]:
    """What was made of one set of sentences."""
    unsure = [one for one in given if limits.asks(one.ranking)]
    wrong = [one for one in given if not one.right_theme and not limits.asks(one.ranking)]
    figures = {
        "Bon thème": measures.theme_accuracy(given),
        "Bonne intention": measures.intent_accuracy(given),
        "Question posée en retour": len(unsure) / len(given),
        "Réponse donnée hors du thème": len(wrong) / len(given),
        "Hors sujet refusé": measures.refusals(given, limits),
        "Refus ou question à tort": measures.false_refusals(given, limits),
        "Erreur de calibration (ECE)": measures.calibration_error(given),
    }
    return [
        f"{title} ({len(given)})",
        *(f"  {name:<30}{percent(part)}" for name, part in figures.items()),
    ]


def report() -> list[str]:
    """Train, measure, and tell, one figure a line."""
    trained, limits, twins = train(), thresholds(), twin_examples()
    given = answers(trained.model, twins)
    foreign = answers(trained.model, foreign_examples())
    median, worst = timings(trained.model, twins)
    seen, false_alarms = red_flags()
    typos = {
        errors: measures.theme_accuracy(answers(trained.model, misspelt(twins, errors)))
        for errors in (1, 2)
    }
    return [
        f"Phrases apprises                {len(training_examples())}",
        *told("Phrases jumelles", given, limits),
        *told("Phrases à l'aveugle", answers(trained.model, blind_examples()), limits),
        f"Hors sujet refusé (extérieures) {percent(measures.refusals(foreign, limits))}",
        *(f"F1 des {name:<25}{percent(entity_f1(entity))}" for entity, name in NAMED.items()),
        f"Dangers vus, fausses alertes    {percent(seen)}, {percent(false_alarms)}",
        *(f"Bon thème avec {n} faute(s)       {percent(part)}" for n, part in typos.items()),
        f"Un message, p50 et p95, un cœur {median:.1f} ms, {worst:.1f} ms",
        f"Modèle                          {trained.megabytes:.0f} Mo",
        f"Lecture du modèle               {trained.loading:.2f} s",
        f"Entraînement, un cœur           {trained.training:.0f} s",
        "Confusions les plus fréquentes (attendu -> compris) :",
        *(f"  {count} × {expected} -> {guessed}"
          for expected, guessed, count in measures.confusions(given)),
    ]  # fmt: skip


if __name__ == "__main__":
    print(*report(), sep="\n")
