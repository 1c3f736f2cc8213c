"""A workout as a person sees it: stored state in, screen out."""

from collections.abc import Iterator

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from service import domain
from service.domain.workouts import Entry, Place, Workout
from service.telegram import wording
from service.telegram.buttons import WorkoutButton
from service.telegram.replies import Screen, button, clip, screen
from service.texts import Words


def card(t: Words, workout: Workout) -> Screen:
    """Show where a workout stands and what it asks for."""
    asked = workout.asked
    entry = workout.entry(asked.position)
    text = t(
        "workout-card",
        title=domain.names.shorten(workout.title),
        position=asked.position,
        exercises=len(workout.entries),
        plan=wording.plan(t, entry.plan),
        lines=clip(_lines(t, workout, entry)),
        hint=_hint(t, workout, entry),
    )
    return screen(text, _rows(t, workout))


def _lines(t: Words, workout: Workout, entry: Entry) -> Iterator[Markup]:
    extras = [place.n for place in workout.done if place.position == entry.position]
    for n in range(1, max([entry.plan.sets, *extras]) + 1):
        place = Place(entry.position, n)
        if lift := workout.done.get(place):
            yield t(
                "workout-line-done", n=n, lift=wording.lift(t, lift), extra=wording.remarks(lift)
            )
        elif place in workout.skipped:
            yield t("workout-line-skipped", n=n)
        else:
            key = "workout-line-current" if place == workout.current else "workout-line-later"
            yield t(key, n=n, before=_before(t, entry, n))


def _before(t: Words, entry: Entry, n: int) -> str:
    return wording.lift(t, entry.last_time[n - 1]) if n <= len(entry.last_time) else "none"


def _hint(t: Words, workout: Workout, entry: Entry) -> Markup:
    if workout.current is None:
        return t("workout-complete")
    if entry.plan.seconds:
        return t("workout-hint-hold", seconds=str(entry.plan.seconds))
    if entry.plan.reps_min is None:
        return t("workout-hint-sets")
    return t("workout-hint-reps", reps=entry.plan.reps_min)


def _rows(t: Words, workout: Workout) -> list[list[InlineKeyboardButton]]:
    skip = WorkoutButton(act="skip", id=workout.id, revision=workout.revision)
    undo = WorkoutButton(act="undo", id=workout.id, revision=workout.revision)
    finish = WorkoutButton(act="finish", id=workout.id, revision=workout.revision)
    first = []
    if workout.current:
        first.append(button(t.plain("workout-button-skip"), skip))
    if workout.done or workout.skipped:
        first.append(button(t.plain("workout-button-undo"), undo))
    style = None if workout.current else "success"
    return [first, [button(t.plain("workout-button-finish"), finish, style)]]


def summary(t: Words, workout: Workout) -> Screen:
    """Show what a finished workout came to."""
    total = domain.workouts.summary(workout)
    reopen = WorkoutButton(act="reopen", id=workout.id, revision=workout.revision)
    text = t(
        "workout-summary",
        title=domain.names.shorten(workout.title),
        minutes=round(total.time.total_seconds() / 60),
        sets=total.sets,
        reps=total.reps,
        tonnage=total.tonnage,
        lines=clip(_summary_lines(t, workout)),
    )
    return screen(text, [[button(t.plain("workout-button-reopen"), reopen)]])


def _summary_lines(t: Words, workout: Workout) -> Iterator[Markup]:
    for entry in workout.entries:
        lifts = [lift for place, lift in workout.done.items() if place.position == entry.position]
        if lifts:
            yield t(
                "workout-summary-line",
                name=domain.names.shorten(entry.plan.name),
                lifts=wording.lifts(t, lifts),
            )
