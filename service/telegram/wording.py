"""Plans, lifts and records in words."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Protocol, TypeAlias

from aiogram.filters.callback_data import CallbackData
from markupsafe import Markup, escape

from service.domain import exercises, rules, units
from service.domain.names import BUTTON_UNITS, LISTED_UNITS, shorten
from service.domain.notation import Lift
from service.domain.programs import Plan
from service.domain.records import Record
from service.domain.rules import Wave
from service.telegram.replies import Button, button
from service.texts import NO_BREAK, Words

NOTE_UNITS = 40
"""Length of a note on a card, in UTF-16 units."""

_STAGE = re.compile(r"→ ([0-9]+)x([0-9]+)")
Records: TypeAlias = Sequence[tuple[str, Sequence[Record]]]
"""Names of exercises with their records."""


class Named(Protocol):
    """Something that has an exercise's name, and its key in the dictionary, if it is there."""

    @property
    def name(self) -> str: ...  # noqa: D102 - see above

    @property
    def known(self) -> str | None: ...  # noqa: D102 - likewise


def name(t: Words, of: Named, limit: int = LISTED_UNITS) -> str:
    """Return an exercise's name in the reader's language, of at most ``limit`` UTF-16 units."""
    return shorten(exercises.called(of.name, of.known, t.language), limit)


def label(t: Words, of: Named, after: str, before: str = "") -> str:
    """Return a button's label with an exercise's name, which is cut so that all of it is seen."""
    room = BUTTON_UNITS - len(before) - len(after)
    return before + name(t, of, room) + after


def time(t: Words, seconds: int) -> str:
    """Word a hold's time: seconds up to a minute and a half, else minutes:seconds."""
    minutes, rest = divmod(seconds, 60)
    if seconds <= 90:  # noqa: PLR2004 - gyms count 90 seconds, not 1:30
        return t.plain("time-seconds", seconds=seconds)
    return t.plain("time-minutes", minutes=minutes, seconds=f"{rest:02}")


def plan(t: Words, planned: Plan) -> Markup:
    """Word a plan: ``Squat — 5×5, 60 kg, +2.5``; in a superset ``A · Dips — 3×10``."""
    waves = isinstance(rules.stored(planned.rule), Wave)
    text = _waves(t, planned) if waves else _amount(t, planned)
    if planned.weight is not None:
        text = t("plan-weight", plan=text, weight=weight(t, planned.weight))
    if planned.rule is not None and not waves:
        text = t("plan-rule", plan=text, rule=rule(t, planned))
    if planned.rest is not None:
        rest = "none" if planned.rest == 0 else clock(planned.rest)
        text = t("plan-rest", plan=text, rest=rest)
    if planned.warmup:
        text = t("plan-warmup", plan=text)
    if planned.superset is not None:
        text = t("plan-superset", letter=planned.superset, plan=text)
    return text + _note(t, planned.note)


def _waves(t: Words, planned: Plan) -> Markup:
    """Word what 5/3/1 says of the sets: its name stands for them."""
    return t("plan-wave", name=name(t, planned), rule=rule(t, planned))


def _amount(t: Words, planned: Plan) -> Markup:
    open_ = "yes" if planned.amrap else "no"
    words = {"name": name(t, planned), "sets": planned.sets, "open": open_}
    if planned.sets is None:
        return t("plan-open", name=words["name"])
    if planned.seconds:
        return t("plan-hold", name=words["name"], sets=planned.sets, time=time(t, planned.seconds))
    if planned.reps_min is None:
        return t("plan-sets", **words)
    if planned.reps_min == planned.reps_max:
        return t("plan-reps", **words, reps=planned.reps_min)
    return t("plan-range", **words, least=planned.reps_min, most=planned.reps_max)


def rule(t: Words, planned: Plan) -> str:
    """Word the rule of a plan, as people type it; stages with a proper sign."""
    stored = rules.stored(planned.rule)
    if stored is None:
        return ""
    ranged = planned.reps_min != planned.reps_max
    written = rules.write(stored, t.unit, language=t.language, ranged=ranged)
    return _STAGE.sub(rf"→{NO_BREAK}\1×\2", written)


def day_name(t: Words, given: str | None, n: int) -> str:
    """Return the name of a day, or its number."""
    return given or t.plain("program-day-number", n=n)


