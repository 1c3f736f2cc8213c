"""Telegram posts: only Telegram, each post settled once and answered when it is stored."""

import asyncio
import io
import json
import secrets
from contextlib import asynccontextmanager
from typing import Any

import pytest

from service.secret_files import SettingsError
from service.settings import Settings
from service.storage import Database, Unavailable
from service.telegram.transport import webhook
from service.telegram.transport.webhook import BODY_BYTES, SECRET_HEADER, Address
from tests.half_open import are_closed
from tests.house import TOKEN, open_house
from tests.lifter import open_desk
from tests.ports import free_port
from tests.telegram.phone import written
from tests.telegram.talk import begins
from tests.waiting import until

SECRET = "the-secret-of-these-tests-of-posts"


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
async def hooked(stand_in, database_url, port):
    """The bot, which Telegram posts to."""
    url = f"http://127.0.0.1:{port}/hook"
    told = {"webhook_url": url, "webhook_secret": SECRET, "webhook_port": port}
    async with open_house(stand_in, database_url, **told) as opened:
        await until(lambda: stand_in.world.profile.webhook, "the webhook is registered")
        house: Any = opened
        house.address = Address(url, SECRET, "127.0.0.1", port)
        yield house


async def post(house, body, secret=SECRET, **headers):
    """Post as Telegram would; gives the status and the headers."""
    if secret is not None:
        headers[SECRET_HEADER] = secret
    data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
    async with house.http.post(house.address.public_url, data=data, headers=headers) as answer:
        return answer.status, answer.headers


async def test_a_conversation_by_posts(hooked, stand_in):
    """Everything works as it does by polling, and Telegram has nothing left to post."""
    async with open_desk(stand_in.url) as desk:
        anna = await desk.person("Anna")
        await begins(anna)
        await anna.says("80x5")
        await desk.idle()
    assert await hooked.value("SELECT count(*) FROM sets") == 1
    assert stand_in.world.profile.webhook["secret"] == SECRET


async def test_half_a_header_and_half_a_body(stand_in, database_url, port, monkeypatch):
    """Posts that never end are let go: connections cost memory."""
    monkeypatch.setattr(webhook, "IDLE_SECONDS", 0.2)
    monkeypatch.setattr(webhook, "BODY_SECONDS", 0.2)
    url = f"http://127.0.0.1:{port}/hook"
    address = Address(url, SECRET, "127.0.0.1", port)
    told = {"webhook_url": url, "webhook_secret": SECRET, "webhook_port": port}
    async with open_house(stand_in, database_url, **told):
        assert await are_closed(url)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"POST {address.path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n"
        writer.write(f"{head}{SECRET_HEADER}: {SECRET}\r\n\r\n{{".encode())
        async with asyncio.timeout(20):
            assert b" 408 " in await reader.readline()
        writer.close()


@pytest.fixture
def watchful(monkeypatch):
    """Let the bot ask again and again what Telegram knows of its webhook."""
    monkeypatch.setattr(webhook, "WATCH_SECONDS", 0.02)


async def published(house, name, wanted):
    """Wait until a gauge says what is wanted."""

    async def value():
        return (await house.metrics()).get(name, {}).get(())

    return await until(value, f"{name} has the wanted value", wanted)


async def test_telegram_says_how_its_posts_fare(watchful, hooked, stand_in):
    """What waits at Telegram and when it last failed is published; and how old that news is."""
    await published(hooked, "bot_webhook_pending", lambda value: value == 0)
    assert await hooked.metric("bot_poll_age_seconds") < 5
    assert await hooked.metric("bot_api_calls_total", "getWebhookInfo", "ok") > 0
    assert "bot_webhook_error_age_seconds" not in await hooked.metrics()

    failed = int(stand_in.world.now()) - 60
    stand_in.world.profile.webhook |= {"last_error_date": failed, "last_error_message": "no"}
    age = await published(hooked, "bot_webhook_error_age_seconds", lambda value: value is not None)
    assert 59 < age < 70


async def test_telegram_that_says_nothing(watchful, hooked, stand_in):
    """When Telegram can't be asked, its last answer is not repeated and the news grow old."""
    await published(hooked, "bot_webhook_pending", lambda value: value == 0)
    await stand_in.stop()
    await published(hooked, "bot_webhook_pending", lambda value: value is None)
    old = await hooked.metric("bot_poll_age_seconds")
    await published(hooked, "bot_poll_age_seconds", lambda value: value > old)


