"""The time zones of the world: each can be typed, and each place can be tapped."""

import zoneinfo
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from service import timezones
from service.telegram.buttons import ZoneButton

WINTER, SUMMER = (datetime(2026, month, 1, 12, tzinfo=UTC) for month in (1, 7))
NOWHERE = {"localtime", "Factory"}
LABEL = 36
"""Characters of a label that has a row to itself, 390 points wide."""


@pytest.mark.parametrize("language", timezones.LANGUAGES)
def test_every_zone_can_be_chosen(language):
    """Its name is understood, what it is called fits a button, and so does its data."""
    zones = zoneinfo.available_timezones() - NOWHERE  # what those mean depends on the machine
    assert len(zones) > 590
    for zone in zones:
        for typed in (zone, zone.lower(), zone.replace("_", " ")):
            found, sure = timezones.find(typed, WINTER, language)
            assert sure
            assert zone in found
        assert len(f"18:42 · {timezones.city(zone, language)}") <= LABEL, zone
        assert len(ZoneButton(name=zone).pack()) <= 64


@pytest.mark.parametrize("zone", sorted(NOWHERE))
def test_what_is_in_no_place(zone):
    """Names that mean something else on each machine are refused."""
    assert zone not in timezones.names()
    assert timezones.find(zone, WINTER, "en") == ([], False)


@pytest.mark.parametrize("now", [WINTER, SUMMER])
@pytest.mark.parametrize("language", timezones.LANGUAGES)
def test_every_place_can_be_tapped(now, language):
    """The times lead to all places, each once, and every clock shows the time of its page."""
    shown = []
    for ahead in timezones.clocks(now):
        for zone in timezones.showing(ahead, now, language):
            time = now + timedelta(minutes=ahead)
            assert f"{now.astimezone(ZoneInfo(zone)):%H:%M}" == f"{time:%H:%M}"
            shown.append(zone)
    assert len(shown) == len(set(shown))
    assert set(shown) == set(timezones.places())


@pytest.mark.parametrize("language", timezones.LANGUAGES)
def test_every_zone_has_a_place_with_its_clock(language):
    """Whatever zone somebody lives in, a place with the same clock is among the places."""
    shown = {timezones.minutes(zone, now) for zone in timezones.places() for now in [WINTER]}
    others = {"Etc/GMT+12", "Etc/GMT-14"}  # on no land, and with the date of another day
    assert {timezones.minutes(zone, WINTER) for zone in timezones.names() - others} <= shown


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Lagos", "Africa/Lagos"),
        ("Лагос", "Africa/Lagos"),
        ("Нигерия", "Africa/Lagos"),
        ("Cairo", "Africa/Cairo"),
        ("Каир", "Africa/Cairo"),
        ("Bogotá", "America/Bogota"),
        ("Богота", "America/Bogota"),
        ("halifax", "America/Halifax"),
        ("Галифакс", "America/Halifax"),
        ("Tehran", "Asia/Tehran"),
        ("Иран", "Asia/Tehran"),
        ("Adelaide", "Australia/Adelaide"),
        ("Аделаида", "Australia/Adelaide"),
        ("Казань", "Europe/Moscow"),
        ("питер", "Europe/Moscow"),
        ("Saint Petersburg", "Europe/Moscow"),
        ("Kiev", "Europe/Kyiv"),
        ("киев", "Europe/Kyiv"),
        ("нью йорк", "America/New_York"),
        ("San Francisco", "America/Los_Angeles"),
        ("Дели", "Asia/Kolkata"),
        ("Calcutta", "Asia/Kolkata"),
        ("Сайгон", "Asia/Ho_Chi_Minh"),
        ("Europe/Paris", "Europe/Paris"),
        ("UTC", "UTC"),
        ("UTC-3:30", "America/St_Johns"),
        ("+5:45", "Asia/Kathmandu"),
    ],
)
def test_what_people_call_it(typed, zone):
    """Cities, countries, old names and offsets mean one zone, in either language."""
    for language in timezones.LANGUAGES:
        assert timezones.find(typed, WINTER, language) == ([zone], True)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("15:02", "Europe/Moscow"), ("3:00 pm", "Europe/Moscow"), ("МСК+2", "Asia/Yekaterinburg"),
     ("gmt+3", "Europe/Moscow"), ("США", "America/Denver"), ("EST", "America/New_York")],
)  # fmt: skip
def test_what_may_mean_several(typed, zone):
    """A time, an offset and a large country leave a choice."""
    zones, sure = timezones.find(typed, WINTER, "ru")
    assert zone in zones
    assert len(zones) > 1
    assert sure


def test_a_slip_is_a_guess():
    """A misspelt city is found, but not taken without asking; what is no place is not found."""
    assert timezones.find("Калининрад", WINTER, "ru") == (["Europe/Kaliningrad"], False)
    for other in ("Присед", "Bench press", "80x5", "спасибо"):
        assert timezones.find(other, WINTER, "ru") == ([], False)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("20:30", 20.5), ("20.30", 20.5), ("8:30 pm", 20.5), ("8 pm", 20), ("8pm", 20),
        ("12 am", 0), ("8 вечера", 20), ("в 8 вечера", 20), ("8 часов вечера", 20),
        ("11 ночи", 23), ("2 ночи", 2), ("12 ночи", 0), ("12 дня", 12), ("7 утра", 7),
        ("сейчас 20:30", 20.5), ("it's 8:30 pm", 20.5), ("20 часов", 20), ("8", None),
        ("20 30", None),
    ],
)  # fmt: skip
def test_a_time_as_people_say_it(typed, hours):
    """It is what their clock shows; a number alone is no time."""
    zones, sure = timezones.find(typed, WINTER, "ru")
    if hours is None:
        assert not sure
        return
    utc = WINTER.hour * 60 + WINTER.minute
    ahead = round((hours * 60 - utc) / 15) * 15
    assert sure
    assert zones == timezones.showing(ahead, WINTER, "ru")
