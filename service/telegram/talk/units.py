"""Kilograms or pounds: ask once when somebody types pounds, and change it in the settings."""

from aiogram import Router
from aiogram.types import CallbackQuery

from service import storage, texts
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram.buttons import UnitButton
from service.telegram.replies import Reply, Screen, screen
from service.telegram.routing import pressed
from service.telegram.talk import settings
from service.telegram.talk.workout import starting
from service.texts import Words

router = Router(name="units")


def question(t: Words) -> Screen:
    """Return the question that each person is asked once, after their first pounds."""
    return screen(t("unit-question"), [settings.units(t, "", inside=False)])


@pressed(router, UnitButton)
async def choose(
    query: CallbackQuery, callback_data: UnitButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Store the unit; show the settings or a confirmation in it, and the card of a workout."""
    unit = callback_data.unit
    await storage.people.weigh(db, person.id, unit)
    again = await storage.people.find(db, person.id) or person
    t = texts.of(again.language, again.unit)
    shown = screen(t("unit-taken", unit=unit))
    if callback_data.settings:
        shown = await settings.page(db, again, t, 0)
    toast = t.plain("settings-kept")
    workout = await storage.workouts.open_id(db, person.id)
    if workout is None:
        return Reply(screens=(shown,), toast=toast)
    return Reply(card=await starting.shown(db, again, t, workout), instead=shown, toast=toast)
