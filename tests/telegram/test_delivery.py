"""What is recorded of answers: what became of each, how many wait, and how long people waited."""

import asyncio
from collections.abc import Iterator
from typing import Any, cast

import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import AnswerCallbackQuery

from instrumentation.labels import ANSWER_OUTCOMES
from instrumentation.metrics import Metrics
from instrumentation.setup import set_up
from service.telegram.replies import Reply, toast
from service.telegram.transport import outbox, retrying
from service.telegram.transport.card_locations import CardLocations
from service.telegram.transport.outbox import MAX_PER_CHAT, Outbox
from tests.instrumentation.conftest import Page
from tests.telegram.phone import NOTHING, Phone, parsed, pressed, shows, written
from tests.telegram.talk import begins, logs
from tests.waiting import until


class Cards(CardLocations):
    """Where no card is; a chat that can't be written to is nobody's."""

    def __init__(self) -> None:
        super().__init__(cast("Any", None))

    async def blocked(self, chat: int) -> None:
        """Store nothing."""


class Delivery:
    """An outbox to a phone, and what is recorded of it."""

    def __init__(self, page: Page, metrics: Metrics) -> None:
        self.page, self.phone = page, Phone()
        self.box = Outbox(self.phone, Cards(), metrics)
        metrics.answers = lambda: self.box.waiting
        self.accepted: list[str] = []

    def put(self, update: dict[str, Any], reply: Reply) -> "asyncio.Future[str]":
        """Put a reply; it is in `accepted`, by its text, once Telegram has accepted it."""
        text = str(reply.screens[0].text) if reply.screens else reply.toast
        return self.box.put(parsed(update), reply, lambda: self.accepted.append(text))

    def outcomes(self) -> dict[str, float]:
        """Count the answers by outcome, without those that nothing had."""
        counted = {o: self.page.number("bot_answers_total", outcome=o) for o in ANSWER_OUTCOMES}
        return {outcome: count for outcome, count in counted.items() if count}


@pytest.fixture
def delivery(monkeypatch: pytest.MonkeyPatch) -> Iterator[Delivery]:
    monkeypatch.setattr(retrying, "PAUSES", (0.0,))
    monkeypatch.setattr(outbox, "EDIT_SECONDS", 0.0)
    telemetry = set_up(version="1.2.3")
    yield Delivery(Page(telemetry), Metrics(telemetry.meters, handlers=[]))
    telemetry.shut_down()


@pytest.mark.parametrize(
    ("failing", "outcome"),
    [
        ([], "sent"),
        ([TelegramServerError(NOTHING, "502")] * 3, "sent"),
        ([TelegramBadRequest(NOTHING, "Bad Request: message is not modified")], "sent"),
        ([TelegramForbiddenError(NOTHING, "Forbidden: bot was blocked by the user")], "blocked"),
        ([TelegramBadRequest(NOTHING, "Bad Request: chat not found")], "refused"),
        ([TelegramEntityTooLarge(NOTHING, "Request Entity Too Large")], "refused"),
        ([TelegramRetryAfter(NOTHING, "Too Many Requests", 3600)], "given_up"),
        ([TelegramNetworkError(NOTHING, "timeout")], "given_up"),
        ([KeyError("message_id")], "failed"),
    ],
    ids=lambda value: (
        value if isinstance(value, str) else "-".join(type(e).__name__ for e in value)
    ),
)
async def test_an_answer_ends_once(
    delivery: Delivery,
    monkeypatch: pytest.MonkeyPatch,
    failing: list[Exception],
    outcome: str,
) -> None:
    """Each answer is counted by what became of it, and then it waits no longer."""
    if outcome == "given_up":
        monkeypatch.setattr(retrying, "KEEP_SECONDS", -1.0)
    delivery.phone.failing = failing
    assert await delivery.put(pressed(1), shows("state")) == outcome
    assert delivery.outcomes() == {outcome: 1}
    assert delivery.accepted == (["state"] if outcome == "sent" else [])
    assert delivery.page.value("bot_answers_waiting") == 0
    assert delivery.page.value("bot_answers_age_seconds") == 0


