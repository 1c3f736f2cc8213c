"""/settings: the unit, the clock, reminders, and rests in general and of single exercises."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from service import domain, storage
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import wording
from service.telegram.buttons import (
    EquipmentButton,
    GoalButton,
    ReminderButton,
    RestButton,
    RestOfButton,
    RestsButton,
    UnitButton,
    ZonesButton,
)
from service.telegram.past_buttons import OwnListButton
from service.telegram.replies import Button, Reply, Screen, button, screen, toast
from service.telegram.routing import command, pressed
from service.telegram.talk import goals, reminders, timezones
from service.telegram.talk.workout import starting
from service.texts import Words

router = Router(name="settings")

RESTS = (0, 30, 60, 90, 120, 150, 180, 240, 300)
"""Rests to choose from, in seconds; 0: none."""

UNITS = ("kg", "lb")
"""Units to choose from."""

PAGE = 8
"""Exercises on one page."""

AS_USUAL = -1
"""Value of a button that removes an exercise's own rest."""


@command(router, "settings", reads=True)
async def settings(message: Message, db: Connection, person: Person, t: Words) -> Reply:
    """Show the settings."""
    return Reply(screens=(await page(db, person, t, 0),))


@pressed(router, RestsButton, reads=True)
async def turn_page(
    query: CallbackQuery, callback_data: RestsButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Turn to a page of the exercises."""
    return Reply(screens=(await page(db, person, t, callback_data.page),))


async def page(db: Connection, person: Person, t: Words, number: int) -> Screen:
    """Return the settings, with a page of the exercises and their rests."""
    own = await storage.exercises.all_of(db, person.id)
    pages = domain.programs.pages(len(own), PAGE)
    number = min(number, pages - 1)
    usual = t.plain("settings-button-rest", rest=_rest(t, person.rest_seconds or 0))
    reminder = reminders.summary(t, await storage.reminders.find(db, person.id))
    rows = [
        units(t, person.unit, inside=True),
        [button(timezones.summary(t, person), ZonesButton(act="show"))],
        [button(reminder, ReminderButton(act="show"))],
        [button(goals.label(t, await storage.goals.find(db, person.id)), GoalButton(goal=-1))],
        [button(usual, RestOfButton(exercise=0))],
        [button(t.plain("own-button"), OwnListButton(page=0))],
        [button(t.plain("settings-button-equipment"), EquipmentButton(act="show", exercise=0))],
    ]
    for exercise in own[number * PAGE : (number + 1) * PAGE]:
        rest = t.plain("settings-as-usual") if exercise.rest is None else _rest(t, exercise.rest)
        rows.append(
            [button(wording.label(t, exercise, f" · {rest}"), RestOfButton(exercise=exercise.id))]
        )
    turns = wording.pager(t, number, pages, lambda at: RestsButton(page=at))
    return screen(t("settings"), [*rows, turns])


def units(t: Words, chosen: str, *, inside: bool) -> list[Button]:
    """Return the row of units; ``inside`` the settings or outside of them."""
    names = {unit: t.plain("unit", unit=unit) for unit in UNITS}
    if chosen in names:
        names[chosen] = t.plain("unit-chosen", name=names[chosen])
    return [button(names[unit], UnitButton(unit=unit, settings=inside)) for unit in UNITS]


def _rest(t: Words, seconds: int) -> str:
    return wording.time(t, seconds) if seconds else t.plain("settings-no-rest")


@pressed(router, RestOfButton, reads=True)
async def ask(query: CallbackQuery, callback_data: RestOfButton, t: Words) -> Reply:
    """Offer the rests to choose from."""
    exercise = callback_data.exercise
    buttons = [button(_rest(t, s), RestButton(exercise=exercise, seconds=s)) for s in RESTS]
    rows = [buttons[n : n + 3] for n in range(0, len(buttons), 3)]
    if exercise:
        usual = RestButton(exercise=exercise, seconds=AS_USUAL)
        rows.append([button(t.plain("settings-as-usual"), usual)])
        gear = EquipmentButton(act="show", exercise=exercise)
        rows.append([button(t.plain("settings-button-gear"), gear)])
    rows.append([button(t.plain("button-back"), RestsButton(page=0))])
    return Reply(screens=(screen(t("settings-ask-rest"), rows),))


@pressed(router, RestButton)
async def choose(
    query: CallbackQuery, callback_data: RestButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Store the chosen rest."""
    exercise, seconds = callback_data.exercise, callback_data.seconds
    if seconds not in {*RESTS, AS_USUAL}:
        return toast(t.plain("toast-stale"), outcome="stale")
    stopped = seconds == 0 and await storage.timers.stop_after(db, person.id, exercise)
    if not exercise:
        await storage.people.rest(db, person.id, seconds if seconds > 0 else None)
    elif not await storage.exercises.rest(
        db, person.id, exercise, None if seconds == AS_USUAL else seconds
    ):
        return toast(t.plain("toast-stale"), outcome="stale")
    again = await storage.people.find(db, person.id) or person
    settings, kept = await page(db, again, t, 0), t.plain("settings-kept")
    workout = await storage.workouts.open_id(db, person.id) if stopped else None
    if workout is None:
        return Reply(screens=(settings,), toast=kept)
    card = await starting.shown(db, person, t, workout)
    return Reply(card=card, instead=settings, toast=kept)
