"""What waits at Telegram and what time it is there, asked beside everything else."""

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from service import assembly
from service.telegram.transport.watching import ahead
from tests.waiting import until

SENT = datetime(2026, 11, 27, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def watchful(monkeypatch):
    """Let the bot ask again and again."""
    monkeypatch.setattr(assembly, "LOOK_SECONDS", 0.02)


async def published(house, name, wanted):
    """Wait until a gauge says what is wanted; None where it says nothing."""

    async def value():
        return (await house.metrics()).get(name, {}).get(())

    return await until(value, f"{name} has the wanted value", wanted)


async def test_what_waits_at_telegram(watchful, stand_in, house, desk):
    """It is published while the bot polls, and only what is known now."""
    await published(house, "bot_updates_pending", lambda value: value == 0)
    await desk.breaks("reset", method="getUpdates")
    anna = await desk.person()
    for _ in range(3):
        await desk.together({"do": "say", "user_id": anna.id, "text": "/help"})
    await published(house, "bot_updates_pending", lambda value: value == 3)
    await desk.breaks("reset", method="getWebhookInfo")
    await published(house, "bot_updates_pending", lambda value: value is None)
    house.expects_refusals = ("",)
    await desk.mends()
    await published(house, "bot_updates_pending", lambda value: value == 0)


async def test_who_stands_by_publishes_nothing_that_waits(watchful, house):
    """Of several bots only the one that polls answers for the updates."""
    await published(house, "bot_updates_pending", lambda value: value == 0)
    house.running.delivery._turn = Never()
    await published(house, "bot_updates_pending", lambda value: value is None)
    assert await published(house, "bot_clock_drift_seconds", lambda value: value is not None) < 5


class Never:
    """The turn of somebody else."""

    async def ours(self):
        return False


async def test_it_asks_once_a_minute(stand_in, house, desk):
    """And says to nobody that Telegram was heard: a poll may fail all the same."""
    await published(house, "bot_clock_drift_seconds", lambda value: value is not None)
    anna = await desk.person()
    await anna.says("/help")
    assert await house.metric("bot_api_calls_total", "getWebhookInfo", "ok") == 2  # and the start


async def test_a_clock_that_is_wrong(watchful, house, desk):
    """The stand-in's clock goes forward, so this machine's is behind; slow answers do not tell."""
    drift = await published(house, "bot_clock_drift_seconds", lambda value: value is not None)
    assert abs(drift) < 1
    await desk.forward_clock(30)
    drift = await published(house, "bot_clock_drift_seconds", lambda value: value < -20)
    assert -31 < drift < -29
    await desk.breaks("latency", method="getWebhookInfo", seconds=2.5)
    await published(house, "bot_clock_drift_seconds", lambda value: value is None)


@pytest.mark.parametrize(
    ("date", "seconds", "drift"),
    [
        (format_datetime(SENT, usegmt=True), 0.2, -0.4),
        (format_datetime(SENT, usegmt=True), 2.0, 0.5),
        (format_datetime(SENT, usegmt=True), 2.1, None),  # half of it could be the way there
        (format_datetime(SENT, usegmt=True), -3, None),  # the clock was set meanwhile
        ("yesterday", 0.2, None),
        (None, 0.2, None),  # a Bot API server of one's own tells none
    ],
)
def test_what_a_date_tells(date, seconds, drift):
    """Half a second to and fro, of an answer that came at once; otherwise nothing."""
    sent = SENT.timestamp()
    assert ahead(date, sent, sent + seconds) == (drift and pytest.approx(drift))


async def test_the_drift_of_each_count_is_published(house):
    """From the start on, as the rows are counted once at once."""

    async def drift():
        return (await house.metrics()).get("bot_statistics_drift", {})

    names = ("people", "sets", "programs", "active_programs")
    assert await until(drift, "the rows were counted") == {(name,): 0 for name in names}
