"""Work grows with what is asked for, not with its square: calls are counted, not seconds."""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from service.domain import exercises, names, notation, programs
from service.domain.entries import Entry, Place
from service.domain.exercises import search
from service.domain.limits import LIMITS
from service.domain.notation import Context, Lift
from service.domain.programs import Plan
from service.domain.suggestions import target
from service.domain.workouts import Workout

TODAY = date(2026, 11, 27)
LINES, OWN = LIMITS["lines"].most, LIMITS["exercises"].most


def calls(work: Callable[[], object]) -> int:
    """Count the functions that some work calls, Python's own among them."""
    count = 0

    def called(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def name(number: int) -> str:
    """Make up a name; no two are alike."""
    letters = "abcdefghij"
    return "".join(letters[int(digit)] * 3 for digit in f"{number:04}")


def typed(lines: int, own: int) -> Callable[[], object]:
    """Read lines, each of which names one of one's exercises with a slip."""
    mine_are = [name(n) for n in range(own)]
    text = "\n".join(f"{name(n % own)}z 1x1" for n in range(lines))

    def work() -> object:
        mine = exercises.Own(mine_are)

        def look(named: str | None) -> Context:
            return Context(own=named is not None and isinstance(mine.find(named), str))

        return notation.read(text, look, today=TODAY)

    return work


def drafted(lines: int) -> Callable[[], object]:
    text = "\n".join(f"{name(n)} 3x8-12 60" for n in range(lines))
    return lambda: programs.Draft("x", programs.extend(text, ""), 1).plans


def trained(entries: int) -> Callable[[], object]:
    """Log a set in a workout of a single superset that is nearly done, and see what comes."""
    plans = [Entry(n, n, Plan(name(n), 20, superset="A")) for n in range(1, entries + 1)]
    done = {Place(n, k): Lift(Decimal(k), 5) for n in range(1, entries + 1) for k in range(1, 19)}
    now = datetime.now(UTC)
    workout = Workout(1, "x", 1, now, None, tuple(plans), done)

    def work() -> object:
        place = Place(entries, 19)
        after = workout.with_lifted([(place, Lift(Decimal(1), 5))])
        return after.focus_after(entries), after.rest_after(place, 60), target(after, Place(1, 19))

    return work


def forget() -> None:
    """Empty the caches of what was read."""
    for cached in (search._nearest_known, programs.lines.read_line, programs.reading._parsed):
        cached.cache_clear()


@pytest.mark.parametrize(
    ("small", "large"),
    [
        pytest.param(typed(LINES // 2, OWN), typed(LINES, OWN), id="lines"),
        pytest.param(typed(LINES, OWN // 2), typed(LINES, OWN), id="own exercises"),
        pytest.param(drafted(15), drafted(30), id="program lines"),
        pytest.param(trained(30), trained(60), id="exercises of a workout"),
    ],
)
def test_twice_as_much_costs_twice_as_much(
    small: Callable[[], object], large: Callable[[], object]
) -> None:
    """At most, with what is the same for all; the square would cost four times as much."""
    small()  # what is kept for good is kept now
    forget()
    once = calls(small)
    forget()
    assert calls(large) < 2.3 * once


def test_names_are_normalised_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Own names once a message, typed ones once a look, however many lines there are."""
    normalised: list[str] = []
    key = names.key

    def counted(text: str) -> str:
        normalised.append(text)
        return key(text)

    monkeypatch.setattr(names, "key", counted)
    typed(LINES, OWN)()
    own = [text for text in normalised if text in {name(n) for n in range(OWN)}]
    assert len(own) == OWN
