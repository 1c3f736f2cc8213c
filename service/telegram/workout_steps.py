"""What the buttons of a live card do. What changes the workout does so from one revision only."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiogram import F, Router
from aiogram.types import CallbackQuery

from service import domain, storage
from service.domain.workouts import Place, Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import wording, workout_cards, workouts
from service.telegram.buttons import WorkoutButton
from service.telegram.replies import Card, Reply, Screen, screen, toast
from service.telegram.routing import pressed
from service.texts import Words

router = Router(name="workout_steps")

ANY_REVISION = {"weight", "reps", "say", "list", "sets", "card", "focus", "rest", "quiet"}
"""Acts that mean the same on a card that is a step behind: they change no set."""

Step = Callable[[Connection, Person, Words, Workout, WorkoutButton], Awaitable[Reply]]


@pressed(router, WorkoutButton, F.act == "log", operation="save_record")
async def log(
    query: CallbackQuery, callback_data: WorkoutButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Log the set that the card offers."""
    workout = await _open(db, person, t, callback_data)
    if isinstance(workout, Reply):
        return workout
    place = workout.current
    lift = workout.target(place).lift if place else None
    if place is None or lift is None:
        return await _stale(db, person, t)
    before = await storage.sets.best_before(
        db, person.id, workout.id, [workout.entry(place.position).exercise]
    )
    await storage.sets.log(db, person.id, workout, [(place, lift)])
    await storage.workouts.step(db, person.id, workout.id, workout.focus, lifted=True)
    after = await workouts.found(db, person, workout.id)
    after = await workouts.rest(db, person, workout, after)
    records = domain.records.records(next(iter(before.values()), {}), [lift])
    said = t.plain("workout-logged", n=place.n, lift=wording.lift(t, lift))
    card = workouts.card(person, t, after, records=records)
    return Reply(card=card, toast=said, way="button")


