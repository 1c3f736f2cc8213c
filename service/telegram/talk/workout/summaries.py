"""The summary of a finished workout."""

import asyncio
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Literal, TypeAlias

from markupsafe import Markup

from service import domain, storage
from service.domain.records import Before, Record
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import replies, wording
from service.telegram.buttons import ShareButton
from service.telegram.past_buttons import ChartButton
from service.telegram.replies import Calls, Card, Rows, Screen, button, clip, rewritten, screen
from service.telegram.talk import goals
from service.telegram.talk.workout.cards import act
from service.telegram.wording import Records
from service.texts import Words

LISTED_UNITS = 2200
"""Room for the exercises in a summary, in UTF-16 units; the records have RECORD_UNITS."""

RECORD_UNITS = 1200

CURVES = 3
"""Lifts with records whose curves have a button."""

LABEL_UNITS = 24
"""Length of a lift's name on a button, in UTF-16 units."""

LastTime: TypeAlias = tuple[datetime, Decimal]
"""The workout that one is compared with: its start, and its tonnage in the person's unit."""


async def card(
    db: Connection, person: Person, t: Words, workout: int, *, celebrates: bool = False
) -> Card | None:
    """Return the summary that replaces a workout's card; None when nothing was lifted.

    If it ``celebrates``, records are sent with a message effect.
    """
    state = await storage.workouts.find(db, person.id, workout)
    if state is None or not (state.done or state.warmups):
        return None
    before = await storage.bests.last_time(db, person.id, workout, person.unit)
    by_exercise = await records(db, person, state)
    names = {entry.exercise: wording.name(t, entry.plan) for entry in state.entries}
    found = [(names[exercise], new) for exercise, new in by_exercise.items()]
    reopens = domain.workouts.can_reopen(state, person.now)
    rows = _rows(t, state, by_exercise, reopens=reopens)
    body = await with_body(db, person, state)
    shown = _screen(t, person, state, before, found, rows, body)
    shown = await goals.under(db, person, t, state, shown)
    if celebrates and found:
        shown = replace(shown, celebrates=True)
    return Card(shown, person.id, workout, message=state.card)


async def with_body(db: Connection, person: Person, workout: Workout) -> Decimal:
    """Return the tonnage of pull-ups and dips with the body weight of the day; 0 without it."""
    lifted = [(entry, workout.lifts(entry.position)) for entry in workout.entries]
    if not any(domain.bodyweights.counts_in(entry.plan.known) for entry, lifts in lifted if lifts):
        return Decimal(0)
    day = workout.started_at.astimezone(person.zone).date()
    body = await storage.bodyweights.on(db, person.id, day)
    return domain.bodyweights.tonnage(lifted, body, workout.unit) if body else Decimal(0)


async def records(db: Connection, person: Person, state: Workout) -> dict[int, list[Record]]:
    """Find the records that a workout set, by exercise."""
    exercises = list(dict.fromkeys(entry.exercise for entry in state.entries))
    before = await storage.bests.before_workout(db, person.id, state.id, exercises)
    found = {}
    for exercise in exercises:
        known, lifts = before.get(exercise, Before()), state.lifts_of(exercise)
        if new := domain.records.records(known, lifts, state.unit):
            found[exercise] = new
        await asyncio.sleep(0)  # a long history takes some milliseconds an exercise
    return found


async def with_records(db: Connection, person: Person, workouts: Sequence[int]) -> set[int]:
    """Return those of some workouts that set records; they follow each other, the newest first."""
    if not workouts:
        return set()
    lifted = await storage.history.lifts(db, person.id, workouts)
    exercises = {exercise for lifts in lifted.values() for exercise in lifts}
    known = await storage.bests.before_workout(db, person.id, workouts[-1], [*exercises])
    bodies = await storage.bodyweights.of_workouts(db, person.id, workouts)
    before, found = dict(known), set[int]()
    for workout in reversed(workouts):
        for exercise, lifts in lifted[workout].items():
            body = bodies.get((workout, exercise))
            earlier = replace(before.get(exercise, Before()), body=body)
            if domain.records.records(earlier, lifts, person.unit):
                found.add(workout)
            before[exercise] = domain.records.after(earlier, lifts, person.unit)
        await asyncio.sleep(0)
    return found


