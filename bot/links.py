"""Asks whether addresses of other sites still answer: few at once, one at a time for each site.

Tells what a site answered, never whether its page still says what our content asserts.
"""

import asyncio
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import groupby, takewhile
from urllib.parse import urlsplit

import aiohttp

AT_ONCE = 4
PAUSE = 0.5  # seconds between two questions to one site
FIRST_ASKED = 5  # sites: when none of them can be reached, neither can the internet
HEADERS = {"User-Agent": "Ariane (verification des liens)", "Accept-Language": "fr"}
PERMANENT = frozenset({301, 308})
GONE = frozenset({404, 410})
# What sites that keep programs out answer: only a person can look.
CLOSED_TO_PROGRAMS = frozenset({401, 403, 405, 406, 429, 451})


class Offline(Exception):
    """No site could be reached: the connection is at fault, not the content."""


class Verdict(Enum):
    """What an answer means to an editor; the value is the sentence, `{detail}` filled in."""

    FINE = "répond"
    MOVED = "adresse changée pour de bon : écrivez {detail}"
    GONE = "page disparue ({detail}) : cherchez la nouvelle adresse, ou changez de source"
    CLOSED = "le site refuse les programmes ({detail}) : ouvrez la page vous-même"
    BROKEN = "le site est en panne ({detail}) : réessayez plus tard"
    SLOW = "pas de réponse en {detail} s : réessayez plus tard"
    UNSAFE = "pas de connexion sûre (certificat refusé) : vérifiez l'adresse"
    UNREACHABLE = "site introuvable ou fermé : vérifiez l'adresse"


@dataclass(frozen=True)
class Outcome:
    """One address and what became of it."""

    url: str
    verdict: Verdict
    detail: str = ""

    def sentence(self) -> str:
        """In French, with the cure."""
        return self.verdict.value.format(detail=self.detail)

    def to_tell(self) -> bool:
        """False when there is nothing to look at."""
        return self.verdict is not Verdict.FINE

    def is_fault(self) -> bool:
        """True when an editor must change the address; the rest may be the site's day."""
        return self.verdict in (Verdict.MOVED, Verdict.GONE, Verdict.UNSAFE, Verdict.UNREACHABLE)


async def ask_all(
    urls: Iterable[str],
    seen: Callable[[Outcome], None],
    patience: float = 15.0,
    pause: float = PAUSE,
) -> None:
    """Ask every address, calling `seen` with each outcome as it comes; raise Offline.

    Redirects are followed. `patience`: seconds for one address; `pause`: seconds between two
    addresses of one site.
    """
    sites = [list(group) for _, group in groupby(sorted(urls, key=_site), key=_site)]
    slots = asyncio.Semaphore(AT_ONCE)
    limit = aiohttp.ClientTimeout(total=patience)
    async with aiohttp.ClientSession(headers=HEADERS, timeout=limit, trust_env=True) as session:

        async def ask(url: str) -> Outcome:
            async with slots:
                outcome = await _ask(session, url, patience)
            seen(outcome)
            return outcome

        async def ask_rest(site: list[str]) -> None:
            for url in site:
                await asyncio.sleep(pause)
                await ask(url)

        first = await asyncio.gather(*(ask(site.pop(0)) for site in sites[:FIRST_ASKED]))
        if first and all(outcome.verdict is Verdict.UNREACHABLE for outcome in first):
            raise Offline
        await asyncio.gather(*map(ask_rest, sites))


def _site(url: str) -> str:
    return urlsplit(url).netloc


async def _ask(session: aiohttp.ClientSession, url: str, patience: float) -> Outcome:
    """HEAD, then GET when the site does not take HEAD for an answer."""
    try:
        outcome = await _request(session, "HEAD", url)
        if outcome.verdict in (Verdict.FINE, Verdict.MOVED):
            return outcome
        return await _request(session, "GET", url)
    except TimeoutError:
        return Outcome(url, Verdict.SLOW, f"{patience:.0f}")
    except (aiohttp.ClientSSLError, ssl.SSLError):
        return Outcome(url, Verdict.UNSAFE)
    except aiohttp.TooManyRedirects:
        return Outcome(url, Verdict.BROKEN, "renvois sans fin")
    except (aiohttp.ClientError, OSError):
        return Outcome(url, Verdict.UNREACHABLE)


async def _request(session: aiohttp.ClientSession, method: str, url: str) -> Outcome:
    async with session.request(method, url) as response:
        if response.status in GONE:
            return Outcome(url, Verdict.GONE, str(response.status))
        if response.status in CLOSED_TO_PROGRAMS:
            return Outcome(url, Verdict.CLOSED, str(response.status))
        if response.status >= 400:
            return Outcome(url, Verdict.BROKEN, str(response.status))
        moves = list(takewhile(lambda step: step.status in PERMANENT, response.history))
        if moves:
            after = [*response.history, response][len(moves)]
            return Outcome(url, Verdict.MOVED, str(after.url))
        return Outcome(url, Verdict.FINE)
