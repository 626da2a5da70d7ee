"""Is a sentence about what Ariane knows? Real French words met nowhere in her subjects say no.

Works on words alone; the last word belongs to the intent model, whose score this raises.
"""

from collections import Counter

from bot.nlu.mentions import MARK
from bot.nlu.vectors import Floats, WordVectors
from knowledge.content import ROOT, read_yaml
from knowledge.needs import needs
from knowledge.pathologies import pathologies
from knowledge.registry import registry
from knowledge.text import normalise

OUT_OF_SCOPE = "hors_sujet"
USUAL = 3  # times the articles use a word before it counts as one of Ariane's
SAID = 4  # sentences that use it: « plage » in one story about a carte Vitale proves nothing
# What each foreign word does, two at most: it raises the out-of-scope score, and doubts all scores,
# so that Ariane asks rather than decline. Chosen with the thresholds of config.yml, see there.
PER_WORD = 2.0
DOUBT = 0.3
COUNTED = 2


class Scope:
    """The words of Ariane's subjects: sentences in scope, articles, needs, illnesses, dangers."""

    def __init__(self, sentences: list[str], intents: list[str], vectors: WordVectors) -> None:
        """Learn from prepared `sentences`, their `intents`, the articles and the vocabularies."""
        self._vectors = vectors
        articles = Counter(
            word
            for path in sorted((ROOT / "articles").rglob("*.md"))
            for word in normalise(path.read_text(encoding="utf-8")).split()
        )
        self._words = {word for word, count in articles.items() if count >= USUAL}
        # A word of danger is never off topic, whatever else the member says.
        dangers = read_yaml(ROOT / "safety" / "vocabulaire.yml")["mots"]
        self._words.update(normalise(" ".join(dangers.values())).split())
        for lexicon in (needs(), pathologies()):
            self._words.update(
                normalise(" ".join(way for one in lexicon.values() for way in one.mots)).split()
            )
        said = Counter(
            word
            for sentence, intent in zip(sentences, intents, strict=True)
            if registry().theme_of(intent) != OUT_OF_SCOPE
            for word in set(sentence.split())
        )
        self._words.update(word for word, count in said.items() if count >= SAID)

    def foreign_words(self, sentence: str) -> int:
        """Number of real French words of `sentence` that Ariane's subjects never use."""
        return sum(
            len(word) > 2
            and word not in self._words
            and not word.startswith(MARK)
            and self._vectors.row(word) is not None
            for word in set(sentence.split())
        )

    def weigh(self, sentence: str, scores: Floats, out_of_scope: int) -> Floats:
        """`scores` of the intents, one of which is `out_of_scope`, given the foreign words."""
        count = min(self.foreign_words(sentence), COUNTED)
        weighed = scores.copy()
        weighed[out_of_scope] += PER_WORD * count
        doubted: Floats = weighed / (1 + DOUBT * count)
        return doubted
