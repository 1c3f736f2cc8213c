"""The screens on which a program is edited."""

from dataclasses import replace
from decimal import Decimal
from itertools import count

from service import domain
from service.domain.exercises import Kind
from service.domain.names import shorten
from service.domain.programs import Day, Plan, Program, Slot, editing
from service.domain.quantities import MAX_WEIGHT
from service.telegram import wording
from service.telegram.buttons import EditButton
from service.telegram.replies import Button, Screen, button, screen
from service.telegram.talk import explaining
from service.texts import Words

PAGE = 8
"""Lines, or days, on one page."""

RESTS = (60, 90, 120, 180, 240, 300)
"""Rests to choose from (seconds)."""

RULES = ("none", "linear", "double", "wave", "effort")
"""Rules to choose from, in the order of `EditButton.value`."""

EFFORT = Decimal(8)
"""RPE of the rule to choose."""

LABEL_UNITS = 16
"""Length of a label beside another one, in UTF-16 units."""


def act(name: str, id_: int, text: str, value: int = 0, style: str | None = None) -> Button:
    """Return a button of the editing screens."""
    data = EditButton.model_validate({"act": name, "id": id_, "value": value})
    return button(text, data, style)


def exercise(t: Words, slot: Slot, name: str) -> Screen:
    """Return the question whether an unknown word is the exercise of a line."""
    was = wording.name(t, slot.plan)
    text = t("edit-ask-exercise", name=shorten(name), was=was)
    yes = act("exercise", slot.id, t.plain("edit-button-exercise"))
    return screen(text, [[yes], [act("line", slot.id, t.plain("edit-button-keep"))]])


def program(t: Words, edited: Program, page: int, gone: tuple[Slot, int] | None) -> Screen:
    """Return a page of a program's lines; ``gone`` can be put back at a place."""
    numbered = list(
        zip(count(1), (slot for day in edited.days for slot in day.slots), strict=False)
    )
    pages = domain.programs.pages(len(numbered), PAGE)
    page = min(page, pages - 1)
    rows = [
        [act("line", slot.id, _label(t, n, slot.plan))]
        for n, slot in numbered[page * PAGE : (page + 1) * PAGE]
    ]
    turns = wording.pager(
        t, page, pages, lambda at: EditButton(act="program", id=edited.id, value=at)
    )
    undo = []
    if gone:
        slot, at = gone
        label = wording.label(t, slot.plan, "", t.plain("edit-button-restore") + " ")
        undo = [act("restore", edited.id, label, at)]
    more = [
        act("days", edited.id, t.plain("edit-button-days")),
        act("name", edited.id, t.plain("edit-button-name")),
    ]
    done = [act("done", edited.id, t.plain("edit-button-done"))]
    return screen(t("edit-program", name=edited.name), [undo, *rows, turns, more, done])


def _label(t: Words, n: int, plan: Plan) -> str:
    """Return ``1. Squat 5×5 · 60``."""
    after = ""
    if plan.seconds:
        after = f" {plan.sets}×{wording.time(t, plan.seconds)}"
    elif plan.reps_min == plan.reps_max:
        after = f" {plan.sets}×{plan.reps_min}" if plan.reps_min else f" ×{plan.sets}"
    else:
        after = f" {plan.sets}×{plan.reps_min}–{plan.reps_max}"
    if plan.weight:
        after += " · " + wording.number(t, domain.units.shown(plan.weight, t.unit))
    return wording.label(t, plan, after, f"{n}. ")


def line(t: Words, edited: Program, slot: Slot, step: Decimal) -> Screen:
    """Return the screen of one line."""
    plan = slot.plan
    n, at = editing.place_of(edited, slot.id) or (0, 0)
    day = edited.days[n]
    text = t(
        "edit-line",
        plan=wording.plan(t, plan),
        day=wording.day_name(t, day.name, n + 1),
        n=at + 1,
        count=len(day.slots),
        rule=explaining.rule(t, plan),
        example=domain.programs.writing.write(plan, t.unit, t.language),
    )
    return screen(text, [*_numbers(t, slot, step), *_acts(t, edited, slot)])


def _numbers(t: Words, slot: Slot, step: Decimal) -> list[list[Button]]:
    plan = slot.plan
    sets = t.plain("edit-sets", sets=plan.sets or 1)
    reps = t.plain("workout-reps", reps=plan.reps_min or 0)
    if plan.seconds:
        reps = wording.time(t, plan.seconds)
    elif plan.reps_max != plan.reps_min:
        reps = t.plain("edit-range", least=plan.reps_min or 0, most=plan.reps_max or 0)
    weight = t.plain("edit-no-weight")
    if plan.weight is not None:
        weight = wording.weight(t, plan.weight)
    by = wording.number(t, step)
    rows = [_row("sets", slot, "1", sets)]
    if plan.seconds or plan.reps_min:
        rows.append(_row("reps", slot, "5" if plan.seconds else "1", reps))
    return [*rows, _row("weight", slot, by, weight)]


