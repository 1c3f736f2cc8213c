"""Whose clock is right: ask once for the time zone, and change it in the settings."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.filters import BaseFilter
from aiogram.methods import DeleteMessage
from aiogram.types import CallbackQuery, InaccessibleMessage, Message

from service import domain, storage, timezones
from service.domain.errors import NotUnderstood
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import shortcuts, wording
from service.telegram.buttons import ClockButton, RestsButton, ZoneButton, ZonesButton
from service.telegram.replies import Button, Reply, Screen, button, say, screen
from service.telegram.routing import pressed
from service.telegram.talk.reading import text_of
from service.telegram.talk.workout import notebook
from service.texts import Words

router = Router(name="timezones")

PAGE = 8
"""Time zones on one page."""

MOST = 12
"""Most time zones that are offered for one typed word; of those with one clock there are pages."""


def question(t: Words, person: Person) -> Screen:
    """Return the question that each person is asked once: likely clocks, and a way out."""
    zones = [*timezones.LIKELY[t.language]]
    if person.zone.key not in zones:
        zones = [person.zone.key, *zones]
    later = button(t.plain("zone-button-keep"), ZonesButton(act="keep"))
    other = button(t.plain("zone-button-other"), ZonesButton(act="show"))
    clock = label(t, person.zone.key, person.now)
    return screen(t("zone-question", clock=clock), [*_rows(t, zones, person.now), [other, later]])


def label(t: Words, zone: str, now: datetime) -> str:
    """Return what a zone's clocks show, and its city: ``18:42 · Moscow``."""
    city = timezones.city(zone, t.language)
    return t.plain("zone-clock", time=f"{now.astimezone(ZoneInfo(zone)):%H:%M}", city=city)


def summary(t: Words, person: Person) -> str:
    """Return the label of the settings' button."""
    clock = label(t, person.zone.key, person.now)
    return t.plain("settings-button-zone", clock=clock)


@pressed(router, ZonesButton, F.act == "show")
async def show(query: CallbackQuery, db: Connection, person: Person, t: Words) -> Reply:
    """Show the times on people's clocks, and let the person type a place."""
    await storage.people.ask(db, person.id, "timezone")
    ahead = await asyncio.to_thread(timezones.clocks, person.now)
    buttons = [
        button(f"{_time(person.now, each):%H:%M}", ClockButton(ahead=each, page=0))
        for each in ahead
    ]
    rows = [buttons[n : n + 4] for n in range(0, len(buttons), 4)]
    back = button(t.plain("button-back"), RestsButton(page=0))
    clock = label(t, person.zone.key, person.now)
    return Reply(screens=(screen(t("zone-ask", clock=clock), [*rows, [back]]),))


@pressed(router, ZonesButton, F.act == "keep")
async def keep(query: CallbackQuery, person: Person, t: Words) -> Reply:
    """Take the question away; the clock stays."""
    kept = t.plain("zone-kept", city=timezones.city(person.zone.key, t.language))
    message = query.message
    if message is None or isinstance(message, InaccessibleMessage):
        return Reply(toast=kept)
    gone = DeleteMessage(chat_id=message.chat.id, message_id=message.message_id)
    return Reply(toast=kept, calls=(gone,))


@pressed(router, ClockButton)
async def choose(
    query: CallbackQuery, callback_data: ClockButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Show the places where clocks show the chosen time."""
    await storage.people.ask(db, person.id, "timezone")
    ahead = callback_data.ahead
    zones = await asyncio.to_thread(timezones.showing, ahead, person.now, t.language)
    return Reply(screens=(_page(t, person, zones, ahead, callback_data.page),))


def _page(t: Words, person: Person, zones: Sequence[str], ahead: int, page: int) -> Screen:
    """Return a page of the zones whose clocks are that far ahead (minutes)."""
    pages = domain.programs.pages(len(zones), PAGE)
    page = min(page, pages - 1)
    rows = _rows(t, zones[page * PAGE : (page + 1) * PAGE], person.now)
    turns = wording.pager(t, page, pages, lambda at: ClockButton(ahead=ahead, page=at))
    back = button(t.plain("button-back"), ZonesButton(act="show"))
    return screen(t("zone-ask-city"), [*rows, turns, [back]])


@pressed(router, ZoneButton)
async def take(
    query: CallbackQuery, callback_data: ZoneButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Store the chosen time zone."""
    zone = callback_data.name
    if zone not in timezones.names():
        return Reply(toast=t.plain("toast-stale"), outcome="stale", times=0)
    return Reply(screens=(await _move(db, person, t, zone),), toast=t.plain("settings-kept"))


class Placing(BaseFilter):
    """Matches a typed place while the clocks are shown, unless the text is a set."""

    async def __call__(self, message: Message, person: Person, t: Words) -> bool | dict[str, Any]:
        """Find the time zones that are meant."""
        text = text_of(message)
        if person.question != "timezone" or text is None or text.startswith("/"):
            return False
        if shortcuts.act(text):
            return False
        zones, sure = await asyncio.to_thread(timezones.find, text, person.now, t.language)
        if not sure and await notebook.reads(text, person):
            return False
        return {"zones": zones, "sure": sure}


@router.message(Placing())
async def typed(  # noqa: PLR0913 - what was found, and whose it is
    message: Message, db: Connection, person: Person, t: Words, zones: list[str], *, sure: bool
) -> Reply:
    """Store the zone of a typed place, or offer those that may be meant."""
    if not zones:
        raise NotUnderstood("zone-unknown", time=f"{person.now.astimezone(person.zone):%H:%M}")
    if sure and len(zones) == 1:
        return Reply(screens=(await _move(db, person, t, zones[0]),))
    await storage.people.ask(db, person.id, "timezone")
    clocks = {timezones.minutes(zone, person.now): zone for zone in reversed(zones)}
    ahead = next(iter(clocks))
    if zones == timezones.showing(ahead, person.now, t.language):
        return Reply(screens=(_page(t, person, zones, ahead, 0),))
    back = button(t.plain("button-back"), ZonesButton(act="show"))
    first = {*clocks.values()}
    offered = sorted(zones, key=lambda zone: zone not in first)[:MOST]  # each clock at least once
    rows = _rows(t, [zone for zone in zones if zone in offered], person.now)
    return say(t("zone-ask-city"), [*rows, [back]])


async def _move(db: Connection, person: Person, t: Words, zone: str) -> Screen:
    """Store a time zone and the next reminder that follows from it; return the confirmation."""
    await storage.people.move(db, person.id, zone)
    reminder = await storage.reminders.find(db, person.id)
    due_at = domain.reminders.next_due(reminder.weekdays, reminder.hour, person.now, ZoneInfo(zone))
    if due_at:
        await storage.reminders.keep(db, person.id, reminder.weekdays, reminder.hour, due_at)
    other = button(t.plain("zone-button-other"), ZonesButton(act="show"))
    settings = button(t.plain("zone-button-settings"), RestsButton(page=0))
    return screen(t("zone-taken", clock=label(t, zone, person.now)), [[other, settings]])


def _rows(t: Words, zones: Sequence[str], now: datetime) -> list[list[Button]]:
    return [[button(label(t, zone, now), ZoneButton(name=zone))] for zone in zones]


def _time(now: datetime, ahead: int) -> datetime:
    return now.astimezone(ZoneInfo("UTC")) + timedelta(minutes=ahead)
