"""getUpdates and webhooks: what stays, what goes, and in which order."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from service.local.telegram import people, webhook
from service.local.telegram.bot_api import StandIn
from service.local.telegram.updates import Entry, Inbox
from tests.lifter import Desk, Lifter
from tests.local.conftest import Bot, half_a_second_passes
from tests.waiting import until


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def say(desk: Desk, person: Lifter, *words: str) -> list[int]:
    acts = await desk.together(*(person.act("say", text=word) for word in words))
    return [act["update_id"] for act in acts]


async def test_updates_stay_until_a_higher_offset(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """The same updates come again until the offset passes them; ids rise by one."""
    ids = await say(desk, anna, "1", "2", "3")
    assert ids == list(range(ids[0], ids[0] + 3))
    assert texts(await bot.updates(limit=2)) == ["1", "2"]
    assert texts(await bot.updates(offset=ids[0])) == ["1", "2", "3"]
    assert texts(await bot.updates(offset=ids[1])) == ["2", "3"]
    assert texts(await bot.updates(offset=ids[0])) == ["2", "3"]
    assert await bot.updates(offset=ids[2] + 1) == []
    assert await bot.updates() == []


async def test_a_negative_offset_keeps_the_last(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """Offset -1 gives the newest update and forgets all before it."""
    await say(desk, anna, "1", "2", "3")
    assert texts(await bot.updates(offset=-1)) == ["3"]
    assert texts(await bot.updates()) == ["3"]


async def test_an_unmoved_offset_gives_one_at_a_time(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """Who asks again at once with the same offset gets a batch of one."""
    ids = await say(desk, anna, "1", "2")
    assert len(await bot.updates(offset=ids[0])) == 2
    assert len(await bot.updates(offset=ids[0])) == 1


async def test_half_a_second_counts_from_when_a_poll_began(
    bot: Bot, stand_in: StandIn, desk: Desk, anna: Lifter
) -> None:
    """However late the poll before was answered, what it gave is then given whole again."""
    ids = await say(desk, anna, "1", "2")
    assert len(await bot.updates(offset=ids[0])) == 2
    half_a_second_passes(stand_in)
    assert len(await bot.updates(offset=ids[0])) == 2


async def test_a_long_poll_ends_when_something_comes(
    bot: Bot, stand_in: StandIn, desk: Desk, anna: Lifter
) -> None:
    """A waiting poller is answered by the first batch, whole."""
    poll = asyncio.create_task(bot.updates(timeout=30))
    async with asyncio.timeout(5):
        await somebody_waits(stand_in)
        await say(desk, anna, "1", "2")
        assert texts(await poll) == ["1", "2"]


async def somebody_waits(stand_in: StandIn) -> None:
    """Let the loop turn until a poller has reached the stand-in: nothing tells of that."""
    await until(lambda: stand_in.polling.waiting, "a poller waits", pause=0)


async def test_a_second_poller_ends_the_first(bot: Bot, stand_in: StandIn, anna: Lifter) -> None:
    """The older of two pollers gets 409."""
    first = asyncio.create_task(bot.refused("getUpdates", timeout=30))
    async with asyncio.timeout(30):
        await somebody_waits(stand_in)
        second = asyncio.create_task(bot.updates())
        assert await first == (
            "Conflict: terminated by other getUpdates request; "
            "make sure that only one bot instance is running"
        )
    assert await second == []


async def test_allowed_updates_are_remembered(bot: Bot, desk: Desk, anna: Lifter) -> None:
    """A kind that was not asked for is never queued, until it is asked for again."""
    await bot.updates(allowed_updates=["callback_query"])
    await say(desk, anna, "unheard")
    await bot.updates()
    await say(desk, anna, "unheard too")
    assert await bot.updates(allowed_updates=[]) == []
    await say(desk, anna, "heard")
    assert texts(await bot.updates()) == ["heard"]


async def test_presses_live_150_seconds_and_messages_a_day(
    bot: Bot, desk: Desk, anna: Lifter
) -> None:
    """What waited too long is gone from the queue."""
    keyboard = {"inline_keyboard": [[{"text": "ok", "callback_data": "x"}]]}
    await bot.ok("sendMessage", chat_id=anna.id, text="x", reply_markup=keyboard)
    await desk.together(anna.act("press", text="ok"), anna.act("say", text="later"))
    await desk.forward_clock(149)
    assert len(await bot.updates()) == 2
    await desk.forward_clock(2)
    assert texts(await bot.updates(offset=1)) == ["later"]
    await desk.forward_clock(24 * 3600)
    assert await bot.updates() == []


async def test_redelivery(bot: Bot, stand_in: StandIn, desk: Desk, anna: Lifter) -> None:
    """Past updates come again under their numbers, whatever offset the bot stands at."""
    ids = await say(desk, anna, "1", "2")
    await bot.updates(offset=ids[1] + 1)
    await desk.ask("POST", "/redeliver", json={"update_ids": ids})
    half_a_second_passes(stand_in)
    again = await bot.updates(offset=ids[1] + 1)
    assert [update["update_id"] for update in again] == ids
    assert await bot.updates(offset=ids[1] + 2) == []


async def test_any_json_can_be_an_update(bot: Bot, desk: Desk) -> None:
    """Poison is delivered as it is, under a number."""
    update_id = await desk.inject({"message": {"chat": "no"}, "surprise": [1]})
    assert await bot.updates() == [
        {"update_id": update_id, "message": {"chat": "no"}, "surprise": [1]}
    ]


class Hook:
    """A bot that takes webhooks; answers are taken from `answers`, then 200."""

    def __init__(self) -> None:
        self.answers: list[web.Response] = []
        self.seen: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self.seen.put_nowait((secret, await request.json()))
        return self.answers.pop(0) if self.answers else web.Response()

    async def next(self) -> dict[str, Any]:
        async with asyncio.timeout(5):
            return (await self.seen.get())[1]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    made = Hook()
    app = web.Application()
    app.router.add_post("/hook", made.take)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def test_a_webhook_gets_updates_with_its_secret(
    bot: Bot, desk: Desk, anna: Lifter, hook: Hook
) -> None:
    """Updates are posted with the secret; polling conflicts until the webhook is removed."""
    await bot.ok("setWebhook", url=hook.url, secret_token="s3cret")
    (update_id,) = await say(desk, anna, "hello")
    secret, update = await hook.seen.get()
    assert (secret, update["update_id"]) == ("s3cret", update_id)
    await desk.idle()
    assert (await bot.refused("getUpdates")).startswith("Conflict: can't use getUpdates method")
    assert (await bot.ok("getWebhookInfo"))["url"] == hook.url
    await bot.ok("deleteWebhook")
    assert await bot.updates() == []


async def test_a_burst_for_a_webhook_is_looked_through_once(
    bot: Bot, stand_in: StandIn, anna: Lifter, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes in one moment is delivered in order, and what waits is not counted for each."""
    await bot.ok("setWebhook", url=hook.url)
    inbox, looks = stand_in.world.inbox, 0

    def waiting(limit: int | None = None) -> list[Entry]:
        nonlocal looks
        looks += 1
        return Inbox.waiting(inbox, limit)

    monkeypatch.setattr(inbox, "waiting", waiting)
    words = [str(number) for number in range(50)]
    for word in words:
        people.say(stand_in.world, anna.id, word)
    assert [(await hook.next())["message"]["text"] for _ in words] == words
    assert looks == 1


