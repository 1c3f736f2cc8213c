"""The summary of a finished workout."""

import asyncio
from collections.abc import Iterator, Sequence
from decimal import Decimal

from markupsafe import Markup

from service import domain, storage
from service.domain.records import Record
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import wording
from service.telegram.replies import Card, Screen, clip, screen
from service.telegram.talk import goals
from service.telegram.talk.workout.cards import act
from service.texts import Words

LISTED_UNITS = 2200
"""Room for the exercises in a summary, in UTF-16 units; the records have RECORD_UNITS."""

RECORD_UNITS = 1200

Records = Sequence[tuple[str, Record]]


async def card(db: Connection, person: Person, t: Words, workout: int) -> Card | None:
    """Return the summary that replaces a workout's card; None when nothing was lifted."""
    state = await storage.workouts.find(db, person.id, workout)
    if state is None or not (state.done or state.warmups):
        return None
    before = await storage.bests.tonnage_before(db, person.id, workout, person.unit)
    records = await _records(db, person, t, state)
    reopens = domain.workouts.can_reopen(state, person.now)
    shown = _screen(t, state, before, records, reopens=reopens)
    shown = await goals.under(db, person, t, state, shown)
    return Card(shown, person.id, workout, message=state.card)


async def _records(db: Connection, person: Person, t: Words, state: Workout) -> Records:
    exercises = {entry.exercise: wording.name(t, entry.plan) for entry in state.entries}
    best = await storage.bests.best_before(db, person.id, state.id, list(exercises))
    found = []
    for exercise, name in exercises.items():
        before, now = best.get(exercise, {}), state.lifts_of(exercise)
        found += [(name, record) for record in domain.records.records(before, now, state.unit)]
        await asyncio.sleep(0)  # a long history takes some milliseconds an exercise
    return found


def _screen(
    t: Words, workout: Workout, before: Decimal | None, records: Records, *, reopens: bool
) -> Screen:
    total = domain.totals.total(workout)
    gain = None if before is None else total.tonnage - before
    text = t(
        "workout-summary" if total.sets else "workout-summary-warmups",
        title=domain.names.shorten(workout.title),
        minutes=round(total.time.total_seconds() / 60),
        sets=total.sets,
        reps=total.reps,
        tonnage=wording.amount(t, total.tonnage),
        gain="none" if gain is None else wording.signed(t, gain),
        lines=clip(_lines(t, workout), LISTED_UNITS),
    )
    if workout.note:
        text += Markup("\n\n") + t("note-workout", note=domain.names.shorten(workout.note, 200))
    if records:
        text += Markup("\n\n") + clip(_record_lines(t, records), RECORD_UNITS)
    reopen = act(workout, "reopen", t.plain("workout-button-reopen"))
    return screen(text, [[reopen] if reopens else []])


def _lines(t: Words, workout: Workout) -> Iterator[Markup]:
    for entry in workout.entries:
        if lifts := workout.lifts(entry.position):
            name = wording.name(t, entry.plan)
            yield t("workout-summary-line", name=name, lifts=wording.lifts(t, lifts))


def _record_lines(t: Words, records: Records) -> Iterator[Markup]:
    for name, record in records:
        yield wording.named_record(t, name, record)
    if any(record.kind == "e1rm" for _, record in records):
        yield t("workout-summary-formula")
