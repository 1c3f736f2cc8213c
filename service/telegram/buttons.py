"""Callback data of the buttons: 1 to 64 bytes, and nothing that people wrote.

Those of what is already logged are in past_buttons.py.
"""

from decimal import Decimal
from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from service.domain.challenges import DAYS, Measure

Id = Annotated[int, Field(ge=1, lt=2**63)]
Count = Annotated[int, Field(ge=0, lt=2**31)]
Token = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{22}$")]


class ProgramsButton(CallbackData, prefix="programs"):
    """A page of the list of programs."""

    archived: bool
    page: Count


class ProgramButton(CallbackData, prefix="program"):
    """An act on one program."""

    act: Literal["open", "archive", "restore", "ask", "delete", "copy"]
    id: Id


class ChallengeButton(CallbackData, prefix="challenge"):
    """What a group's challenge is about, and for how many days; 0: they are to be chosen."""

    measure: Measure
    lift: Literal["", "squat", "bench_press", "deadlift", "overhead_press"] = ""
    days: Annotated[int, Field(ge=0, le=30)] = 0

    @property
    def is_offered(self) -> bool:
        """Whether the bot makes such buttons."""
        return self.days in {0, *DAYS} and (self.measure == "maximum") == bool(self.lift)


class JoinButton(CallbackData, prefix="join"):
    """Take part in a group's challenge, or leave it."""

    challenge: Id
    leave: bool = False


class TakeButton(CallbackData, prefix="take"):
    """Store the sets of the message that the button's own message replies to."""


class PastedButton(CallbackData, prefix="pasted"):
    """What the message that the button's own message replies to is: a program or sets."""

    what: Literal["program", "sets"]


class ShareButton(CallbackData, prefix="share"):
    """An act on the links to a program or a workout: show them, make one more, revoke all."""

    act: Literal["show", "new", "revoke"]
    what: Literal["program", "workout"]
    id: Id


class LinkButton(CallbackData, prefix="link"):
    """An act on one's own link, which its token names."""

    act: Literal["show", "picture", "weights", "name"]
    token: Token


class TakeCopyButton(CallbackData, prefix="copy"):
    """Take what a link leads to, if it still is what its ``mark`` says, or leave it."""

    act: Literal["take", "leave"]
    token: Token
    mark: Annotated[str, Field(pattern="^[0-9a-f]{8}$")]


class NewProgramButton(CallbackData, prefix="new"):
    """Begin a program."""


class TemplatesButton(CallbackData, prefix="templates"):
    """The list of ready programs."""


class TemplateButton(CallbackData, prefix="template"):
    """An act on the ready program with a ``number`` (from 0) in the list."""

    act: Literal["show", "use", "weights"]
    number: Annotated[int, Field(ge=0, lt=100)]


class DraftButton(CallbackData, prefix="draft"):
    """An act on this version of the draft, or on one of its lines."""

    act: Literal["save", "redo", "discard", "continue", "fix", "cut", "show"]
    version: Id
    line: Count = 0


class EditButton(CallbackData, prefix="edit"):
    """An act on a program, on one of its days or lines, or on the open workout.

    The act says whose id it is; ``value`` is a page, a step, or a choice.
    """

    act: Literal[
        "program",
        "name",
        "days",
        "dayadd",
        "text",
        "restore",
        "done",
        "day",
        "daymove",
        "daycut",
        "line",
        "exercise",
        "sets",
        "reps",
        "weight",
        "move",
        "rest",
        "resting",
        "rule",
        "ruling",
        "swap",
        "cut",
        "follow",
    ]
    id: Id
    value: Annotated[int, Field(gt=-(2**31), lt=2**31)] = 0


class BeginButton(CallbackData, prefix="begin"):
    """Begin a workout by a program."""

    program: Id


class ChooseButton(CallbackData, prefix="choose"):
    """A page of the list of programs to train by."""

    page: Count


class WorkoutButton(CallbackData, prefix="workout"):
    """An act on a workout.

    An act that changes the workout is valid only for the card's ``revision``. ``arg`` depends on
    the act: steps, seconds, a page, or a place (position * 100 + n).
    """

    act: Literal[
        "log",
        "weight",
        "reps",
        "before",
        "say",
        "warm",
        "skip",
        "pass",
        "undo",
        "day",
        "finish",
        "reopen",
        "list",
        "focus",
        "swap",
        "sets",
        "fix",
        "drop",
        "warmed",
        "cool",
        "notes",
        "note",
        "unnote",
        "card",
        "rest",
        "quiet",
    ]
    id: Id
    revision: Annotated[int, Field(ge=0, lt=2**63)]
    arg: Annotated[int, Field(gt=-(2**31), lt=2**31)] = 0


