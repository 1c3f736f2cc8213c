"""/weight: body weight is logged, listed and removed."""

from datetime import date
from decimal import Decimal

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from service import domain, storage, texts
from service.domain import units
from service.domain.bodyweights import PAGE, Weighed
from service.domain.progress import NEEDED, Day, Measure, Period
from service.domain.units import Unit
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import wording
from service.telegram.past_buttons import BodyCurveButton, WeightButton
from service.telegram.replies import Button, Reply, Screen, button, screen, toast
from service.telegram.routing import command, pressed
from service.telegram.talk import progress_screens
from service.texts import Words

MOST_WEIGHED = 10_000
"""Most weights of a curve: 27 years of days."""

router = Router(name="weights")


@command(router, "weight")
async def weight(
    message: Message, command: CommandObject, db: Connection, person: Person, t: Words
) -> Reply:
    """Store the weight that follows the command; without one, show the last ones."""
    if not command.args:
        return Reply(screens=(await _list(db, person, t, 0),))
    sent = message.date.astimezone(person.zone).date()
    new = domain.bodyweights.read(command.args, person.unit, min(sent, person.today))
    near = await storage.bodyweights.near(db, person.id, new.day)
    pounds = new.unit == "lb"
    if domain.bodyweights.is_doubtful(new, near):
        return Reply(screens=(_question(t, person, new, near),), pounds=pounds)
    await storage.bodyweights.keep(db, person.id, new)
    return Reply(screens=(await _list(db, person, t, 0, new),), pounds=pounds)


@pressed(router, WeightButton)
async def press(
    query: CallbackQuery, callback_data: WeightButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Store or remove a weight, or show one or a page of them."""
    if not 1 <= callback_data.day <= person.today.toordinal():
        return toast(t.plain("toast-stale"), outcome="stale")
    day, value = date.fromordinal(callback_data.day), callback_data.value
    match callback_data.act:
        case "log":
            new = Weighed(day, domain.bodyweights.checked(Decimal(value) / 100))
            await storage.bodyweights.keep(db, person.id, new)
            shown, said = await _list(db, person, t, 0, new), t.plain("settings-kept")
        case "cut":
            if not await storage.bodyweights.remove(db, person.id, day):
                return toast(t.plain("toast-done-already"), outcome="duplicate")
            shown, said = await _list(db, person, t, 0), t.plain("bodyweight-removed")
        case "open":
            found = await storage.bodyweights.find(db, person.id, day)
            if found is None:
                return toast(t.plain("toast-stale"), outcome="stale")
            shown, said = _one(t, person, found), ""
        case _:
            shown, said = await _list(db, person, t, value), ""
    return Reply(screens=(shown,), toast=said)


@pressed(router, BodyCurveButton)
async def curve(
    query: CallbackQuery, callback_data: BodyCurveButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Show the curve of the body weight; store whether pictures are dark, if that was chosen."""
    if callback_data.dark is not None:
        await storage.people.darken(db, person.id, dark=callback_data.dark)
    weighed = await storage.bodyweights.page(db, person.id, limit=MOST_WEIGHED, offset=0)
    days = [
        Day(each.day, 0, 0, weight=units.shown(each.weight, person.unit))
        for each in reversed(weighed)
    ]
    weights = domain.progress.points(days, Measure.WEIGHT)
    if len(weights) < NEEDED:
        return toast(t.plain("toast-stale"), outcome="stale")
    period = callback_data.period or domain.progress.fitting(weights, Period.MONTHS, person.today)
    shown = domain.progress.within(weights, period, person.today)
    if len(shown) < NEEDED:
        few = t.plain("bodyweight-few", period=progress_screens.period_name(t, period))
        return toast(few, outcome="refused")
    dark = await storage.people.is_dark(db, person.id)
    back = button(t.plain("bodyweight-button-list"), _data("list", person.today))
    view = progress_screens.body(t, shown, period, person.today, back, dark=dark)
    return Reply(screens=(view,))


def _data(act: str, day: date, value: int = 0) -> WeightButton:
    return WeightButton.model_validate({"act": act, "day": day.toordinal(), "value": value})


def _logs(t: Words, weighed: Weighed) -> Button:
    """Return the button that stores a weight."""
    data = _data("log", weighed.day, int(weighed.weight * 100))
    return button(wording.weight(t, weighed.weight), data)


def _question(t: Words, person: Person, new: Weighed, near: Weighed | None) -> Screen:
    """Return the question whether a weight is meant, and in which unit."""
    unit = new.unit or person.unit
    t = texts.of(t.language, unit)
    rows = [[_logs(t, new)]]
    if other := domain.bodyweights.other_unit(new, unit, near):
        number = wording.number(t, units.shown(new.weight, t.unit))
        label = t.plain("bodyweight-button-other", number=number, of=_other(unit))
        rows.append([button(label, _data("log", other.day, int(other.weight * 100)))])
    none = button(t.plain("bodyweight-button-none"), _data("list", new.day))
    text = t(
        "bodyweight-ask",
        weight=wording.weight(t, new.weight),
        near="none" if near is None else wording.weight(t, near.weight),
        day="none" if near is None else wording.day(t, near.day, person.today),
    )
    return screen(text, [*rows, [none]])


def _other(unit: Unit) -> Unit:
    return "lb" if unit == "kg" else "kg"


def _one(t: Words, person: Person, found: Weighed) -> Screen:
    """Return the screen of one weight."""
    number = wording.number(t, units.shown(found.weight, t.unit))
    text = t(
        "bodyweight-one",
        day=wording.day(t, found.day, person.today),
        weight=wording.weight(t, found.weight),
        example=f"/weight {number} {found.day:%d.%m.%Y}",
    )
    remove = button(t.plain("bodyweight-button-cut"), _data("cut", found.day), "danger")
    back = button(t.plain("button-back"), _data("list", found.day))
    return screen(text, [[remove], [back]])


async def _list(
    db: Connection, person: Person, t: Words, page: int, stored: Weighed | None = None
) -> Screen:
    """Return a page of the weights; the first one has buttons that log today's."""
    today = person.today
    pages = domain.programs.pages(await storage.bodyweights.count(db, person.id), PAGE)
    page = min(page, pages - 1)
    found = await storage.bodyweights.page(db, person.id, limit=PAGE, offset=page * PAGE)
    rows = [[_opens(t, each, today)] for each in found]
    turns = wording.pager(t, page, pages, lambda at: _data("list", today, at))
    quick = []
    if found and page == 0 and found[0].day < today:
        quick = [
            _logs(t, Weighed(today, each))
            for each in domain.bodyweights.near_values(found[0].weight, person.unit)
        ]
    text = t(
        "bodyweight",
        count=len(found),
        weight="none" if stored is None else wording.weight(_typed(t, stored), stored.weight),
        day="none" if stored is None else wording.day(t, stored.day, today),
        quick="yes" if quick else "no",
    )
    curve = [button(t.plain("bodyweight-button-curve"), BodyCurveButton())]
    return screen(text, [quick, *rows, turns, curve if len(found) >= NEEDED else []])


def _typed(t: Words, weighed: Weighed) -> Words:
    """Return the texts in the unit in which a weight was typed."""
    return texts.of(t.language, weighed.unit or t.unit)


def _opens(t: Words, weighed: Weighed, today: date) -> Button:
    label = f"{wording.day(t, weighed.day, today)} · {wording.weight(t, weighed.weight)}"
    return button(label, _data("open", weighed.day))
