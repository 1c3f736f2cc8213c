"""How tests wait, and that they wait in no other way."""

import ast
import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.waiting import until

TESTS = Path(__file__).parent


async def test_a_value_is_returned_once_it_is_accepted() -> None:
    """Reads again until then; what is read may be a value or an awaitable."""
    values = iter(range(10))

    async def read() -> int:
        return next(values)

    assert await until(read, "three came", lambda value: value == 3, pause=0) == 3
    assert await until(lambda: next(values), "a true value came", pause=0) == 4


async def test_a_failure_says_what_was_awaited_and_what_was_seen() -> None:
    """The message holds the sentence and the last value, also if the last reading hangs."""
    with pytest.raises(AssertionError, match=r"^not within 0.05 s: it is 5; last seen: 4$"):
        await until(lambda: 4, "it is 5", lambda value: value == 5, within=0.05)

    async def hangs() -> int:
        return await asyncio.Future()

    with pytest.raises(AssertionError, match=r"it answers; last seen: nothing$"):
        await until(hangs, "it answers", within=0.05)


async def test_an_error_of_what_is_read_is_the_tests_own() -> None:
    """Also a TimeoutError is no sign that the waiting took too long."""

    def fails() -> int:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        await until(fails, "it answers")


PACES = "keeps a pace, or looks on, until it is stopped: it waits for nothing"
EXEMPT = {
    "bench/faults/ledger.py: Ledger._act_on": PACES,
    "bench/faults/ledger.py: Ledger.rests": "gives up when nothing moves, and gives the seconds",
    "bench/faults/telegrams.py: spam": PACES,
    "bench/faults/failovers.py: _watch": PACES,
    "bench/faults/refusals.py: _suffer": PACES,
    "bench/faults/refusals.py: _take": PACES,
    "bench/fuzz.py: _beats": PACES,
    "bench/hanging.py: _ping": PACES,
    "bench/housekeeping.py: _until_nothing_is_old": PACES,
    "bench/pictures.py: _longest_lag": PACES,
    "bench/refresh.py: _folds": PACES,
    "bench/scrape.py: probe": PACES,
    "bench/stage.py: Crowd.stored": "gives up in the end: what is missing is counted",
    "bench/stage.py: Crowd.trains": PACES,
    "bench/taps.py: Floor.train": PACES,
    "bench/inlines.py: Askers.ask": PACES,
    "telegram/test_imports.py: Held._beat": PACES,
    "docker/engine.py: Engine._until_it_answers": "the engine has no event loop",
    "docker/test_scale.py: train": PACES,
    "docker/engine.py: Engine.restart": "the engine has no event loop",
    "stack/test_every_route.py: _compare": "asks less each time, and gives what stays wrong",
    "stack/test_flood.py: flood": PACES,
    "stack/test_every_route.py: listen": "writes down what happens when",
    "stack/town.py: Town.wait": "the helper of what has no event loop",
    "waiting.py: until": "the helper itself",
}
"""Loops that sleep and may, with the reason."""


def sleeping_loops(source: str) -> Iterator[tuple[str, int]]:
    """Find loops that sleep until something is so: every while, and each for that may be left."""
    yield from _search(ast.parse(source), "")


def _search(node: ast.AST, inside: str) -> Iterator[tuple[str, int]]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                own = f"{inside}." if isinstance(node, ast.ClassDef) else ""
                yield from _search(child, own + child.name)
                continue
            case ast.While() if _sleeps(child):
                yield inside, child.lineno
            case ast.For() | ast.AsyncFor() if _sleeps(child) and _may_be_left(child):
                yield inside, child.lineno
        yield from _search(child, inside)


def _own(loop: ast.AST) -> Iterator[ast.AST]:
    """Walk a loop without the functions and the loops within."""
    for child in ast.iter_child_nodes(loop):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            if not isinstance(child, ast.While | ast.For | ast.AsyncFor):
                yield from _own(child)


def _sleeps(loop: ast.AST) -> bool:
    called = [each.func for each in _own(loop) if isinstance(each, ast.Call)]
    names = {each.attr for each in called if isinstance(each, ast.Attribute)}
    return "sleep" in names | {each.id for each in called if isinstance(each, ast.Name)}


def _may_be_left(loop: ast.AST) -> bool:
    return any(isinstance(each, ast.Break | ast.Return) for each in _own(loop))


def test_no_test_sleeps_until() -> None:
    """A loop that sleeps says nothing when it fails: tests.waiting.until does."""
    found = {
        f"{path.relative_to(TESTS).as_posix()}: {function}": line
        for path in TESTS.rglob("*.py")
        for function, line in sleeping_loops(path.read_text("utf-8"))
    }
    wrong = [f"{place}, line {found[place]}" for place in sorted(found.keys() - EXEMPT.keys())]
    assert wrong == [], "wait with `await until(read, what)` of tests/waiting.py"
    assert EXEMPT.keys() - found.keys() == set(), "these sleep no longer: strike them off EXEMPT"


@pytest.mark.parametrize(
    "source",
    [
        "while not ready():\n    sleep(1)",
        "while True:\n    if ready():\n        break\n    await asyncio.sleep(0.1)",
        "for _ in range(100):\n    if ready():\n        break\n    time.sleep(0.1)",
        "for one in all:\n    while one.waits:\n        await asyncio.sleep(0)",
        "def f():\n    with timeout(5):\n        while waits():\n            time.sleep(1)",
    ],
)
def test_a_sleeping_loop_is_seen(source: str) -> None:
    """In each of its forms, once."""
    assert len(list(sleeping_loops(source))) == 1


@pytest.mark.parametrize(
    "source",
    ["for _ in range(9):\n    sleep(1)", "while True:\n    async def f():\n        await sleep(1)"],
)
def test_a_pace_is_no_waiting(source: str) -> None:
    """What is done so many times waits for nothing; a function only made in a loop is not run."""
    assert list(sleeping_loops(source)) == []
