"""What is recorded of Bot API calls, and the token that nobody may record."""

import asyncio
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from typing import Any, Self

import pytest
from aiogram import Bot, exceptions
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import DeleteWebhook, GetUpdates, SendMessage
from aiohttp import ClientTimeout, web
from opentelemetry.instrumentation.utils import is_http_instrumentation_enabled
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from instrumentation.api_calls import ApiCalls
from instrumentation.labels import OTHER, TOKEN_OUTCOMES
from instrumentation.metrics import Metrics
from instrumentation.redaction import RedactingFormatter, Redactor
from instrumentation.setup import set_up
from tests.instrumentation.conftest import Clock, Page, tracers
from tests.ports import free_port
from tests.some import some

SECRET = "CANARYCANARYCANARYCANARYCANARYCANARY"
TOKEN = f"987654321:{SECRET}"
# Any: aiogram declares whole seconds, but passes the value on to aiohttp as it is.
WAIT: Any = ClientTimeout(total=0.5, sock_connect=0.3)
CALL = SendMessage(chat_id=1, text="x")


def api_error(kind: type[Any], message: str = "Bad Request: no", **more: Any) -> Exception:
    return kind(method=CALL, message=message, **more)


def timed_out() -> Exception:
    error = api_error(exceptions.TelegramNetworkError)
    error.__cause__ = TimeoutError()
    return error


FAILURES = [
    (api_error(exceptions.TelegramRetryAfter, retry_after=3), "flood"),
    (api_error(exceptions.TelegramForbiddenError), "forbidden"),
    (
        api_error(exceptions.TelegramBadRequest, "Bad Request: not enough rights to pin"),
        "forbidden",
    ),
    (api_error(exceptions.TelegramConflictError), "conflict"),
    (api_error(exceptions.TelegramUnauthorizedError), "unauthorized"),
    (api_error(exceptions.TelegramServerError), "server"),
    (api_error(exceptions.RestartingTelegram), "server"),
    (exceptions.ClientDecodeError("x", ValueError("x"), "<html>"), "server"),
    (api_error(exceptions.TelegramBadRequest), "bad_request"),
    (api_error(exceptions.TelegramNotFound), "bad_request"),
    (api_error(exceptions.TelegramMigrateToChat, migrate_to_chat_id=2), "bad_request"),
    (api_error(exceptions.TelegramEntityTooLarge), "bad_request"),
    (
        api_error(exceptions.TelegramBadRequest, "Bad Request: message is not modified: x"),
        "not_modified",
    ),
    (api_error(exceptions.TelegramNetworkError), "network"),
    (timed_out(), "timeout"),
    (ConnectionResetError(), "network"),
    (api_error(exceptions.TelegramAPIError), "_OTHER"),
    (RuntimeError(), "_OTHER"),
]


@pytest.mark.parametrize(("error", "outcome"), FAILURES, ids=lambda v: type(v).__name__)
async def test_failed_call(metrics: Metrics, page: Page, error: Exception, outcome: str) -> None:
    """A failed call is recorded under its outcome and raised as it was."""

    async def make_request(bot: Bot, method: Any) -> Any:
        raise error

    with pytest.raises(type(error)):
        await ApiCalls(metrics)(make_request, Bot(TOKEN), CALL)
    method = OTHER if outcome in TOKEN_OUTCOMES else "sendMessage"
    assert page.value("bot_api_calls_total", method=method, outcome=outcome) == 1


async def test_call(metrics: Metrics, page: Page, clock: Clock) -> None:
    """A call that succeeds is recorded with its seconds, and its answer handed on."""

    async def make_request(bot: Bot, method: Any) -> Any:
        clock.now += 0.3
        return "answer"

    response: Any = await ApiCalls(metrics, clock=clock)(make_request, Bot(TOKEN), CALL)
    assert response == "answer"
    assert page.value("bot_api_calls_total", method="sendMessage", outcome="ok") == 1
    assert page.value("bot_api_duration_seconds_sum", method="sendMessage") == pytest.approx(0.3)


@pytest.mark.parametrize(("method", "traced"), [(GetUpdates(), False), (CALL, True)])
async def test_polling_is_suppressed(metrics: Metrics, method: Any, *, traced: bool) -> None:
    """The HTTP telemetry sees every call but getUpdates."""
    seen = []

    async def make_request(bot: Bot, method: Any) -> Any:
        seen.append(is_http_instrumentation_enabled())

    await ApiCalls(metrics)(make_request, Bot(TOKEN), method)
    assert seen == [traced]
    assert is_http_instrumentation_enabled()


async def test_cancelled_call(metrics: Metrics, page: Page) -> None:
    """A call cut off by a stop is no failure."""

    async def make_request(bot: Bot, method: Any) -> Any:
        raise asyncio.CancelledError

    before = page.series()
    with pytest.raises(asyncio.CancelledError):
        await ApiCalls(metrics)(make_request, Bot(TOKEN), CALL)
    unmoved = {key: value for key, value in page.series().items() if "api" in key[0]}
    assert unmoved.items() <= before.items()