class AnswerButton(CallbackData, prefix="answer"):
    """The choice of a reading (0 to 2) in answer to a question; -1: none of them."""

    question: Id
    choice: Annotated[int, Field(ge=-1, le=2)]


class LastSetButton(CallbackData, prefix="lastset"):
    """Yes or no to removing the last set of a workout, valid for one revision."""

    workout: Id
    revision: Annotated[int, Field(ge=0, lt=2**63)]
    remove: bool


class EquipmentButton(CallbackData, prefix="gear"):
    """A bar, plate or step (None: the usual one), of an exercise or of all.

    ``value`` is hundredths of the person's unit.
    ``card``: it is chosen on the card of a workout.
    """

    act: Literal["show", "bar", "plate", "step"]
    exercise: Annotated[int, Field(ge=0, lt=2**63)]
    value: Annotated[int, Field(gt=-(2**31), lt=2**31)] | None = None
    card: bool = False

    @property
    def weight(self) -> Decimal | None:
        """The weight in the person's unit."""
        return None if self.value is None else Decimal(self.value) / 100


class RestButton(CallbackData, prefix="rest"):
    """A rest (seconds; -1: the general one) chosen for an exercise, or for all (exercise 0)."""

    exercise: Annotated[int, Field(ge=0, lt=2**63)]
    seconds: Annotated[int, Field(ge=-1, le=3600)]


class RestsButton(CallbackData, prefix="rests"):
    """A page of the exercises in the settings."""

    page: Count


class RestOfButton(CallbackData, prefix="restof"):
    """The rests to choose from for an exercise, or for all (exercise 0)."""

    exercise: Annotated[int, Field(ge=0, lt=2**63)]


class ReminderButton(CallbackData, prefix="remind"):
    """A page of the reminder settings, or the answer to a reminder."""

    act: Literal["show", "hours", "later", "today"]


class ReminderSetButton(CallbackData, prefix="reminder"):
    """A weekday (0 to 6) to turn on or off, or an hour to choose."""

    what: Literal["on", "off", "hour"]
    value: str


class GoalButton(CallbackData, prefix="goal"):
    """A number of workouts a week to aim at; 0: none, -1: show the choice."""

    goal: Annotated[int, Field(ge=-1, le=14)]


class ZonesButton(CallbackData, prefix="zones"):
    """Show the times on people's clocks, or keep the time zone as it is."""

    act: Literal["show", "keep"]


class ClockButton(CallbackData, prefix="clock"):
    """A page of the places where clocks are ``ahead`` of UTC (minutes)."""

    ahead: Annotated[int, Field(ge=0, lt=24 * 60)]
    page: Count


class ZoneButton(CallbackData, prefix="zone"):
    """A time zone (IANA name) to choose."""

    name: str


class StatusButton(CallbackData, prefix="status"):
    """Show the bot's state anew."""


class DeleteAllButton(CallbackData, prefix="deleteall"):
    """Yes to deleting everything, valid only while the counts are still the same."""

    programs: Annotated[int, Field(ge=0, lt=10**6)]
    workouts: Count
    sets: Count
    exercises: Annotated[int, Field(ge=0, lt=10**6)]
    drafts: Annotated[int, Field(ge=0, le=1)]
    reminders: Annotated[int, Field(ge=0, le=1)]
    questions: Annotated[int, Field(ge=0, lt=100)]
    removed: Annotated[int, Field(ge=0, lt=1000)]
    weights: Annotated[int, Field(ge=0, lt=10**5)]
    imports: Annotated[int, Field(ge=0, lt=100)]
    shares: Annotated[int, Field(ge=0, lt=1000)]
    challenges: Annotated[int, Field(ge=0, lt=100)]


class KeepAllButton(CallbackData, prefix="keepall"):
    """No to deleting everything."""


class UnitButton(CallbackData, prefix="unit"):
    """The choice of kilograms or pounds; ``settings``: in the settings."""

    unit: Literal["kg", "lb"]
    settings: bool


class LanguageButton(CallbackData, prefix="language"):
    """The choice of a language."""

    language: Literal["ru", "en"]