async def test_a_webhook_is_retried(
    bot: Bot, desk: Desk, anna: Lifter, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refused update comes again in its place before the later ones of that chat."""
    monkeypatch.setattr(webhook, "FIRST_RETRY", 0.01)
    hook.answers = [web.Response(status=500), web.Response(status=500)]
    await bot.ok("setWebhook", url=hook.url)
    await say(desk, anna, "1", "2")
    seen = [(await hook.next())["message"]["text"] for _ in range(4)]
    assert seen == ["1", "1", "1", "2"]
    told = await bot.ok("getWebhookInfo")
    assert told["last_error_message"] == (
        "Wrong response from the webhook: 500 Internal Server Error"
    )


async def test_a_webhook_obeys_retry_after_and_lanes(
    bot: Bot, desk: Desk, anna: Lifter, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a message waits as long as the bot asked, a press of the same person overtakes it."""
    monkeypatch.setattr(webhook, "FIRST_RETRY", 60.0)
    keyboard = {"inline_keyboard": [[{"text": "ok", "callback_data": "x"}]]}
    await bot.ok("sendMessage", chat_id=anna.id, text="x", reply_markup=keyboard)
    hook.answers = [web.Response(status=503, headers={"Retry-After": "1"})]
    await bot.ok("setWebhook", url=hook.url)
    await say(desk, anna, "slow")
    assert "message" in await hook.next()
    await desk.together(anna.act("press", text="ok"))
    assert "callback_query" in await hook.next()
    assert "message" in await hook.next()


async def test_a_webhooks_answer_may_call_a_method(
    bot: Bot, desk: Desk, anna: Lifter, hook: Hook
) -> None:
    """A method named in the answer is carried out."""
    reply = {"method": "sendMessage", "chat_id": anna.id, "text": "from the hook"}
    hook.answers = [web.json_response(reply)]
    await bot.ok("setWebhook", url=hook.url)
    await say(desk, anna, "hello")
    await desk.idle()
    assert (await anna.chat())[-1]["text"] == "from the hook"
