r"""Read one line of a program as people write it.

A line has a name and what is planned: ``Присед 5x5 60 +2,5``, ``Жим 3 по 8-12, отдых 90 с``,
``3 sets of 12 bench press @ 60kg``, ``Планка 3x60с``, or the short ``Присед\5``. ``A1`` and ``A2``
before the names make a superset. Words behind the numbers are a note. A line with a number that
has no place is not understood.
"""

from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from functools import lru_cache

import regex

from service.domain import exercises, names, quantities, rules
from service.domain.errors import NotUnderstood, OutOfRange, Refusal
from service.domain.exercises import Kind, Known
from service.domain.programs import headings, patterns, rests, schemes, spelling
from service.domain.programs.plans import Line, Plan
from service.domain.programs.schemes import FEW_SETS, Unread
from service.domain.units import Unit

MAX_NOTE = 200
"""Longest note, in UTF-16 units."""

MAX_LINE = 160
"""Longest line that is read, in grapheme clusters."""

LARGE_STEP = Decimal(5)
"""Largest step (kg) of a bodyweight exercise; more is weight that is added to the body."""

MOST_EFFORT = 10
"""Largest number behind @ that is an effort and no weight."""

WAVE_SETS = 3
"""Sets of 5/3/1."""

LARGEST_STEP = Decimal(15)
"""Largest step (kg); more is a weight."""

CUT = " ␟ "
"""Stands where a part was taken out, so that what was apart stays apart."""

_APART = " ,;:-–—=.·|/&+\u00a0()[]"
_BEHIND = " ,:-–—.\u00a0"
_LATIN = str.maketrans("АВСЕН", "ABCEH")


@lru_cache(4096)
def read_line(text: str, unit: Unit | None = "kg") -> Line:
    """Parse one line of a program; a line out of range carries its refusal.

    ``unit`` is the one of a weight without a unit, unless the line names one; None: such a weight
    is refused.
    """
    if len(text) > MAX_LINE and len(regex.findall(r"\X", text)) > MAX_LINE:
        return Line(text, None)
    bare = text.strip("*_` ") if text.startswith(("**", "__")) else text
    bullet = patterns.BULLET.match(bare)
    bare = bare[bullet.end() :] if bullet else bare
    bare = spelling.plain(bare)
    letter = None
    if (match := patterns.SUPERSET.match(bare)) and _has_name(bare[match.end() :]):
        letter, bare = match["letter"].upper().translate(_LATIN), bare[match.end() :]
    try:
        if resting := rests.alone(bare):
            return Line(text, None, rest=resting[0], all_days=resting[1])
        if match := patterns.SEED.fullmatch(bare):
            plan = Plan(names.read(match["name"]), quantities.sets(match["sets"]))
        else:
            own = patterns.units_in(bare)
            plan = _Reader(bare, own.pop() if len(own) == 1 else unit).plan()
    except Unread as unread:
        refusal = NotUnderstood("line-part", part=unread.part) if unread.part else None
        return Line(text, None, refusal)
    except Refusal as refused:
        return Line(text, None, refused)
    return Line(text, replace(plan, superset=letter))


def _has_name(text: str) -> bool:
    """Return whether a line has a name without its first word: "A1 3x8" has none."""
    return bool(regex.match(r"(?:[0-9]+\s*[xх×]\s*[0-9]+\s+)?\P{N}*\p{L}{2}", text))


