"""/report: totals of today, this week, this month, and all time."""

from decimal import Decimal

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from markupsafe import Markup

from service import domain, storage
from service.domain.reports import PAGE, ExerciseTotal, Period
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import wording
from service.telegram.past_buttons import HistoryButton, ReportButton
from service.telegram.replies import Button, Reply, Screen, button, clip, screen
from service.telegram.routing import command, pressed
from service.telegram.talk import timezones
from service.texts import Words

router = Router(name="reports")


@command(router, "report", operation="report", reads=True)
async def report(message: Message, db: Connection, person: Person, t: Words) -> Reply:
    """Report on today."""
    return Reply(screens=(await page(db, person, t, Period.TODAY, 0),))


@pressed(router, ReportButton, operation="report", reads=True)
async def turn_page(
    query: CallbackQuery, callback_data: ReportButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Turn to another period or page, in the same message."""
    shown = await page(db, person, t, callback_data.period, callback_data.page)
    return Reply(screens=(shown,))


async def page(db: Connection, person: Person, t: Words, period: Period, number: int) -> Screen:
    """Return a page of a period's report; a page past the end is the last one."""
    since = domain.reports.since(period, person.now, person.zone)
    total = await storage.reports.total(db, person.id, since, person.unit)
    name, clock = t.plain(f"report-{period}"), timezones.label(t, person.zone.key, person.now)
    history = await _to_history(db, person, t)
    if not total.sets:
        return screen(t("report-empty", period=name, clock=clock), [_tabs(t, period), history])
    pages = domain.programs.pages(total.exercises, PAGE)
    number = min(number, pages - 1)
    exercises = await storage.reports.exercises(
        db, person.id, since, person.unit, limit=PAGE, offset=number * PAGE
    )
    first = since.astimezone(person.zone).date()
    body = await storage.reports.with_body(db, person.id, first)
    text = t(
        "report-card",
        period=name,
        workouts=total.workouts,
        sets=total.sets,
        reps=total.reps,
        tonnage=wording.amount(t, total.tonnage) if total.tonnage else "none",
        apart=wording.apart(t, total.body_reps if total.tonnage else 0, total.seconds),
        body=wording.with_body(t, sum(body.values(), Decimal(0))),
        lines=clip(_line(t, exercise, body.get(exercise.exercise)) for exercise in exercises),
        clock=clock,
    )
    turns = wording.pager(t, number, pages, lambda at: ReportButton(period=period, page=at))
    return screen(text, [turns, _tabs(t, period), history])


async def _to_history(db: Connection, person: Person, t: Words) -> list[Button]:
    """Return the button to the last month with a workout."""
    last = await storage.history.last_start(db, person.id)
    if last is None:
        return []
    month = domain.history.month_of(last.astimezone(person.zone).date())
    return [button(t.plain("report-button-history"), HistoryButton(month=month, page=0))]


def _line(t: Words, exercise: ExerciseTotal, body: Decimal | None) -> Markup:
    """Word the totals of an exercise; ``body`` is its tonnage if the body weight counts in it."""
    name, best = wording.name(t, exercise), wording.lift(t, exercise.best)
    if not exercise.reps:
        held = wording.time(t, exercise.seconds)
        return t("report-line-hold", name=name, sets=exercise.sets, time=held, best=best)
    tonnage = wording.amount(t, exercise.tonnage) if exercise.tonnage else "none"
    if body:
        tonnage = t.plain("tonnage-body", tonnage=wording.amount(t, body))
    return t(
        "report-line",
        name=name,
        sets=exercise.sets,
        reps=exercise.reps,
        tonnage=tonnage,
        best=best,
    )


def _tabs(t: Words, chosen: Period) -> list[Button]:
    names = {period: t.plain(f"report-button-{period}") for period in Period}
    names[chosen] = t.plain("report-chosen", name=names[chosen])
    return [button(names[period], ReportButton(period=period, page=0)) for period in Period]
