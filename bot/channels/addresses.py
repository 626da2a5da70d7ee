"""Where a request comes from: the socket's own peer, unless the settings trust a proxy to tell."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohttp import web

from knowledge.settings import Settings

FORWARDED = "X-Forwarded-For"


def client_address(request: web.Request, settings: Settings) -> str:
    """The address to count failures by; an IPv6 network of 64 bits is one subscriber.

    Behind the trusted proxy, the last address it names that is not a proxy of ours: what stands
    before was written by the client, who may write anything.
    """
    proxy = settings.trusted_proxy
    named = ",".join(request.headers.getall(FORWARDED, []))
    hops = [hop.strip() for hop in named.split(",") if hop.strip()]
    parsed = _parsed(request.remote or "")
    while proxy and hops and parsed and parsed in proxy:
        parsed = _parsed(hops.pop())
    if isinstance(parsed, IPv6Address):
        return str(ip_network(f"{parsed}/64", strict=False))
    return str(parsed or "")


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return mapped or parsed
