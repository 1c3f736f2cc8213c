"""Reminders of training: choose when they come, word one, and answer one."""

from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.types import CallbackQuery

from service import domain, storage
from service.domain.reminders import DAYS, Reminder, next_due
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram.buttons import (
    BeginButton,
    ChooseButton,
    ReminderButton,
    ReminderSetButton,
    RestsButton,
)
from service.telegram.replies import Reply, Screen, button, say, screen, toast
from service.telegram.routing import pressed
from service.texts import Words

router = Router(name="reminders")

LATER_SECONDS = 3600
"""How long a reminder is put off by its "later" button."""


@pressed(router, ReminderButton, F.act.in_({"show", "hours"}), reads=True)
async def show(
    query: CallbackQuery, callback_data: ReminderButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Show when the person is reminded, or offer the hours."""
    if callback_data.act == "hours":
        return Reply(screens=(_hours(t),))
    return Reply(screens=(await page(db, person, t),))


@pressed(router, ReminderSetButton)
async def choose(
    query: CallbackQuery, callback_data: ReminderSetButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Store a choice and the next time that follows from it."""
    before = await storage.reminders.find(db, person.id)
    weekdays, hour = before.weekdays, before.hour
    match callback_data.what, callback_data.value:
        case (("on" | "off" as way), value) if value in map(str, DAYS):
            weekdays = before.with_day(int(value), on=way == "on")
        case "hour", value if value in map(str, range(24)):
            hour = int(value)
        case _:
            return toast(t.plain("toast-stale"), outcome="stale")
    due_at = next_due(weekdays, hour, person.now, person.zone)
    await storage.reminders.keep(db, person.id, weekdays, hour, due_at)
    return Reply(screens=(await page(db, person, t),), toast=t.plain("settings-kept"))


@pressed(router, ReminderButton, F.act.in_({"later", "today"}))
async def answer(
    query: CallbackQuery, callback_data: ReminderButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Put a reminder off for LATER_SECONDS, or until the next chosen day."""
    if not await storage.reminders.answer(db, person.id):
        return toast(t.plain("toast-stale"), outcome="stale")
    if callback_data.act == "later":
        await storage.reminders.snooze(db, person.id, LATER_SECONDS)
        return say(t("reminder-later"))
    reminder = await storage.reminders.find(db, person.id)
    return say(t("reminder-not-today", when=_when(t, reminder, person.zone)))


async def page(db: Connection, person: Person, t: Words) -> Screen:
    """Return the weekdays and the hour of a person's reminders."""
    reminder = await storage.reminders.find(db, person.id)
    days = [
        button(
            t.plain("reminders-day", day=t.plain("weekday", day=day), on=_yes(reminder.on(day))),
            ReminderSetButton(what="off" if reminder.on(day) else "on", value=str(day)),
        )
        for day in DAYS
    ]
    hour = button(_hour(t, reminder.hour), ReminderButton(act="hours"))
    back = button(t.plain("button-back"), RestsButton(page=0))
    return screen(t("reminders"), [days[:4], days[4:], [hour], [back]])


def summary(t: Words, reminder: Reminder) -> str:
    """Return the label of the settings' button: when the person is reminded."""
    days = ", ".join(t.plain("weekday", day=day) for day in DAYS if reminder.on(day))
    if not days:
        return t.plain("settings-button-reminders", when=t.plain("reminders-off"))
    when = t.plain("reminders-when", days=days, hour=f"{reminder.hour:02}")
    return t.plain("settings-button-reminders", when=when)


async def message(db: Connection, person: Person, t: Words, ignored: int) -> Screen:
    """Return a reminder; after MAX_IGNORED unanswered ones, the notice that they stop."""
    if ignored >= domain.reminders.MAX_IGNORED:
        settings = button(t.plain("reminder-button-settings"), ReminderButton(act="show"))
        return screen(t("reminder-last"), [[settings]])
    program = await storage.upcoming.next_up(db, person.id)
    if program is None:
        text = t("reminder")
        begin = button(t.plain("reminder-button-start"), ChooseButton(page=0), "success")
    else:
        number, name = program
        day = await storage.upcoming.day_name(db, person.id, number)
        title = f"{name} · {day}" if day else name
        text = t("reminder-program", program=domain.names.shorten(title))
        begin = button(t.plain("reminder-button-start"), BeginButton(program=number), "success")
    later = button(t.plain("reminder-button-later"), ReminderButton(act="later"))
    today = button(t.plain("reminder-button-today"), ReminderButton(act="today"))
    return screen(text, [[begin], [later, today]])


def _hours(t: Words) -> Screen:
    buttons = [
        button(_hour(t, hour), ReminderSetButton(what="hour", value=str(hour)))
        for hour in range(24)
    ]
    rows = [buttons[n : n + 4] for n in range(0, 24, 4)]
    rows.append([button(t.plain("button-back"), ReminderButton(act="show"))])
    return screen(t("reminders-ask-hour"), rows)


def _hour(t: Words, hour: int) -> str:
    return t.plain("reminders-hour", hour=f"{hour:02}")


def _when(t: Words, reminder: Reminder, zone: ZoneInfo) -> str:
    if reminder.due_at is None:
        return t.plain("reminders-off")
    due = reminder.due_at.astimezone(zone)
    return t.plain("reminders-when", days=t.plain("weekday", day=due.weekday()), hour=f"{due:%H}")


def _yes(on: bool) -> str:  # noqa: FBT001 - its only argument
    return "yes" if on else "no"
