"""What buttons carry: 1 to 64 bytes, numbers and our own words only."""

from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from service.domain.reports import Period

Id = Annotated[int, Field(ge=1, lt=2**63)]
Count = Annotated[int, Field(ge=0, lt=2**31)]


class ProgramsButton(CallbackData, prefix="programs"):
    """A page of the list of programs."""

    archived: bool
    page: Count


class ProgramButton(CallbackData, prefix="program"):
    """Something to do with one program."""

    act: Literal["open", "archive", "restore", "ask", "delete"]
    id: Id


class NewProgramButton(CallbackData, prefix="new"):
    """Begin a program."""


class DraftButton(CallbackData, prefix="draft"):
    """Something to do with the draft; only with this version of it."""

    act: Literal["save", "redo", "discard", "continue"]
    version: Id


class BeginButton(CallbackData, prefix="begin"):
    """Begin a workout by a program."""

    program: Id


class ChooseButton(CallbackData, prefix="choose"):
    """A page of the list of programs to train by."""

    page: Count


class WorkoutButton(CallbackData, prefix="workout"):
    """Something to do in a workout.

    What changes it does so only from the card's revision. ``arg``: steps, seconds, a page,
    or a place (position * 100 + n), as the act has it.
    """

    act: Literal[
        "log",
        "weight",
        "reps",
        "say",
        "skip",
        "undo",
        "finish",
        "reopen",
        "list",
        "focus",
        "swap",
        "sets",
        "fix",
        "card",
        "rest",
        "quiet",
    ]
    id: Id
    revision: Annotated[int, Field(ge=0, lt=2**63)]
    arg: Annotated[int, Field(gt=-(2**31), lt=2**31)] = 0


class RestButton(CallbackData, prefix="rest"):
    """The choice of a rest (seconds; -1: the person's own) after an exercise; 0: after all."""

    exercise: Annotated[int, Field(ge=0, lt=2**63)]
    seconds: Annotated[int, Field(ge=-1, le=3600)]


class RestsButton(CallbackData, prefix="rests"):
    """A page of the exercises to choose a rest for."""

    page: Count


class RestOfButton(CallbackData, prefix="restof"):
    """The rests to choose from for an exercise; 0: for all."""

    exercise: Annotated[int, Field(ge=0, lt=2**63)]


class ReminderButton(CallbackData, prefix="remind"):
    """What to see of the person's own reminders, or what to do about one that came."""

    act: Literal["show", "hours", "zones", "later", "today"]


class ReminderSetButton(CallbackData, prefix="reminder"):
    """The choice of a weekday (0 to 6) more or less, of an hour, or of a clock (an IANA name)."""

    what: Literal["on", "off", "hour", "zone"]
    value: str


class ReportButton(CallbackData, prefix="report"):
    """A page of a period's report."""

    period: Period
    page: Count


class DeleteAllButton(CallbackData, prefix="deleteall"):
    """Yes to the question whether to delete everything; only when it is still that much."""

    programs: Count
    workouts: Count
    sets: Count
    drafts: Count


class KeepAllButton(CallbackData, prefix="keepall"):
    """No to it."""


class LanguageButton(CallbackData, prefix="language"):
    """The choice of a language."""

    language: Literal["ru", "en"]
