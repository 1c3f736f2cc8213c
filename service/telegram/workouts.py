"""/startworkout: choose a program, then set after set; each step can be taken back."""

from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from service import domain, storage
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import programs, wording, workout_cards
from service.telegram.buttons import BeginButton, ChooseButton, NewProgramButton, WorkoutButton
from service.telegram.replies import Reply, Screen, button, say, screen, toast
from service.telegram.routing import command, pressed
from service.texts import Words

router = Router(name="workouts")


@command(router, "startworkout", operation="startworkout")
async def start(message: Message, db: Connection, person: Person, t: Words) -> Reply:
    """Go on with the open workout, begin by the only program, or let choose among several."""
    if shown := await current(db, person, t):
        return Reply(screens=(shown,), times=0)
    count = await storage.programs.count(db, person.id, archived=False)
    if count == 1:
        (only,) = await storage.programs.page(db, person.id, archived=False, limit=1, offset=0)
        return await _begin(db, person, t, only.id)
    return Reply(screens=(await _choice(db, person, t, count, 0),), times=0)


async def _choice(db: Connection, person: Person, t: Words, count: int, page: int) -> Screen:
    if not count:
        archived = await storage.programs.count(db, person.id)
        new = button(t.plain("programs-button-new"), NewProgramButton())
        return screen(t("workout-all-archived" if archived else "workout-no-programs"), [[new]])
    pages = domain.programs.pages(count, programs.PAGE)
    page = min(page, pages - 1)
    found = await storage.programs.page(
        db, person.id, archived=False, limit=programs.PAGE, offset=page * programs.PAGE
    )
    rows = [
        [
            button(
                domain.names.shorten(program.name, domain.names.BUTTON_UNITS),
                BeginButton(program=program.id),
            )
        ]
        for program in found
    ]
    return screen(
        t("workout-choose"),
        [*rows, wording.pager(t, page, pages, lambda at: ChooseButton(page=at))],
    )


