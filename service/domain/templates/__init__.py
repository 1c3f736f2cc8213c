"""Ready programs, and the weights to begin them with.

Each is a text file in the notation that people type, in both languages. The comments at its top
say for whom it is and how it works; docs/progression.md says who published it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib import resources

from service.domain import exercises, loading, maxima, programs, quantities, records, rules, units
from service.domain.entries import Entry
from service.domain.exercises import Known
from service.domain.notation import Lift
from service.domain.programs import Day, Draft, Plan
from service.domain.rules import Double, Linear, Percent, Wave
from service.domain.units import Unit

KEYS = (
    "stronglifts",
    "starting",
    "bbb",
    "gzclp",
    "madcow",
    "ppl",
    "upperlower",
    "fullbody",
)
"""Names of the files, in the order in which the programs are offered."""

POUNDS_A_KILOGRAM = 2
"""Pounds of a step for each of its kilograms: where 2.5 kg are added, others add 5 lb."""

MAX_PART = 128
"""Longest name with its weight that is read, in characters."""

_COMMENT = "# "
_UNIT = r"(?:кг|kgs?|lbs?|pounds?|фунт(?:а|ов)?)(?!\p{L})\.?"
_COUNT = r"(?:на|по|раза?|повт\p{L}*|for|reps?)(?!\p{L})"
_APART = quantities.pattern(
    rf"\s*(?:[;\n]|,(?![0-9]))\s*|(?<=[0-9](?:\s*{_UNIT})?)\s+(?!{_UNIT}|{_COUNT})(?=\p{{L}}{{2}})"
)
_BEGINNING = quantities.pattern(r"(?P<name>.*?\p{L}.*?)\s*[0-9].*")
_WEIGHT = quantities.pattern(
    rf"(?P<name>.*\p{{L}}.*?)\s*[:=–—-]?\s*(?P<weight>{quantities.DECIMAL}){quantities.WEIGHT_UNIT}"
)


@dataclass(frozen=True, slots=True)
class Template:
    """A ready program: its name, for whom it is (``level``), how it works, and its days."""

    key: str
    name: str
    level: str
    about: str
    days: tuple[Day, ...]

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans of all days."""
        return tuple(plan for day in self.days for plan in day.plans)

    @property
    def known(self) -> frozenset[str]:
        """The dictionary's keys of the exercises that have a weight to begin with."""
        return frozenset(filter(None, (known(plan) for plan in self.plans if plan.weight)))

    @property
    def has_maximum(self) -> bool:
        """Whether the weights to begin with are training maxima."""
        return any(isinstance(rules.stored(plan.rule), Wave) for plan in self.plans)


@cache
def read(key: str, language: str) -> Template:
    """Read a template of KEYS in a language."""
    file = resources.files(__package__).joinpath(f"{key}.{language}.txt")
    lines = file.read_text(encoding="utf-8").splitlines()
    level, about = (line.removeprefix(_COMMENT) for line in lines[:2])
    name, body = programs.read_message("\n".join(lines[2:]))
    draft = Draft(name, "\n".join(programs.arrange(body)), 0)
    return Template(key, name or key, level, about, draft.days)


def known(plan: Plan) -> str | None:
    """Return the dictionary's key of a plan's exercise."""
    one = exercises.known(plan.name)
    return one.key if one else None


@dataclass(frozen=True, slots=True)
class Owned:
    """What a person trains with: their unit, the bar (kg; None: the usual one) and plates."""

    unit: Unit
    bar: Decimal | None
    plates: tuple[Decimal, ...]


def begun(
    template: Template, owned: Owned, best: Mapping[str, Lift], typed: Mapping[str, Decimal]
) -> tuple[Day, ...]:
    """Return a template's days with the weights that a person begins with.

    By exercise (the dictionary's key): the ``typed`` weight (kg), else a tenth less than what the
    ``best`` set says, else the weight in the file, which is an empty bar or little more. Steps are
    those of the person's unit.
    """
    return tuple(
        replace(day, plans=tuple(_begun(template, plan, owned, best, typed) for plan in day.plans))
        for day in template.days
    )


