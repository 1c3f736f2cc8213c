"""What the pictures are: their size, their words, and what they depend on."""

import struct
import zlib
from dataclasses import replace
from datetime import date, timedelta

import pytest
import regex

from service.charts import bars, curves, svg
from service.charts.bars import Bar, Bars
from service.charts.curves import Curve, Point
from service.charts.rasterize import png_of

DAY = date(2026, 11, 27)


def curve(*values: float, every: int = 3, **more) -> Curve:
    first = DAY - timedelta(days=every * (len(values) - 1))
    points = [Point(first + timedelta(days=n * every), v) for n, v in enumerate(values)]
    given = {"title": "Жим лёжа", "subtitle": "Вес, кг", "marked": "рекорд", "language": "ru"}
    return Curve(**given | more | {"points": points})


def words(source: str) -> list[str]:
    return [part.split("</text>")[0].split(">")[-1] for part in source.split("<text")[1:]]


def decoded(png: bytes) -> tuple[int, int, bytes]:
    """Read a PNG as any viewer does: size and pixels; a broken one raises."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, pixels, size = 8, b"", (0, 0)
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + body) == int.from_bytes(png[at + 8 + length : at + 12 + length])
        pixels += body if kind == b"IDAT" else b""
        size = struct.unpack(">II", body[:8]) if kind == b"IHDR" else size
        at += 12 + length
    return *size, zlib.decompress(pixels)


MUSCLES = Bars("Мышцы", "эта неделя", "прошлая", [Bar(f"Группа {n}", n, 12 - n) for n in range(12)])


@pytest.mark.parametrize("theme", [svg.LIGHT, svg.DARK])
def test_picture_has_its_size_and_is_small(theme):
    for source in (curves.draw(curve(80, 82.5, 81), theme), bars.draw(MUSCLES, theme)):
        png = png_of(source)
        width, height, pixels = decoded(png)
        assert (width, height) == (1200, 800)
        assert len(png) < 100_000
        assert len({pixels[n : n + 4] for n in range(0, len(pixels), 4)}) > 20


def test_same_picture_is_the_same_bytes():
    assert png_of(curves.draw(curve(80, 85), svg.LIGHT)) == png_of(
        curves.draw(curve(80, 85), svg.LIGHT)
    )


def test_themes_and_languages_differ():
    some, other = curve(80, 1250.5), curve(80, 1250.5, language="en")
    pictures = {
        png_of(curves.draw(one, theme)) for one in (some, other) for theme in (svg.LIGHT, svg.DARK)
    }
    assert len(pictures) == 4


def test_records_are_marked_with_their_word():
    plain = curve(80, 82.5, 85)
    marked = replace(plain, points=[replace(p, record=p.value > 80) for p in plain.points])
    assert svg.LIGHT.gold not in curves.draw(plain, svg.LIGHT)
    drawn = curves.draw(marked, svg.LIGHT)
    assert drawn.count(f'fill="{svg.LIGHT.gold}" stroke') == 2
    assert "рекорд" in words(drawn)


@pytest.mark.parametrize(
    ("language", "values", "expected"),
    [
        ("ru", (80.5, 82.5), {"80,5", "82,5"}),
        ("en", (80.5, 82.5), {"80.5", "82.5"}),
        ("ru", (1250.5, 2500), {"1\xa0500", "2\xa0500"}),
        ("en", (1250.5, 2500), {"1,500", "2,500"}),
    ],
)
def test_numbers_are_written_as_the_language_does(language, values, expected):
    assert expected <= {*words(curves.draw(curve(*values, language=language), svg.LIGHT))}


def test_holds_are_written_as_minutes_and_seconds():
    assert {"1:00", "2:00"} <= {*words(curves.draw(curve(60, 95, 120, values="clock"), svg.LIGHT))}


@pytest.mark.parametrize(
    ("days", "language", "expected"),
    [
        (1, "ru", {"26 нояб.", "27 нояб."}),
        (27, "en", {"Oct 31", "Nov 21"}),
        (90, "ru", {"сент.", "окт.", "нояб."}),
        (90, "en", {"Sep", "Oct", "Nov"}),
        (364, "ru", {"2026", "март", "июль"}),
        (1800, "en", {"2022", "2025", "2026"}),
        (20_000, "en", {"1980", "2010", "2020"}),
    ],
)
def test_dates_suit_the_period(days, language, expected):
    shown = words(curves.draw(curve(80, 81, every=days, language=language), svg.LIGHT))
    assert expected <= {*shown}
    assert len(shown) <= 2 + 6 + 7 + 2


def test_names_of_people_are_only_words():
    """Neither markup nor characters that the fonts lack."""
    hostile = curve(80, 81, title='<image href="/etc"/>&"]]> 🏋️\x00\x07Жим')
    drawn = curves.draw(hostile, svg.LIGHT)
    assert "<image" not in drawn
    assert words(drawn)[0].endswith("]]&gt; Жим")
    decoded(png_of(drawn))


@pytest.mark.parametrize("values", [(80, 80), (0, 0), (0.5, 1000), (5e6, 5.1e6), (1, 2, 1, 2)])
def test_every_range_has_round_values_around_it(values):
    lines = svg.ticks(min(values), max(values), svg.round_steps())
    assert lines[0] <= min(values)
    assert max(values) <= lines[-1]
    assert 2 <= len(lines) <= 6
    decoded(png_of(curves.draw(curve(*values), svg.LIGHT)))


def test_twelve_groups_have_their_names_and_numbers():
    shown = words(bars.draw(MUSCLES, svg.LIGHT))
    assert [f"Группа {n}" for n in range(12)] == [each for each in shown if "Группа" in each]
    assert "11" in shown


def test_each_bar_has_its_number_at_its_own_end():
    """The number of this week stood beside the longer bar of last week once."""
    drawn = bars.draw(replace(MUSCLES, bars=[Bar("Грудь", 4, 14)]), svg.LIGHT)
    assert words(drawn)[-2:] == ["4", "14"]
    now, before = regex.findall(r'<rect x="360.0" y="[0-9.]+" width="([0-9.]+)"', drawn)
    places = regex.findall(r'<text x="([0-9.]+)" y="([0-9.]+)"', drawn)[-2:]
    assert [float(x) - 374 for x, _ in places] == pytest.approx([float(now), float(before)], abs=1)
    assert float(places[0][1]) < float(places[1][1])


def test_no_sets_at_all_are_drawn_too():
    decoded(png_of(bars.draw(replace(MUSCLES, bars=[Bar("a", 0, 0)] * 12), svg.DARK)))
