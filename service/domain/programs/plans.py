"""Programs as they are stored: days, and on each day planned sets of exercises."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from service.domain import rules
from service.domain.errors import Refusal
from service.domain.programs import patterns


@dataclass(frozen=True, slots=True)
class Plan:
    """Planned sets of one exercise; ``sets`` None: no planned number.

    Repetitions are a range, whose ends are equal for a single number; a hold has seconds instead;
    neither is set when only the sets are planned. Weight in kilograms; None: not planned.
    """

    name: str
    sets: int | None
    reps_min: int | None = None
    reps_max: int | None = None
    seconds: int | None = None
    weight: Decimal | None = None
    superset: str | None = None
    """A letter; neighbouring exercises with the same letter are done in turns."""
    known: str | None = None
    """The dictionary's key of the exercise; None: it is not in the dictionary."""
    amrap: bool = False
    """Whether the last set has as many repetitions as possible; without ``reps_min`` every set."""
    rest: int | None = None
    """Seconds of rest after a set; None: as the exercise's, 0: none."""
    rule: str | None = None
    """How the weight progresses, as `rules.write` writes it."""
    warmup: bool = False
    """Whether it begins with warm-up sets."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a draft: the text, and its plan or the refusal that says what is wrong.

    ``heading`` is the name of the day that begins with it; "": a day without a name. ``rest``
    (seconds) is that of the lines of its day without one, or of ``all_days``.
    """

    text: str
    plan: Plan | None
    refusal: Refusal | None = None
    heading: str | None = None
    rest: int | None = None
    all_days: bool = False

    @property
    def is_unread(self) -> bool:
        """Whether it is neither a plan nor a heading, nor a rest."""
        return self.plan is None and self.heading is None and self.rest is None

    @property
    def is_marked(self) -> bool:
        """Whether it can't be a set that was done."""
        plan = self.plan
        if plan is None:
            return self.rest is not None
        rule = rules.stored(plan.rule)
        return bool(
            plan.amrap
            or plan.superset
            or plan.rest is not None
            or plan.reps_min != plan.reps_max
            or (rule and not isinstance(rule, rules.Effort))  # "80x5 @8" is a set
            or "\\" in self.text
        )

    @property
    def is_logged(self) -> bool:
        """Whether it is a weight and repetitions, as a set is logged: ``80x5``."""
        plan = self.plan
        if plan is None or plan.weight is None or plan.sets != 1 or not plan.reps_min:
            return False
        return not patterns.says_sets(self.text)


@dataclass(frozen=True, slots=True)
class Slot:
    """A plan that is stored as a line of a program."""

    id: int
    plan: Plan


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a program; ``name`` None: it has none. ``id`` 0: it is not stored yet."""

    name: str | None
    plans: tuple[Plan, ...]
    id: int = 0
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A program in a list, with the numbers of its days and exercises.

    ``in_use``: it was trained by last; ``upcoming`` is then the name of its next day, if it has
    several.
    """

    id: int
    name: str
    archived: bool
    exercises: int
    days: int = 1
    in_use: bool = False
    upcoming: str | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """A program with its days; ``upcoming`` is the id of the day that comes next."""

    id: int
    name: str
    archived: bool
    days: tuple[Day, ...]
    upcoming: int | None = None

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans of all days."""
        return tuple(plan for day in self.days for plan in day.plans)

    @property
    def has_days(self) -> bool:
        """Whether there are days to choose from."""
        return len(self.days) > 1


def pages(count: int, size: int) -> int:
    """Return how many pages of ``size`` hold ``count`` things; at least one."""
    return max(1, -(-count // size))


def one_day(plans: Sequence[Plan]) -> tuple[Day, ...]:
    """Return the days of a program that has only one."""
    return (Day(None, tuple(plans)),)
