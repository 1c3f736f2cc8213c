"""Posted to instead of polling: the webhook's secret, and every other, is written nowhere."""

import asyncio
import io
import json
import logging
from collections.abc import Callable
from contextlib import asynccontextmanager
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from opentelemetry.instrumentation.utils import suppress_http_instrumentation

from instrumentation import logs
from service import storage
from service.local.telegram.bot_api import StandIn
from service.storage import Database, Unavailable
from service.telegram.transport import retrying, webhook
from service.telegram.transport.inbox import Inbox
from service.telegram.transport.webhook import BODY_BYTES, SECRET_HEADER, Address
from tests.house import House
from tests.lifter import open_desk
from tests.otlp import Backend
from tests.ports import free_port
from tests.telegram.canaries import (
    LIFT,
    NAME,
    PASSWORD,
    SECRET,
    TEXT,
    TOKEN,
    Places,
    careless,
    restored_logging,
)
from tests.telegram.phone import written
from tests.waiting import until


class Telegram:
    """What posts to the bot, and what the bot is told of it."""

    def __init__(self, stand_in: StandIn, house: House, desk: Any, address: Address) -> None:
        self.stand_in, self.house, self.desk, self.address = stand_in, house, desk, address
        self._last = 10_000

    async def posts(
        self, body: bytes | None = None, secret: str = SECRET, path: str | None = None
    ) -> int:
        """Post a text of a person, or any body; gives the status."""
        self._last += 1
        update = written(self._last, TEXT) | {"update_id": self._last}
        url = urlsplit(self.address.public_url)
        address = url._replace(path=path or url.path).geturl()
        data = json.dumps(update).encode() if body is None else body
        headers = {SECRET_HEADER: secret}
        with suppress_http_instrumentation():  # the test's own calls are none of the bot's
            post = self.house.http.post(address, data=io.BytesIO(data), headers=headers)
            async with post as answer:
                return answer.status

    async def registered(self) -> None:
        """Wait until Telegram knows where to post."""
        await until(
            lambda: self.stand_in.world.profile.webhook.get("url"),
            f"the webhook is {self.address.public_url}",
            lambda url: url == self.address.public_url,
        )

    async def forgets(self, **fault: Any) -> None:
        """Let somebody take the webhook away, and its registration fail once in this way."""
        await self.desk.breaks(**fault, method="setWebhook", count=1)
        before = len(self.calls())
        self.stand_in.world.profile.webhook = {}
        await self.registered()
        assert len(self.calls()) - before >= 2, "one failed, and one did not"

    def calls(self) -> list[dict[str, Any]]:
        told = self.stand_in.world.transcript.since(0)
        return [each for each in told if each.get("method") == "setWebhook"]


async def wrong_secret(telegram: Telegram, patch: Any) -> None:
    assert await telegram.posts(secret=f"{SECRET}x") == 403


async def wrong_path(telegram: Telegram, patch: Any) -> None:
    assert await telegram.posts(path=f"/hook/{SECRET}") == 404


async def no_update(telegram: Telegram, patch: Any) -> None:
    assert await telegram.posts(f'{{"{SECRET}": "{TEXT}'.encode()) == 400


async def large_body(telegram: Telegram, patch: Any) -> None:
    assert await telegram.posts(SECRET.encode() * (BODY_BYTES // 10)) == 413


async def no_http(telegram: Telegram, patch: Any) -> None:
    reader, writer = await asyncio.open_connection(telegram.address.host, telegram.address.port)
    head = f"POST {telegram.address.path} {SECRET}\r\n{SECRET_HEADER}: {SECRET}\r\n\r\n"
    writer.write(head.encode())
    assert b" 400 " in await reader.readline()
    writer.close()


async def crash_of_a_handler(telegram: Telegram, patch: Any) -> None:
    patch.setattr(storage.people, "greet", crash)
    assert await telegram.posts() == 200


async def crash_of_the_webhook(telegram: Telegram, patch: Any) -> None:
    patch.setattr(Inbox, "take", crash_at_once)
    assert await telegram.posts() == 500


async def crash(*_: Any, **__: Any) -> None:
    crash_at_once()


def crash_at_once(*_: Any, **__: Any) -> None:
    raise ValueError(f"{TEXT} {SECRET} {LIFT}")


async def database_away(telegram: Telegram, patch: Any) -> None:
    @asynccontextmanager
    async def away(self: Database, **_: Any) -> Any:
        raise Unavailable("away")
        yield

    patch.setattr(webhook, "SETTLE_SECONDS", 0.05)
    patch.setattr(Database, "transaction", away)
    assert await telegram.posts() == 503


async def careless_line(telegram: Telegram, patch: Any) -> None:
    logging.getLogger("service").error("Posts to %s with %s", telegram.address.url, SECRET)


REGISTRATIONS: dict[str, dict[str, Any]] = {
    "400": {"kind": "status", "status": 400},
    "401": {"kind": "status", "status": 401},
    "429": {"kind": "flood", "retry_after": 1},
    "502": {"kind": "status", "status": 502},
    "undecodable answer": {"kind": "garbage"},
    "reset": {"kind": "reset"},
}
POSTS: dict[str, Callable[[Telegram, Any], Any]] = {
    "wrong secret": wrong_secret,
    "wrong path": wrong_path,
    "no update": no_update,
    "large body": large_body,
    "no HTTP": no_http,
    "crash of a handler": crash_of_a_handler,
    "crash of the webhook": crash_of_the_webhook,
    "database away": database_away,
    "careless line": careless_line,
}


@pytest.mark.parametrize(("level", "form"), [("INFO", "json"), ("DEBUG", "text")])
async def test_no_secret_of_the_webhook_anywhere(
    backend: Backend,
    database_url: str,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    level: str,
    form: Literal["json", "text"],
) -> None:
    """Whatever fails about posts, nothing of the secret, its path or a person is written."""
    monkeypatch.setattr(webhook, "WATCH_SECONDS", 0.05)
    monkeypatch.setattr(retrying, "RETRY_SECONDS", 0.05)
    monkeypatch.setattr(retrying, "REFUSED_SECONDS", 0.05)
    port = free_port()
    address = Address(f"http://127.0.0.1:{port}/hook", SECRET, "127.0.0.1", port)
    told = {"webhook_url": address.url, "webhook_secret": SECRET, "webhook_port": address.port}
    with restored_logging():
        logs.set_up(level, form, [TOKEN, database_url, PASSWORD, SECRET])
        async with (
            StandIn(TOKEN) as stand_in,
            open_desk(stand_in.url) as desk,
            careless(stand_in, database_url, **told) as house,
        ):
            telegram = Telegram(stand_in, house, desk, address)
            await telegram.registered()
            secrets = [TOKEN, PASSWORD, SECRET, address.path.rpartition("/")[2], NAME, TEXT, LIFT]
            places = Places(capfd, backend, house, secrets)
            for failure, fault in REGISTRATIONS.items():
                await telegram.forgets(**fault)
                await places.search(f"registration, {failure}")
            for failure, fails in POSTS.items():
                with monkeypatch.context() as patch:
                    await fails(telegram, patch)
                await places.search(f"post, {failure}")
    print(places.table())
    assert {hit for row in places.hits.values() for hit in row.values()} == {0}
    assert min(places.seen.values()) > 0
    assert places.hidden == 1, "only the careless line had something to hide"
