"""GET /metrics, /health, /ready and /live, answered from memory without asking the database."""

import asyncio
import errno
import time
from collections.abc import Awaitable, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import web

from service.headers import IDLE_SECONDS, close_up, only_hosts
from service.storage import NotStoring, Unavailable

POLL_MARGIN = 15.0
"""How many seconds after its timeout a poll may end before Telegram counts as silent."""

PING_SECONDS = 5.0
PING_TIMEOUT = 2.0
UNHEALTHY_AT_ONCE = ("conflict", "unauthorized")
"""Reasons of a failed poll that no retry will cure."""


class Exposition(Protocol):
    """The source of the /metrics page. Usable from any thread.

    `scraped` is False when metrics are only sent elsewhere and there is no page.
    """

    scraped: bool

    def exposition(self, accept: str, accept_encoding: str) -> tuple[bytes, dict[str, str]]:
        """Return the body and headers of the page, negotiated by these request headers."""


class ListenError(Exception):
    """The port can't be listened on; the message names the port and the setting to change."""


@dataclass
class _Part:
    """Health of one thing the bot needs. A success counts for ``valid_seconds``."""

    valid_seconds: float
    worked: float | None = None
    trouble: str | None = None
    broken: bool = False

    def works(self, now: float) -> bool:
        if self.broken or self.worked is None:
            return False
        return now - self.worked <= self.valid_seconds

    def report(self, now: float) -> dict[str, Any]:
        return {
            "ok": self.works(now),
            "reason": self.reason(now),
            "seconds_since_success": None if self.worked is None else round(now - self.worked, 1),
        }

    def reason(self, now: float) -> str:
        if self.works(now):
            return "works"
        if self.trouble is not None:
            return self.trouble
        return "has not worked yet" if self.worked is None else "has been silent for too long"


class Health:
    """Whether the database answers and Telegram was polled lately, as others report it.

    Nothing is healthy before its first success. Reports come from memory, so they are instant
    whatever is down. Times are seconds of `clock`.
    """

    def __init__(
        self,
        *,
        poll_timeout: float = 30.0,
        database_seconds: float = 3 * PING_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._database = _Part(valid_seconds=database_seconds)
        self._telegram = _Part(valid_seconds=poll_timeout + POLL_MARGIN)
        self._draining = False

    def database_answered(self) -> None:
        """Record that the database answered just now."""
        self._succeeded(self._database)

    def database_failed(self, reason: str) -> None:
        """Record that the database did not answer; unhealthy until it answers again."""
        self._database.trouble, self._database.broken = reason, True

    def polled(self) -> None:
        """Record that Telegram answered a poll just now."""
        self._succeeded(self._telegram)

    def polling_failed(self, reason: str) -> None:
        """Record why a poll failed.

        A refused token ("unauthorized") or a second poller ("conflict") is unhealthy at once;
        after any other reason only when no poll has succeeded for too long.
        """
        self._telegram.trouble = reason
        self._telegram.broken = self._telegram.broken or reason in UNHEALTHY_AT_ONCE

    def stood_by(self) -> None:
        """Record that another process polls; that is healthy."""
        self._succeeded(self._telegram)

    def draining(self) -> None:
        """Record that the bot is stopping and accepts no new updates."""
        self._draining = True

    def ready(self) -> bool:
        """Return whether the bot accepts posts: it has started and is not stopping."""
        return self._telegram.worked is not None and not self._draining

    def healthy(self) -> bool:
        """Return whether every part works: the value of `bot_health`."""
        now = self._clock()
        return self._database.works(now) and self._telegram.works(now)

    def report(self) -> tuple[bool, dict[str, dict[str, Any]]]:
        """Return whether every part works, and the report of each part by name."""
        now = self._clock()
        parts = {"database": self._database.report(now), "telegram": self._telegram.report(now)}
        return self.healthy(), parts

    def _succeeded(self, part: _Part) -> None:
        part.worked, part.trouble, part.broken = self._clock(), None, False


async def watch_database(
    health: Health,
    answers: Callable[[], Awaitable[object]],
    *,
    every: float = PING_SECONDS,
    timeout: float = PING_TIMEOUT,  # noqa: ASYNC109 - the limit of each ping, not of this call
) -> None:
    """Ping the database ``every`` seconds and report the result to `health`, until cancelled."""
    while True:
        try:
            async with asyncio.timeout(timeout):
                await answers()
        except Exception as error:  # noqa: BLE001 - any error means that it did not answer
            health.database_failed(reason_of(error))
        else:
            health.database_answered()
        await asyncio.sleep(every)


def reason_of(error: Exception) -> str:
    """Return why the database can't be used, in words that hold no secret."""
    if isinstance(error, NotStoring):
        return f"stores nothing ({error})"
    return f"does not answer ({error if isinstance(error, Unavailable) else type(error).__name__})"


class Web:
    """The four addresses on one port. ``hosts`` are the host names that are answered."""

    def __init__(self, telemetry: Exposition, health: Health, hosts: Collection[str] = ()) -> None:
        self._telemetry, self._health = telemetry, health
        self._encoder = ThreadPoolExecutor(max_workers=1, thread_name_prefix="metrics")
        app = web.Application(middlewares=[only_hosts(hosts)])
        app.on_response_prepare.append(close_up)
        app.router.add_get("/metrics", self._metrics)
        app.router.add_get("/health", self._health_report)
        app.router.add_get("/ready", self._ready_report)
        app.router.add_get("/live", self._live_report)
        self._runner = web.AppRunner(
            app, access_log=None, handle_signals=False, keepalive_timeout=IDLE_SECONDS
        )

    async def start(self, host: str, port: int) -> None:
        """Listen. Raises ListenError."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        try:
            await site.start()
        except OSError as error:
            await self.stop()
            raise ListenError(why_not(error, host, port, "METRICS")) from None

    @property
    def port(self) -> int:
        """The port that is listened on, even if port 0 was configured."""
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Stop listening."""
        await self._runner.cleanup()
        self._encoder.shutdown(wait=False)

    async def _metrics(self, request: web.Request) -> web.Response:
        if not self._telemetry.scraped:
            raise web.HTTPNotFound(text="OTEL_METRICS_EXPORTER does not name prometheus\n")
        # Encoding takes milliseconds, so it runs in a thread: no update waits for it.
        body, headers = await asyncio.get_running_loop().run_in_executor(
            self._encoder,
            self._telemetry.exposition,
            ",".join(request.headers.getall("Accept", [])),
            ",".join(request.headers.getall("Accept-Encoding", [])),
        )
        return web.Response(body=body, headers=headers)

    async def _health_report(self, _: web.Request) -> web.Response:
        ok, parts = self._health.report()
        answer = {"status": "ok" if ok else "failing", "parts": parts}
        return web.json_response(answer, status=200 if ok else 503)

    async def _ready_report(self, _: web.Request) -> web.Response:
        ready = self._health.ready()
        answer = {"status": "ready" if ready else "not ready"}
        return web.json_response(answer, status=200 if ready else 503)

    async def _live_report(self, _: web.Request) -> web.Response:
        """Answer as long as the event loop turns, whatever else is down."""
        return web.json_response({"status": "alive"})


def why_not(error: OSError, host: str, port: int, settings: str) -> str:
    """Return why a port can't be listened on. ``settings`` is the prefix of its settings."""
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken; set {settings}_PORT to another"
    if error.errno == errno.EACCES:
        return f"no permission to use port {port}; set {settings}_PORT to another"
    names = f"{settings}_HOST, {settings}_PORT"
    return f"cannot listen on {host} port {port} ({error.strerror}); see {names}"
