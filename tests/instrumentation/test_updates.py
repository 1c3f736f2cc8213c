"""What is recorded of updates."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from instrumentation.labels import OTHER, RARE_OUTCOMES
from instrumentation.metrics import Metrics
from instrumentation.updates import Handling, handling, record_lag
from tests.instrumentation.conftest import HANDLERS, Clock, Page


def test_handled(metrics: Metrics, page: Page, clock: Clock) -> None:
    """A handled update gives a request, its seconds, its operation, and the answer's seconds."""
    with handling(metrics, "message", received=clock.now - 1, clock=clock) as update:
        assert page.value("bot_updates_in_flight") == 1
        update.handler = HANDLERS[0]
        update.operation = "save_record"
        clock.now += 0.2
    clock.now += 0.3
    update.answered()
    clock.now += 9
    update.answered()
    assert page.value("bot_updates_in_flight") == 0
    assert page.value("bot_updates_total", update_type="message") == 1
    assert page.value("bot_requests_total", handler=HANDLERS[0], outcome="ok") == 1
    assert page.value("bot_operations_total", operation_type="save_record") == 1
    spent = page.value("bot_request_duration_seconds_sum", handler=HANDLERS[0])
    assert spent == pytest.approx(0.2)
    assert page.value("bot_answer_duration_seconds_count") == 1
    assert page.value("bot_answer_duration_seconds_sum") == pytest.approx(1.5)


@pytest.mark.parametrize("outcome", ["refused", "duplicate", "stale", "forbidden"])
def test_operation_needs_success(metrics: Metrics, page: Page, outcome: str) -> None:
    """An operation that was refused, or seen before, is not counted."""
    with handling(metrics, "message") as update:
        update.handler, update.operation, update.outcome = HANDLERS[0], "start", outcome
    assert page.value("bot_operations_total", operation_type="start") == 0
    counted = OTHER if outcome in RARE_OUTCOMES else HANDLERS[0]
    assert page.value("bot_requests_total", handler=counted, outcome=outcome) == 1


def escapes(update: Handling) -> None:
    raise ConnectionResetError


def is_told(update: Handling) -> None:
    update.failed(ConnectionResetError())


@pytest.mark.parametrize("fails", [escapes, is_told])
def test_failed_handling(metrics: Metrics, page: Page, fails: Callable[[Handling], None]) -> None:
    """An error counts once, whether it escapes or was turned into an apology, and no operation."""
    try:
        with handling(metrics, "message") as update:
            update.handler, update.operation = HANDLERS[0], "start"
            fails(update)
    except ConnectionResetError:
        pass
    assert page.value("bot_request_errors_total", error_type="ConnectionError") == 1
    assert page.value("bot_requests_total", handler=HANDLERS[0], outcome="error") == 1
    assert page.value("bot_operations_total", operation_type="start") == 0
    assert page.value("bot_updates_in_flight") == 0


def test_cancelled_handling(metrics: Metrics, page: Page) -> None:
    """An update cut off by a stop comes again, so it is not recorded as settled."""
    cancelled = handling(metrics, "message")
    cancelled.__enter__().handler = HANDLERS[0]
    cancelled.__exit__(asyncio.CancelledError, asyncio.CancelledError(), None)
    assert page.value("bot_updates_in_flight") == 0
    assert page.value("bot_requests_total", handler=HANDLERS[0], outcome="ok") == 0
    assert page.value("bot_request_duration_seconds_count", handler=HANDLERS[0]) is None


def test_lag(metrics: Metrics, page: Page) -> None:
    """A message's lag is recorded; a button's is not, for its date is its card's."""
    hours_ago = datetime.now(UTC) - timedelta(hours=3)
    record_lag(metrics, "callback_query", hours_ago)
    assert page.value("bot_update_lag_seconds_count") is None
    record_lag(metrics, "message", datetime.now(UTC) - timedelta(seconds=7))
    assert page.value("bot_update_lag_seconds_bucket", le="5.5") == 0
    assert page.value("bot_update_lag_seconds_bucket", le="10.5") == 1