def _begun(
    template: Template,
    plan: Plan,
    owned: Owned,
    best: Mapping[str, Lift],
    typed: Mapping[str, Decimal],
) -> Plan:
    plan = replace(plan, rule=_rule(plan, owned.unit))
    key = known(plan)
    if key is None or plan.weight is None:
        return plan
    same = [each for each in template.plans if each.weight and known(each) == key]
    weight = plan.weight
    if key in typed:
        # The weight of its first line; others with more repetitions are lighter.
        weight = typed[key] * _share(plan, same) / _share(same[0], same)
    elif key in best:
        weight = _maximum(best[key]) * maxima.TRAINING * _share(plan, same)
    return replace(plan, weight=_loaded(plan, weight, owned))


def _share(plan: Plan, same: Iterable[Plan]) -> Decimal:
    """Return which part of a maximum is lifted so many times, by Epley's formula."""
    rule = rules.stored(plan.rule)
    if isinstance(rule, Wave):
        return Decimal(1)
    if isinstance(rule, Percent):
        reps = max((each.reps_max or 1 for each in same), default=1)
    else:
        reps = plan.reps_max or 1
    return Decimal(30) / (30 + reps) if reps > 1 else Decimal(1)


def _maximum(best: Lift) -> Decimal:
    """Return the estimated maximum (kg) of a set; more repetitions than are sure count as those."""
    reps = min(best.reps or 1, records.MAX_E1RM_REPS)
    return records.e1rm(best.weight, reps) or best.weight


def _loaded(plan: Plan, weight: Decimal, owned: Owned) -> Decimal:
    """Round a weight (kg) to what can be loaded; a training maximum to the same."""
    one = exercises.known(plan.name)
    entry = Entry(1, 1, plan, one.kind, bar=owned.bar) if one else Entry(1, 1, plan)
    rounded = loading.of(entry, owned.unit, owned.plates)
    nearest = rounded.nearest(units.shown(weight, owned.unit))
    return min(units.kilograms(nearest, owned.unit), Decimal(quantities.MAX_WEIGHT))


def _rule(plan: Plan, unit: Unit) -> str | None:
    """Return a rule whose step is a round number of the unit."""
    rule = rules.stored(plan.rule)
    if unit == "kg" or not isinstance(rule, Linear | Double | Percent | Wave) or not rule.step:
        return plan.rule
    return rules.write(replace(rule, step=units.kilograms(rule.step * POUNDS_A_KILOGRAM, unit)))


def read_weights(text: str, template: Template, unit: Unit) -> tuple[dict[str, Decimal], list[str]]:
    """Read ``присед 80, жим 60``: weights (kg) by the dictionary's key, and what is not read.

    Raises Refusal for a weight out of range.
    """
    found: dict[str, Decimal] = {}
    unread: list[str] = []
    for part in filter(None, _APART.split(text.strip())):
        match = _WEIGHT.fullmatch(part) if len(part) <= MAX_PART else None
        one = exercises.find(match["name"]) if match else None
        if match and isinstance(one, Known) and one.key in template.known:
            typed: Unit = "lb" if match["pounds"] else "kg" if match["kilos"] else unit
            found[one.key] = quantities.weight(match["weight"], typed)
        else:
            unread.append(part)
    return found, unread


def are_sets(text: str, template: Template) -> bool:
    """Return whether a line is of several exercises of the template, with more than weights."""
    found = [_BEGINNING.fullmatch(part) for part in _APART.split(text.strip())]
    named = [exercises.find(match["name"]) for match in found if match]
    keys = {one.key for one in named if isinstance(one, Known)}
    return "\n" not in text and len(keys & template.known) > 1
