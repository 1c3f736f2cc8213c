"""Protection from other web sites: only this computer may drive the stand-in."""

import ipaddress
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse cross-site requests, and host names that are not of this computer."""
    if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
        # A link from another site may open the page, and nothing more.
        follows = request.headers.get("Sec-Fetch-Mode") == "navigate" and request.method == "GET"
        if not follows or request.path != "/":
            return _refuse("cross-site requests are refused")
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        return _refuse("requests from other origins are refused")
    if not _is_loopback(request.host):
        return _refuse("only loopback host names are answered here")
    return await handler(request)


def _refuse(why: str) -> web.Response:
    return web.json_response({"ok": False, "error": why}, status=403)


def _is_loopback(host: str) -> bool:
    """Return whether a Host header names the loopback, on any port."""
    try:
        name = (urlsplit(f"//{host}").hostname or "").lower()
        near = name == "localhost" or name.endswith(".localhost")
        return near or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
