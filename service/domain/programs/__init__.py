"""Programs: the lines of a plan as people write them, its days, and its drafts."""

from service.domain.programs import editing, writing
from service.domain.programs.headings import weekday
from service.domain.programs.lines import read_line
from service.domain.programs.patterns import names_unit, says_sets, units_of
from service.domain.programs.plans import Day, Line, Listed, Plan, Program, Slot, one_day, pages
from service.domain.programs.reading import Draft, arrange, extend, read_message, split

__all__ = [
    "Day",
    "Draft",
    "Line",
    "Listed",
    "Plan",
    "Program",
    "Slot",
    "arrange",
    "editing",
    "extend",
    "names_unit",
    "one_day",
    "pages",
    "read_line",
    "read_message",
    "says_sets",
    "split",
    "units_of",
    "weekday",
    "writing",
]
