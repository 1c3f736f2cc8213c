"""The pictures of /progress with their captions, which say the same in numbers, and buttons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from aiogram.filters.callback_data import CallbackData
from markupsafe import Markup

from service import domain
from service.charts import bars, curves, svg
from service.charts.bars import Bar, Bars
from service.charts.curves import Curve
from service.domain.progress import Day, Measure, Period, Point
from service.storage.exercises import Exercise
from service.telegram import wording
from service.telegram.past_buttons import (
    BodyCurveButton,
    CurveButton,
    LiftRecordsButton,
    LiftsButton,
    ThemeButton,
)
from service.telegram.replies import Button, Drawing, Screen, button, screen
from service.texts import Words

TIMES = {Measure.LONGEST, Measure.HELD}
"""Measures in seconds."""

COUNTS = {Measure.MOST, Measure.REPS}
"""Measures in repetitions."""

WITH_BODY = {Measure.E1RM, Measure.VOLUME}
"""Measures in which the body weight counts."""

LABELS = 3
"""Measures in a row of buttons, where there are more than one more."""


@dataclass(frozen=True, slots=True)
class Curved:
    """The curve of an exercise as somebody chose it."""

    t: Words
    exercise: Exercise
    measures: Sequence[Measure]
    measure: Measure
    period: Period
    dark: bool

    def screen(self, shown: Sequence[Point], today: date) -> Screen:
        """Return the picture of some days, its caption and its buttons."""
        source = curves.draw(self._picture(shown), _theme(dark=self.dark))
        drawing = Drawing("progress", source, self.t("picture-failed"))
        return replace(screen(self._caption(shown, today), self._rows()), drawing=drawing)

    def _picture(self, shown: Sequence[Point]) -> Curve:
        t = self.t
        measure = t.plain(f"progress-measure-{self._what}", unit=t.unit)
        return Curve(
            wording.name(t, self.exercise),
            f"{measure} · {period_name(t, self.period)}",
            t.plain("progress-record"),
            t.language,
            [
                curves.Point(point.day.day, float(point.value), point.record)
                for point in domain.progress.thinned(shown)
            ],
            "clock" if self.measure in TIMES else "number",
        )

    def _caption(self, shown: Sequence[Point], today: date) -> Markup:
        best = max(shown, key=lambda point: point.value)
        first, last = shown[0], shown[-1]
        change = last.value - first.value
        return self.t(
            "progress-caption",
            name=wording.name(self.t, self.exercise),
            period=period_name(self.t, self.period),
            measure=self._what,
            first=self._amount(first.value),
            last=self._amount(last.value),
            change=self._change(change),
            best=self._amount(best.value),
            day=wording.day(self.t, best.day.day, today),
            records=sum(point.record for point in shown),
            workouts=sum(point.day.workouts for point in shown),
            sets=sum(point.day.sets for point in shown),
        )

    @property
    def _what(self) -> str:
        """What is measured; with the body weight where it counts."""
        counts = domain.bodyweights.counts_in(self.exercise.known)
        return f"{self.measure}-body" if counts and self.measure in WITH_BODY else self.measure

    def _amount(self, value: Decimal) -> str:
        if self.measure in TIMES:
            return wording.time(self.t, int(value))
        if self.measure in COUNTS:
            return wording.number(self.t, value)
        return wording.amount(self.t, _rounded(value))

    def _change(self, change: Decimal) -> str:
        if not change:
            return "±0"
        return ("+" if change > 0 else "−") + self._amount(abs(change))

    def _rows(self) -> list[list[Button]]:
        t = self.t
        periods = [
            _choice(t, f"progress-button-{each}", self._button(period=each), each is self.period)
            for each in Period
        ]
        measures = [
            _choice(t, f"progress-button-{each}", self._button(measure=each), each is self.measure)
            for each in self.measures
        ]
        theme = ThemeButton(
            dark=not self.dark,
            exercise=self.exercise.id,
            period=self.period,
            measure=self.measure,
        )
        room = LABELS if len(measures) > LABELS + 1 else len(measures)
        records = records_button(t, self.exercise)
        chosen = [periods, measures[:room], measures[room:]]
        return [*chosen, [records, _theme_button(t, theme)], [back(t)]]

    def _button(self, period: Period | None = None, measure: Measure | None = None) -> CurveButton:
        return CurveButton(
            exercise=self.exercise.id,
            period=period or self.period,
            measure=measure or self.measure,
        )


def single(t: Words, exercise: Exercise, days: Sequence[Day]) -> Screen:
    """Say that there is no curve yet."""
    text = t("progress-single", name=wording.name(t, exercise), days=len(days))
    return screen(text, [[records_button(t, exercise)] if days else [], [back(t)]])


def muscles(t: Words, counted: Iterable[tuple[str | None, int, int]], *, dark: bool) -> Screen:
    """Return the picture of two weeks' sets, or say that there are none."""
    trained, others = domain.progress.by_muscle(counted)
    if not others and not any(each.now or each.before for each in trained):
        return screen(t("muscles-none"), [[back(t)]])
    lines = t.lines(
        "muscles-line",
        (
            {"muscle": t.plain(f"muscle-{each.muscle}"), "now": each.now, "before": each.before}
            for each in trained
            if each.now or each.before
        ),
    )
    caption = t("muscles-caption", lines=lines, others=others)
    source = bars.draw(
        Bars(
            t.plain("muscles-title"),
            t.plain("muscles-now"),
            t.plain("muscles-before"),
            [Bar(t.plain(f"muscle-{each.muscle}"), each.now, each.before) for each in trained],
        ),
        _theme(dark=dark),
    )
    row = [_theme_button(t, ThemeButton(dark=not dark)), back(t)]
    drawing = Drawing("muscles", source, t("picture-failed"))
    return replace(screen(caption, [row]), drawing=drawing)


