"""The picture of sets by muscle group: this week beside the last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.charts import svg
from service.charts.svg import Theme

LEFT, RIGHT, TOP, BOTTOM = 360, 1090, 194, 784
"""The area of the bars (pixels); the names stand left of it, the numbers right."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One muscle group: its name, and its sets in two weeks."""

    name: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Bars:
    """What to draw. ``now`` and ``before`` are the names of the two weeks."""

    title: str
    now: str
    before: str
    bars: Sequence[Bar]


def draw(bars: Bars, theme: Theme) -> str:
    """Return the picture of the bars as SVG."""
    return svg.picture(theme, _parts(bars, theme))


def _parts(bars: Bars, theme: Theme) -> Iterator[str]:
    yield svg.text(svg.MARGIN, 88, bars.title, theme.ink, size=svg.TITLE, bold=True)
    yield from _legend(bars, theme)
    most = max([1, *(max(bar.now, bar.before) for bar in bars.bars)])
    height = (BOTTOM - TOP) / len(bars.bars)
    for n, bar in enumerate(bars.bars):
        yield from _row(bar, TOP + n * height, (RIGHT - LEFT) / most, theme)


def _legend(bars: Bars, theme: Theme) -> Iterator[str]:
    x = svg.MARGIN
    for words, colour in ((bars.now, theme.accent), (bars.before, theme.pale)):
        yield _block(x, 118, 40, 28, colour)
        yield svg.text(x + 56, 146, words, theme.faint)
        x += 130 + len(words) * 22


def _row(bar: Bar, y: float, scale: float, theme: Theme) -> Iterator[str]:
    ink = theme.ink if bar.now or bar.before else theme.faint
    yield svg.text(LEFT - 24, y + 32, bar.name, ink, size=40, anchor="end")
    yield _block(LEFT, y, bar.now * scale, 22, theme.accent)
    yield _block(LEFT, y + 26, bar.before * scale, 14, theme.pale)
    if bar.now or bar.before:
        end = LEFT + bar.now * scale + 14
        yield svg.text(end, y + 23, str(bar.now), theme.ink, size=32, bold=True)
        end = LEFT + bar.before * scale + 14
        yield svg.text(end, y + 44, str(bar.before), theme.faint, size=26)


def _block(x: float, y: float, width: float, height: int, colour: str) -> str:
    if not width:
        return ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height}" rx="5" '
        f'fill="{colour}"/>'
    )
