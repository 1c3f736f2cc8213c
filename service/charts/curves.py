"""The picture of a value over time: a lift's progress, or body weight."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from babel.dates import format_date, format_skeleton

from service.charts import svg
from service.charts.svg import Theme

LEFT, RIGHT, TOP, BOTTOM = 185, 1140, 240, 695
"""The area of the curve (pixels); the values stand left of it, the dates below."""

DOTTED = 60
"""Most points that are all marked with a dot; of more only the records are, with small ones."""

MOST_LABELS = 5
"""Most dates below a curve."""


@dataclass(frozen=True, slots=True)
class Point:
    """One day's value; ``record``: it was more than ever before."""

    day: date
    value: float
    record: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """What to draw: at least two points, by day.

    ``marked`` is the word for a record, ``values`` says how values are written.
    """

    title: str
    subtitle: str
    marked: str
    language: str
    points: Sequence[Point]
    values: Literal["number", "clock"] = "number"


def draw(curve: Curve, theme: Theme) -> str:
    """Return the picture of a curve as SVG."""
    return svg.picture(theme, _Drawn(curve, theme).parts())


class _Drawn:
    """A curve with its scales."""

    def __init__(self, curve: Curve, theme: Theme) -> None:
        self.curve, self.theme = curve, theme
        values = [point.value for point in curve.points]
        steps = svg.clock_steps() if curve.values == "clock" else svg.round_steps()
        self.lines = svg.ticks(min(values), max(values), steps)
        self.first, self.last = curve.points[0].day, curve.points[-1].day

    def x(self, day: date) -> float:
        return LEFT + (RIGHT - LEFT) * (day - self.first).days / (self.last - self.first).days

    def y(self, value: float) -> float:
        low, high = self.lines[0], self.lines[-1]
        return BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low)

    def worded(self, value: float) -> str:
        if self.curve.values == "clock":
            return svg.clock(value)
        return svg.number(value, self.curve.language)

    def parts(self) -> Iterator[str]:
        yield from self.heading()
        yield from self.grid()
        yield from self.dates()
        yield from self.line()
        yield from self.marks()
        yield from self.values()

    def heading(self) -> Iterator[str]:
        title = svg.shortened(self.curve.title, 36)
        yield svg.text(svg.MARGIN, 88, title, self.theme.ink, size=svg.TITLE, bold=True)
        yield svg.text(svg.MARGIN, 148, self.curve.subtitle, self.theme.faint)
        if any(point.record for point in self.curve.points):
            yield f'<circle cx="966" cy="134" r="15" fill="{self.theme.gold}"/>'
            yield svg.text(992, 148, self.curve.marked, self.theme.gold)

    def grid(self) -> Iterator[str]:
        for value in self.lines:
            y = self.y(value)
            yield (
                f'<path d="M{LEFT - 16} {y:.1f}H{RIGHT + 16}" stroke="{self.theme.grid}" '
                'stroke-width="3"/>'
            )
            yield svg.text(LEFT - 34, y + 15, self.worded(value), self.theme.faint, anchor="end")

    def dates(self) -> Iterator[str]:
        for day, label in _labels(self.first, self.last, self.curve.language):
            x = self.x(day)
            yield f'<path d="M{x:.1f} {BOTTOM}v14" stroke="{self.theme.faint}" stroke-width="3"/>'
            middle = min(x, svg.WIDTH - 16 - len(label) * 11)
            yield svg.text(middle, BOTTOM + 66, label, self.theme.faint, anchor="middle")

    def line(self) -> Iterator[str]:
        steps = [f"{self.x(p.day):.1f} {self.y(p.value):.1f}" for p in self.curve.points]
        area = f"M{LEFT} {BOTTOM}L{'L'.join(steps)}L{RIGHT} {BOTTOM}Z"
        yield f'<path d="{area}" fill="{self.theme.accent}" fill-opacity="0.12"/>'
        yield (
            f'<path d="M{"L".join(steps)}" fill="none" stroke="{self.theme.accent}" '
            'stroke-width="7" stroke-linejoin="round" stroke-linecap="round"/>'
        )

    def marks(self) -> Iterator[str]:
        dotted = len(self.curve.points) <= DOTTED
        for point in self.curve.points:
            if point.record:
                yield self.dot(point, 15 if dotted else 10, self.theme.gold)
            elif dotted:
                yield self.dot(point, 10, self.theme.accent)

    def dot(self, point: Point, radius: int, colour: str) -> str:
        return (
            f'<circle cx="{self.x(point.day):.1f}" cy="{self.y(point.value):.1f}" r="{radius}" '
            f'fill="{colour}" stroke="{self.theme.ground}" stroke-width="4"/>'
        )

    def values(self) -> Iterator[str]:
        """Write the highest value (the first of equal ones) and the latest one at their points."""
        points = self.curve.points
        best = max(points, key=lambda point: point.value)
        last = points[-1]
        far = self.x(last.day) - self.x(best.day) > 170  # noqa: PLR2004 - pixels of a label
        for point in (best, last) if far else (best,):
            colour = self.theme.gold if point.record else self.theme.ink
            yield self.label(point, colour)

    def label(self, point: Point, colour: str) -> str:
        x = min(self.x(point.day), RIGHT - 10)
        anchor = "end" if x > RIGHT - 60 else "middle" if x > LEFT + 60 else "start"
        x += 18 if anchor == "end" else 0
        return svg.text(
            x, self.y(point.value) - 30, self.worded(point.value), colour, bold=True, anchor=anchor
        )


def _labels(first: date, last: date, language: str) -> list[tuple[date, str]]:
    """Return the days to write below a curve: single days, months or years."""
    days = (last - first).days
    if days <= 45:  # noqa: PLR2004 - beyond that, months
        step = max(-(-days // (MOST_LABELS - 1)), 1)
        shown = [first + timedelta(days=n) for n in range(0, days + 1, step)]
        return [(day, format_skeleton("MMMd", day, locale=language)) for day in shown]
    starts = list(_months(first, last))
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if _few(starts, step))
    return [(day, _month(day, step, language)) for day in starts if _fits(day, step)]


def _few(starts: Sequence[date], step: int) -> bool:
    return sum(_fits(day, step) for day in starts) <= MOST_LABELS + 1


def _fits(day: date, step: int) -> bool:
    return (day.year * 12 + day.month - 1) % step == 0


def _month(day: date, step: int, language: str) -> str:
    if step >= 12 or day.month == 1:  # noqa: PLR2004 - a year
        return str(day.year)
    return format_date(day, "LLL", locale=language)


def _months(first: date, last: date) -> Iterator[date]:
    """Yield the first days of the months between two days."""
    day = first if first.day == 1 else (first.replace(day=1) + timedelta(days=31)).replace(day=1)
    while day <= last:
        yield day
        day = (day + timedelta(days=31)).replace(day=1)