def clock(seconds: int) -> str:
    """Write a time as minutes and seconds: ``1:30``."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02}"


def day(t: Words, then: date, today: date) -> str:
    """Word a day: ``today``, ``yesterday``, ``25 November``, with the year if it is another."""
    ago = (today - then).days
    if ago in {0, 1}:
        return t.plain("day-near", ago=ago)
    year = "none" if then.year == today.year else str(then.year)
    return t.plain("day-date", day=then.day, month=then.month, year=year)


def lift(t: Words, lifted: Lift) -> str:
    """Word a lift: ``80 × 5``; without weight ``12 reps``."""
    if lifted.reps is not None and not lifted.weight:
        return t.plain("lift-bare", reps=lifted.reps)
    if lifted.reps is not None:
        return t.plain("lift-reps", weight=_loaded(t, lifted), reps=lifted.reps)
    held = time(t, lifted.seconds or 0)
    if lifted.weight == Decimal(0):
        return t.plain("lift-hold", time=held)
    return t.plain("lift-hold-weight", weight=load(t, lifted), time=held)


def example(t: Words, lifted: Lift | None) -> str:
    """Return a set of the same kind as somebody would type it; with a weight if there is none."""
    if lifted is None:
        kind = "plain"
    elif lifted.reps is None:
        kind = "hold"
    elif lifted.load == "plain" and not lifted.weight:
        kind = "bare"
    else:
        kind = lifted.load
    return t.plain("lift-example", kind=kind)


def _loaded(t: Words, lifted: Lift) -> str:
    sign = {"added": "+", "assisted": "−"}.get(lifted.load, "")
    return sign + number(t, units.shown(lifted.weight, t.unit))


def load(t: Words, lifted: Lift) -> str:
    """Word a lift's weight with its unit and sign: ``80 kg``, ``−20 kg``."""
    sign = {"added": "+", "assisted": "−"}.get(lifted.load, "")
    return sign + weight(t, lifted.weight)


def weight(t: Words, kilograms: Decimal) -> str:
    """Word a weight in the reader's unit: ``80 kg``, ``176.35 lb``."""
    return amount(t, units.shown(kilograms, t.unit))


def amount(t: Words, value: Decimal) -> str:
    """Word a number of kilograms or pounds that is in the reader's unit already."""
    return t.plain("weight", unit=t.unit, weight=value)


def with_body(t: Words, tonnage: Decimal) -> Markup:
    """Word the tonnage of pull-ups and dips on a line of its own; nothing for 0."""
    return Markup("\n") + t("history-body", tonnage=amount(t, tonnage)) if tonnage else Markup("")


def change(t: Words, value: Decimal) -> str:
    """Word a change of a weight in the reader's unit: ``+5 lb``."""
    return ("+" if value > 0 else "−") + amount(t, abs(value))


def number(t: Words, value: Decimal) -> str:
    """Write a number as the language does: ``82,5``."""
    return t.plain("number", value=value)


def signed(t: Words, value: Decimal) -> str:
    """Write a change: ``+2,5``, ``−10``, ``±0``."""
    if value == 0:
        return "±0"
    return ("+" if value > 0 else "−") + number(t, abs(value))


def record(t: Words, new: Record) -> Markup:
    """Word a record and its gain."""
    value, gain = amount(t, new.value), change(t, new.gain)
    if new.kind in {"reps", "volume-reps"}:
        value, gain = number(t, new.value), signed(t, new.gain)
    elif new.kind in {"hold", "volume-seconds"}:
        value, gain = time(t, int(new.value)), f"+{time(t, int(new.gain))}"
    elif new.kind == "e1rm":
        gain = signed(t, new.gain)
    kind = f"{new.kind}-body" if new.body else new.kind
    return t(f"record-{kind}", lift=lift(t, new.lift), value=value, gain=gain)


def records(t: Words, of: str, new: Sequence[Record]) -> Markup:
    """Word the records of an exercise in one line: ``🏆 Squat — weight record …``."""
    return t("record", name=of, records=Markup(", ").join(record(t, each) for each in new))


def apart(t: Words, reps: int, seconds: int) -> str:
    """Word what is in no tonnage: repetitions with the body, and holds; "none" without any."""
    parts = []
    if reps:
        parts.append(t.plain("apart-reps", reps=reps))
    if seconds:
        parts.append(t.plain("apart-holds", time=time(t, seconds)))
    return " · ".join(parts) or "none"


def remarks(t: Words, lifted: Lift) -> Markup:
    """Word the RPE and the note of a lift."""
    rated = Markup("") if lifted.rpe is None else Markup(" {}").format(rpe(lifted.rpe))
    return rated + _note(t, lifted.note)


def rpe(rating: Decimal | None) -> str:
    """Write an RPE as it is typed: ``@8.5``; nothing for None."""
    return "" if rating is None else f"@{rating.normalize():f}"


def _note(t: Words, note: str | None) -> Markup:
    """Word a note so that nobody takes it for a part of the set."""
    return Markup(" ") + t("lift-note", note=shorten(note, NOTE_UNITS)) if note else Markup("")


def lifts(t: Words, done: list[Lift]) -> Markup:
    """Word several lifts, equal neighbours once: ``80 × 5 (3), 82.5 × 4 “slow”``."""
    worded = ((lift(t, each), each.note) for each in done)
    return Markup(", ").join(
        escape(words if times == 1 else f"{words}{NO_BREAK}({times})") + _note(t, note)
        for (words, note), times in ((same, len(list(run))) for same, run in groupby(worded))
    )


def pager(t: Words, page: int, pages: int, at: Callable[[int], CallbackData]) -> list[Button]:
    """Return the row of page buttons; ``at(page)`` returns the callback data of a page."""
    if pages == 1:
        return []
    row = []
    if page > 0:
        row.append(button(t.plain("button-previous"), at(page - 1)))
    row.append(button(t.plain("page", page=page + 1, pages=pages), at(page)))
    if page < pages - 1:
        row.append(button(t.plain("button-next"), at(page + 1)))
    return row
