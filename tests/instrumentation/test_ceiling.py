"""How many series there can be, whatever people do."""

import inspect
import random
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import aiogram.methods

from instrumentation.instruments import INSTRUMENTS
from instrumentation.labels import API_METHODS, OTHER
from instrumentation.metrics import Metrics
from instrumentation.postgres import query_names
from service import storage, telegram
from service.domain.errors import REASONS
from tests.instrumentation.conftest import Page
from tests.instrumentation.test_metrics import fill


def test_series_at_first(make_metrics: Callable[..., Metrics], page: Page) -> None:
    """A fresh bot of 46 handlers, which has asked its first queries, has at most 500 series."""
    metrics = make_metrics(handlers=[f"workouts.handler_{n}" for n in range(46)])
    for n in range(12):
        metrics.query(f"workouts.query_{n}", 0.001)
    assert 300 < len(page.series()) <= 500


def test_series_at_most(make_metrics: Callable[..., Metrics], page: Page) -> None:
    """With the bot's own lists, and every combination of them seen: at most 1,500 series."""
    modules = [each for each in vars(storage).values() if isinstance(each, ModuleType)]
    queries = [*query_names(modules).values(), "begin", "commit", "rollback"]
    metrics = make_metrics(handlers=telegram.HANDLERS, queries=queries, refusals=REASONS)
    fill(metrics)
    for query in (*queries, OTHER):
        metrics.query(query, 1)
    for row in (row for row in INSTRUMENTS if "query" not in row.labels):
        for labels in metrics._labels[row.name]:
            if row.prometheus_type == "counter" and labels:
                metrics._add(row.name, *labels.values())
            elif row.prometheus_type == "histogram" and labels:
                metrics._record(row.name, 1, *labels.values())
    assert 1300 < len(page.series()) <= 1500


def test_api_methods_are_those_that_are_called() -> None:
    """A method is 21 series if everything becomes of it: one that nobody calls is not listed."""
    words = {word for file in Path(telegram.__file__).parent.rglob("*.py") for word in _words(file)}
    called = {
        kind.__api_method__
        for name, kind in vars(aiogram.methods).items()
        if inspect.isclass(kind) and issubclass(kind, aiogram.methods.TelegramMethod)
        if words & {name, kind.__api_method__, re.sub(r"\B(?=[A-Z])", "_", name).lower()}
    }
    assert set(API_METHODS) - called == {OTHER}


def _words(file: Path) -> list[str]:
    return re.findall(r"\w+", file.read_text(encoding="utf-8"))


def test_hostile_label_values(metrics: Metrics, page: Page) -> None:
    """10,000 values nobody listed add no series but those of `_OTHER`, and reach no label."""
    record = [
        metrics.update_received,
        metrics.operation,
        metrics.refused,
        metrics.sets_logged,
        metrics.workout_ended,
        lambda value: metrics.request(value, value, 0.1),
        lambda value: metrics.api_call(value, value, 0.1),
        lambda value: metrics.query(value, 0.1),
        lambda value: metrics.error(type(value, (Exception,), {})()),
    ]
    for each in record:
        each("canary-first")
    before = page.series().keys()
    dice = random.Random(7)
    for n in range(10_000):
        value = f"canary-{n}" + "".join(
            chr(dice.randrange(32, 0x2FFF)) for _ in range(dice.randrange(9))
        )
        dice.choice(record)(value)
    assert page.series().keys() == before
    assert "canary" not in page.text()
    assert page.value("bot_requests_total", handler=OTHER, outcome="error") > 1
