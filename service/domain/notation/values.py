"""What a line says: the sets, and what must be known to read them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from service.domain import plates, units
from service.domain.exercises import Kind
from service.domain.programs import Plan
from service.domain.units import Unit

MAX_NOTE = 200
"""Longest note, in UTF-16 units."""


@dataclass(frozen=True, slots=True)
class Lift:
    """One lifted set: kilograms, and repetitions or a hold in seconds.

    ``load`` says what the kilograms are: "plain", "added" to the body or "assisted", taken
    off it. ``kind`` is "work" or "warmup".
    """

    weight: Decimal
    reps: int | None = None
    seconds: int | None = None
    rpe: Decimal | None = None
    note: str | None = None
    load: str = "plain"
    kind: str = "work"

    @property
    def signed(self) -> Decimal:
        """The weight (kg), negative when it is assistance."""
        return -self.weight if self.load == "assisted" else self.weight


@dataclass(frozen=True, slots=True)
class Context:
    """What the parser must know of the exercise that a line is about.

    ``plan`` completes what the line leaves out, ``kind`` decides what a single number and a sign
    mean, ``last`` is what ``=`` repeats. ``own``: the person has an exercise of exactly this name,
    so the name may contain numbers and stand alone on a line.

    ``unit`` is that of weights without a unit, and of what the properties return. ``best`` is the
    heaviest weight before (kg), ``bar`` the bar's (kg). ``asked`` holds the
    answers that were given for this exercise. ``language`` is that of readings to choose from.
    """

    plan: Plan | None = None
    kind: Kind | None = None
    last: Lift | None = None
    own: bool = False
    best: Decimal | None = None
    bar: Decimal = plates.BAR
    asked: frozenset[str] = frozenset()
    language: str = "en"
    unit: Unit = "kg"

    @property
    def is_body(self) -> bool:
        """Whether a single number means repetitions."""
        return self.kind is not None and self.kind.is_bodyweight

    @property
    def is_hold(self) -> bool:
        """Whether a single number means seconds."""
        if self.plan and self.plan.seconds:
            return True
        return self.kind is Kind.TIMED and not (self.plan and self.plan.reps_min)

    @property
    def weight(self) -> Decimal | None:
        """The weight that is used now: of the last set, else as planned."""
        weight = self.plan.weight if self.plan else None
        if self.last and self.last.weight:
            weight = self.last.weight
        return None if weight is None else units.shown(weight, self.unit)

    @property
    def heaviest(self) -> Decimal | None:
        """The heaviest weight before."""
        return None if self.best is None else units.shown(self.best, self.unit)

    @property
    def empty_bar(self) -> Decimal:
        """The weight of the bar."""
        if self.bar == plates.BAR:
            return plates.BAR_OF[self.unit]
        return units.shown(self.bar, self.unit)


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says of one exercise.

    ``exercise`` as typed; None is the one the card asks for. Without lifts only a name was typed.
    ``unit`` is the unit of weight that was typed.
    """

    exercise: str | None
    lifts: tuple[Lift, ...]
    days_ago: int = 0
    unit: Unit | None = None


Look: TypeAlias = Callable[[str | None], Context]


@dataclass(frozen=True, slots=True)
class Said:
    """Equal sets as a line says them, before the exercise decides what they mean.

    ``weight`` is in ``unit`` (None: the person's, because none was typed); None: no weight was
    typed.
    ``worded``: the sets or the repetitions were typed with their word.
    ``clock``: the seconds were typed like a time of day, ``20:30``.
    ``number`` is a number alone, which may be a weight, repetitions or seconds. ``again``
    repeats the last set.
    """

    weight: str | None = None
    sign: str | None = None
    unit: Unit | None = None
    reps: int | None = None
    seconds: int | None = None
    sets: int = 1
    rpe: Decimal | None = None
    number: str | None = None
    again: bool = False
    warm: bool = False
    clock: bool = False
    worded: bool = False

    def amount(self, unit: Unit) -> Decimal:
        """Return the weight in the person's unit."""
        typed = Decimal((self.weight or "0").replace(",", "."))
        return units.convert(typed, self.unit or unit, unit)

    @property
    def is_unmarked(self) -> bool:
        """Whether the weight has neither a sign nor a unit, so that it may be something else."""
        return self.weight is not None and self.sign is self.unit is None


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read the numbers of a line; ``answer`` is what to remember of it."""

    answer: str | None
    said: tuple[Said, ...]


class Doubtful(Exception):
    """Numbers that can be read in more than one way."""

    def __init__(self, reason: str, *options: Option) -> None:
        super().__init__(reason)
        self.reason = reason
        self.options = options
