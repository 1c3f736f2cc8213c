"""Callback data of the buttons of what is logged: history, records, curves, exercises, imports."""

from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from service.domain import progress
from service.domain.reports import Period
from service.telegram.buttons import Count, Id


class ReportButton(CallbackData, prefix="report"):
    """A page of a period's report."""

    period: Period
    page: Count


class HistoryButton(CallbackData, prefix="history"):
    """A page of a month (see service/domain/history.py) of past workouts."""

    month: Count
    page: Count


class LiftHistoryButton(CallbackData, prefix="lifts"):
    """A page of the past workouts with an exercise."""

    exercise: Id
    page: Count


class PastButton(CallbackData, prefix="past"):
    """An act on a past workout.

    An act that changes the workout is valid only for its ``revision``. ``arg`` depends on the act.
    """

    act: Literal[
        "open",
        "sets",
        "set",
        "cut",
        "warm",
        "cool",
        "add",
        "day",
        "move",
        "repeat",
        "delete",
        "gone",
    ]
    id: Id
    revision: Annotated[int, Field(ge=0, lt=2**63)]
    arg: Annotated[int, Field(gt=-(2**31), lt=2**31)] = 0


class RestoreButton(CallbackData, prefix="restore"):
    """Put back a workout or a set that was removed from the history."""

    what: Literal["workout", "set"]
    id: Id


class RecordsButton(CallbackData, prefix="records"):
    """A page of the records of all exercises."""

    page: Count


class LiftRecordsButton(CallbackData, prefix="best"):
    """The records of one exercise."""

    exercise: Id


class ChartButton(CallbackData, prefix="chart"):
    """The curve of an exercise as a new message."""

    exercise: Id


class LiftsButton(CallbackData, prefix="curves"):
    """A page of the exercises that have a curve."""

    page: Count


class CurveButton(CallbackData, prefix="curve"):
    """An exercise's curve; without a period and a measure, with those that suit it."""

    exercise: Id
    period: progress.Period | None = None
    measure: progress.Measure | None = None


class MusclesButton(CallbackData, prefix="muscles"):
    """The sets of this week and the last one by muscle group."""


class BodyCurveButton(CallbackData, prefix="bodycurve"):
    """The curve of body weight; without a period, with one that suits it.

    ``dark``: light or dark pictures are chosen.
    """

    period: progress.Period | None = None
    dark: bool | None = None


class ThemeButton(CallbackData, prefix="theme"):
    """Light or dark pictures, chosen under a curve or (without an exercise) under the muscles."""

    dark: bool
    exercise: Id | None = None
    period: progress.Period | None = None
    measure: progress.Measure | None = None


class OwnListButton(CallbackData, prefix="owns"):
    """A page of one's exercises."""

    page: Count


class OwnButton(CallbackData, prefix="own"):
    """An act on one of one's exercises; ``page`` of those to merge it with."""

    act: Literal["open", "name", "merge", "delete"]
    id: Id
    page: Count = 0


class MergeButton(CallbackData, prefix="merge"):
    """Merge an exercise into another one; without ``sure`` it is asked first."""

    id: Id
    into: Id
    sure: bool = False


class MergeKnownButton(CallbackData, prefix="known"):
    """Merge an exercise into one of the dictionary, by its key there."""

    id: Id
    key: str


class WeightButton(CallbackData, prefix="weight"):
    """An act on the body weight of a ``day`` (ordinal): ``value`` is hundredths of a kilogram.

    In the list it is a page.
    """

    act: Literal["list", "open", "log", "cut"]
    day: Annotated[int, Field(ge=1, lt=2**31)]
    value: Count = 0


class ImportButton(CallbackData, prefix="import"):
    """An act on an import: store it, undo it, drop it, say its unit, or show a part of it."""

    act: Literal["store", "undo", "drop", "kg", "lb", "show", "lines", "names"]
    id: Id
    page: Count = 0


class ImportNameButton(CallbackData, prefix="importname"):
    """What the exercise with the number ``n`` of an import is: a choice, or none yet ("ask").

    ``own`` is one of the person's exercises, ``known`` one of the dictionary; neither: a new one.
    """

    act: Literal["ask", "is"]
    id: Id
    n: Count
    own: Annotated[int, Field(ge=0, lt=2**63)] = 0
    known: str = ""
