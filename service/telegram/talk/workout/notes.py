"""Notes on a set, an exercise and a workout: which one is asked for, and what was typed."""

from service import domain, storage
from service.domain.entries import Place
from service.domain.errors import NotUnderstood, OutOfRange
from service.domain.notation import MAX_NOTE
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import wording
from service.telegram.replies import Reply, Screen, screen
from service.telegram.talk.workout import starting
from service.telegram.talk.workout.cards import act
from service.texts import Words

QUESTIONS = ("note_set", "note_exercise", "note_workout")
"""What a note can be on; a button's argument is the place in this list."""


def choice(t: Words, workout: Workout) -> Screen:
    """Return the screen that asks what a note is on: the last set, its exercise or the workout."""
    rows = []
    if last := last_set(workout):
        lift = wording.lift(t, workout.done[last])
        rows.append([act(workout, "note", t.plain("note-button-set", n=last.n, lift=lift), 0)])
    if place := workout.next_place:
        name = wording.name(t, workout.entry(place.position).plan, domain.names.BUTTON_UNITS)
        rows.append([act(workout, "note", t.plain("note-button-exercise", name=name), 1)])
    rows.append([act(workout, "note", t.plain("note-button-workout"), 2)])
    return screen(t("note-choose"), [*rows, [act(workout, "list", t.plain("button-back"))]])


def last_set(workout: Workout) -> Place | None:
    """Return the place of the last set of a workout."""
    return next(iter([*workout.done][::-1]), None)


async def take(db: Connection, person: Person, t: Words, workout: Workout, text: str) -> Reply:
    """Store the typed note on what the card asks about."""
    note = domain.names.clean(" ".join(text.split()))
    if not note:
        raise NotUnderstood("set-not-understood")
    if domain.names.units(note) > MAX_NOTE:
        raise OutOfRange("note-too-long", limit=MAX_NOTE)
    await write(db, person, workout, note)
    return Reply(card=await starting.shown(db, person, t, workout.id), reaction="✍", times=0)


async def write(db: Connection, person: Person, workout: Workout, note: str | None) -> None:
    """Store the note on what the card asks about, or (None) remove it; the question is answered."""
    match workout.question, workout.fixing, workout.next_place:
        case "note_set", Place() as place, _:
            await storage.corrections.annotate(db, person.id, workout.id, place, note)
        case "note_exercise", _, Place() as place:
            exercise = workout.entry(place.position).exercise
            await storage.exercises.describe(db, person.id, exercise, note)
        case "note_workout", _, _:
            await storage.workouts.annotate(db, person.id, workout.id, note)
    await storage.workouts.ask(db, person.id, workout.id, None)
