"""/progress: the list of lifts, and a picture that is swapped in place by its buttons."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from service import domain, storage
from service.domain.progress import NEEDED, Period
from service.storage.database import Connection
from service.storage.exercises import Exercise
from service.storage.people import Person
from service.telegram import wording
from service.telegram.past_buttons import (
    ChartButton,
    CurveButton,
    LiftsButton,
    MusclesButton,
    ThemeButton,
)
from service.telegram.replies import Reply, Screen, button, screen, toast
from service.telegram.routing import command, pressed
from service.telegram.talk import progress_screens
from service.telegram.talk.progress_screens import Curved
from service.telegram.talk.workout import entering
from service.texts import Words

PAGE = 8
"""Exercises on one page."""

router = Router(name="progress")


@command(router, "progress", reads=True)
async def progress(
    message: Message, command: CommandObject, db: Connection, person: Person, t: Words
) -> Reply:
    """Show the curve of the named exercise, or list the exercises."""
    if not command.args:
        return Reply(screens=(await lifts(db, person, t, 0),))
    names = await entering.names_of(db, person)
    exercise = names.find(command.args)
    if not isinstance(exercise, Exercise):
        listed = await lifts(db, person, t, 0)
        return Reply(screens=(screen(t("progress-unknown")), listed), times=0)
    return await _curve(db, person, t, CurveButton(exercise=exercise.id))


@pressed(router, LiftsButton, reads=True)
async def turn_page(
    query: CallbackQuery, callback_data: LiftsButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Turn to a page of the exercises."""
    return Reply(screens=(await lifts(db, person, t, callback_data.page),))


async def lifts(db: Connection, person: Person, t: Words, number: int) -> Screen:
    """Return a page of the exercises that the person has trained, each with its best set."""
    total = await storage.progress.count(db, person.id)
    if not total:
        return screen(t("progress-none"))
    pages = domain.programs.pages(total, PAGE)
    number = min(number, pages - 1)
    found = await storage.progress.exercises(db, person.id, limit=PAGE, offset=number * PAGE)
    rows = [
        [
            button(
                wording.label(t, each, f" · {wording.lift(t, each.best)}"),
                CurveButton(exercise=each.id),
            )
        ]
        for each in found
    ]
    turns = wording.pager(t, number, pages, lambda at: LiftsButton(page=at))
    muscles = [button(t.plain("progress-button-muscles"), MusclesButton())]
    return screen(t("progress-ask"), [*rows, turns, muscles])


@pressed(router, CurveButton, reads=True)
async def show(
    query: CallbackQuery, callback_data: CurveButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Show a curve in the same message."""
    return await _curve(db, person, t, callback_data)


@pressed(router, ChartButton, reads=True)
async def show_below(
    query: CallbackQuery, callback_data: ChartButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Show a curve below the message whose button was pressed."""
    reply = await _curve(db, person, t, CurveButton(exercise=callback_data.exercise))
    return replace(reply, new_message=True)


@pressed(router, MusclesButton, reads=True)
async def muscles(query: CallbackQuery, db: Connection, person: Person, t: Words) -> Reply:
    """Show the sets of this week by muscle group, beside those of the last one."""
    return await _muscles(db, person, t)


@pressed(router, ThemeButton)
async def change_theme(
    query: CallbackQuery, callback_data: ThemeButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Store whether pictures are dark, and show the picture again."""
    again = callback_data.exercise
    if again and await storage.exercises.find(db, person.id, again) is None:
        return toast(t.plain("toast-stale"), outcome="stale")
    await storage.people.darken(db, person.id, dark=callback_data.dark)
    if again is None:
        return await _muscles(db, person, t)
    chosen = callback_data.model_dump(exclude={"dark"})
    return await _curve(db, person, t, CurveButton(**chosen))


async def _curve(db: Connection, person: Person, t: Words, data: CurveButton) -> Reply:
    exercise = await storage.exercises.find(db, person.id, data.exercise)
    if exercise is None:
        return toast(t.plain("toast-stale"), outcome="stale")
    days = await storage.progress.days(db, person.id, exercise.id, person.unit)
    measures = domain.progress.measures(days, exercise.known)
    measure = data.measure if data.measure in measures else measures[0]
    curve = domain.progress.points(days, measure)
    if len(curve) < NEEDED:
        return Reply(screens=(progress_screens.single(t, exercise, days),))
    period = data.period or domain.progress.fitting(curve, Period.MONTHS, person.today)
    shown = domain.progress.within(curve, period, person.today)
    if len(shown) < NEEDED:
        few = t.plain("progress-few", period=progress_screens.period_name(t, period))
        return toast(few, outcome="refused")
    dark = await storage.people.is_dark(db, person.id)
    view = Curved(t, exercise, measures, measure, period, dark)
    return Reply(screens=(view.screen(shown, person.today),))


async def _muscles(db: Connection, person: Person, t: Words) -> Reply:
    monday = domain.reports.first_day(domain.reports.Period.WEEK, person.today) or person.today
    counted = await storage.progress.weeks(db, person.id, monday)
    dark = await storage.people.is_dark(db, person.id)
    return Reply(screens=(progress_screens.muscles(t, counted, dark=dark),))
