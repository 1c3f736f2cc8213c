"""GET /metrics, /health and /ready: what is known, told without asking anybody."""

import asyncio
import errno
import time
from collections.abc import Awaitable, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import web

from service.headers import IDLE_SECONDS, close_up, only_hosts

POLL_MARGIN = 15.0
"""A poll may end this many seconds after its timeout before Telegram counts as silent."""

PING_SECONDS = 5.0
PING_TIMEOUT = 2.0
HELD_AGAINST_TELEGRAM = ("conflict", "unauthorized")


class Exposition(Protocol):
    """What can tell the metrics: their body and headers, from any thread.

    `scraped` is False when they go elsewhere and there is no page.
    """

    scraped: bool

    def exposition(self, accept: str, accept_encoding: str) -> tuple[bytes, dict[str, str]]:
        """Give the page as these request headers ask for it."""


class ListenError(Exception):
    """The port cannot be listened on; the message says which, and what setting moves it."""


@dataclass
class _Part:
    """One thing the bot needs: when it last worked, for how long that holds, and what ails it."""

    holds: float
    worked: float | None = None
    trouble: str | None = None
    broken: bool = False

    def works(self, now: float) -> bool:
        return not self.broken and self.worked is not None and now - self.worked <= self.holds

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
    """What the watchers told: is the database answering, was Telegram polled lately.

    Nothing is healthy before its first success. It reads no more than its own memory, so it
    answers at once whatever is down. Times are seconds of `clock`.
    """

    def __init__(
        self,
        *,
        poll_timeout: float = 30.0,
        database_holds: float = 3 * PING_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._database = _Part(holds=database_holds)
        self._telegram = _Part(holds=poll_timeout + POLL_MARGIN)
        self._draining = False

    def database_answered(self) -> None:
        """Remember that the database answered just now."""
        self._succeeded(self._database)

    def database_failed(self, reason: str) -> None:
        """Remember that the database did not answer; unhealthy from now until it does."""
        self._database.trouble, self._database.broken = reason, True

    def polled(self) -> None:
        """Remember that Telegram answered a poll just now."""
        self._succeeded(self._telegram)

    def polling_failed(self, reason: str) -> None:
        """Remember why a poll failed.

        A refused token ("unauthorized") or a second poller ("conflict") is unhealthy at once;
        anything else may pass, and is so when no poll has succeeded for too long.
        """
        self._telegram.trouble = reason
        self._telegram.broken = self._telegram.broken or reason in HELD_AGAINST_TELEGRAM

    def stood_by(self) -> None:
        """Remember that another process polls just now: nothing is wrong with that."""
        self._succeeded(self._telegram)

    def draining(self) -> None:
        """Remember that the bot is about to stop: nothing new is to be sent its way."""
        self._draining = True

    def ready(self) -> bool:
        """Tell whether posts may be sent this way: not before the start, not while stopping."""
        return self._telegram.worked is not None and not self._draining

    def healthy(self) -> bool:
        """Tell whether every part works: `bot_health`."""
        now = self._clock()
        return self._database.works(now) and self._telegram.works(now)

    def report(self) -> tuple[bool, dict[str, dict[str, Any]]]:
        """Tell whether all is well, and of each part whether it works, why not, and since when."""
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
    timeout: float = PING_TIMEOUT,  # noqa: ASYNC109 - each question's own limit, not this call's
) -> None:
    """Ask the database every so many seconds whether it answers, and tell `health`."""
    while True:
        try:
            async with asyncio.timeout(timeout):
                await answers()
        except Exception as error:  # noqa: BLE001 - whatever it is, the database did not answer
            health.database_failed(f"does not answer ({type(error).__name__})")
        else:
            health.database_answered()
        await asyncio.sleep(every)


class Web:
    """The three addresses on one port; ``hosts`` may be asked for by name."""

    def __init__(self, telemetry: Exposition, health: Health, hosts: Collection[str] = ()) -> None:
        self._telemetry, self._health = telemetry, health
        self._encoder = ThreadPoolExecutor(max_workers=1, thread_name_prefix="metrics")
        app = web.Application(middlewares=[only_hosts(hosts)])
        app.on_response_prepare.append(close_up)
        app.router.add_get("/metrics", self._metrics)
        app.router.add_get("/health", self._health_report)
        app.router.add_get("/ready", self._ready_report)
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
        """The port listened on, also when any was asked for."""
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Stop listening."""
        await self._runner.cleanup()
        self._encoder.shutdown(wait=False)

    async def _metrics(self, request: web.Request) -> web.Response:
        if not self._telemetry.scraped:
            raise web.HTTPNotFound(text="OTEL_METRICS_EXPORTER does not name prometheus\n")
        # Encoding takes milliseconds: in a thread, so that nobody's update waits for them.
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


def why_not(error: OSError, host: str, port: int, settings: str) -> str:
    """Say why a port can't be listened on; the settings' names begin with ``settings``."""
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken; set {settings}_PORT to another"
    if error.errno == errno.EACCES:
        return f"no permission to use port {port}; set {settings}_PORT to another"
    names = f"{settings}_HOST, {settings}_PORT"
    return f"cannot listen on {host} port {port} ({error.strerror}); see {names}"