async def test_a_toast_alone_is_no_answer(delivery: Delivery) -> None:
    """Whoever presses a button waits for the card; a reply that is only a toast is its answer."""
    delivery.phone.failing = [TelegramBadRequest(NOTHING, "Bad Request: something new")]
    assert await delivery.put(pressed(1), shows("card")) == "refused"
    assert delivery.phone.toasts() == 1
    assert delivery.accepted == []
    assert await delivery.put(pressed(2), toast("only this")) == "sent"
    assert delivery.accepted == ["only this"]
    assert delivery.outcomes() == {"refused": 1, "sent": 1}


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (TelegramBadRequest(NOTHING, "Bad Request: query is too old"), "needless"),
        (TelegramBadRequest(NOTHING, "Bad Request: something new"), "refused"),
    ],
)
async def test_a_toast_that_is_refused(
    delivery: Delivery, monkeypatch: pytest.MonkeyPatch, error: Exception, outcome: str
) -> None:
    """Nobody waits for the answer to an old press; any other refusal is a lost answer."""
    original = Phone.__call__

    async def refuses(self: Phone, method: Any, **more: Any) -> Any:
        await original(self, method, **more)
        if isinstance(method, AnswerCallbackQuery):
            raise error

    monkeypatch.setattr(Phone, "__call__", refuses)
    assert await delivery.put(pressed(1), toast("done")) == outcome
    assert delivery.outcomes() == {outcome: 1}
    assert delivery.accepted == []


async def test_nothing_to_send_is_no_answer(delivery: Delivery) -> None:
    """A message in a group that is not for the bot is settled without an answer."""
    await delivery.put(written(1), Reply(times=0))
    assert delivery.outcomes() == {}


def pass_(delivery: Delivery, seconds: float) -> None:
    """Let every waiting answer have waited so much longer."""
    for answer in delivery.box._open:
        answer.since -= seconds


async def test_a_replaced_edit_is_needless(delivery: Delivery) -> None:
    """It counts as accepted when the newer edit is, and until then its wait goes on in that one."""
    delivery.phone.open.clear()
    delivery.phone.failing = [TelegramServerError(NOTHING, "502")] * 2
    done = [delivery.put(pressed(0), shows("state 0"))]
    await until(delivery.phone.edits, "the first edit is being made")
    pass_(delivery, 100)
    done += [delivery.put(pressed(n), shows(f"state {n}")) for n in (1, 2)]
    assert delivery.page.value("bot_answers_waiting") == 3
    delivery.phone.open.set()
    delivery.phone.open = asyncio.Event()
    await until(lambda: "state 2" in delivery.phone.edits(), "the last edit is being made")
    assert delivery.outcomes() == {"needless": 2}
    assert delivery.accepted == []
    assert delivery.page.value("bot_answers_waiting") == 1
    assert 100 <= delivery.page.number("bot_answers_age_seconds") < 110
    delivery.phone.open.set()
    await asyncio.wait(done)
    assert delivery.outcomes() == {"needless": 2, "sent": 1}
    assert sorted(delivery.accepted) == ["state 0", "state 1", "state 2"]
    assert [each.result() for each in done] == ["needless", "needless", "sent"]


async def test_answers_that_are_too_many(delivery: Delivery) -> None:
    """Messages are dropped, and a person waits for them; of edits only the newest was needed."""
    delivery.phone.open.clear()
    delivery.put(written(0), shows("message 0"))
    delivery.put(pressed(0, person=8), shows("state 0"))
    await until(delivery.phone.edits, "the first of each is being sent")
    for n in range(1, MAX_PER_CHAT + 3):
        delivery.put(written(n), shows(f"message {n}"))
        delivery.put(pressed(n, person=8), shows(f"state {n}"))
    await until(delivery.outcomes, "they ended", lambda each: each == {"dropped": 3, "needless": 3})
    assert delivery.page.value("bot_answers_waiting") == 2 * MAX_PER_CHAT
    await delivery.box.close(0.01)


async def test_seconds_of_flood(delivery: Delivery) -> None:
    """How long answers wait because of 429 is added up, also by those that are waiting now."""
    delivery.phone.failing = [TelegramRetryAfter(NOTHING, "Too Many Requests", 60)]
    delivery.put(written(1), shows("late"))
    await until(lambda: delivery.phone.calls, "the call was made")
    spent = delivery.page.number("bot_api_flood_time_seconds_total")
    assert 60 <= spent <= 60.5
    await delivery.box.close(0.01)


async def test_a_refused_answer_is_seen(house, anna, desk):
    """The set is stored and counts as an operation; that nobody saw it is the answer's outcome."""
    house.expects_refusals, house.expects_errors = ("fault: ",), True
    await begins(anna)
    before = await house.metrics()
    await desk.breaks("status", status=400, method="editMessageText", count=1)
    await logs(anna)
    await desk.idle()
    after = await house.metrics()

    def more(name: str, *labels: str) -> float:
        return after[name][labels] - before[name][labels]

    assert more("bot_operations_total", "save_record") == 1
    assert more("bot_answers_total", "refused") == 1
    assert more("bot_answers_total", "sent") == 0
    assert more("bot_answer_duration_seconds_count") == 0