@pressed(router, ChooseButton, reads=True)
async def choose(
    query: CallbackQuery, callback_data: ChooseButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Turn to a page of the programs to train by."""
    count = await storage.programs.count(db, person.id, archived=False)
    return Reply(screens=(await _choice(db, person, t, count, callback_data.page),))


@pressed(router, BeginButton, operation="startworkout")
async def begin(
    query: CallbackQuery, callback_data: BeginButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Begin a workout by the chosen program."""
    if shown := await current(db, person, t):
        already = t.plain("workout-open-already")
        return toast(already, outcome="stale", screens=(shown,), anew=True)
    return await _begin(db, person, t, callback_data.program)


async def _begin(db: Connection, person: Person, t: Words, program: int) -> Reply:
    workout = await storage.workouts.begin(db, person.id, program)
    if workout is None:
        return await programs.missing(db, person, t, program)
    return Reply(screens=(await _shown(db, person, t, workout),))


async def current(db: Connection, person: Person, t: Words) -> Screen | None:
    """Show the open workout, if there is one."""
    workout = await storage.workouts.open_id(db, person.id)
    return await _shown(db, person, t, workout) if workout else None


async def _shown(db: Connection, person: Person, t: Words, workout: int) -> Screen:
    return workout_cards.card(t, await _find(db, person, workout))


class Training(BaseFilter):
    """A text from somebody whose workout is open; hands over the workout's id."""

    async def __call__(
        self, message: Message, db: Connection, person: Person
    ) -> bool | dict[str, Any]:
        """Look for the open workout; a command is never a set."""
        if message.text is None or message.text.startswith("/"):
            return False
        workout = await storage.workouts.open_id(db, person.id)
        return {"workout_id": workout} if workout else False


@router.message(Training(), flags={"operation": "save_record", "hints": True})
async def log_set(
    message: Message, db: Connection, person: Person, t: Words, workout_id: int
) -> Reply:
    """Log the typed sets at the place that is asked for."""
    workout = await _find(db, person, workout_id)
    plan = workout.entry(workout.asked.position).plan
    lifts = domain.notation.read(message.text or "", plan)
    places = workout.places(len(lifts))
    await storage.workouts.turn(db, person.id, workout.id, workout.revision)
    source = (message.chat.id, message.message_id)
    await storage.workouts.add_sets(
        db, person.id, workout, list(zip(places, lifts, strict=True)), source
    )
    return Reply(screens=(await _shown(db, person, t, workout.id),), times=len(lifts), way="text")


async def _find(db: Connection, person: Person, workout: int) -> Workout:
    found = await storage.workouts.find(db, person.id, workout)
    if found is None:
        raise LookupError("a workout vanished inside its own transaction")
    return found


@pressed(router, WorkoutButton)
async def step(
    query: CallbackQuery, callback_data: WorkoutButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Skip a set, take back a step, finish, or take up a finished workout."""
    workout = await storage.workouts.find(db, person.id, callback_data.id)
    if workout is None:
        if await storage.workouts.exists(db, callback_data.id):
            return toast(t.plain("toast-not-yours"), outcome="forbidden")
        return await _stale(db, person, t)
    if callback_data.act == "reopen":
        return await _reopen(db, person, t, workout)
    if workout.ended_at or workout.revision != callback_data.revision:
        return await _stale(db, person, t)
    steps = {"skip": _skip, "undo": _undo, "finish": _finish}
    return await steps[callback_data.act](db, person, t, workout)


async def _stale(db: Connection, person: Person, t: Words) -> Reply:
    """Say that a card is old; the current one, if any, is shown anew."""
    shown = await current(db, person, t)
    if shown is None:
        return toast(t.plain("toast-stale"), outcome="stale")
    text = t.plain("toast-stale-shown")
    return toast(text, outcome="stale", screens=(shown,), anew=True)


async def _skip(db: Connection, person: Person, t: Words, workout: Workout) -> Reply:
    place = workout.current
    if place is None:
        return toast(t.plain("workout-nothing-to-skip"), outcome="refused", reason="missing")
    await storage.workouts.turn(db, person.id, workout.id, workout.revision)
    await storage.workouts.skip(db, person.id, workout, place)
    return Reply(
        screens=(await _shown(db, person, t, workout.id),),
        toast=t.plain("workout-skipped", n=place.n),
    )


async def _undo(db: Connection, person: Person, t: Words, workout: Workout) -> Reply:
    undone = await storage.workouts.undo(db, person.id, workout.id)
    if undone is None:
        return toast(t.plain("workout-nothing-to-undo"), outcome="refused", reason="missing")
    await storage.workouts.turn(db, person.id, workout.id, workout.revision)
    place, lift = undone
    said = (
        t.plain("workout-undone-set", n=place.n, lift=wording.lift(t, lift))
        if lift
        else t.plain("workout-undone-skip", n=place.n)
    )
    return Reply(screens=(await _shown(db, person, t, workout.id),), toast=said)


async def _finish(db: Connection, person: Person, t: Words, workout: Workout) -> Reply:
    if not workout.done:
        await storage.workouts.discard(db, person.id, workout.id)
        return say(t("workout-discarded"), end="discarded")
    await storage.workouts.finish(db, person.id, workout.id)
    finished = await _find(db, person, workout.id)
    end = "early" if workout.current else "finished"
    return Reply(screens=(workout_cards.summary(t, finished),), end=end)


async def _reopen(db: Connection, person: Person, t: Words, workout: Workout) -> Reply:
    within = domain.workouts.REOPEN_WITHIN
    if not await storage.workouts.reopen(db, person.id, workout.id, within):
        if shown := await current(db, person, t):
            text = t.plain("workout-open-already")
            return toast(text, outcome="stale", screens=(shown,), anew=True)
        return toast(t.plain("workout-too-late"), outcome="stale")
    return Reply(
        screens=(await _shown(db, person, t, workout.id),), toast=t.plain("workout-reopened")
    )
