"""A workout as a person sees it: stored state in, screen out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from service import domain
from service.domain.exercises import Kind
from service.domain.records import Record
from service.domain.workouts import Entry, Place, Target, Workout
from service.telegram import wording
from service.telegram.buttons import WorkoutButton
from service.telegram.replies import Screen, button, clip, screen
from service.texts import Words

WINDOW = 8
"""Sets of an exercise that a card shows at once, round the current one."""

LISTED = 8
"""Exercises, or sets, on one page of a workout's lists."""

REST_STEP = 30
"""Seconds that a tap adds to a rest."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, where the person's clocks show ``zone``'s time."""

    now: datetime
    zone: ZoneInfo


def card(
    t: Words,
    workout: Workout,
    moment: Moment,
    *,
    records: Sequence[Record] = (),
    rings: bool = False,
) -> Screen:
    """Show where a workout stands and what it asks for."""
    place = workout.asked_place
    if place is None:
        text = t("workout-card-empty", title=domain.names.shorten(workout.title))
        return screen(text, [_last_row(t, workout)])
    entry = workout.entry(place.position)
    target = workout.target(place)
    text = Markup("\n").join(
        part for part in _parts(t, workout, entry, place, target, moment, records, rings) if part
    )
    return screen(text, _rows(t, workout, entry, place, target))


def _parts(  # noqa: PLR0913, PLR0917 - the card's lines, top to bottom
    t: Words,
    workout: Workout,
    entry: Entry,
    place: Place,
    target: Target,
    moment: Moment,
    records: Sequence[Record],
    rings: bool,  # noqa: FBT001 - private
) -> Iterator[Markup]:
    if rings:
        yield t("workout-ring", name=domain.names.shorten(entry.plan.name), n=place.n)
    minutes = max(0, round((moment.now - workout.started_at).total_seconds() / 60))
    yield t(
        "workout-head",
        title=domain.names.shorten(workout.title),
        position=[each.position for each in workout.entries].index(entry.position) + 1,
        exercises=len(workout.entries),
        minutes=minutes,
    )
    yield t("workout-exercise", plan=wording.plan(t, entry.plan))
    yield clip(_lines(t, workout, entry, target))
    yield from _asides(t, entry, target)
    for record in records:
        yield wording.record(t, record)
    if workout.rest_until and workout.rest_until > moment.now:
        until = workout.rest_until
        clock = until.astimezone(moment.zone).strftime("%H:%M:%S")
        yield t("workout-rest", unix=str(int(until.timestamp())), clock=clock)
    yield _hint(t, workout, entry, target)


