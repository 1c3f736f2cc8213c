"""The two addresses, as a scraper, an orchestrator and a stranger find them."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from service.storage import NotStoring, Unavailable
from service.web import Health, ListenError, Web, reason_of, watch_database
from tests.half_open import are_closed
from tests.waiting import until

BODY = b"# HELP a b\n# TYPE a gauge\na 1\n"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Slow:
    """A page that takes its time, up to all of it, and remembers who came in meanwhile."""

    scraped = True

    def __init__(self) -> None:
        self.seconds = 0.0
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.inside = self.most = 0
        self.asked: list[tuple[str, str]] = []

    def exposition(self, accept: str, accept_encoding: str) -> tuple[bytes, dict[str, str]]:
        self.inside += 1
        self.most = max(self.most, self.inside)
        self.asked.append((accept, accept_encoding))
        time.sleep(self.seconds)
        assert self.goes_on.wait(10)
        self.inside -= 1
        return BODY, {"Content-Type": "text/plain; version=0.0.4"}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def health(clock: Clock) -> Health:
    return Health(poll_timeout=30, database_seconds=15, clock=clock)


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
async def get(slow: Slow, health: Health) -> AsyncIterator[Callable[..., Awaitable[Any]]]:
    web = Web(slow, health)
    await web.start("127.0.0.1", 0)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{web.port}") as session:

        async def ask(path: str, method: str = "GET", **more: Any) -> Any:
            async with session.request(method, path, **more) as answer:
                return answer, await answer.read()

        yield ask
    await web.stop()


def works(health: Health) -> None:
    health.database_answered()
    health.polled()


def test_nothing_is_healthy_at_first(health: Health) -> None:
    """Before its first success a part is not healthy, and says so."""
    assert health.report() == (
        False,
        {
            part: {"ok": False, "reason": "has not worked yet", "seconds_since_success": None}
            for part in ("database", "telegram")
        },
    )
    health.database_answered()
    assert not health.healthy()
    health.polled()
    assert health.healthy()


def test_silence(health: Health, clock: Clock) -> None:
    """A poll may last its timeout and a margin; after that Telegram counts as silent."""
    works(health)
    clock.now += 45
    health.database_answered()
    assert health.healthy()
    clock.now += 0.1
    ok, parts = health.report()
    assert not ok
    assert parts["telegram"]["reason"] == "has been silent for too long"
    assert parts["telegram"]["seconds_since_success"] == 45.1
    assert parts["database"]["ok"]


def test_watcher_that_stopped(health: Health, clock: Clock) -> None:
    """If nobody asks the database any more, its last good answer does not count for ever."""
    works(health)
    clock.now += 16
    health.polled()
    assert not health.healthy()


@pytest.mark.parametrize("reason", ["conflict", "unauthorized"])
def test_held_against_telegram(health: Health, reason: str) -> None:
    """A second poller or a refused token is unhealthy at once, until a poll succeeds."""
    works(health)
    health.polling_failed(reason)
    ok, parts = health.report()
    assert (ok, parts["telegram"]["reason"]) == (False, reason)
    health.polling_failed("network")
    assert not health.healthy()
    health.polled()
    assert health.healthy()


def test_passing_trouble(health: Health, clock: Clock) -> None:
    """One failed poll is no illness; failing until too late is, with the last reason."""
    works(health)
    health.polling_failed("network")
    assert health.healthy()
    clock.now += 46
    health.database_answered()
    assert health.report()[1]["telegram"]["reason"] == "network"


async def test_database_is_watched(health: Health, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watcher tells of answers, errors by their class alone, and of no answer at all."""
    told: asyncio.Queue[str] = asyncio.Queue()
    monkeypatch.setattr(health, "database_answered", lambda: told.put_nowait("answered"))
    monkeypatch.setattr(health, "database_failed", told.put_nowait)
    answers = iter([None, ConnectionRefusedError("password canary"), "hangs", None])

    async def ask() -> None:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        if answer == "hangs":
            await asyncio.Event().wait()

    task = asyncio.create_task(watch_database(health, ask, every=0, timeout=0.02))
    heard = [await told.get() for _ in range(4)]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert heard == [
        "answered",
        "does not answer (ConnectionRefusedError)",
        "does not answer (TimeoutError)",
        "answered",
    ]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (NotStoring("InvalidPasswordError"), "stores nothing (InvalidPasswordError)"),
        (Unavailable("ConnectionResetError"), "does not answer (ConnectionResetError)"),
        (RuntimeError("a secret"), "does not answer (RuntimeError)"),
    ],
)
def test_the_reason_names_the_cause(error: Exception, reason: str) -> None:
    """What the driver said, by the name of its error alone."""
    assert reason_of(error) == reason


