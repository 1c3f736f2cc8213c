"""What is trained with: the bar and the plates, and the steps of the buttons."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from aiogram import F, Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from service import domain, storage
from service.domain.errors import OutOfRange
from service.domain.exercises import Kind
from service.storage.database import Connection
from service.storage.exercises import Exercise
from service.storage.people import Person
from service.telegram import wording
from service.telegram.buttons import EquipmentButton, RestOfButton, RestsButton
from service.telegram.replies import Button, Card, Reply, Screen, button, screen, toast
from service.telegram.routing import pressed
from service.telegram.talk.reading import text_of
from service.telegram.talk.workout import starting
from service.telegram.talk.workout.cards import act
from service.texts import Words

router = Router(name="equipment")

HEAVIEST_BAR = 100
"""Heaviest bar (kg)."""

BAR_STEPS = tuple(map(Decimal, ("-2.5", "-0.5", "0.5", "2.5")))
"""Steps (kg or lb) to a bar that is none of the usual ones."""

IN_A_ROW = 4

Rows = list[list[Button]]


@pressed(router, EquipmentButton, F.act == "show", reads=True)
async def show(
    query: CallbackQuery, callback_data: EquipmentButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Show the equipment of an exercise, or of all (exercise 0)."""
    return await _shown(db, person, t, callback_data)


