"""A forged button says nothing about what others have: every kind of button, by its ids."""

from collections import Counter
from itertools import product
from typing import get_args

import pytest
from aiogram.filters.callback_data import CallbackData

from service.telegram import buttons, past_buttons
from tests.telegram.talk import EN, begins, logs

IDS = {
    buttons.ProgramButton: "id",
    buttons.DraftButton: "version",
    buttons.BeginButton: "program",
    buttons.WorkoutButton: "id",
    buttons.AnswerButton: "question",
    buttons.LastSetButton: "workout",
    buttons.EquipmentButton: "exercise",
    buttons.RestButton: "exercise",
    buttons.RestOfButton: "exercise",
    buttons.EditButton: "id",
    buttons.ShareButton: "id",
    buttons.JoinButton: "challenge",
    past_buttons.LiftHistoryButton: "exercise",
    past_buttons.PastButton: "id",
    past_buttons.RestoreButton: "id",
    past_buttons.OwnButton: "id",
    past_buttons.MergeButton: "id",
    past_buttons.MergeKnownButton: "id",
    past_buttons.CurveButton: "exercise",
    past_buttons.ThemeButton: "exercise",
    past_buttons.ChartButton: "exercise",
    past_buttons.LiftRecordsButton: "exercise",
    past_buttons.ImportButton: "id",
    past_buttons.ImportNameButton: "id",
}
"""The field of each kind that names a row."""

NO_IDS = {
    *("archived", "page", "act", "revision", "arg", "seconds", "what", "value", "period"),
    *("programs", "workouts", "sets", "exercises", "drafts", "reminders", "language"),
    *("ahead", "name", "unit", "settings", "number", "line"),
    *("shares", "questions", "choice", "remove", "card", "month", "removed", "into", "sure", "key"),
    *("token", "mark"),  # a token is a secret: see test_sharing
    *("lift", "days", "leave", "challenges"),
    *("measure", "dark", "weights", "day", "goal", "imports", "n", "own", "known"),
}
"""Fields that name no row."""

IMPORT = """
    INSERT INTO imports (owner, message, file, state)
    SELECT id, 1, 'sets.csv', 'ready' FROM people RETURNING id
"""

NOBODYS = 2**40

FIXED: dict[str, tuple] = {
    "revision": (0, 1),
    "arg": (0,),
    "seconds": (60,),
    "choice": (-1, 0),
    "value": (1234,),
    "card": (False, True),
    "remove": (True,),
    "line": (0,),
    "page": (0,),
    "into": (1, 2),
    "sure": (False, True),
    "key": ("squat",),
    "period": (None, "year"),
    "measure": (None, "weight"),
    "dark": (True,),
    "n": (0,),
    "leave": (False, True),
    "own": (0, 1),
    "known": ("", "squat"),
}
"""Values to try of the other fields."""


def kinds():
    return [
        kind
        for kind in (vars(buttons) | vars(past_buttons)).values()
        if isinstance(kind, type) and issubclass(kind, CallbackData) and kind is not CallbackData
    ]


def made(kind, number):
    """Make every button of a kind that names a row of this number."""
    choices: dict[str, tuple] = {}
    for name, field in kind.model_fields.items():
        if name == IDS[kind]:
            choices[name] = (number,)
        elif name in {"act", "what"}:
            choices[name] = get_args(field.annotation)
        else:
            choices[name] = FIXED[name]
    return [
        kind(**dict(zip(choices, values, strict=True))).pack()
        for values in product(*choices.values())
    ]


def test_every_kind_is_listed():
    """A new kind of button with an id is added to IDS, so that it is tried below."""
    for kind in kinds():
        assert {*kind.model_fields} - {IDS.get(kind)} <= NO_IDS, kind


def test_every_kind_has_a_prefix_of_its_own():
    prefixes = [kind.__prefix__ for kind in kinds()]
    assert sorted({*prefixes}) == sorted(prefixes)


HERS = {
    buttons.ProgramButton: "SELECT id FROM programs",
    buttons.BeginButton: "SELECT id FROM programs",
    buttons.ShareButton: "SELECT id FROM programs",
    buttons.DraftButton: "SELECT version FROM drafts",
    buttons.WorkoutButton: "SELECT id FROM workouts",
    buttons.AnswerButton: "SELECT id FROM questions",
    buttons.LastSetButton: "SELECT id FROM workouts",
    past_buttons.PastButton: "SELECT id FROM workouts",
    past_buttons.ImportButton: "SELECT id FROM imports",
    past_buttons.ImportNameButton: "SELECT id FROM imports",
}
"""What finds the row that a button names; without one, an exercise."""


@pytest.mark.parametrize("trains", [False, True])
async def test_anothers_is_as_nobodys(house, anna, boris, trains):
    """Somebody else's row and one that does not exist have the same answer and the same count."""
    await begins(anna)
    await logs(anna)
    await anna.says("Жим 5 x 100 кг")
    await anna.says("/newprogram Верх\nЖим 3x8")
    await house.value(IMPORT)
    if trains:
        await begins(boris, "Strength\nSquat 3x5 100", EN)
    else:
        await boris.says("/start")
    house.expects_refusals = ("message to edit not found", "message can't be edited")
    before = await house.rows()
    for kind in IDS:
        number = await house.value(HERS.get(kind, "SELECT min(id) FROM exercises"))
        first = await counts(house)
        theirs = [await answer(boris, button) for button in made(kind, number)]
        second = await counts(house)
        nobodys = [await answer(boris, button) for button in made(kind, NOBODYS)]
        assert theirs == nobodys, kind
        assert second - first == await counts(house) - second, kind
        assert await house.rows() == before, kind


async def counts(house):
    """Read how often each handler ended in each way."""
    lines = await house.samples("bot_requests_total")
    return Counter({series: float(n) for series, n in (line.split() for line in lines)})


async def answer(person, data):
    """Press a forged button; give all there is to see."""
    place = (await person.chat())[-1]["message_id"]
    done = await person.presses(data=data, message_id=place, forged=True)
    shown = [(each["text"], len(each.get("reply_markup", ()))) for each in done.messages]
    edited = [each["text"] for each in done.edits]
    return done.toast, shown, edited, len(done.deleted)