async def test_a_thousand_forged_posts_are_refused(hooked):
    """Without the secret, or with one that is nearly right, nothing gets in."""
    near = [None, "", SECRET[:-1], SECRET + "x", SECRET.upper(), "é" * 20, SECRET.encode().hex()]
    forged = near + [secrets.token_urlsafe(18) for _ in range(1000 - len(near))]
    for secret in forged:
        status, _ = await post(hooked, written(1), secret)
        assert status == 403
    assert await hooked.value("SELECT count(*) FROM settled_updates") == 0


async def test_refused_posts_are_logged(hooked, caplog):
    """One line for all since the last, without what they held."""
    for _ in range(3):
        await post(hooked, written(1), "canary" * 6)
    for _ in range(2):
        hooked.running.delivery._log_refused()
    (line,) = [each for each in caplog.messages if "Refused" in each]
    assert line.startswith("Refused 3 ")
    assert "canary" not in caplog.text


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "TRACE"])
async def test_posts_alone_are_taken(hooked, method):
    """Whatever is not a post is refused; no answer says what serves it or is for browsers."""
    headers = {SECRET_HEADER: SECRET}
    async with hooked.http.request(method, hooked.address.public_url, headers=headers) as answer:
        assert answer.status == 405
        assert "Server" not in answer.headers
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert SECRET not in await answer.text()


async def test_the_path_is_not_guessed(hooked, port):
    """The address itself is secret too, and does not give the secret away."""
    assert SECRET not in hooked.address.public_url
    for path in ("/", "/hook", "/hook/", "/metrics", f"/hook/{SECRET}"):
        address = f"http://127.0.0.1:{port}{path}"
        async with hooked.http.post(address, headers={SECRET_HEADER: SECRET}) as answer:
            assert answer.status == 404


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"update_id":"1"}', b"[" * 100_000])
async def test_what_is_no_update_is_refused(hooked, body):
    """A post that Telegram never makes is refused and harms nobody."""
    assert (await post(hooked, body))[0] == 400
    assert (await post(hooked, written(1)))[0] == 200


async def test_a_large_body_is_not_read(hooked):
    """More than a MiB is refused."""
    assert (await post(hooked, b" " * (BODY_BYTES + 1)))[0] == 413


async def test_the_same_post_twice_at_once(hooked):
    """Both are answered 200, and there is one effect."""
    answers = await asyncio.gather(*(post(hooked, written(1, "/start")) for _ in range(10)))
    assert {status for status, _ in answers} == {200}
    assert await hooked.value("SELECT count(*) FROM settled_updates") == 1


async def test_a_post_that_cannot_be_stored_comes_again(hooked, monkeypatch):
    """503 and when to try again; then, with the database back, 200."""
    transaction = Database.transaction

    @asynccontextmanager
    async def away(self, **_):
        raise Unavailable("away")
        yield

    monkeypatch.setattr(webhook, "SETTLE_SECONDS", 0.05)
    monkeypatch.setattr(Database, "transaction", away)
    status, headers = await post(hooked, written(1))
    assert status == 503
    assert int(headers["Retry-After"]) >= 1
    monkeypatch.setattr(Database, "transaction", transaction)
    assert (await post(hooked, written(1)))[0] == 200


async def test_ready_only_between_start_and_stop(hooked):
    """A balancer sends nothing to who is about to stop; a post that comes anyway comes again."""
    address = hooked.running.health.replace("/health", "/ready")

    async def status():
        async with hooked.http.get(address) as answer:
            return answer.status

    await until(status, "the bot is ready", lambda status: status == 200)
    hooked.running.delivery._draining = True
    assert (await post(hooked, written(1)))[0] == 503
    hooked.running.delivery._observer.draining()
    assert await status() == 503


async def test_polling_takes_the_webhook_back(stand_in, database_url, hooked):
    """A bot that is started to poll is posted to no longer, and misses nothing."""
    async with open_house(stand_in, database_url), open_desk(stand_in.url) as desk:
        assert not stand_in.world.profile.webhook
        anna = await desk.person("Anna")
        await anna.says("/start")


def test_no_webhook_without_a_secret():
    """The bot does not start where anybody could post in Telegram's name."""
    told: dict[str, Any] = {
        "_env_file": None,
        "bot_token": TOKEN,
        "webhook_url": "https://bot.example.org",
    }
    with pytest.raises(SettingsError, match="WEBHOOK_SECRET"):
        Settings(**told)
    with pytest.raises(ValueError, match="webhook_secret"):
        Settings(**told, webhook_secret="s" * 31)
    assert Settings(**told, webhook_secret=SECRET)
