"""/records: the best of each exercise, and the day on which it was lifted."""

from collections.abc import Iterator, Sequence
from datetime import date

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message
from markupsafe import Markup

from service import domain, storage
from service.domain.names import BUTTON_UNITS, shorten
from service.domain.notation import Lift
from service.domain.standings import PAGE, Standing
from service.domain.volumes import Volume
from service.storage.database import Connection
from service.storage.exercises import Exercise
from service.storage.people import Person
from service.telegram import wording
from service.telegram.past_buttons import CurveButton, LiftRecordsButton, RecordsButton
from service.telegram.replies import Reply, Screen, button, clip, screen, toast
from service.telegram.routing import command, pressed
from service.telegram.talk.workout import entering
from service.texts import Words

router = Router(name="records")

LISTED, ALL = 3, 20
"""How many weights with their most repetitions are shown in the list, and for one exercise."""


@command(router, "records", reads=True)
async def records(
    message: Message, command: CommandObject, db: Connection, person: Person, t: Words
) -> Reply:
    """Show the records of the most trained exercises, or of the one that is named."""
    if not command.args:
        return Reply(screens=(await page(db, person, t, 0),))
    found = (await entering.names_of(db, person)).find(command.args)
    if not isinstance(found, Exercise):
        name = shorten(domain.names.clean(command.args))
        return Reply(screens=(screen(t("records-no-exercise", name=name)),))
    return Reply(screens=(await lift(db, person, t, found),))


@pressed(router, RecordsButton, reads=True)
async def turn_records(
    query: CallbackQuery, callback_data: RecordsButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Turn to another page."""
    return Reply(screens=(await page(db, person, t, callback_data.page),))


@pressed(router, LiftRecordsButton, reads=True)
async def open_records(
    query: CallbackQuery, callback_data: LiftRecordsButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Open the records of one exercise."""
    exercise = await storage.exercises.find(db, person.id, callback_data.exercise)
    if exercise is None:
        return toast(t.plain("toast-stale"), outcome="stale")
    return Reply(screens=(await lift(db, person, t, exercise),))


async def page(db: Connection, person: Person, t: Words, number: int) -> Screen:
    """Return a page of all exercises; a page past the end is the last one."""
    count = await storage.progress.count(db, person.id)
    if not count:
        return screen(t("records-none"))
    pages = domain.programs.pages(count, PAGE)
    number = min(number, pages - 1)
    found = await storage.records.page(db, person.id, person.unit, limit=PAGE, offset=number * PAGE)
    parts = [t("records-title"), *(_block(t, person, each, LISTED) for each in found)]
    buttons = [
        button(wording.name(t, each, BUTTON_UNITS), LiftRecordsButton(exercise=each.exercise))
        for each in found
    ]
    rows = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    turns = wording.pager(t, number, pages, lambda at: RecordsButton(page=at))
    return screen(_joined(t, parts, found), [*rows, turns])


async def lift(db: Connection, person: Person, t: Words, exercise: Exercise) -> Screen:
    """Return all records of one exercise."""
    found = await storage.records.of(db, person.id, [exercise.id], person.unit)
    blocks = [_block(t, person, each, ALL) for each in found]
    if not blocks:
        blocks = [t("records-none-of", name=wording.name(t, exercise))]
    curve = button(t.plain("records-button-curve"), CurveButton(exercise=exercise.id))
    back = button(t.plain("records-button-back"), RecordsButton(page=0))
    return screen(_joined(t, blocks, found), [[curve, back]])


def _joined(t: Words, parts: Sequence[Markup], found: Sequence[Standing]) -> Markup:
    """Join paragraphs, and name the formula if there is an estimated maximum."""
    estimated = any(each.e1rm for each in found)
    formula = [t("workout-summary-formula")] if estimated else []
    return Markup("\n\n").join([*parts, *formula])


def _block(t: Words, person: Person, standing: Standing, most: int) -> Markup:
    lines = _lines(t, person, standing, most)
    return t("records-lift", name=wording.name(t, standing), lines=clip(lines))


def _lines(t: Words, person: Person, standing: Standing, most: int) -> Iterator[Markup]:
    def dated(lifted: Lift, day: date) -> Markup:
        return t("records-set", lift=wording.lift(t, lifted), day=wording.day(t, day, person.today))

    for kind, sets in (("reps", standing.reps), ("holds", standing.holds)):
        if sets:
            if any(lifted.weight for lifted, _ in sets):
                yield t("records-weight", sets=dated(*sets[0]))
                sets = sets[1:]  # noqa: PLW2901 - the heaviest has its line
            shown = Markup(", ").join(dated(*each) for each in sets[:most])
            if shown:
                yield t(f"records-{kind}", sets=shown)
    body = "-body" if domain.bodyweights.counts_in(standing.known) else ""
    if standing.e1rm:
        value, lifted, day = standing.e1rm
        yield t(f"records-e1rm{body}", value=wording.amount(t, value), sets=dated(lifted, day))
    volume, day = standing.volume
    key = f"records-volume{body}" if volume.tonnage else "records-volume"
    yield t(key, volume=_volume(t, volume), day=wording.day(t, day, person.today))
    if body and volume.reps and not volume.tonnage:
        yield t("records-no-body", unit=t.unit)


def _volume(t: Words, volume: Volume) -> str:
    """Word a volume in the way of the exercise: tonnage, repetitions, or time."""
    if volume.tonnage:
        return wording.amount(t, volume.tonnage)
    if volume.reps:
        return t.plain("lift-bare", reps=volume.reps)
    return wording.time(t, volume.seconds)
