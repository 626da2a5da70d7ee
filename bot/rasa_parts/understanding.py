"""The trained NLU without any server: for the command line and for evaluation."""

from pathlib import Path
from typing import Any

from rasa.core.agent import Agent

from knowledge.needs import needs
from knowledge.pathologies import pathologies
from knowledge.places import place
from knowledge.registry import registry
from knowledge.safety import detect
from knowledge.urgency import UrgencyId, delays

Understood = dict[str, Any]


class Understanding:
    """A trained model, asked one sentence at a time."""

    def __init__(self, model: Path) -> None:
        """Load the archive (some seconds: Rasa imports TensorFlow)."""
        self._agent = Agent.load(str(model))

    async def understand(self, text: str) -> Understood:
        """Intent, theme, confidence, entities, what each names in words, red flag."""
        parsed = await self._agent.parse_message(text)
        intent = parsed["intent"]["name"]
        entities = parsed["entities"]
        flag = detect(text)
        return {
            "text": text,
            "intent": intent,
            "theme": registry().theme_of(intent),
            "confidence": round(parsed["intent"]["confidence"], 4),
            "entities": [
                {key: entity[key] for key in ("entity", "start", "end", "value")}
                for entity in entities
            ],
            "besoin": _first(entities, "besoin", _need),
            "commune": _first(entities, "lieu", _places),
            "pathologie": _first(entities, "pathologie", _pathology),
            "urgence": _first(entities, "urgence", _delay),
            "red_flag": flag.kind if flag else None,
        }


def _first(entities: list[Any], name: str, resolve: Any) -> Any:
    for entity in entities:
        if entity["entity"] == name:
            return resolve(entity["value"])
    return None


def _need(identifier: str) -> dict[str, str]:
    return {"id": identifier, "libelle": needs()[identifier].libelle}


def _pathology(identifier: str) -> dict[str, str]:
    named = pathologies()[identifier]
    return {"id": identifier, "libelle": named.libelle, "theme": named.theme}


def _delay(identifier: UrgencyId) -> dict[str, str]:
    return {"id": identifier, "libelle": delays().delais[identifier].libelle}


def _places(identifiers: list[str]) -> dict[str, Any]:
    """The place, or the homonyms to ask back; never one of them at random."""
    found = [{"id": one, "nom": place(one).label} for one in identifiers]
    return found[0] if len(found) == 1 else {"homonymes": found}