@pressed(router, WorkoutButton)
async def step(
    query: CallbackQuery, callback_data: WorkoutButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Do what any other button of a card says."""
    if callback_data.act == "reopen":
        return await _reopen(db, person, t, callback_data.id)
    workout = await _open(db, person, t, callback_data)
    if isinstance(workout, Reply):
        return workout
    return await STEPS[callback_data.act](db, person, t, workout, callback_data)


async def _open(db: Connection, person: Person, t: Words, data: WorkoutButton) -> Workout | Reply:
    """Find the open workout a button belongs to, or the answer to a button that is old."""
    workout = await storage.workouts.find(db, person.id, data.id)
    if workout is None and await storage.workouts.exists(db, data.id):
        return toast(t.plain("toast-not-yours"), outcome="forbidden")
    if workout is None or workout.ended_at:
        return await _stale(db, person, t)
    if workout.revision == data.revision or data.act in ANY_REVISION:
        return workout
    if workout.revision != data.revision + 1:
        return await _stale(db, person, t)
    # one step behind: the button was tapped twice, or before the card had changed
    logged = await storage.sets.logged_in(db, person.id, workout.id, workout.revision)
    key = "workout-logged-already" if data.act == "log" and logged else "toast-done-already"
    card = await workouts.shown(db, person, t, workout.id)
    return toast(t.plain(key), outcome="duplicate", card=card)


async def _stale(db: Connection, person: Person, t: Words) -> Reply:
    """Say that a card is old; the current one, if any, is shown anew."""
    card = await workouts.current(db, person, t)
    key = "toast-stale-shown" if card else "toast-stale"
    return toast(t.plain(key), outcome="stale", card=card)


async def _card(db: Connection, person: Person, t: Words, workout: int, said: str = "") -> Reply:
    return Reply(card=await workouts.shown(db, person, t, workout), toast=said)


def _view(person: Person, workout: Workout, screen: Screen) -> Reply:
    return Reply(card=Card(screen, person.id, workout.id))


async def _weight(
    db: Connection, person: Person, t: Words, workout: Workout, data: WorkoutButton
) -> Reply:
    return await _turn(db, person, t, workout, "weight", data.arg)


async def _reps(
    db: Connection, person: Person, t: Words, workout: Workout, data: WorkoutButton
) -> Reply:
    return await _turn(db, person, t, workout, "reps", data.arg)


async def _turn(  # noqa: PLR0913, PLR0917 - the two acts above differ in one word
    db: Connection, person: Person, t: Words, workout: Workout, what: str, steps: int
) -> Reply:
    place = workout.current
    if place is None:
        return await _stale(db, person, t)
    target = workout.target(place)
    aim = domain.workouts.turn(workout, target, what, max(-1, min(steps, 1)))
    await storage.workouts.aim(db, person.id, workout.id, aim)
    aimed = replace(workout, aim=aim).target(place).lift
    said = wording.lift(t, aimed) if aimed else ""
    return await _card(db, person, t, workout.id, said)


async def _say(
    db: Connection, person: Person, t: Words, workout: Workout, data: WorkoutButton
) -> Reply:
    return toast(t.plain("workout-say"))


async def _skip(
    db: Connection, person: Person, t: Words, workout: Workout, data: WorkoutButton
) -> Reply:
    place = workout.current
    if place is None:
        return toast(t.plain("workout-nothing-to-skip"), outcome="refused", reason="missing")
    if workout.entry(place.position).plan.sets is None:  # an added exercise has no set to skip
        await storage.workouts.step(db, person.id, workout.id)
        return await _card(db, person, t, workout.id)
    await storage.sets.skip(db, person.id, workout, place)
    await storage.workouts.step(db, person.id, workout.id, workout.focus)
    return await _card(db, person, t, workout.id, t.plain("workout-skipped", n=place.n))


async def _undo(
    db: Connection, person: Person, t: Words, workout: Workout, data: WorkoutButton
) -> Reply:
    undone = await storage.sets.undo(db, person.id, workout.id)
    if undone is None:
        return toast(t.plain("workout-nothing-to-undo"), outcome="refused", reason="missing")
    place, lift = undone
    await storage.workouts.step(db, person.id, workout.id, place.position)
    await storage.timers.start(db, person.id, workout.id, None)
    said = (
        t.plain("workout-undone-set", n=place.n, lift=wording.lift(t, lift))
        if lift
        else t.plain("workout-undone-skip", n=place.n)
    )
    return await _card(db, person, t, workout.id, said)


async def _finish(
    db: Connection, person: Person, t: Words, workout: Workout, data: WorkoutButton
) -> Reply:
    if not workout.done and not workout.warmups:
        await storage.workouts.discard(db, person.id, workout.id)
        shown = screen(t("workout-discarded"))
        return Reply(screens=(shown,), end="discarded")
    end = "early" if workout.current and not workout.free else "finished"
    await storage.workouts.finish(db, person.id, workout.id, end)
    shown = await summary(db, person, t, workout.id)
    return Reply(card=Card(shown, person.id, workout.id), end=end)


async def summary(db: Connection, person: Person, t: Words, workout: int) -> Screen:
    """Show what a finished workout came to."""
    state = await workouts.found(db, person, workout)
    before = await storage.sets.tonnage_before(db, person.id, workout)
    best = await storage.sets.best_before(
        db, person.id, workout, [entry.exercise for entry in state.entries]
    )
    records = [
        (entry.plan.name, record)
        for entry in state.entries
        for record in domain.records.records(
            best.get(entry.exercise, {}), state.lifts(entry.position)
        )
    ]
    return workout_cards.summary(t, state, before, records)


async def _reopen(db: Connection, person: Person, t: Words, workout: int) -> Reply:
    within = domain.workouts.REOPEN_WITHIN
    if await storage.workouts.reopen(db, person.id, workout, within):
        return await _card(db, person, t, workout, t.plain("workout-reopened"))
    if card := await workouts.current(db, person, t):
        return toast(t.plain("workout-open-already"), outcome="stale", card=card)
    if await storage.workouts.find(db, person.id, workout):
        return toast(t.plain("workout-too-late"), outcome="stale")
    if await storage.workouts.exists(db, workout):
        return toast(t.plain("toast-not-yours"), outcome="forbidden")
    return toast(t.plain("toast-stale"), outcome="stale")


async def _list(
    db: Connection, person: Person, t: Words, workout: Workout, data: WorkoutButton
) -> Reply:
    return _view(person, workout, workout_cards.listing(t, workout, max(data.arg, 0)))


async def _sets(
    db: Connection, person: Person, t: Words, workout: Workout, data: WorkoutButton
) -> Reply:
    return _view(person, workout, workout_cards.sets(t, workout, max(data.arg, 0)))


async def _focus(
    db: Connection, person: Person, t: Words, workout: Workout, data: WorkoutButton
) -> Reply:
    if data.arg not in {entry.position for entry in workout.entries}:
        return await _stale(db, person, t)
    await storage.workouts.step(db, person.id, workout.id, data.arg)
    return await _card(db, person, t, workout.id)


async def _swap(
    db: Connection, person: Person, t: Words, workout: Workout, data: WorkoutButton
) -> Reply:
    if workout.current is None:
        return await _stale(db, person, t)
    await storage.workouts.ask(db, person.id, workout.id, "swap")
    return await _card(db, person, t, workout.id)


async def _fix(
    db: Connection, person: Person, t: Words, workout: Workout, data: WorkoutButton
) -> Reply:
    place = Place(*divmod(data.arg, 100))
    if place not in workout.done:
        return await _stale(db, person, t)
    await storage.workouts.ask(db, person.id, workout.id, "fix", place)
    return await _card(db, person, t, workout.id)


async def _back(
    db: Connection, person: Person, t: Words, workout: Workout, data: WorkoutButton
) -> Reply:
    if workout.asked:
        await storage.workouts.ask(db, person.id, workout.id, None)
    return await _card(db, person, t, workout.id)


async def _rest(
    db: Connection, person: Person, t: Words, workout: Workout, data: WorkoutButton
) -> Reply:
    seconds = workout_cards.REST_STEP
    if not await storage.timers.prolong(db, person.id, workout.id, seconds):
        return await _card(db, person, t, workout.id, t.plain("workout-rest-over"))
    return await _card(db, person, t, workout.id, t.plain("workout-rest-longer", seconds=seconds))


async def _quiet(
    db: Connection, person: Person, t: Words, workout: Workout, data: WorkoutButton
) -> Reply:
    await storage.timers.start(db, person.id, workout.id, None)
    return await _card(db, person, t, workout.id, t.plain("workout-rest-stopped"))


STEPS: dict[str, Step] = {
    "weight": _weight,
    "reps": _reps,
    "say": _say,
    "skip": _skip,
    "undo": _undo,
    "finish": _finish,
    "list": _list,
    "sets": _sets,
    "focus": _focus,
    "swap": _swap,
    "fix": _fix,
    "card": _back,
    "rest": _rest,
    "quiet": _quiet,
}
