"""Every content file read once for the checks; a file that cannot be read is a fault like another.

It says what cannot be read, and checks nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from knowledge.article import Article, load_articles
from knowledge.checks.dialogue import Dialogue, read_dialogue
from knowledge.checks.findings import Report
from knowledge.contacts import Contact, load_contacts
from knowledge.content import ContentError, relative
from knowledge.desk import Replies, load_desk, load_replies
from knowledge.figures import Figure, load_figures
from knowledge.journeys.model import Journey, load_journeys
from knowledge.journeys.reading import load_commands
from knowledge.letters.catalogue import load_letters
from knowledge.letters.models import Letter
from knowledge.mutuelle import Mutuelle, load_mutuelle
from knowledge.needs import Need, load_needs
from knowledge.pathologies import Pathologies, load_pathologies
from knowledge.people import load_people
from knowledge.registry import Registry, load_registry
from knowledge.safety.messages import load_messages
from knowledge.urgency import load_delays
from knowledge.wording import service_texts

Read = TypeVar("Read")
MISSHAPEN = "mal construit : comparez-le à un fichier voisin (voir knowledge/README.md)"


@dataclass(frozen=True)
class Gathered:
    """What other content may name, or is checked for what it names."""

    registry: Registry
    contacts: dict[str, Contact]
    figures: dict[str, Figure]
    articles: dict[str, Article]
    house: Mutuelle
    needs: dict[str, Need]
    pathologies: Pathologies
    letters: dict[str, Letter]
    journeys: dict[str, Journey]
    replies: Replies
    texts: dict[str, str]
    dialogue: Dialogue


READERS: dict[str, tuple[Callable[[Path], Any], str]] = {
    "registry": (load_registry, "intents.yml"),
    "contacts": (load_contacts, "contacts.yml"),
    "figures": (load_figures, "montants"),
    "articles": (load_articles, "articles"),
    "house": (load_mutuelle, "mutuelle.yml"),
    "needs": (load_needs, "besoins.yml"),
    "pathologies": (load_pathologies, "pathologies.yml"),
    "letters": (load_letters, "letters"),
    "journeys": (load_journeys, "journeys/parcours"),
    "replies": (load_replies, "reponses_types.yml"),
    "texts": (service_texts, "messages.yml"),
    "dialogue": (read_dialogue, ""),
}
# Read for their own faults: nothing else depends on them.
ALONE: tuple[tuple[Callable[[Path], Any], str], ...] = (
    (load_people, "personnes.yml"),
    (load_delays, "delais.yml"),
    (load_desk, "poste.yml"),
    (load_commands, "journeys/commandes.yml"),
)


def gather(report: Report, root: Path) -> Gathered | None:
    """Everything under `root`; None, with the faults reported, when a file cannot be read."""
    for load, name in ALONE:
        read(report, load, root / name)
    found: dict[str, Any] = {
        field: read(report, load, root / name) for field, (load, name) in READERS.items()
    }
    if contacts := found["contacts"]:
        messages = root / "safety" / "messages.yml"
        read(report, lambda path: load_messages(path, contacts), messages)
    if any(found[field.name] is None for field in fields(Gathered)):
        return None
    return Gathered(**found)


def read(report: Report, load: Callable[[Path], Read], path: Path) -> Read | None:
    """What `load` reads, or None with the fault reported."""
    try:
        return load(path)
    except ContentError as error:
        report.errors += error.problems
    except (AttributeError, KeyError, TypeError):
        report.errors.append(f"{relative(path)} : {MISSHAPEN}.")
    return None