async def test_health_page(get: Callable[..., Awaitable[Any]], health: Health) -> None:
    """200 with every part's state when all works, 503 with the reason when not."""
    works(health)
    answer, _ = await get("/health")
    assert (answer.status, answer.content_type) == (200, "application/json")
    assert (await answer.json())["status"] == "ok"
    health.database_failed("does not answer (TimeoutError)")
    answer, _ = await get("/health")
    assert answer.status == 503
    told = await answer.json()
    assert told["status"] == "failing"
    assert told["parts"]["database"]["reason"] == "does not answer (TimeoutError)"
    assert told["parts"]["telegram"]["ok"]


async def test_health_is_quick(
    get: Callable[..., Awaitable[Any]], health: Health, slow: Slow
) -> None:
    """/health answers within 200 ms while the database hangs and a scrape takes for ever."""

    async def hangs() -> None:
        await asyncio.Event().wait()

    slow.goes_on.clear()
    watcher = asyncio.create_task(watch_database(health, hangs, timeout=0.01))
    scrape = asyncio.ensure_future(get("/metrics"))
    await until(lambda: slow.inside, "the scrape has begun", pause=0.001)
    took = []
    for _ in range(5):  # the machine may have had something else to do, but not each time
        before = time.perf_counter()
        answer, _ = await get("/health")
        took.append(time.perf_counter() - before)
        assert answer.status == 503
    assert min(took) < 0.2
    slow.goes_on.set()
    await scrape
    watcher.cancel()
    await asyncio.gather(watcher, return_exceptions=True)


async def test_metrics_page(get: Callable[..., Awaitable[Any]], slow: Slow) -> None:
    """/metrics gives the page, and the exposition hears what the scraper takes."""
    answer, body = await get("/metrics", headers={"Accept": "text/plain", "Accept-Encoding": "br"})
    assert (answer.status, body) == (200, BODY)
    assert slow.asked == [("text/plain", "br")]


async def test_scrapes_wait_for_one_another(get: Callable[..., Awaitable[Any]], slow: Slow) -> None:
    """Eight scrapers at once are served one after the other."""
    slow.seconds = 0.02
    scrapes = await asyncio.gather(*(get("/metrics") for _ in range(8)))
    assert [body for _, body in scrapes] == [BODY] * 8
    assert slow.most == 1


@pytest.mark.parametrize("path", ["/metrics", "/health"])
async def test_head(get: Callable[..., Awaitable[Any]], health: Health, path: str) -> None:
    """HEAD gives the status and no body."""
    works(health)
    answer, body = await get(path, method="HEAD")
    assert (answer.status, body) == (200, b"")


@pytest.mark.parametrize("path", ["/", "/metrics/", "/favicon.ico", "/../etc/passwd", "/health/x"])
async def test_other_paths(get: Callable[..., Awaitable[Any]], path: str) -> None:
    """Everything else is a short 404."""
    answer, body = await get(path)
    assert answer.status == 404
    assert len(body) < 50


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
async def test_nothing_can_be_posted(get: Callable[..., Awaitable[Any]], method: str) -> None:
    """The pages are for reading, and what was sent is not said again."""
    answer, body = await get("/metrics", method=method, headers={"X-Canary": "canary"})
    assert answer.status == 405
    assert b"canary" not in body