def _lines(t: Words, workout: Workout, entry: Entry, target: Target) -> Iterator[Markup]:
    if warmups := workout.warmups.get(entry.position):
        yield t("workout-line-warmups", count=warmups)
    numbers = _numbers(workout, entry)
    current = workout.current
    middle = next((i for i, n in enumerate(numbers) if Place(entry.position, n) == current), 0)
    first = max(0, min(middle - WINDOW // 2, len(numbers) - WINDOW))
    if first:
        yield t("workout-lines-hidden", count=first)
    for n in numbers[first : first + WINDOW]:
        yield _line(t, workout, entry, Place(entry.position, n), target)
    if (after := len(numbers) - first - WINDOW) > 0:
        yield t("workout-lines-hidden", count=after)


def _numbers(workout: Workout, entry: Entry) -> list[int]:
    behind = [p.n for p in (*workout.done, *workout.skipped) if p.position == entry.position]
    ahead = workout.current
    last = max([entry.plan.sets or 0, *behind])
    if ahead and ahead.position == entry.position:
        last = max(last, ahead.n)
    return list(range(1, last + 1))


def _line(t: Words, workout: Workout, entry: Entry, place: Place, target: Target) -> Markup:
    n = place.n
    if lift := workout.done.get(place):
        return t("workout-line-done", n=n, lift=wording.lift(t, lift), extra=wording.remarks(lift))
    if place in workout.skipped:
        return t("workout-line-skipped", n=n)
    before = wording.lift(t, entry.last_time[n - 1]) if n <= len(entry.last_time) else "none"
    if place == workout.current:
        aimed = wording.lift(t, target.lift) if target.lift else "…"
        return t("workout-line-current", n=n, target=aimed, before=before)
    return t("workout-line-later", n=n, before=before)


def _asides(t: Words, entry: Entry, target: Target) -> Iterator[Markup]:
    aside = []
    plates = _plates(entry, target)
    if plates:
        aside.append(t("workout-plates", plates=" + ".join(wording.number(t, p) for p in plates)))
    if entry.best:
        aside.append(t("workout-best", best=wording.lift(t, entry.best)))
    yield Markup(" · ").join(aside)
    if entry.note:
        yield t("workout-note", note=domain.names.shorten(entry.note))


def _plates(entry: Entry, target: Target) -> list[Decimal] | None:
    if entry.kind is not Kind.BARBELL or target.weight is None:
        return None
    return domain.plates.per_side(target.weight)


def _hint(t: Words, workout: Workout, entry: Entry, target: Target) -> Markup:
    if workout.fixing:
        return t("workout-fix", n=workout.fixing.n)
    if workout.asked == "swap":
        return t("workout-swap", name=domain.names.shorten(entry.plan.name))
    if workout.current is None:
        return t("workout-complete")
    if target.reason and target.lift:
        return t(f"workout-reason-{target.reason.replace('_', '-')}")
    if entry.plan.seconds:
        return t("workout-hint-hold", seconds=entry.plan.seconds)
    return t("workout-hint", reps=target.reps or 5)


def _rows(
    t: Words, workout: Workout, entry: Entry, place: Place, target: Target
) -> list[list[InlineKeyboardButton]]:
    if workout.asked:
        return [[_do(t, workout, "card", "workout-button-keep")]]
    rows: list[list[InlineKeyboardButton]] = []
    if target.lift:
        rows += _adjusting(t, workout, target)
        log = WorkoutButton(act="log", id=workout.id, revision=workout.revision)
        label = t.plain("workout-button-log", lift=wording.lift(t, target.lift))
        rows.append([button(label, log, "success")])
    if workout.rest_until:
        rows.append(
            [
                _do(t, workout, "rest", "workout-button-rest", REST_STEP),
                _do(t, workout, "quiet", "workout-button-quiet"),
            ]
        )
    return [*rows, _last_row(t, workout)]


def _adjusting(t: Words, workout: Workout, target: Target) -> list[list[InlineKeyboardButton]]:
    step = wording.number(t, domain.workouts.WEIGHT_STEP)
    weight = t.plain("kilograms", weight=target.weight)
    amount = (
        t.plain("workout-reps", reps=target.reps)
        if target.seconds is None
        else wording.time(t, target.seconds)
    )
    by = "1" if target.seconds is None else str(domain.workouts.SECONDS_STEP)
    return [
        [
            _turn(workout, "weight", f"−{step}", -1),
            _turn(workout, "say", weight, 0),
            _turn(workout, "weight", f"+{step}", 1),
        ],
        [
            _turn(workout, "reps", f"−{by}", -1),
            _turn(workout, "say", amount, 1),
            _turn(workout, "reps", f"+{by}", 1),
        ],
    ]


def _turn(workout: Workout, act: str, text: str, arg: int) -> InlineKeyboardButton:
    data = WorkoutButton.model_validate(
        {"act": act, "id": workout.id, "revision": workout.revision, "arg": arg}
    )
    return button(text, data)


def _do(t: Words, workout: Workout, act: str, key: str, arg: int = 0) -> InlineKeyboardButton:
    return _turn(workout, act, t.plain(key), arg)


def _last_row(t: Words, workout: Workout) -> list[InlineKeyboardButton]:
    row = []
    if workout.done or workout.skipped or workout.warmups:
        row.append(_do(t, workout, "undo", "workout-button-undo"))
    if workout.current:
        row.append(_do(t, workout, "skip", "workout-button-skip"))
    if workout.entries:
        row.append(_do(t, workout, "list", "workout-button-list"))
    finish = WorkoutButton(act="finish", id=workout.id, revision=workout.revision)
    style = "success" if workout.entries and workout.current is None else None
    row.append(button(t.plain("workout-button-finish"), finish, style))
    return row


def listing(t: Words, workout: Workout, page: int) -> Screen:
    """Show the exercises of a workout to choose from; a page past the end is the last one."""
    pages = domain.programs.pages(len(workout.entries), LISTED)
    page = min(page, pages - 1)
    shown = workout.entries[page * LISTED : (page + 1) * LISTED]
    current = workout.current
    rows = [
        [
            _turn(
                workout,
                "focus",
                _label(
                    t,
                    workout,
                    entry,
                    chosen=current is not None and current.position == entry.position,
                ),
                entry.position,
            )
        ]
        for entry in shown
    ]
    turns = wording.pager(t, page, pages, lambda at: _page(workout, "list", at))
    more = [_do(t, workout, "swap", "workout-button-swap")] if current else []
    if workout.done:
        more.append(_do(t, workout, "sets", "workout-button-sets"))
    back = [_do(t, workout, "card", "button-back")]
    text = t("workout-list", title=domain.names.shorten(workout.title))
    return screen(text, [*rows, turns, more, back])


def _page(workout: Workout, act: str, page: int) -> WorkoutButton:
    return WorkoutButton.model_validate(
        {"act": act, "id": workout.id, "revision": workout.revision, "arg": page}
    )


def _label(t: Words, workout: Workout, entry: Entry, *, chosen: bool) -> str:
    done = len(workout.lifts(entry.position))
    mark = "▶️" if chosen else "✅" if workout.next_of(entry) is None else "·"
    name = domain.names.shorten(entry.plan.name, domain.names.BUTTON_UNITS)
    if entry.plan.sets is None:
        return f"{mark} {name} {done}"
    return f"{mark} {name} {done}/{entry.plan.sets}"


def sets(t: Words, workout: Workout, page: int) -> Screen:
    """Show the sets of a workout, the newest first, to choose one that was written wrong."""
    places = list(workout.done)[::-1]
    pages = domain.programs.pages(len(places), LISTED)
    page = min(page, pages - 1)
    rows = []
    for place in places[page * LISTED : (page + 1) * LISTED]:
        name = domain.names.shorten(workout.entry(place.position).plan.name, 24)
        label = f"{name} {place.n}: {wording.lift(t, workout.done[place])}"
        rows.append([_turn(workout, "fix", label, place.position * 100 + place.n)])
    turns = wording.pager(t, page, pages, lambda at: _page(workout, "sets", at))
    back = [_do(t, workout, "list", "button-back")]
    return screen(t("workout-sets"), [*rows, turns, back])


def summary(
    t: Words, workout: Workout, before: Decimal | None, records: Sequence[tuple[str, Record]]
) -> Screen:
    """Show what a finished workout came to, against the time before, with its records."""
    total = domain.workouts.summary(workout)
    gain = None if before is None else total.tonnage - before
    text = t(
        "workout-summary",
        title=domain.names.shorten(workout.title),
        minutes=round(total.time.total_seconds() / 60),
        sets=total.sets,
        reps=total.reps,
        tonnage=total.tonnage,
        gain="none" if gain is None else wording.signed(t, gain),
        lines=clip(_summary_lines(t, workout)),
    )
    for name, record in records:
        line = t("workout-summary-record", name=domain.names.shorten(name))
        text += Markup("\n") + line + Markup(" ") + wording.record(t, record)
    if any(record.kind == "e1rm" for _, record in records):
        text += Markup("\n") + t("workout-summary-formula")
    reopen = WorkoutButton(act="reopen", id=workout.id, revision=workout.revision)
    return screen(text, [[button(t.plain("workout-button-reopen"), reopen)]])


def _summary_lines(t: Words, workout: Workout) -> Iterator[Markup]:
    for entry in workout.entries:
        if lifts := workout.lifts(entry.position):
            yield t(
                "workout-summary-line",
                name=domain.names.shorten(entry.plan.name),
                lifts=wording.lifts(t, lifts),
            )
