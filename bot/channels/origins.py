"""Which web pages may open a socket: a browser always says where it comes from."""

from urllib.parse import urlsplit

from aiohttp import web

from knowledge.settings import Settings


def origin_allowed(request: web.Request, settings: Settings, embedded: bool) -> bool:
    """True for Ariane's own pages and, when `embedded`, for the sites named in the settings.

    No Origin means no browser (command line, tests): there is no page to be tricked.
    """
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    if embedded and origin in settings.allowed_origins:
        return True
    if settings.public_url:
        return origin == settings.public_url.rstrip("/")
    return urlsplit(origin).netloc == request.host
