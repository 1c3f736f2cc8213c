"""How many series there can be, whatever people do."""

import ast
import inspect
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import aiogram.methods
import pytest

from instrumentation.instruments import INSTRUMENTS
from instrumentation.labels import API_METHODS, OTHER
from instrumentation.metrics import Metrics
from instrumentation.postgres import query_names
from service import storage, telegram
from service.domain.errors import REASONS
from tests.instrumentation.conftest import HANDLERS, Page
from tests.instrumentation.test_metrics import fill

MODULES = [each for each in vars(storage).values() if isinstance(each, ModuleType)]
QUERIES = [*query_names(MODULES).values(), "begin", "commit", "rollback"]


@pytest.fixture
def metrics_of_the_bot(make_metrics: Callable[..., Metrics]) -> Metrics:
    """The metrics with the lists that the bot gives them."""
    return make_metrics(handlers=telegram.HANDLERS, queries=QUERIES, refusals=REASONS)


def test_series_at_first(metrics_of_the_bot: Metrics, page: Page) -> None:
    """A fresh bot, which has asked its first queries, has at most 1,000 series."""
    for query in QUERIES[:12]:
        metrics_of_the_bot.query(query, 0.001)
    metrics_of_the_bot.transaction(0.001)
    found = len(page.series())
    print(f"{found} series at first")
    assert 300 < found <= 1000


def test_series_at_most(metrics_of_the_bot: Metrics, page: Page) -> None:
    """With every combination of the bot's own lists seen, it has at most 3,000 series."""
    metrics = metrics_of_the_bot
    fill(metrics)
    for row in INSTRUMENTS:
        for values in metrics._labels[row.name]:
            if row.kind == "observable counter" and values:
                metrics._add(row.name, *values)
            elif row.kind == "histogram":
                metrics._record(row.name, 1, *values)
    found = len(page.series())
    print(f"{found} series at most")
    assert 1300 < found <= 3000


def test_rare_outcomes_are_counted_together(metrics: Metrics, page: Page) -> None:
    """Old buttons and those of other people are counted, but not by handler."""
    for handler in HANDLERS[:2]:
        metrics.request(handler, "stale", 0.1)
        metrics.request(handler, "duplicate", 0.1)
        assert page.value("bot_requests_total", handler=handler, outcome="stale") is None
        assert page.value("bot_requests_total", handler=handler, outcome="duplicate") == 1
    assert page.value("bot_requests_total", handler=OTHER, outcome="stale") == 2


def test_every_api_method_that_is_called_is_listed() -> None:
    """A method that the bot calls and that is not listed would be counted as `_OTHER`."""
    missing = called_methods() - set(API_METHODS)
    assert not missing, f"add {missing} to API_METHODS in instrumentation/labels.py"


def test_no_other_api_method_is_listed() -> None:
    """A method is up to 21 series: one that nobody calls is not listed."""
    assert set(API_METHODS) - called_methods() == {OTHER}


def called_methods() -> set[str]:
    """Name the methods that the bot's source imports, calls on a bot, or defines again."""
    methods = {
        name: api
        for name, kind in vars(aiogram.methods).items()
        if inspect.isclass(kind) and isinstance(api := getattr(kind, "__api_method__", None), str)
    }
    shortcuts = {re.sub(r"\B(?=[A-Z])", "_", name).lower(): api for name, api in methods.items()}
    called = {**methods, **shortcuts, **{api: api for api in methods.values()}, "me": "getMe"}
    files = Path(telegram.__file__).parent.rglob("*.py")
    names = {name for file in files for name in _named(ast.parse(file.read_text("utf-8")))}
    return {called[name] for name in names & called.keys()}


def _named(source: ast.AST) -> Iterator[str]:
    for node in ast.walk(source):
        match node:
            case ast.ImportFrom(module="aiogram.methods", names=names):
                yield from (alias.name for alias in names)
            case ast.Call(func=ast.Attribute(value=whose, attr=name)):
                if ast.unparse(whose).endswith("bot"):
                    yield name
            case ast.Assign(
                targets=[ast.Name(id="__api_method__")], value=ast.Constant(value=str(name))
            ):
                yield name


def test_hostile_label_values(metrics: Metrics, page: Page) -> None:
    """10,000 values nobody listed add no series but those of `_OTHER`, and reach no label."""
    record: list[Callable[[str], object]] = [
        metrics.update_received,
        metrics.operation,
        metrics.refused,
        metrics.sets_logged,
        metrics.workout_ended,
        lambda value: metrics.suggestion(value, value),
        metrics.program_created,
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
    assert page.number("bot_requests_total", handler=OTHER, outcome="error") > 1
