"""Rasa component: intent of a message, by `bot.nlu.intent_model`."""

from hashlib import sha256
from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as RasaIntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.intent_model import IntentModel
from bot.nlu.mentions import find_mentions, prepare
from knowledge.settings import PROJECT

FILE = "intents.joblib"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class IntentClassifier(GraphComponent, RasaIntentClassifier):
    """Adds `intent` and `intent_ranking`; reads the entities found before it."""

    def __init__(self, storage: ModelStorage, resource: Resource, model: IntentModel) -> None:
        """Keep where to save the model."""
        self._storage, self._resource, self._model = storage, resource, model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "IntentClassifier":
        """Untrained component."""
        return cls(model_storage, resource, IntentModel())

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """What training reads besides the sentences: Rasa's cache would not see it change."""
        read = [
            *(PROJECT / "bot" / "nlu").glob("*.py"),
            *(PROJECT / "knowledge" / "articles").rglob("*.md"),
            *(PROJECT / "knowledge").glob("*.yml"),
            PROJECT / "knowledge" / "safety" / "vocabulaire.yml",
            *(PROJECT / "knowledge" / "places").iterdir(),
        ]
        contents = (path.read_bytes() for path in sorted(read) if path.is_file())
        return sha256(b"".join(contents)).hexdigest()

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "IntentClassifier":
        """Component with the trained model of the archive."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, joblib.load(folder / FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on every example that has an intent, and save."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT)]
        sentences = [prepare(m.get(TEXT), find_mentions(m.get(TEXT))) for m in examples]
        self._model.fit(sentences, [m.get(INTENT) for m in examples])
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Rank the intents of each message, in place."""
        for message in messages:
            text = message.get(TEXT) or ""
            sentence = prepare(text, message.get(ENTITIES, []))
            ranking = [
                {"name": guess.intent, "confidence": guess.confidence}
                for guess in self._model.rank(sentence)
            ]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages
