"""What all pictures share: size, colours, fonts, texts and scales."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor
from xml.sax.saxutils import escape

from babel.numbers import format_decimal

WIDTH, HEIGHT = 1200, 800
"""Size of a picture in pixels. A phone shows it about a third as wide."""

MARGIN = 56
"""Empty space at the edges (pixels)."""

TITLE, TEXT = 54, 42
"""Heights of letters (pixels); a third of that on a phone."""

_DRAWN = tuple(
    range(first, last + 1)
    for first, last in ((0x20, 0x7E), (0xA0, 0x17F), (0x370, 0x3FF), (0x400, 0x52F))
)
_ALSO = frozenset("‐‑‒–—―‘’‚“”„•…\u2009\u202f−≈№")
"""With ``_DRAWN``: the characters that the fonts of this folder have."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a picture.

    ``accent`` is the curve or this week, ``pale`` last week, ``gold`` a record.
    """

    ground: str
    ink: str
    faint: str
    grid: str
    accent: str
    pale: str
    gold: str


LIGHT = Theme("#ffffff", "#101418", "#5d6b78", "#dfe5ea", "#2a7fc9", "#aacbe9", "#c98700")
DARK = Theme("#17212b", "#f2f5f7", "#9fb0bf", "#2c3a47", "#64b5f6", "#345572", "#ffc83d")


def picture(theme: Theme, parts: Iterable[str]) -> str:
    """Return a whole picture as SVG."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="Roboto" font-size="{TEXT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{theme.ground}"/>{"".join(parts)}</svg>'
    )


def text(  # noqa: PLR0913 - how a text looks
    x: float,
    y: float,
    words: str,
    colour: str,
    *,
    size: int = TEXT,
    bold: bool = False,
    anchor: str = "start",
) -> str:
    """Draw a text on a baseline; ``anchor`` is the part of it that is at ``x``."""
    weight = ' font-weight="500"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}"{weight} '
        f'text-anchor="{anchor}">{escape(drawable(words))}</text>'
    )


def drawable(words: str) -> str:
    """Leave out the characters that the fonts do not have."""
    kept = (char for char in words if char in _ALSO or any(ord(char) in each for each in _DRAWN))
    return " ".join(word for word in "".join(kept).split(" ") if word)


def shortened(words: str, most: int) -> str:
    """Cut a text to a number of characters."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def number(value: float, language: str) -> str:
    """Write a number as a language does: ``82,5``; thousands without their decimals."""
    form = "#,##0.##" if abs(value) < 1000 else "#,##0"  # noqa: PLR2004 - see above
    return format_decimal(Decimal(str(value)), format=form, locale=language)


def clock(seconds: float) -> str:
    """Write seconds as minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def ticks(low: float, high: float, steps: Iterable[float]) -> list[float]:
    """Return round values that enclose a range: the first step that needs at most five."""
    for step in steps:
        first, last = floor(low / step), ceil(high / step)
        if last == first:
            first, last = first - 1, last + 1
        if last - first <= 5:  # noqa: PLR2004 - more lines are no help on a phone
            return [n * step for n in range(first, last + 1)]
    return [low, high]


def round_steps() -> Iterator[float]:
    """Yield 0.5, 1, 2, 2.5, 5, 10, 20, 25, 50 and so on."""
    yield 0.5
    yield from (n * 10**power for power in range(9) for n in (1, 2, 2.5, 5))


def clock_steps() -> Iterator[float]:
    """Yield round numbers of seconds: 5, 10, 15, 30, a minute and so on."""
    yield from (5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200)