@pressed(router, EquipmentButton)
async def choose(
    query: CallbackQuery, callback_data: EquipmentButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Store the chosen bar, plate or step, and show the equipment again."""
    what, exercise, typed = callback_data.act, callback_data.exercise, callback_data.weight
    unit = person.unit
    weight = None if typed is None else domain.units.kilograms(typed, unit)
    if what == "bar" and not 0 <= (weight or 0) <= HEAVIEST_BAR:
        return toast(t.plain("equipment-no-bar"), outcome="refused", reason="range")
    if what == "bar" and exercise:
        await storage.exercises.take_bar(db, person.id, exercise, weight)
    elif what == "bar":
        await storage.people.take_bar(db, person.id, weight)
    elif what == "step" and typed in domain.equipment.STEP_CHOICES_OF[unit]:
        await storage.exercises.step_by(db, person.id, exercise, weight)
    elif what == "plate" and typed in domain.plates.PLATE_CHOICES_OF[unit]:
        await storage.people.take_plates(db, person.id, _toggled(person, typed))
    again = await storage.people.find(db, person.id) or person
    return await _shown(db, again, t, callback_data, toast=t.plain("settings-kept"))


class Weighing(BaseFilter):
    """Matches a typed weight of the bar: ``гриф 17,5``."""

    async def __call__(self, message: Message, person: Person) -> bool | dict[str, Any]:
        """Read the weight."""
        text = text_of(message)
        if text is None or person.drafting:
            return False
        bar = domain.equipment.typed_bar(text, person.unit)
        return False if bar is None else {"bar": bar}


@router.message(Weighing())
async def weigh(message: Message, db: Connection, person: Person, t: Words, bar: Decimal) -> Reply:
    """Store the weight of the person's bar; show it, and the card of a workout with its plates."""
    if not 0 < bar <= HEAVIEST_BAR or bar != round(bar, 2):
        raise OutOfRange("equipment-no-bar")
    await storage.people.take_bar(db, person.id, bar)
    shown = _general(t, person, bar)
    workout = await storage.workouts.open_id(db, person.id)
    card = await starting.shown(db, person, t, workout) if workout else None
    return Reply(screens=(shown,), card=card, times=0)


def _toggled(person: Person, plate: Decimal) -> list[Decimal]:
    """Return the plates (kg) with one more, or one less."""
    unit, owned = person.unit, person.plates
    choices = domain.plates.PLATE_CHOICES_OF[unit]
    kept = [each for each in choices if (each in owned) != (each == plate)]
    return [domain.units.kilograms(each, unit) for each in kept]


async def _shown(
    db: Connection, person: Person, t: Words, data: EquipmentButton, toast: str = ""
) -> Reply:
    if not data.exercise:
        bar = await storage.people.bar(db, person.id)
        return Reply(screens=(_general(t, person, bar),), toast=toast)
    exercise = await storage.exercises.find(db, person.id, data.exercise)
    if exercise is None:
        return Reply(toast=t.plain("toast-stale"), outcome="stale", times=0)
    workout = await storage.workouts.find(db, person.id) if data.card else None
    if workout is None:
        back = button(t.plain("button-back"), RestOfButton(exercise=exercise.id))
        return Reply(screens=(_of(t, exercise, back, card=False),), toast=toast)
    back = act(workout, "card", t.plain("button-back"))
    shown = _of(t, exercise, back, card=True)
    return Reply(card=Card(shown, person.id, workout.id, message=workout.card), toast=toast)


def _general(t: Words, person: Person, bar: Decimal | None) -> Screen:
    """Return the screen of the bar and the plates."""
    usual = EquipmentButton(act="bar", exercise=0)
    plates = [
        button(
            t.plain(
                "equipment-plate",
                on="yes" if plate in person.plates else "no",
                plate=wording.number(t, plate),
            ),
            EquipmentButton(act="plate", exercise=0, value=_hundredths(plate)),
        )
        for plate in domain.plates.PLATE_CHOICES_OF[t.unit]
    ]
    back = button(t.plain("button-back"), RestsButton(page=0))
    chosen = domain.plates.BAR_OF[t.unit] if bar is None else domain.units.shown(bar, t.unit)
    rows = [*_bars(t, usual, chosen), *_rows(plates), [back]]
    return screen(t("equipment", bar=wording.amount(t, chosen)), rows)


def _of(t: Words, exercise: Exercise, back: Button, *, card: bool) -> Screen:
    """Return the screen of one exercise: its bar, if it has one, and its steps."""
    own = EquipmentButton(act="bar", exercise=exercise.id, card=card)
    its = None if exercise.bar is None else domain.units.shown(exercise.bar, t.unit)
    rows = list(_bars(t, own, its)) if exercise.kind is Kind.BARBELL else []
    chosen = domain.equipment.step(exercise.kind, exercise.step, t.unit)
    steps = [
        button(
            _marked(t, f"±{wording.number(t, step)}", on=step == chosen),
            own.model_copy(update={"act": "step", "value": _hundredths(step)}),
        )
        for step in domain.equipment.STEP_CHOICES_OF[t.unit]
    ]
    bar = t.plain("settings-as-usual")
    if its is not None:
        bar = wording.amount(t, its)
    barbell = "yes" if exercise.kind is Kind.BARBELL else "no"
    text = t("equipment-of", name=wording.name(t, exercise), barbell=barbell, bar=bar)
    return screen(text, [*rows, *_rows(steps), [back]])


def _bars(t: Words, data: EquipmentButton, bar: Decimal | None) -> Iterator[list[Button]]:
    """Yield the usual bars, and the steps to another one; ``bar`` None: the person's own."""
    row = [
        button(
            _marked(t, wording.amount(t, each), on=each == bar),
            data.model_copy(update={"value": _hundredths(each)}),
        )
        for each in domain.plates.BARS_OF[t.unit]
    ]
    yield row
    if data.exercise:
        usual = t.plain("settings-as-usual")
        yield [button(_marked(t, usual, on=bar is None), data)]
    now = domain.plates.BAR_OF[t.unit] if bar is None else bar
    yield [
        button(wording.signed(t, step), data.model_copy(update={"value": _hundredths(now + step)}))
        for step in BAR_STEPS
    ]


def _marked(t: Words, text: str, *, on: bool) -> str:
    return t.plain("equipment-chosen", text=text) if on else text


def _rows(buttons: list[Button]) -> Rows:
    return [buttons[n : n + IN_A_ROW] for n in range(0, len(buttons), IN_A_ROW)]


def _hundredths(weight: Decimal) -> int:
    return int(weight * 100)
