"""Rules of the safety net as editors write them, read and validated; nothing here matches text."""

from pathlib import Path

from pydantic import Field

from knowledge.content import ROOT, Content, ContentError, parse, read_yaml, relative

FOLDER = ROOT / "safety"
# Most serious first. Poisoning stands before other emergencies because it starts with the same call
# and adds what must not be done.
KINDS = (
    "intoxication", "urgence_vitale", "suicide", "enfant_en_danger", "maltraitance", "violence",
)  # fmt: skip


class Rule(Content):
    """One way a danger is told. `sauf`: patterns that cancel it; `gardes`: guards that may.

    `mots_max`: holds only for messages of so many words, where a bare noun is a call for help.
    """

    motifs: tuple[str, ...] = Field(min_length=1)
    ecart: int = Field(default=2, ge=0, le=8)
    gardes: tuple[str, ...] = ("passe", "figure", "information")
    sauf: tuple[str, ...] = ()
    mots_max: int | None = Field(default=None, ge=1)


class Guard(Content):
    """What cancels a rule within `portee` words; `cede`: unless « maintenant » comes before."""

    motifs: tuple[str, ...] = Field(min_length=1)
    portee: int = Field(ge=0, le=20)
    cede: bool = False


class Vocabulary(Content):
    """Word lists shared by rules, guards, signs of the present, and words never taken for typos."""

    mots: dict[str, str]
    gardes: dict[str, Guard]
    maintenant: tuple[str, ...]
    clauses: tuple[str, ...]
    sosies: str


class Rulebook(Content):
    """Rules by kind and name, and the vocabulary they share."""

    rules: dict[str, dict[str, Rule]]
    vocabulary: Vocabulary


def load_rulebook(folder: Path = FOLDER) -> Rulebook:
    """Read vocabulary and rules; raise ContentError naming file, field and cure."""
    path = folder / "vocabulaire.yml"
    vocabulary = parse(Vocabulary, read_yaml(path), path)
    rules = {kind: _rules(folder / "rules" / f"{kind}.yml", vocabulary) for kind in KINDS}
    return Rulebook(rules=rules, vocabulary=vocabulary)


def _rules(path: Path, vocabulary: Vocabulary) -> dict[str, Rule]:
    rules = {
        name: parse(Rule, data, f"{relative(path)} ({name})")
        for name, data in read_yaml(path).items()
    }
    for name, rule in rules.items():
        for guard in rule.gardes:
            if guard not in vocabulary.gardes:
                where = f"{relative(path)} ({name})"
                cure = "voyez vocabulaire.yml"
                raise ContentError([f"{where} : garde « {guard} » inconnue : {cure}."])
    return rules