@dataclass(slots=True)
class _Reader:
    """A line while it is cut into its parts."""

    text: str
    bare: Unit | None
    before: str = ""
    after: str = ""
    sets: int | None = None
    least: int | None = None
    most: int | None = None
    seconds: int | None = None
    weight: Decimal | None = None
    amrap: bool = False
    rest: int | None = None
    warmup: bool = False
    rule: rules.Rule | None = None
    notes: list[str] = field(default_factory=list)
    single: bool = False

    def plan(self) -> Plan:
        self._take_rest()
        if scheme := schemes.find(self.text, self._unit):
            for part in fields(scheme):
                setattr(self, part.name, getattr(scheme, part.name))
        else:
            self._split_at_rule()
        self._take_parts()
        name = self._name()
        self._check(name)
        return Plan(
            name=names.read(name),
            sets=self.sets,
            reps_min=self.least,
            reps_max=self.most,
            seconds=self.seconds,
            weight=self.weight,
            amrap=self.amrap,
            rest=self.rest,
            rule=rules.write(self.rule) if self.rule else None,
            warmup=self.warmup,
            note=self._note(),
        )

    def _split_at_rule(self) -> None:
        """Read ``Присед 5/3/1 100``: the rule says the sets and repetitions."""
        rule, _ = self._read_rule(self.text)
        if not isinstance(rule, rules.Wave):
            raise Unread
        at = self.text.index("5/3/1")
        self.rule, self.sets, self.amrap = rule, 3, True
        self.before, self.after = self.text[:at].rstrip(" ("), self.text[at:]

    # What else a line says.

    def _take_parts(self) -> None:
        match = patterns.WEIGHT_NEXT.match(self.after)
        if match and self.weight is None and not self._is_effort(match):
            self.weight = self._loaded(match)
            self.after = CUT + self.after[match.end() :]
        while match := self._cut(patterns.REMARK, before=False):
            self.notes.append(match[0])
        self._take_rule()
        if self._cut(patterns.WARMUP, before=False):
            self.warmup = True
        if self._cut(patterns.OPEN_LAST, before=False):
            self.amrap = True
        self._cut(patterns.BODY)
        if self.weight is None and (match := self._cut(patterns.WEIGHT)):
            self.weight = self._loaded(match)

    def _loaded(self, match: "regex.Match[str]") -> Decimal:
        """Return a planned weight. ``-20`` on a bodyweight exercise may be assistance."""
        if regex.match(r"\s*[-–—][0-9]", match[0]) and self._is_bodyweight():
            raise Unread
        return schemes.load(match["weight"], self._unit(match))

    @staticmethod
    def _is_effort(match: "regex.Match[str]") -> bool:
        """Return whether ``@8`` is an effort and no weight."""
        bare = not (match["kilos"] or match["pounds"])
        weight = Decimal(match["weight"].replace(",", "."))
        return bare and match[0].lstrip().startswith("@") and weight <= MOST_EFFORT

    def _take_rest(self) -> None:
        for expression in patterns.REST:
            if match := expression.search(self.text):
                self.rest = rests.seconds(match)
                self.text = self.text[: match.start()] + CUT + self.text[match.end() :]
                return
        if match := patterns.NO_REST.search(self.text):
            self.rest = 0
            self.text = self.text[: match.start()] + CUT + self.text[match.end() :]

    def _take_rule(self) -> None:
        if self.weight is None and (match := patterns.ADDED.search(self.after)):
            added = schemes.load(match["weight"], self._unit(match))
            if added > LARGE_STEP and self._is_bodyweight():
                self.weight = added
                self.after = self.after[: match.start()] + CUT + self.after[match.end() :]
        ranged = self.least != self.most
        for part in ("after", "before"):
            text = regex.sub(r"^\s*[xх×*,;:\-–—]\s*(?=[@0-9+])", CUT, getattr(self, part))
            found, rest = self._read_rule(text, ranged=ranged)
            if (getattr(found, "step", None) or 0) > LARGEST_STEP:
                raise Unread
            if found and self.rule and not isinstance(self.rule, rules.Wave):
                raise Unread
            if isinstance(found, rules.Wave) and self.sets != WAVE_SETS:
                raise Unread("5/3/1")  # it says the sets itself
            if found:
                self.rule = found
                setattr(self, part, rest.replace("␟", CUT))
        if isinstance(self.rule, rules.Percent | rules.Wave) and self.weight is None:
            self._take_maximum()

    def _read_rule(self, text: str, *, ranged: bool = False) -> tuple[rules.Rule | None, str]:
        found, rest = rules.read(text, self.bare or "kg", ranged=ranged)
        if self.bare is None and rules.read(text, "lb", ranged=ranged)[0] != found:
            raise NotUnderstood("line-which-unit")
        return found, rest

    def _is_bodyweight(self) -> bool:
        name = names.clean(self.before).strip(_APART)
        found = exercises.find(name)
        if patterns.WEIGHTED.search(name):
            return True
        return isinstance(found, Known) and found.kind.is_bodyweight

    def _take_maximum(self) -> None:
        """Read the maximum that the percentages are of: ``80% от 100``, ``5/3/1 100``."""
        self._cut(patterns.OF_MAXIMUM, before=False)
        match = regex.search(
            rf"(?:^|\s)(?:(?:от|of|тм|tm|пм|1пм|1rm|max|макс\p{{L}}*)\s*[:=]?\s*)*"
            rf"(?P<weight>{quantities.DECIMAL})(?:\s*{patterns.UNIT})?(?=$|[\s,;)])",
            self.after,
            regex.IGNORECASE,
        )
        if match:
            self.weight = schemes.load(match["weight"], self._unit(match))
            self.after = self.after[: match.start()] + CUT + self.after[match.end() :]

    def _cut(
        self, expression: "regex.Pattern[str]", *, before: bool = True
    ) -> "regex.Match[str] | None":
        """Take a part out of the line, from behind the numbers first."""
        for part in ("after", "before") if before or not self.before.strip() else ("after",):
            text = getattr(self, part)
            if match := expression.search(text):
                setattr(self, part, text[: match.start()] + CUT + text[match.end() :])
                return match
        return None

    def _unit(self, match: "regex.Match[str]") -> Unit:
        """Return the unit that was typed after a weight, or the person's."""
        if match["pounds"]:
            return "lb"
        return "kg" if match["kilos"] else self.unit

    @property
    def unit(self) -> Unit:
        """The unit of a weight without one. Refuses if the program names both."""
        if self.bare is None:
            raise NotUnderstood("line-which-unit")
        return self.bare

    # The name and the note.

    def _name(self) -> str:
        """Return the name: before the numbers, else the first words behind them."""
        name = names.clean(self.before.replace("␟", " ")).rstrip(_BEHIND)
        if name.endswith("("):
            name, self.after = name[:-1].rstrip(_BEHIND), self.after.replace(")", "", 1)
        if not name.strip(_APART) or names.key(name) in {"по", "for", "x", "х"}:
            first, _, self.after = self.after.lstrip(_APART + "␟").partition("␟")
            name, *more = regex.split(r"\s+[-–—|/]\s+|[,;:]\s+", first.strip(_APART), maxsplit=1)
            self.notes += more
        return self._without_weight(" ".join(name.split()))

    def _without_weight(self, name: str) -> str:
        """Take a weight off the end of a name that the dictionary knows without it."""
        name = patterns.BEHIND_WEIGHT.sub("", name)
        match = patterns.TRAILING.fullmatch(name)
        if match is None or self.weight is not None or self._known(name):
            return name
        known = self._known(match["name"])
        if known is None:
            return name
        if self.seconds and self.single:  # "Dips 10 50s": of a hold, it may be the sets
            number = Decimal(match["weight"].replace(",", "."))
            if known.kind is not Kind.TIMED or number <= FEW_SETS:
                raise Unread
        self.weight = schemes.load(match["weight"], self.unit)
        return match["name"].rstrip(_BEHIND)

    @staticmethod
    def _known(name: str) -> Known | None:
        return exercises.known(names.clean(name.replace("␟", " ")).strip(_APART))

    def _check(self, name: str) -> None:
        if not name or patterns.COUNTED.search(name) or headings.begins(name):
            raise Unread
        if match := patterns.NO_NAME.search(name):
            raise Unread(match[0])
        if regex.search(r"[0-9]\s*%|[0-9]/[0-9]|(?<!\p{L})(?:от|of)\s+[0-9]", name):
            raise Unread  # "Жим 80% от 100 3x5": the maximum stands behind the sets
        if self.single and regex.search(r"[0-9]$", name):
            raise Unread  # "Отжимания 3, по максимуму": the sets may be in the name

    def _note(self) -> str | None:
        """Return what is left as a note. Raises Unread if it may be more than that."""
        left = self.after
        for mark in ("(", ")", "[", "]", "|"):
            left = left.replace(mark, "␟")
        parts = [*self.notes, *left.split("␟")]
        parts = [part for each in parts if (part := " ".join(each.split()).strip(_APART))]
        note = ", ".join(parts)
        for part in parts:
            bare = patterns.REMARK.sub("", part)
            if regex.search(r"[0-9]", bare) or patterns.COUNTED.search(bare):
                raise Unread(names.shorten(part))
        if names.units(note) > MAX_NOTE:
            raise OutOfRange("note-too-long", limit=MAX_NOTE)
        return note or None