def _row(name: str, slot: Slot, by: str, text: str) -> list[Button]:
    return [
        act(name, slot.id, f"−{by}", -1),
        act("line", slot.id, text),
        act(name, slot.id, f"+{by}", 1),
    ]


def _acts(t: Words, edited: Program, slot: Slot) -> list[list[Button]]:
    plan = slot.plan
    rest = t.plain("edit-usual") if plan.rest is None else wording.clock(plan.rest)
    rule = wording.rule(t, plan) or t.plain("edit-no-rule")
    return [
        [act("move", slot.id, "⬆", -1), act("move", slot.id, "⬇", 1)],
        [
            act("rest", slot.id, domain.names.shorten(f"⏱ {rest}", LABEL_UNITS)),
            act("rule", slot.id, domain.names.shorten(f"📈 {rule}", LABEL_UNITS)),
        ],
        [
            act("swap", slot.id, t.plain("edit-button-swap")),
            act("cut", slot.id, t.plain("edit-button-cut"), style="danger"),
        ],
        [act("program", edited.id, t.plain("edit-button-program"))],
    ]


def heavier(t: Words, plan: Plan, by: int) -> Plan:
    """Return a plan with its weight changed by steps of its equipment, within the limits."""
    known = domain.exercises.known(plan.name)
    step = domain.equipment.step(known.kind if known else Kind.OTHER, None, t.unit)
    now = domain.units.shown(plan.weight or Decimal(0), t.unit)
    weight = domain.units.kilograms(max(now + by * step, Decimal(0)), t.unit)
    return replace(plan, weight=min(weight, Decimal(MAX_WEIGHT)) or None)


def usual_step(t: Words) -> Decimal:
    """Return the step of the rules to choose from, in the reader's unit."""
    return domain.equipment.step(Kind.BARBELL, None, t.unit)


def rests(t: Words, slot: Slot) -> Screen:
    """Return the rests to choose from for a line."""
    choices = [act("resting", slot.id, wording.clock(each), each) for each in RESTS]
    none = act("resting", slot.id, t.plain("edit-no-rest"), 0)
    usual = act("resting", slot.id, t.plain("edit-usual"), -1)
    back = [act("line", slot.id, t.plain("button-back"))]
    name = wording.name(t, slot.plan)
    return screen(t("edit-rest", name=name), [[none, usual], choices[:3], choices[3:], back])


def rules(t: Words, slot: Slot) -> Screen:
    """Return the rules to choose from for a line."""
    step = wording.number(t, usual_step(t))
    rows = [
        [act("ruling", slot.id, t.plain(f"edit-rule-{name}", step=step), n)]
        for n, name in enumerate(RULES)
    ]
    back = [act("line", slot.id, t.plain("button-back"))]
    now = explaining.rule(t, slot.plan)
    text = t("edit-rule", name=wording.name(t, slot.plan), rule=now)
    return screen(text, [*rows, back])


def swapping(t: Words, slot: Slot) -> Screen:
    """Return the question for another exercise."""
    back = [act("line", slot.id, t.plain("button-back"))]
    return screen(t("edit-swap", name=wording.name(t, slot.plan)), [back])


def asking(t: Words, key: str, edited: Program) -> Screen:
    """Return a question about a program."""
    back = [act("program", edited.id, t.plain("button-back"))]
    return screen(t(key, name=edited.name), [back])


def days(t: Words, edited: Program) -> Screen:
    """Return the days of a program."""
    rows = [
        [
            act(
                "day",
                day.id,
                domain.names.shorten(
                    wording.day_name(t, day.name, n) + f" · {len(day.slots)}",
                    domain.names.BUTTON_UNITS,
                ),
            )
        ]
        for n, day in enumerate(edited.days, 1)
    ]
    add = [act("dayadd", edited.id, t.plain("edit-button-day-add"))]
    back = [act("program", edited.id, t.plain("button-back"))]
    return screen(t("edit-days", name=edited.name), [*rows, add, back])


def day(t: Words, edited: Program, shown: Day) -> Screen:
    """Return the screen of one day."""
    n = edited.days.index(shown) + 1
    rows = [
        [act("daymove", shown.id, "⬆", -1), act("daymove", shown.id, "⬇", 1)],
        [act("daycut", shown.id, t.plain("edit-button-day-cut"), style="danger")],
        [act("days", edited.id, t.plain("button-back"))],
    ]
    name = wording.day_name(t, shown.name, n)
    return screen(t("edit-day", name=name, count=len(shown.slots)), rows)


def following(t: Words, workout: int) -> Screen:
    """Return the question whether the open workout follows a changed program."""
    rows = [[act("follow", workout, t.plain("edit-button-follow"), style="success")]]
    return screen(t("edit-follow"), rows)
