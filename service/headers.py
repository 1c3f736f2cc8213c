"""What every HTTP answer of the bot says to a browser that was led to it, and what none says."""

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
    """Let no browser keep, frame or guess at an answer, and tell nobody what made it."""
    answer.headers.update(HEADERS)
    answer.headers.popall("Server", None)