async def new_records(
    db: Connection, person: Person, t: Words, was: Workout, now: Workout
) -> Records:
    """Find the records that a correction of a workout made, by the names of their exercises."""
    names = {entry.exercise: wording.name(t, entry.plan) for entry in now.entries}
    changed = [each for each in names if was.lifts_of(each) != now.lifts_of(each)]
    before = await storage.bests.before_workout(db, person.id, now.id, changed)
    found = []
    for exercise in changed:
        lifts = was.lifts_of(exercise), now.lifts_of(exercise)
        new = domain.records.beyond(before.get(exercise, Before()), *lifts, now.unit)
        if new:
            found.append((names[exercise], new))
    return found


async def redrawn(db: Connection, person: Person, t: Words, workout: Workout) -> Calls:
    """Return the call that draws a workout's summary in the chat again, if it has one."""
    if workout.card is None:
        return ()
    shown = await card(db, person, t, workout.id)
    if shown is None:
        return gone(person, t, workout, "sets")
    return (replies.redrawn(person.id, workout.card, shown.screen),)


def gone(person: Person, t: Words, workout: Workout, what: Literal["sets", "workout"]) -> Calls:
    """Return the call that says in a summary's place that its workout, or its sets, are gone."""
    if workout.card is None:
        return ()
    title = domain.names.shorten(workout.title)
    return (rewritten(person.id, workout.card, t("workout-summary-gone", title=title, what=what)),)


def record_lines(t: Words, found: Records) -> Iterator[Markup]:
    """Yield a line per exercise, and one that names the formula of an estimated maximum."""
    for name, new in found:
        yield wording.records(t, name, new)
    if any(record.kind == "e1rm" for _, new in found for record in new):
        yield t("workout-summary-formula")


def _screen(  # noqa: PLR0913, PLR0917 - a summary has many parts
    t: Words,
    person: Person,
    workout: Workout,
    before: LastTime | None,
    found: Records,
    rows: Rows,
    body: Decimal,
) -> Screen:
    total = domain.totals.total(workout)
    text = t(
        "workout-summary" if total.sets else "workout-summary-warmups",
        title=domain.names.shorten(workout.title),
        minutes=round(total.time.total_seconds() / 60),
        sets=total.sets,
        reps=total.reps,
        tonnage=wording.amount(t, total.tonnage) if total.tonnage else "none",
        gain=_gain(t, person, total.tonnage, before),
        apart=wording.apart(t, total.body_reps if total.tonnage else 0, total.seconds),
        body=wording.with_body(t, body),
        lines=clip(_lines(t, workout), LISTED_UNITS),
    )
    if workout.note:
        text += Markup("\n\n") + t("note-workout", note=domain.names.shorten(workout.note, 200))
    if found:
        text += Markup("\n\n") + clip(record_lines(t, found), RECORD_UNITS)
    return screen(text, rows)


def _rows(t: Words, workout: Workout, found: Container[int], *, reopens: bool) -> Rows:
    """Return the buttons: the curves of lifts with records, and what opens the workout again."""
    lifts = {entry.exercise: entry.plan for entry in workout.entries if entry.exercise in found}
    curves = [
        [button(f"📈 {wording.name(t, plan, LABEL_UNITS)}", ChartButton(exercise=exercise))]
        for exercise, plan in list(lifts.items())[:CURVES]
    ]
    reopen = act(workout, "reopen", t.plain("workout-button-reopen"))
    share = ShareButton(act="show", what="workout", id=workout.id)
    sharing = [button(t.plain("share-button"), share)] if workout.done else []
    return [*curves, [reopen] if reopens else [], sharing]


def _gain(t: Words, person: Person, tonnage: Decimal, before: LastTime | None) -> str:
    """Compare the tonnage with the last time; "none" where there is nothing to compare."""
    if before is None or not (tonnage and before[1]):
        return "none"
    day = before[0].astimezone(person.zone).date()
    gain = wording.signed(t, tonnage - before[1])
    return t.plain("workout-summary-gain", gain=gain, day=wording.day(t, day, person.today))


def _lines(t: Words, workout: Workout) -> Iterator[Markup]:
    for entry in workout.entries:
        if lifts := workout.lifts(entry.position):
            name = wording.name(t, entry.plan)
            yield t("workout-summary-line", name=name, lifts=wording.lifts(t, lifts))