def body(  # noqa: PLR0913 - what is shown, and how
    t: Words,
    shown: Sequence[Point],
    period: Period,
    today: date,
    back: Button,
    *,
    dark: bool,
) -> Screen:
    """Return the picture of body weight."""
    source = curves.draw(
        Curve(
            t.plain("bodyweight-title"),
            f"{t.plain('progress-measure-weight')} · {period_name(t, period)}",
            "",
            t.language,
            [
                curves.Point(point.day.day, float(point.value))
                for point in domain.progress.thinned(shown)
            ],
        ),
        _theme(dark=dark),
    )
    least, most = (pick(shown, key=lambda point: point.value) for pick in (min, max))
    change = shown[-1].value - shown[0].value
    caption = t(
        "bodyweight-caption",
        period=period_name(t, period),
        first=wording.amount(t, shown[0].value),
        last=wording.amount(t, shown[-1].value),
        change=wording.change(t, change) if change else "±0",
        least=wording.amount(t, least.value),
        least_day=wording.day(t, least.day.day, today),
        most=wording.amount(t, most.value),
        most_day=wording.day(t, most.day.day, today),
    )
    periods = [
        _choice(t, f"progress-button-{each}", BodyCurveButton(period=each), each is period)
        for each in Period
    ]
    theme = _theme_button(t, BodyCurveButton(period=period, dark=not dark))
    drawing = Drawing("weight", source, t("picture-failed"))
    return replace(screen(caption, [periods, [theme, back]]), drawing=drawing)


def back(t: Words) -> Button:
    """Return the button to the list of exercises."""
    return button(t.plain("progress-button-lifts"), LiftsButton(page=0))


def records_button(t: Words, exercise: Exercise) -> Button:
    """Return the button to the records of an exercise."""
    return button(t.plain("progress-button-records"), LiftRecordsButton(exercise=exercise.id))


def period_name(t: Words, period: Period) -> str:
    """Word a period: ``3 months``."""
    return t.plain(f"progress-period-{period}")


def _choice(t: Words, key: str, data: CallbackData, chosen: bool) -> Button:  # noqa: FBT001
    label = t.plain(key)
    return button(t.plain("report-chosen", name=label) if chosen else label, data)


def _theme_button(t: Words, data: BodyCurveButton | ThemeButton) -> Button:
    return button(t.plain("picture-button-dark" if data.dark else "picture-button-light"), data)


def _theme(*, dark: bool) -> svg.Theme:
    return svg.DARK if dark else svg.LIGHT


def _rounded(value: Decimal) -> Decimal:
    """Leave out the decimals of thousands."""
    return round(value, 0) if abs(value) >= 1000 else value  # noqa: PLR2004 - as pictures do
