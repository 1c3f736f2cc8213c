"""HTTP headers that every answer of the bot carries, in case a browser is led to it."""

from aiohttp import web

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
