"""Rasa component: what a message names, from the registries of `knowledge`."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.mentions import find_mentions


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class CareEntityExtractor(GraphComponent):
    """Adds the entities of `find_mentions`."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "CareEntityExtractor":
        """Built by Rasa's graph; nothing to configure."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Find the mentions of each message, in place."""
        for message in messages:
            found = find_mentions(message.get(TEXT) or "")
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages
