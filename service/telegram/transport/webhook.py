"""Receive updates by webhook: HTTP posts to a secret path, settled as polled ones are."""

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
from service.telegram.transport.polling import STOP_SECONDS, PollingObserver
from service.telegram.transport.retrying import pause_after
from service.telegram.transport.settling import report

logger = logging.getLogger(__name__)
silenced = logging.getLogger(f"{__name__}.http")
silenced.setLevel(logging.CRITICAL + 1)  # aiohttp's lines quote what strangers send

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
BODY_BYTES = 1024 * 1024
"""Largest accepted request body."""

BODY_SECONDS = 10.0
"""Longest time for receiving the body of a post."""

SETTLE_SECONDS = 15.0
"""Longest wait for an update to be stored; then the answer is 503 and Telegram posts it again."""

RETRY_AFTER = {"Retry-After": "3"}
WATCH_SECONDS = 15.0
"""How often the registration of the webhook is checked."""


@dataclass(frozen=True, slots=True)
class Address:
    """The public URL that Telegram posts to, and the host and port listened on here."""

    url: str
    secret: str
    host: str
    port: int

    @property
    def path(self) -> str:
        """The path of the webhook. It contains a hash of the secret, so it can't be guessed."""
        tail = hashlib.sha256(self.secret.encode()).hexdigest()[:32]
        return f"{urlsplit(self.url).path.rstrip('/')}/{tail}"

    @property
    def public_url(self) -> str:
        """The URL that is registered with Telegram."""
        return urlsplit(self.url)._replace(path=self.path).geturl()


class Hook:
    """Answers posts: 200 when the effect is stored, 503 when it could not be."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts that it connects
        self,
        bot: Bot,
        inbox: Inbox,
        outbox: Outbox,
        metrics: Metrics,
        observer: PollingObserver,
        allowed: list[str],
        address: Address,
    ) -> None:
        self._bot, self._inbox, self._outbox, self._observer = bot, inbox, outbox, observer
        self._allowed, self._address, self._metrics = allowed, address, metrics
        self._secret = address.secret.encode()
        self._draining = False
        self._refused = 0  # posts without the secret since the last log line
        self._began = time()
        app = web.Application(client_max_size=BODY_BYTES)
        app.on_response_prepare.append(close_up)
        app.router.add_post(address.path, self._post)
        self._runner = web.AppRunner(
            app,
            access_log=None,
            logger=silenced,
            handle_signals=False,
            shutdown_timeout=2,
            keepalive_timeout=IDLE_SECONDS,
        )

    async def start(self) -> None:
        """Listen. Raises OSError."""
        await self._runner.setup()
        await web.TCPSite(self._runner, self._address.host, self._address.port).start()

    async def run(self, stop: asyncio.Event) -> None:
        """Accept posts until ``stop`` is set; then settle and answer what is in progress."""
        watching = asyncio.create_task(self._watch())
        await stop.wait()
        self._draining = True
        self._observer.draining()
        watching.cancel()
        until = monotonic() + STOP_SECONDS
        await self._inbox.close(STOP_SECONDS)
        await self._outbox.close(max(until - monotonic(), 1.0))
        await self._runner.cleanup()

    async def _watch(self) -> None:
        """Register the webhook, and register it again whenever somebody has changed it."""
        while True:
            pause = WATCH_SECONDS
            self._log_refused()
            try:
                info = await self._bot.get_webhook_info()
                self._publish(info)
                if info.url != self._address.public_url:
                    await self._register()
            except (AiogramError, OSError) as error:
                self._metrics.webhook = None
                self._observer.polling_failed(type(error).__name__)
                logger.warning("The webhook could not be registered: %s", type(error).__name__)
                pause = pause_after(error)
            else:
                self._observer.polled()
            await asyncio.sleep(pause)

    def _log_refused(self) -> None:
        """Log the number of posts without the secret, in one line however many there are."""
        if self._refused:
            logger.warning("Refused %d webhook requests without the right secret", self._refused)
            self._refused = 0

    def _publish(self, info: WebhookInfo) -> None:
        failed = info.last_error_date
        self._metrics.polled()
        self._metrics.webhook = Webhook(
            info.pending_update_count, failed.timestamp() if failed else None
        )

    async def _register(self) -> None:
        await self._bot.set_webhook(
            self._address.public_url,
            secret_token=self._address.secret,
            allowed_updates=self._allowed,
            max_connections=100,
        )
        logger.info("The webhook is registered")

    async def _post(self, request: web.Request) -> web.Response:
        secret = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(secret, self._secret):
            self._refused += 1
            return web.Response(status=403)
        if self._draining:
            return web.Response(status=503, headers=RETRY_AFTER)
        raw = _read(await _body(request))
        if raw is None:
            return web.Response(status=400)
        if self._inbox.passes(raw):
            try:
                # Sent before this process started: it may have killed the one before.
                suspect = (sent_at(raw) or self._began) < self._began
                received = perf_counter()
                progress = self._inbox.take(raw, received, max_wait=SETTLE_SECONDS, suspect=suspect)
                await progress.settled
                await progress.answered
            except asyncio.CancelledError:
                return web.Response(status=503, headers=RETRY_AFTER)
            except Exception as error:  # noqa: BLE001 - aiohttp would log its text, perhaps a person's
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
    """Parse a request body; return None when it is not an update."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return raw if isinstance(raw, dict) and isinstance(raw.get("update_id"), int) else None
