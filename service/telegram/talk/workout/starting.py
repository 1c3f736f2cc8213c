"""/startworkout: choose a program, begin or resume a workout; show its card; log sets."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from service import domain, storage
from service.domain.entries import Place
from service.domain.notation import Lift
from service.domain.programs import Listed
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.storage.sets import Source
from service.telegram import wording
from service.telegram.buttons import BeginButton, ChooseButton, NewProgramButton, TemplatesButton
from service.telegram.replies import Button, Card, CardTarget, Reply, Screen, button, screen, toast
from service.telegram.routing import command, pressed
from service.telegram.talk import programs
from service.telegram.talk.workout import cards
from service.texts import Words

router = Router(name="starting")


@command(router, "startworkout", operation="startworkout")
@command(router, "go", operation="startworkout")
async def start(message: Message, db: Connection, person: Person, t: Words) -> Reply:
    """Show the open workout, begin by the only program, or offer the programs to choose from."""
    if shown := await current(db, person, t):
        return Reply(card=shown, times=0)
    count = await storage.programs.count(db, person.id, archived=False)
    if count == 1:
        (only,) = await storage.programs.page(db, person.id, archived=False, limit=1, offset=0)
        return await _begin(db, person, t, only.id, "new")
    return Reply(screens=(await _choice(db, person, t, count, 0),), times=0)


async def _choice(db: Connection, person: Person, t: Words, count: int, page: int) -> Screen:
    if not count:
        archived = await storage.programs.count(db, person.id)
        new = button(t.plain("programs-button-new"), NewProgramButton())
        ready = button(t.plain("templates-button"), TemplatesButton())
        text = t("workout-all-archived" if archived else "workout-no-programs")
        return screen(text, [[new], [ready]])
    pages = domain.programs.pages(count, programs.PAGE)
    page = min(page, pages - 1)
    found = await storage.upcoming.programs(
        db, person.id, limit=programs.PAGE, offset=page * programs.PAGE
    )
    turns = wording.pager(t, page, pages, lambda at: ChooseButton(page=at))
    text = t("workout-choose")
    if found[0].in_use:
        named = domain.names.shorten(found[0].name)
        day = domain.names.shorten(found[0].upcoming or "") or "none"
        text += "\n\n" + t("workout-choose-in-use", name=named, day=day)
    return screen(text, [*map(_begins, found), turns])


def _begins(program: Listed) -> list[Button]:
    """Return the row that begins by a program; that of the one in use stands out."""
    mark = "▶️ " if program.in_use else ""
    label = domain.names.shorten(mark + program.name, domain.names.BUTTON_UNITS)
    style = "success" if program.in_use else None
    return [button(label, BeginButton(program=program.id), style)]


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
    """Begin a workout by the chosen program; its card replaces the choice."""
    if shown := await current(db, person, t):
        return toast(t.plain("workout-open-already"), outcome="stale", card=shown)
    return await _begin(db, person, t, callback_data.program, "here")


async def _begin(db: Connection, person: Person, t: Words, program: int, at: CardTarget) -> Reply:
    workout = await storage.beginnings.begin(db, person.id, program)
    if workout is None:
        return await programs.missing(db, person, t, program)
    return Reply(card=await shown(db, person, t, workout, at=at))


async def current(db: Connection, person: Person, t: Words) -> Card | None:
    """Return the open workout's card, to be sent as a new message; None without a workout."""
    workout = await storage.workouts.open_id(db, person.id)
    return await shown(db, person, t, workout, at="new") if workout else None


async def followed(
    db: Connection, person: Person, workout: Workout, sets: Sequence[tuple[Place, Lift]]
) -> tuple[tuple[str, str], ...]:
    """Return the rule whose suggestion sets answer, and how; nothing if that was counted before."""
    answer = domain.suggestions.followed(workout, sets)
    if answer is None:
        return ()
    place = next(place for place, lift in sets if lift.kind == "work")
    new = await storage.entries.count_suggestion(db, person.id, workout.id, place.position)
    return (answer,) if new else ()


async def found(db: Connection, person: Person, workout: int) -> Workout:
    """Find a workout that must exist. Raises LookupError."""
    workout_ = await storage.workouts.find(db, person.id, workout)
    if workout_ is None:
        raise LookupError("a workout vanished inside its own transaction")
    return workout_


async def shown(
    db: Connection, person: Person, t: Words, workout: int, *, at: CardTarget = "live"
) -> Card:
    """Return a workout's card in its present state."""
    state = await found(db, person, workout)
    return Card(cards.card(t, state, person), person.id, workout, at, state.card)


async def log(  # noqa: PLR0913 - sets have many properties
    db: Connection,
    person: Person,
    workout: Workout,
    sets: Sequence[tuple[Place, Lift]],
    *,
    named: bool = False,
    source: Source | None = None,
    at: datetime | None = None,
) -> Workout:
    """Log sets of one exercise and start the rest after them; return the workout afterwards.

    ``named``: the person named the exercise, so the workout goes on with it. ``at`` None: now.
    Sets lifted before those that are stored already change neither the rest nor what comes next.
    """
    late = workout.is_before_its_last(at)
    if at and source and not late:
        late = await storage.sets.has_later(db, person.id, source)
    after = workout.with_lifted(sets)
    position = sets[0][0].position
    focus = None
    if named or workout.focus:
        further = workout.next_of(workout.entry(position)) is None
        focus = after.focus_after(position, further=further)
    after = replace(after, focus=workout.focus if late else focus)
    seconds = None if late or workout.ended_at else _rest(after, sets, person)
    until = await storage.sets.log(
        db,
        person.id,
        workout,
        sets,
        source=source,
        at=at,
        focus=after.focus,
        rest=_left(seconds, person, at),
        rests=not late,
    )
    if late:
        await storage.corrections.arrange(db, person.id, workout.id, position)
        return await found(db, person, workout.id)
    after = replace(after, rest_until=until)
    if _asks_for(after) == _asks_for(workout):
        return after
    return await storage.pasts.with_history(db, person.id, after)


def _left(seconds: int | None, person: Person, at: datetime | None) -> int | None:
    """Return how much of a rest that began ``at`` some time is left; None when it is over."""
    if seconds is None or at is None:
        return seconds
    left = seconds - int((person.now - at).total_seconds())
    return left if left > 0 else None


def _rest(after: Workout, sets: Sequence[tuple[Place, Lift]], person: Person) -> int | None:
    """Return how long (seconds) to rest after these sets; None: not at all."""
    work = [place for place, lift in sets if lift.kind == "work"]
    if work:
        return after.rest_after(work[-1], person.rest_seconds)
    return after.rest_after_warmup(sets[0][0].position, person.rest_seconds)


def _asks_for(workout: Workout) -> int | None:
    place = workout.next_place
    return place.position if place else None
