"""Changes of a program: each returns its days as they would be afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import regex

from service.domain import names, rules
from service.domain.errors import check
from service.domain.programs.plans import Day, Plan, Program, Slot
from service.domain.quantities import MAX_REPS, MAX_SECONDS, MAX_SETS
from service.domain.rules import Rule, Wave

Days = tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change removes from a program and adds to it; ``same`` lines stay as they are."""

    removed: tuple[Plan, ...]
    added: tuple[Plan, ...]
    same: int


def day_with(day: Day, slots: Sequence[Slot]) -> Day:
    """Return a day with other slots."""
    return replace(day, slots=tuple(slots), plans=tuple(slot.plan for slot in slots))


def place_of(program: Program, slot: int) -> tuple[int, int] | None:
    """Return the indexes of a slot's day, and of the slot on it."""
    for n, day in enumerate(program.days):
        for at, each in enumerate(day.slots):
            if each.id == slot:
                return n, at
    return None


def changed(program: Program, slot: int, change: Callable[[Plan], Plan]) -> Days:
    """Return the days with another plan for a slot."""
    return tuple(
        day_with(
            day,
            [
                replace(each, plan=change(each.plan)) if each.id == slot else each
                for each in day.slots
            ],
        )
        for day in program.days
    )


def without(program: Program, slot: int) -> Days:
    """Return the days without a slot."""
    return tuple(
        day_with(day, [each for each in day.slots if each.id != slot]) for day in program.days
    )


def moved(program: Program, slot: int, by: int) -> Days:
    """Return the days with a slot one place up or down; at an end, on the day before or after."""
    found = place_of(program, slot)
    days = list(program.days)
    if found is None:
        return program.days
    n, at = found
    slots = list(days[n].slots)
    lifted = slots.pop(at)
    if 0 <= at + by <= len(slots):
        slots.insert(at + by, lifted)
        days[n] = day_with(days[n], slots)
    elif 0 <= n + by < len(days):
        days[n] = day_with(days[n], slots)
        others = list(days[n + by].slots)
        others.insert(len(others) if by < 0 else 0, lifted)
        days[n + by] = day_with(days[n + by], others)
    return bounded(days)


def restored(program: Program, slot: Slot, day: int, at: int) -> Days:
    """Return the days with a slot that was removed."""
    days = list(program.days)
    for n, each in enumerate(days):
        if each.id == day:
            slots = list(each.slots)
            slots.insert(min(at, len(slots)), slot)
            days[n] = day_with(each, slots)
    return bounded(days)


def day_added(program: Program, name: str) -> Days:
    """Return the days and one more."""
    return bounded([*program.days, Day(name, ())])


def day_moved(program: Program, day: int, by: int) -> Days:
    """Return the days with one of them a place earlier or later."""
    days = list(program.days)
    at = next(n for n, each in enumerate(days) if each.id == day)
    to = min(max(at + by, 0), len(days) - 1)
    days.insert(to, days.pop(at))
    return tuple(days)


def day_renamed(program: Program, day: int, name: str) -> Days:
    """Return the days with another name for one of them."""
    return tuple(replace(each, name=name) if each.id == day else each for each in program.days)


def day_without(program: Program, day: int) -> Days:
    """Return the days without one of them."""
    return tuple(each for each in program.days if each.id != day)


def bounded(days: Sequence[Day]) -> Days:
    """Return the days. Refuses more of them, or of exercises on one, than there may be."""
    check("program_days", len(days))
    for day in days:
        check("day_exercises", len(day.slots))
    return tuple(days)


def more_sets(plan: Plan, by: int) -> Plan:
    """Return a plan with more or fewer sets, within the limits."""
    return replace(plan, sets=min(max((plan.sets or 1) + by, 1), MAX_SETS))


def more_reps(plan: Plan, by: int) -> Plan:
    """Return a plan with more or fewer repetitions, or seconds by fives."""
    if plan.seconds:
        return replace(plan, seconds=min(max(plan.seconds + 5 * by, 5), MAX_SECONDS))
    least = min(max((plan.reps_min or 1) + by, 1), MAX_REPS)
    width = (plan.reps_max or 0) - (plan.reps_min or 0)
    return replace(plan, reps_min=least, reps_max=min(least + width, MAX_REPS))


def copied(name: str) -> str:
    """Return the name of a copy: ``Full body (2)``."""
    match = regex.fullmatch(r"(?P<name>.*) \((?P<n>[0-9]{1,3})\)", name)
    bare, n = (match["name"], int(match["n"])) if match else (name, 1)
    tail = f" ({n + 1})"
    letters = regex.findall(r"\X", bare)[: names.MAX_GRAPHEMES - len(tail)]
    return "".join(letters).rstrip() + tail


def ruled(plan: Plan, rule: Rule | None) -> Plan:
    """Return a plan with another rule; 5/3/1 says the sets and repetitions itself."""
    stored = rules.write(rule) if rule else None
    if isinstance(rule, Wave):
        return replace(
            plan, rule=stored, sets=3, reps_min=None, reps_max=None, seconds=None, amrap=True
        )
    if isinstance(rules.stored(plan.rule), Wave):
        return replace(plan, rule=stored, reps_min=5, reps_max=5, amrap=False)
    return replace(plan, rule=stored)


def merged(program: Program, days: Sequence[Day]) -> Days:
    """Return new days with the ids of what they have in common with a program.

    A day is the same if its name is, else if its place is; an exercise is the same if its name is,
    on the same day first.
    """
    left = list(program.days)
    pairs: list[tuple[Day, Day | None]] = []
    for n, day in enumerate(days):
        same = next((each for each in left if each.name == day.name), None)
        if same is None and n < len(program.days) and program.days[n] in left:
            named = {each.name for each in days}
            same = program.days[n] if program.days[n].name not in named else None
        if same:
            left.remove(same)
        pairs.append((day, same))
    free = [slot for day in program.days for slot in day.slots]
    own = {day.id: list(day.slots) for day in program.days}
    found = []
    for day, same in pairs:
        slots = []
        for plan in day.plans:
            slot = _same(plan, own.get(same.id, []) if same else [], free) or _same(
                plan, free, free
            )
            if slot:
                free.remove(slot)
            slots.append(Slot(slot.id if slot else 0, plan))
        found.append(replace(day_with(day, slots), id=same.id if same else 0))
    return bounded(found)


def _same(plan: Plan, slots: Sequence[Slot], free: Sequence[Slot]) -> Slot | None:
    key = names.key(plan.name)
    named = [each for each in slots if each in free and names.key(each.plan.name) == key]
    exact = (each for each in named if alike(each.plan, plan))
    return next(exact, next(iter(named), None))


def alike(one: Plan, other: Plan) -> bool:
    """Return whether two plans plan the same."""
    return replace(one, known=None, name="") == replace(other, known=None, name="")


def difference(program: Program, days: Sequence[Day]) -> Difference:
    """Return what changes when a program gets other days."""
    before = {slot.id: slot.plan for day in program.days for slot in day.slots}
    after = [slot for day in days for slot in day.slots]
    same = {slot.id for slot in after if slot.id in before and alike(before[slot.id], slot.plan)}
    return Difference(
        tuple(plan for id_, plan in before.items() if id_ not in same),
        tuple(slot.plan for slot in after if slot.id not in same),
        len(same),
    )