@pytest.mark.parametrize("path", ["/metrics", "/health", "/ready", "/live", "/nothing"])
async def test_a_browser_is_told_to_do_nothing(
    get: Callable[..., Awaitable[Any]], path: str
) -> None:
    """No answer is kept, framed, run or guessed at; each says its type, none what serves it."""
    answer, _ = await get(path)
    told = answer.headers
    assert told["Cache-Control"] == "no-store"
    assert "default-src 'none'" in told["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in told["Content-Security-Policy"]
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Referrer-Policy"] == "no-referrer"
    assert told["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.content_type in {"text/plain", "application/json"}
    assert answer.charset == "utf-8" or path == "/metrics"
    assert not {"Server", "Access-Control-Allow-Origin", "Set-Cookie"} & {*told}


@pytest.mark.parametrize(
    "framing",
    [
        "Content-Length: 4\r\nTransfer-Encoding: chunked",
        "Content-Length: 4\r\nContent-Length: 5",
        "Content-Length: +4",
        "Transfer-Encoding: chunked, identity",
    ],
)
async def test_a_request_of_two_lengths_is_refused(
    get: Callable[..., Awaitable[Any]], framing: str
) -> None:
    """Whoever stands in front could read another request out of it: 400, and no second one."""
    answer, _ = await get("/health")
    host, port = answer.url.host, answer.url.port
    reader, writer = await asyncio.open_connection(host, port)
    smuggled = "0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"
    writer.write(f"GET /health HTTP/1.1\r\nHost: x\r\n{framing}\r\n\r\n{smuggled}".encode())
    async with asyncio.timeout(5):
        told = await reader.read()
    writer.close()
    assert told.startswith(b"HTTP/1.")
    assert b" 400 " in told.splitlines()[0]
    assert told.count(b"HTTP/1.") == 1


async def test_alive_without_anything_else(get: Callable[..., Awaitable[Any]]) -> None:
    """A process whose database and Telegram are away is alive; restarting it would not help."""
    health, _ = await get("/health")
    alive, body = await get("/live")
    assert (health.status, alive.status) == (503, 200)
    assert json.loads(body) == {"status": "alive"}


async def test_port_taken(slow: Slow, health: Health) -> None:
    """A taken port ends in one sentence that names the port and the setting."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ListenError, match=rf"port {port} is taken.*METRICS_PORT"):
            await Web(slow, health).start("127.0.0.1", port)


async def test_no_such_host(slow: Slow, health: Health) -> None:
    """An address that is not this machine's names the setting too."""
    with pytest.raises(ListenError, match="METRICS_HOST"):
        await Web(slow, health).start("192.0.2.1", 0)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("10.2.3.4:8000", 200),
        ("[::1]:8000", 200),
        ("[fe80::1%25eth0]", 200),
        ("localhost:8000", 200),
        ("Telegram-Bot:8000", 200),
        ("evil.example", 403),
        ("localhost.evil.example", 403),
        ("telegram-bot.evil.example:8000", 403),
        ("127.0.0.1.evil.example", 403),
        ("", 403),
        ("[", 403),
        ("a]b", 403),
    ],
)
async def test_asked_for_by_a_name(slow: Slow, health: Health, host: str, status: int) -> None:
    """A page that rebinds a name of its own to this machine reads nothing."""
    works(health)
    web = Web(slow, health, {"telegram-bot"})
    await web.start("127.0.0.1", 0)
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{web.port}") as session:
            for path in ("/metrics", "/health", "/ready", "/live"):
                async with session.get(path, headers={"Host": host}) as answer:
                    assert answer.status == status, path
    finally:
        await web.stop()


async def test_half_a_header(slow: Slow, health: Health, monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections that never finish their request are closed."""
    monkeypatch.setattr("service.web.IDLE_SECONDS", 0.2)
    web = Web(slow, health)
    await web.start("127.0.0.1", 0)
    try:
        assert await are_closed(f"http://127.0.0.1:{web.port}")
    finally:
        await web.stop()
