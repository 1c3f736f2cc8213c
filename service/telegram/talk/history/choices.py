"""The screens on which a past workout is changed: a set, a day, or all of it."""

from datetime import date

from service import domain
from service.domain.entries import Place
from service.domain.history import FIRST_MONTH
from service.domain.notation import Lift
from service.domain.workouts import Workout
from service.storage.people import Person
from service.telegram import wording
from service.telegram.past_buttons import PastButton
from service.telegram.replies import Button, Screen, screen
from service.telegram.talk.history.opened import act
from service.texts import Words

PAGE = 8
"""Sets on one page."""

NO_DAY = "·"
"""Label in the place of a day that cannot be chosen."""


def month_name(t: Words, number: int) -> str:
    """Return the name of a month with its year."""
    return t.plain("history-month-name", month=number % 12 + 1, year=str(number // 12))


def sets(t: Words, workout: Workout, page: int) -> Screen:
    """Return a page of the sets; a page past the end is the last one."""
    listed = [
        (name, place, lift)
        for entry in workout.entries
        for name, lifted in (("warm", workout.warmups), ("set", workout.done))
        for place, lift in sorted(lifted.items(), key=lambda each: each[0].n)
        if place.position == entry.position
    ]
    pages = domain.programs.pages(len(listed), PAGE)
    page = min(page, pages - 1)
    rows = [
        [act(workout, name, _label(t, workout, place, lift), 100 * place.position + place.n)]
        for name, place, lift in listed[page * PAGE : (page + 1) * PAGE]
    ]
    turns = wording.pager(
        t,
        page,
        pages,
        lambda at: PastButton(act="sets", id=workout.id, revision=workout.revision, arg=at),
    )
    return screen(t("past-sets"), [*rows, turns, _back(t, workout)])


def _label(t: Words, workout: Workout, place: Place, lift: Lift) -> str:
    mark = "🔥 " if lift.kind == "warmup" else ""
    plan = workout.entry(place.position).plan
    return wording.label(t, plan, f" {place.n}: {wording.lift(t, lift)}", mark)


def one(t: Words, workout: Workout, place: Place, kind: str) -> Screen:
    """Return the screen of one set: how it is corrected, and the button that removes it."""
    lift = workout.sets_of(kind)[place]
    text = t(
        "past-set",
        name=wording.name(t, workout.entry(place.position).plan),
        n=place.n,
        lift=wording.lift(t, lift),
        kind=kind,
        example=wording.example(t, lift),
    )
    name = "cut" if kind == "work" else "cool"
    number = 100 * place.position + place.n
    remove = act(workout, name, t.plain("past-button-cut"), number, "danger")
    return screen(text, [[remove], [act(workout, "sets", t.plain("button-back"))]])


def adding(t: Words, person: Person, workout: Workout) -> Screen:
    """Return the question for more sets; those without a name belong to its last exercise."""
    last = workout.last_entry
    day = workout.started_at.astimezone(person.zone).date()
    text = t(
        "past-add",
        title=domain.names.shorten(workout.title),
        day=wording.day(t, day, person.today),
        name=wording.name(t, last.plan) if last else "none",
    )
    return screen(text, [_back(t, workout)])


def calendar(t: Words, workout: Workout, month: int, now: date, today: date) -> Screen:
    """Return the days of a month, up to ``today``; the workout is on the day ``now``."""
    weekdays = [act(workout, "day", t.plain("weekday", day=day), month) for day in range(7)]
    rows = [
        [_day(workout, month, day, now, today) for day in week]
        for week in domain.history.weeks(month)
    ]
    turns = []
    if month > FIRST_MONTH:
        turns.append(act(workout, "day", f"‹ {month_name(t, month - 1)}", month - 1))
    if month < domain.history.month_of(today):
        turns.append(act(workout, "day", f"{month_name(t, month + 1)} ›", month + 1))
    text = t("past-day", month=month_name(t, month), day=wording.day(t, now, today))
    return screen(text, [weekdays, *rows, turns, _back(t, workout)])


def _day(workout: Workout, month: int, day: date | None, now: date, today: date) -> Button:
    if day is None or day > today:
        return act(workout, "day", NO_DAY, month)
    label = f"•{day.day}" if day == now else str(day.day)
    return act(workout, "move", label, day.toordinal())


def deleting(t: Words, person: Person, workout: Workout) -> Screen:
    """Return the question whether to delete a workout."""
    day = workout.started_at.astimezone(person.zone).date()
    text = t(
        "past-delete",
        title=domain.names.shorten(workout.title),
        day=wording.day(t, day, person.today),
        sets=len(workout.done) + len(workout.warmups),
    )
    yes = act(workout, "gone", t.plain("past-button-gone"), style="danger")
    return screen(text, [[yes], _back(t, workout)])


def _back(t: Words, workout: Workout) -> list[Button]:
    return [act(workout, "open", t.plain("button-back"))]
