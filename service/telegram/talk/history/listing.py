"""/history: the workouts of a month, and those with one lift."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message
from markupsafe import Markup

from service import domain, storage, texts
from service.domain.history import FIRST_MONTH, LAST_MONTH, PAGE, Listed, Session
from service.domain.names import BUTTON_UNITS, LISTED_UNITS, shorten
from service.storage.database import Connection
from service.storage.exercises import Exercise
from service.storage.people import Person
from service.telegram import wording
from service.telegram.past_buttons import (
    HistoryButton,
    LiftHistoryButton,
    OwnListButton,
    PastButton,
)
from service.telegram.replies import Button, Reply, Rows, Screen, button, clip, screen, toast
from service.telegram.routing import command, pressed
from service.telegram.talk.history.choices import month_name
from service.telegram.talk.workout import entering, summaries
from service.texts import Words

router = Router(name="listing")

LABEL_UNITS = 16
"""Length of a label beside another one, in UTF-16 units."""

UNTITLED = {texts.of(language).plain("workout-free-title") for language in texts.LANGUAGES}
"""Titles of workouts without a program; their first exercise says more."""


@command(router, "history", reads=True)
async def history(
    message: Message, command: CommandObject, db: Connection, person: Person, t: Words
) -> Reply:
    """Show the last month with a workout, or the workouts with the lift that is named."""
    if command.args:
        return Reply(screens=(await _named(db, person, t, command.args),))
    last = await storage.history.last_start(db, person.id)
    day = last.astimezone(person.zone).date() if last else person.today
    return Reply(screens=(await month(db, person, t, domain.history.month_of(day), 0),))


async def _named(db: Connection, person: Person, t: Words, typed: str) -> Screen:
    names = await entering.names_of(db, person)
    found = names.find(typed)
    if not isinstance(found, Exercise):
        name = shorten(domain.names.clean(typed))
        return screen(t("history-no-exercise", name=name))
    return await lift(db, person, t, found, 0)


@pressed(router, HistoryButton, reads=True)
async def turn_month(
    query: CallbackQuery, callback_data: HistoryButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Turn to another month or page."""
    number = min(max(callback_data.month, FIRST_MONTH), LAST_MONTH)
    return Reply(screens=(await month(db, person, t, number, callback_data.page),))


@pressed(router, LiftHistoryButton, reads=True)
async def turn_lift(
    query: CallbackQuery,
    callback_data: LiftHistoryButton,
    db: Connection,
    person: Person,
    t: Words,
) -> Reply:
    """Turn to another page of a lift's workouts."""
    exercise = await storage.exercises.find(db, person.id, callback_data.exercise)
    if exercise is None:
        return toast(t.plain("toast-stale"), outcome="stale")
    return Reply(screens=(await lift(db, person, t, exercise, callback_data.page),))


async def month(  # noqa: PLR0913, PLR0917 - whose month, which page of it, and what stands above
    db: Connection, person: Person, t: Words, number: int, page: int, rows: Rows = ()
) -> Screen:
    """Return a page of a month; a page past the end is the last one."""
    since, until = domain.history.span(number, person.zone)
    count = await storage.history.count(db, person.id, since, until)
    pages = domain.programs.pages(count, PAGE)
    page = min(page, pages - 1)
    found = await storage.history.listed(
        db, person.id, since, until, person.unit, limit=PAGE, offset=page * PAGE
    )
    celebrated = await summaries.with_records(db, person, [each.id for each in found])
    lines = clip(_line(t, person, each, records=each.id in celebrated) for each in found)
    text = t("history-month", month=month_name(t, number), count=count, lines=lines)
    turns = wording.pager(t, page, pages, lambda at: HistoryButton(month=number, page=at))
    buttons = [_button(t, person, each) for each in found]
    others = await _others(db, person, t, since, until)
    own = [button(t.plain("own-button"), OwnListButton(page=0))]
    return screen(text, [*rows, *_rows(buttons), turns, others, own])


def _line(t: Words, person: Person, listed: Listed, *, records: bool) -> Markup:
    day = listed.started_at.astimezone(person.zone).date()
    return t(
        "history-line",
        weekday=t.plain("weekday", day=day.weekday()),
        day=day.day,
        title=_title(t, listed),
        sets=listed.sets,
        tonnage=wording.amount(t, listed.tonnage) if listed.tonnage else "none",
        minutes=listed.minutes,
        records="yes" if records else "no",
    )


def _title(t: Words, listed: Listed, limit: int = LISTED_UNITS) -> str:
    """Return the title of a workout, or what it begins with and how many follow if it has none."""
    if listed.title not in UNTITLED or listed.first is None:
        return shorten(listed.title, limit)
    name, known = listed.first
    more = f" +{listed.exercises - 1}" if listed.exercises > 1 else ""
    called = domain.exercises.called(name, known, t.language)
    return shorten(called, limit - len(more)) + more


def _button(t: Words, person: Person, listed: Listed) -> Button:
    day = listed.started_at.astimezone(person.zone).day
    before = f"{day} · "
    label = before + _title(t, listed, LABEL_UNITS - len(before))
    return button(label, PastButton(act="open", id=listed.id, revision=0))


def _rows(buttons: list[Button]) -> Rows:
    return [buttons[n : n + 2] for n in range(0, len(buttons), 2)]


async def _others(
    db: Connection, person: Person, t: Words, since: datetime, until: datetime
) -> list[Button]:
    """Return the row of the months before and after that have workouts."""
    before = await storage.history.last_start(db, person.id, since)
    after = await storage.history.first_start(db, person.id, until)
    row = []
    for at, mark in ((before, "‹ {}"), (after, "{} ›")):
        if at:
            number = domain.history.month_of(at.astimezone(person.zone).date())
            row.append(
                button(mark.format(month_name(t, number)), HistoryButton(month=number, page=0))
            )
    return row


async def lift(db: Connection, person: Person, t: Words, exercise: Exercise, page: int) -> Screen:
    """Return a page of the workouts with one lift."""
    count = await storage.history.count_of(db, person.id, exercise.id)
    pages = domain.programs.pages(count, PAGE)
    page = min(page, pages - 1)
    found = await storage.history.sessions(
        db, person.id, exercise.id, limit=PAGE, offset=page * PAGE
    )
    lines = clip(_session(t, person, each) for each in found)
    text = t("history-lift", name=wording.name(t, exercise), count=count, lines=lines)
    buttons = [
        button(
            shorten(_day(t, person, each.started_at), BUTTON_UNITS),
            PastButton(act="open", id=each.workout, revision=0),
        )
        for each in found
    ]
    turns = wording.pager(
        t, page, pages, lambda at: LiftHistoryButton(exercise=exercise.id, page=at)
    )
    months = HistoryButton(month=domain.history.month_of(person.today), page=0)
    back = [button(t.plain("history-button-back"), months)]
    return screen(text, [*_rows(buttons), turns, back])


def _session(t: Words, person: Person, session: Session) -> Markup:
    estimate = domain.history.estimate(session, person.unit)
    return t(
        "history-session",
        day=_day(t, person, session.started_at),
        lifts=wording.lifts(t, list(session.lifts)),
        estimate="none" if estimate is None else wording.number(t, estimate),
    )


def _day(t: Words, person: Person, at: datetime) -> str:
    return wording.day(t, at.astimezone(person.zone).date(), person.today)
