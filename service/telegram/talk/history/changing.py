"""A past workout is changed: its sets, its day, all of it; and it is repeated."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date

from aiogram import F, Router
from aiogram.types import CallbackQuery

from service import domain, storage
from service.domain.entries import Place
from service.domain.errors import Refusal
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import wording
from service.telegram.past_buttons import PastButton, RestoreButton
from service.telegram.replies import Reply, button, toast
from service.telegram.routing import pressed
from service.telegram.talk.history import adding, choices, listing, opened
from service.telegram.talk.workout import starting, storing, summaries
from service.texts import Words

router = Router(name="changing")

CHANGES = {"cut", "cool", "move", "gone"}
"""Acts that are valid only for the workout's revision."""


@dataclass(frozen=True, slots=True)
class Past:
    """A press on a button of a past workout."""

    db: Connection
    person: Person
    t: Words
    workout: Workout
    arg: int

    async def ask(self, question: str) -> None:
        """Let the next message answer a question about the workout."""
        await storage.people.ask(self.db, self.person.id, f"past_{question}", self.workout.id)

    async def again(self) -> "Past":
        """Return the workout as it is after a change."""
        after = await starting.found(self.db, self.person, self.workout.id)
        return replace(self, workout=after)

    async def shown(self, said: str = "", removed: int | None = None) -> Reply:
        """Return the workout's screen; a ``removed`` set can be put back by its number."""
        rows = []
        if removed:
            data = RestoreButton(what="set", id=removed)
            rows = [[button(self.t.plain("past-button-restore"), data)]]
        shown = await opened.shown(self.db, self.person, self.t, self.workout, rows=rows)
        return Reply(screens=(shown,), toast=said)

    async def changed(self, said: str, removed: int | None = None) -> Reply:
        """Return the workout's screen after a change; its summary in the chat is drawn again."""
        press = await self.again()
        calls = await summaries.redrawn(self.db, self.person, self.t, press.workout)
        return replace(await press.shown(said, removed), calls=calls)


