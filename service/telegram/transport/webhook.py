"""How updates come in when Telegram posts them: the same settling behind one secret path."""

import asyncio
import hashlib
import hmac
import json
import logging
from dataclasses import dataclass
from time import monotonic, perf_counter, time
from typing import Any
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import WebhookInfo
from aiohttp import web

from instrumentation.metrics import Metrics, Webhook
from service.headers import IDLE_SECONDS, close_up
from service.telegram.transport.inbox import Inbox
from service.telegram.transport.limits import sent_at
from service.telegram.transport.outbox import Outbox
from service.telegram.transport.polling import STOP_SECONDS, Polls
from service.telegram.transport.retrying import pause_after
from service.telegram.transport.settling import report

logger = logging.getLogger(__name__)
unheard = logging.getLogger(f"{__name__}.http")
unheard.setLevel(logging.CRITICAL + 1)  # aiohttp quotes what a stranger sent; we tell by class

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
BODY_BYTES = 1024 * 1024
"""The largest post that is read."""

BODY_SECONDS = 10.0
"""How long the body of a post may take to come."""

SETTLE_SECONDS = 15.0
"""A post whose update can't be stored for so long is answered 503: it comes again."""

RETRY_AFTER = {"Retry-After": "3"}
WATCH_SECONDS = 15.0
"""How often Telegram is asked whether it still knows where to post."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where Telegram posts, and where that arrives here."""

    url: str
    secret: str
    host: str
    port: int

    @property
    def path(self) -> str:
        """The path; nobody finds it who does not know the secret."""
        tail = hashlib.sha256(self.secret.encode()).hexdigest()[:32]
        return f"{urlsplit(self.url).path.rstrip('/')}/{tail}"

    @property
    def address(self) -> str:
        """What Telegram is told."""
        return urlsplit(self.url)._replace(path=self.path).geturl()


class Hook:
    """Takes posts; 200 when the effect is stored, 503 when it could not be."""

    def __init__(  # noqa: PLR0913, PLR0917 - the rooms it joins, each named once
        self,
        bot: Bot,
        inbox: Inbox,
        outbox: Outbox,
        metrics: Metrics,
        polls: Polls,
        allowed: list[str],
        place: Place,
    ) -> None:
        self._bot, self._inbox, self._outbox, self._polls = bot, inbox, outbox, polls
        self._allowed, self._place, self._metrics = allowed, place, metrics
        self._secret = place.secret.encode()
        self._draining = False
        self._refused = 0  # posts without the secret that no log line has told of yet
        self._began = time()
        app = web.Application(client_max_size=BODY_BYTES)
        app.on_response_prepare.append(close_up)
        app.router.add_post(place.path, self._post)
        self._runner = web.AppRunner(
            app,
            access_log=None,
            logger=unheard,
            handle_signals=False,
            shutdown_timeout=2,
            keepalive_timeout=IDLE_SECONDS,
        )

    async def start(self) -> None:
        """Listen. Raises OSError."""
        await self._runner.setup()
        await web.TCPSite(self._runner, self._place.host, self._place.port).start()

    async def run(self, stop: asyncio.Event) -> None:
        """Take posts until ``stop`` is set; then settle and answer what has begun."""
        watching = asyncio.create_task(self._watch())
        await stop.wait()
        self._draining = True
        self._polls.draining()
        watching.cancel()
        until = monotonic() + STOP_SECONDS
        await self._inbox.close(STOP_SECONDS)
        await self._outbox.close(max(until - monotonic(), 1.0))
        await self._runner.cleanup()

    async def _watch(self) -> None:
        """Tell Telegram where to post, and see that nobody tells it otherwise."""
        while True:
            pause = WATCH_SECONDS
            self._tell_of_refused()
            try:
                told = await self._bot.get_webhook_info()
                self._publish(told)
                if told.url != self._place.address:
                    await self._register()
            except (AiogramError, OSError) as error:
                self._metrics.webhook = None
                self._polls.polling_failed(type(error).__name__)
                logger.warning("The webhook could not be registered: %s", type(error).__name__)
                pause = pause_after(error)
            else:
                self._polls.polled()
            await asyncio.sleep(pause)

    def _tell_of_refused(self) -> None:
        """Log how many posts came without the secret: a line for all, however many."""
        if self._refused:
            logger.warning("Refused %d webhook requests without the right secret", self._refused)
            self._refused = 0

    def _publish(self, told: WebhookInfo) -> None:
        failed = told.last_error_date
        self._metrics.polled()
        self._metrics.webhook = Webhook(
            told.pending_update_count, failed.timestamp() if failed else None
        )

    async def _register(self) -> None:
        await self._bot.set_webhook(
            self._place.address,
            secret_token=self._place.secret,
            allowed_updates=self._allowed,
            max_connections=100,
        )
        logger.info("The webhook is registered")

    async def _post(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            self._refused += 1
            return web.Response(status=403)
        if self._draining:
            return web.Response(status=503, headers=RETRY_AFTER)
        raw = _read(await _body(request))
        if raw is None:
            return web.Response(status=400)
        if self._inbox.passes(raw):
            try:
                # Sent before this start: it may have ended the process before.
                suspect = (sent_at(raw) or self._began) < self._began
                received = perf_counter()
                taken = self._inbox.take(raw, received, within=SETTLE_SECONDS, suspect=suspect)
                await taken.settled
                await taken.answered
            except asyncio.CancelledError:
                return web.Response(status=503, headers=RETRY_AFTER)
            except Exception as error:  # noqa: BLE001 - its words may be a person's
                report(error)
                return web.Response(status=500)
        return web.Response()


async def _body(request: web.Request) -> bytes:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None


def _read(body: bytes) -> dict[str, Any] | None:
    """Read an update; None when it is none."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return raw if isinstance(raw, dict) and isinstance(raw.get("update_id"), int) else None
