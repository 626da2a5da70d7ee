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
# One rare word in common is not enough: an article uses most of the words asked. Of training
# sentences, 4 in 10 get an offer, which holds the right article 6 times in 10; of foreign ones, 1.
FLOOR = 3.0
COVERED = 0.6


@dataclass(frozen=True)
class _Index:
    """`search` scores the articles, in the order of `articles`; `stems`: the words of each."""

    search: BM25
    articles: tuple[Article, ...]
    stems: tuple[frozenset[str], ...]


def closest(text: str, limit: int = 3) -> list[Article]:
    """At most `limit` articles, best first; none when too few words are shared."""
    index = _index()
    asked = [stem for stem in dict.fromkeys(_stems(text)) if stem in index.search.vocab_dict]
    if not asked:
        return []
    scores = index.search.get_scores(asked)
    near = [
        (score, article)
        for score, article, stems in zip(scores, index.articles, index.stems, strict=True)
        if score >= FLOOR and len(stems.intersection(asked)) >= COVERED * len(asked)
    ]
    return [article for _, article in sorted(near, key=lambda pair: -pair[0])[:limit]]


def looked_up(text: str, limit: int) -> list[Article]:
    """Articles that have the words asked, most of them first: for who reads before choosing.

    The last word may be unfinished.
    """
    index, asked = _index(), _stems(text)
    if not asked:
        return []
    known = [word for word in asked if word in index.search.vocab_dict]
    scores = index.search.get_scores(known) if known else [0.0] * len(index.articles)
    ranked = [
        (_shared(stems, asked), float(score), article)
        for score, article, stems in zip(scores, index.articles, index.stems, strict=True)
    ]
    ranked.sort(key=lambda one: one[:2], reverse=True)
    return [article for shared, _, article in ranked[:limit] if shared]


def _shared(stems: frozenset[str], asked: list[str]) -> int:
    begun = any(word.startswith(asked[-1]) for word in stems)
    return len(stems.intersection(asked[:-1])) + begun


@cache
def _index() -> _Index:
    known = tuple(articles().values())
    search = BM25()
    stems = [_stems(_searched(article)) for article in known]
    search.index(stems, show_progress=False)
    return _Index(search, known, tuple(map(frozenset, stems)))


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