@pressed(router, PastButton, F.act == "repeat", operation="startworkout")
async def repeat(
    query: CallbackQuery, callback_data: PastButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Begin a workout with the same exercises and planned sets."""
    workout = await _past(db, person, callback_data.id)
    if workout is None:
        return toast(t.plain("toast-stale"), outcome="stale")
    if shown := await starting.current(db, person, t):
        return toast(t.plain("workout-open-already"), outcome="stale", card=shown)
    begun = await storage.history.repeat(db, person.id, workout.id)
    if begun is None:
        return toast(t.plain("toast-stale"), outcome="stale")
    return Reply(card=await starting.shown(db, person, t, begun, at="new"))


@pressed(router, PastButton)
async def change(
    query: CallbackQuery, callback_data: PastButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Handle any other button of a past workout."""
    workout = await _past(db, person, callback_data.id)
    if workout is None:
        return toast(t.plain("toast-stale"), outcome="stale")
    press = Past(db, person, t, workout, callback_data.arg)
    if callback_data.act in CHANGES and callback_data.revision != workout.revision:
        return replace(await press.shown(t.plain("toast-done-already")), outcome="duplicate")
    return await ACTS[callback_data.act](press)


async def _past(db: Connection, person: Person, number: int) -> Workout | None:
    """Find a workout that is over."""
    workout = await storage.workouts.find(db, person.id, number)
    return workout if workout and workout.ended_at else None


async def open_(press: Past) -> Reply:
    """Show a page of the workout."""
    page = max(press.arg, 0)
    shown = await opened.shown(press.db, press.person, press.t, press.workout, page)
    return Reply(screens=(shown,))


async def sets(press: Past) -> Reply:
    """Show the sets to choose one to correct."""
    return Reply(screens=(choices.sets(press.t, press.workout, max(press.arg, 0)),))


async def set_(press: Past) -> Reply:
    """Ask for the correction of a set, which can also be removed."""
    place = Place(*divmod(press.arg, 100))
    if place not in press.workout.done:
        return await press.shown(press.t.plain("toast-stale"))
    await press.ask(f"set_{press.arg}")
    return Reply(screens=(choices.one(press.t, press.workout, place, "work"),))


async def warm(press: Past) -> Reply:
    """Ask for the correction of a warm-up set, which can also be removed."""
    place = Place(*divmod(press.arg, 100))
    if place not in press.workout.warmups:
        return await press.shown(press.t.plain("toast-stale"))
    await press.ask(f"warm_{press.arg}")
    return Reply(screens=(choices.one(press.t, press.workout, place, "warmup"),))


async def cut(press: Past) -> Reply:
    """Remove a set; it can be put back."""
    return await _cut(press, "work")


async def cool(press: Past) -> Reply:
    """Remove a warm-up set; it can be put back."""
    return await _cut(press, "warmup")


async def _cut(press: Past, kind: str) -> Reply:
    owner, workout, place = press.person.id, press.workout, Place(*divmod(press.arg, 100))
    removed = await storage.removed.keep_set(press.db, owner, workout.id, place, kind)
    if removed is None:
        return await press.shown(press.t.plain("toast-stale"))
    await storing.remove(press.db, press.person, workout.id, place, kind)
    await storage.workouts.step(press.db, owner, workout.id)
    lift = workout.sets_of(kind)[place]
    said = press.t.plain("past-cut", lift=wording.lift(press.t, lift))
    return await press.changed(said, removed)


async def add(press: Past) -> Reply:
    """Ask for more sets."""
    await adding.ask(press.db, press.person, press.workout.id)
    return Reply(screens=(choices.adding(press.t, press.person, press.workout),))


async def day(press: Past) -> Reply:
    """Offer the days of a month to move the workout to; a day can also be typed."""
    await press.ask("day")
    today = press.person.today
    now = press.workout.started_at.astimezone(press.person.zone).date()
    first, last = domain.history.FIRST_MONTH, domain.history.month_of(today)
    month = min(max(press.arg or domain.history.month_of(now), first), last)
    return Reply(screens=(choices.calendar(press.t, press.workout, month, now, today),))


async def move(press: Past) -> Reply:
    """Move the workout to the chosen day."""
    if not 1 <= press.arg <= press.person.today.toordinal():
        return await press.shown(press.t.plain("toast-stale"))
    return await moved(press, date.fromordinal(press.arg))


async def moved(press: Past, day: date) -> Reply:
    """Move the workout to a day that is not in the future."""
    person, workout = press.person, press.workout
    if domain.history.month_of(day) < domain.history.FIRST_MONTH:
        raise Refusal("past-too-early")
    ended_at = workout.ended_at or workout.started_at
    by = domain.history.shift(workout.started_at, ended_at, day, person.now, person.zone)
    await storage.history.move(press.db, person.id, workout.id, by)
    said = press.t.plain("past-moved", day=wording.day(press.t, day, person.today))
    return await press.changed(said)


async def delete(press: Past) -> Reply:
    """Ask whether to delete the workout."""
    return Reply(screens=(choices.deleting(press.t, press.person, press.workout),))


async def gone(press: Past) -> Reply:
    """Delete the workout; it can be put back."""
    person, t = press.person, press.t
    month = domain.history.month_of(press.workout.started_at.astimezone(person.zone).date())
    removed = await storage.removed.workout(press.db, person.id, press.workout.id)
    if removed is None:
        return toast(t.plain("toast-stale"), outcome="stale")
    back = button(t.plain("past-button-restore"), RestoreButton(what="workout", id=removed))
    shown = await listing.month(press.db, person, t, month, 0, [[back]])
    calls = summaries.gone(person, t, press.workout, "workout")
    return Reply(screens=(shown,), toast=t.plain("past-gone"), calls=calls)


@pressed(router, RestoreButton)
async def restore(
    query: CallbackQuery, callback_data: RestoreButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Put back what was removed."""
    number = callback_data.id
    if callback_data.what == "workout":
        restored = await storage.removed.restore_workout(db, person.id, number)
    else:
        restored = await _restore_set(db, person, number)
    workout = await _past(db, person, restored) if restored else None
    if workout is None:
        return toast(t.plain("past-too-late"), outcome="stale")
    return await Past(db, person, t, workout, 0).changed(t.plain("past-restored"))


async def _restore_set(db: Connection, person: Person, number: int) -> int | None:
    """Put back a set, at the time at which it was lifted; return its workout."""
    removed = await storage.removed.find_set(db, person.id, number)
    workout = removed and await _past(db, person, removed.workout)
    if not removed or not workout:
        return None
    position = removed.place.position
    if position not in {entry.position for entry in workout.entries}:
        return None
    free = workout.places if removed.kind == "work" else workout.warmup_places
    (place,) = free(position, 1)
    if not await storage.removed.restore_set(db, person.id, number, place.n):
        return None
    await storage.corrections.arrange(db, person.id, workout.id, position)
    await storage.workouts.step(db, person.id, workout.id)
    return workout.id


ACTS: dict[str, Callable[[Past], Awaitable[Reply]]] = {
    "open": open_,
    "sets": sets,
    "set": set_,
    "cut": cut,
    "warm": warm,
    "cool": cool,
    "add": add,
    "day": day,
    "move": move,
    "delete": delete,
    "gone": gone,
}
"""Handler of each button of a past workout, except the one that begins another."""
