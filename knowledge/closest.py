"""Articles whose words are closest to a question nobody understood, to be offered as titles.

Lexical only: it never answers, and offers nothing rather than a far-fetched title.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

from bm25s import BM25
from bm25s.stopwords import STOPWORDS_FRENCH
from snowballstemmer import stemmer

from knowledge.article import Article, articles
from knowledge.text import normalise

TITLE_WEIGHT = 3
# On the training sentences, an offer above this floor holds the right article 7 times in 10, and
# 6 foreign subjects in 100 get one.
FLOOR = 3.0


@dataclass(frozen=True)
class _Index:
    """`search` scores the articles, in the order of `articles`."""

    search: BM25
    articles: tuple[Article, ...]


def closest(text: str, limit: int = 3) -> list[Article]:
    """At most `limit` articles, best first; none when too few words are shared."""
    index = _index()
    asked = [stem for stem in dict.fromkeys(_stems(text)) if stem in index.search.vocab_dict]
    if not asked:
        return []
    scores = index.search.get_scores(asked)
    ranked = sorted(zip(scores, index.articles, strict=True), key=lambda pair: -pair[0])
    return [article for score, article in ranked[:limit] if score >= FLOOR]


@cache
def _index() -> _Index:
    known = tuple(articles().values())
    search = BM25()
    search.index([_stems(_searched(article)) for article in known], show_progress=False)
    return _Index(search, known)


def _searched(article: Article) -> str:
    return " ".join(
        [article.titre] * TITLE_WEIGHT + [article.reponse, article.etapes, article.falc]
    )


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in normalise(text).split() if word not in _empty_words()]


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(word for empty in STOPWORDS_FRENCH for word in normalise(empty).split())


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    return str(stemmer("french").stemWord(word))
