"""Protection of the bot's HTTP listeners from browsers and idle connections."""

import ipaddress
from collections.abc import Awaitable, Callable, Collection
from typing import TypeAlias
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

IDLE_SECONDS = 60.0
"""Longest time a connection may stay without sending a complete request header."""

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


async def close_up(_: web.Request, answer: web.StreamResponse) -> None:
    """Add HEADERS to an answer, and remove the name of the server software."""
    answer.headers.update(HEADERS)
    answer.headers.popall("Server", None)


def only_hosts(names: Collection[str]) -> Middleware:
    """Refuse requests whose Host is a name, unless it is listed or names the loopback.

    A page of another site reaches this machine by a name of its own (DNS rebinding), never by
    an address.
    """
    allowed = {name.lower() for name in names}

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        name = _name(request.host)
        if name in allowed or name == "localhost" or _is_address(name):
            return await handler(request)
        raise web.HTTPForbidden(text="not by this host name; see METRICS_ALLOWED_HOSTS\n")

    return guard


def _name(host: str) -> str:
    """Return a Host header's name without the port; empty when it is malformed."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True
