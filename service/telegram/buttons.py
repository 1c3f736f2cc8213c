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
    """A step in a workout; only from this revision of it."""

    act: Literal["skip", "undo", "finish", "reopen"]
    id: Id
    revision: Annotated[int, Field(ge=0, lt=2**63)]


class ReportButton(CallbackData, prefix="report"):
    """A page of a period's report."""

    period: Period
    page: Count


class DeleteAllButton(CallbackData, prefix="deleteall"):
    """Yes to the question whether to delete everything; only when it is still that much."""

    programs: Count
    workouts: Count
    sets: Count


class KeepAllButton(CallbackData, prefix="keepall"):
    """No to it."""


class LanguageButton(CallbackData, prefix="language"):
    """The choice of a language."""

    language: Literal["ru", "en"]