class Unkind:
    """A Bot API that fails in the way its next caller asks for."""

    def __init__(self) -> None:
        self.headers: list[dict[str, str]] = []
        self.runner: web.AppRunner | None = None
        self.stop = asyncio.Event()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{kind}/bot{token}/{method}", self.answer)
        self.runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.stop.set()
        await some(self.runner).cleanup()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        return await getattr(self, request.match_info["kind"])(request)

    async def fine(self, request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": True})

    async def hangs(self, request: web.Request) -> web.Response:
        await self.stop.wait()
        return web.Response()

    async def resets(self, request: web.Request) -> web.Response:
        some(request.transport).abort()
        return web.Response()

    async def circles(self, request: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect(request.path_qs)

    async def strays(self, request: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect(f"http://[bad{request.path_qs}")

    async def denies(self, request: web.Request) -> web.Response:
        body = {"ok": False, "error_code": 401, "description": "Unauthorized"}
        return web.json_response(body, status=401)

    async def floods(self, request: web.Request) -> web.Response:
        body = {"ok": False, "description": "wait", "parameters": {"retry_after": 3}}
        return web.json_response(body, status=429)

    async def babbles(self, request: web.Request) -> web.Response:
        return web.Response(text=f"<html>{request.path}</html>")

    async def breaks(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b"{")
        some(request.transport).abort()
        return response


WAYS = ["hangs", "resets", "circles", "strays", "denies", "floods", "babbles", "breaks"]


ELSEWHERE = ["refused", "never accepted", "no such host", "not an address"]


@contextmanager
def elsewhere(way: str) -> Iterator[str]:
    """Give an address where a call fails before it reaches any server."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, ExitStack() as callers:
        port = full.getsockname()[1]
        for _ in range(3):
            caller = callers.enter_context(socket.socket())
            caller.settimeout(0)
            caller.connect_ex(("127.0.0.1", port))
        yield {
            "refused": f"http://127.0.0.1:{free_port()}",
            "never accepted": f"http://127.0.0.1:{port}",
            "no such host": "http://nowhere.invalid",
            "not an address": "http://[bad",
        }[way]


@asynccontextmanager
async def address(way: str, server: Unkind) -> AsyncIterator[str]:
    if way in ELSEWHERE:
        with elsewhere(way) as base:
            yield base
    else:
        host, port = some(server.runner).addresses[0]
        yield f"http://{host}:{port}/{way}"


@pytest.mark.parametrize("way", ["fine", *WAYS, *ELSEWHERE])
async def test_token_canary(way: str) -> None:
    """However a call fails, the token is in no span, metric, error, log line or traceback."""
    spans = InMemorySpanExporter()
    telemetry = set_up(version="1", spans=spans)
    async with Unkind() as server, address(way, server) as base:
        error = await call(base, Metrics(telemetry.meters, handlers=()))
        sent = server.headers
    tracers(telemetry).force_flush()
    written = [logged(error), "".join(span.to_json() for span in spans.get_finished_spans())]
    written.append(telemetry.exposition()[0].decode())
    telemetry.shut_down()
    assert (error is None) == (way == "fine")
    assert [text for text in written if SECRET in text] == []
    assert not {"traceparent", "baggage", "tracestate"} & {name for row in sent for name in row}
    if way not in ("not an address", "no such host"):
        assert "deleteWebhook" in written[1]


@pytest.mark.parametrize("way", ["circles", "never accepted", "babbles"])
async def test_canary_sings(way: str) -> None:
    """Without the seam the token does get out: the test above can fail."""
    async with Unkind() as server, address(way, server) as base:
        error = await call(base, None)
    assert SECRET in "".join(traceback.format_exception(error))


async def call(base: str, metrics: Metrics | None) -> Exception | None:
    """Make one call as the bot does, within half a second."""
    server = TelegramAPIServer(base=f"{base}/bot{{token}}/{{method}}", file="")
    session = AiohttpSession(api=server)
    if metrics is not None:
        session.middleware.register(ApiCalls(metrics))
    bot = Bot(TOKEN, session=session)
    try:
        await bot(DeleteWebhook(), request_timeout=WAIT)
    except Exception as error:  # noqa: BLE001 - each way fails in its own
        return error
    finally:
        await some(session._session).close()
    return None


def logged(error: Exception | None) -> str:
    """Give everything a careless caller could write down of an error."""
    if error is None:
        return ""
    formatter = RedactingFormatter(logging.Formatter("%(message)s"), Redactor())
    record = logging.LogRecord("x", 40, "x", 1, "failed: %r", (error,), (type(error), error, None))
    bare = f"{error!r} {error}" + "".join(traceback.format_exception(error))
    # Errors aiogram does not wrap can only be cleaned where they are written.
    wrapped = isinstance(error, exceptions.AiogramError)
    return formatter.format(record) + (bare if wrapped else "")
