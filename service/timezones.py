"""The time zones of the world: what each is called, and which of them somebody means.

The names of cities and countries in both languages come from CLDR, by way of Babel.
"""

import re
import unicodedata
import zoneinfo
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from rapidfuzz import fuzz, process

from service import domain
from service.cities import CALLED, CITIES, COUNTRIES

LANGUAGES = ("ru", "en")

LIKELY = {
    "ru": (
        "Europe/Kaliningrad",
        "Europe/Moscow",
        "Europe/Samara",
        "Asia/Yekaterinburg",
        "Asia/Novosibirsk",
        "Asia/Vladivostok",
    ),
    "en": (
        "America/Los_Angeles",
        "America/Chicago",
        "America/New_York",
        "Europe/London",
        "Europe/Berlin",
        "Australia/Sydney",
    ),
}
"""Time zones that are offered first to those who speak a language."""

DAY = 24 * 60
"""Minutes of a day."""

QUARTER = 15
"""All clocks of the world differ by a multiple of this many minutes."""

ALIKE = 85
"""How similar (0 to 100) a misspelt name must be."""

_CLOCK = re.compile(
    r"(?:(?:сейчас|у меня|у нас|в|at|it'?s|it is|now)\s*:?\s+)*"
    r"(?P<hours>[01]?\d|2[0-3])(?:[:.](?P<minutes>[0-5]\d))?"
    r"\s*(?P<word>час(?:а|ов)?)?\s*(?P<half>[ap]\.?m\.?|утра|дня|вечера|ночи)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(
    r"(?:(utc|gmt|мск|msk)\s*)?([-+−–])\s*(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE
)


@cache
def names() -> frozenset[str]:
    """Return the names of all IANA zones; ``localtime`` and ``Factory`` are not in any place."""
    return frozenset(zoneinfo.available_timezones() - {"localtime", "Factory"})


@cache
def places() -> tuple[str, ...]:
    """Return one zone for each place; other names of the same place are left out."""
    known = set(get_global("zone_territories")) | set(CITIES)
    return (*sorted(zone for zone in known & names() if not zone.startswith("Etc/")), "UTC")


@cache
def city(zone: str, language: str) -> str:
    """Return what the place of a zone is called in a language; a zone of no place, its name."""
    for name in (names_of := _names_of(zone)):
        if name in CALLED:
            return CALLED[name][LANGUAGES.index(language)]
    zones = Locale(language).time_zones
    for name in names_of:
        if said := zones.get(name, {}).get("city"):
            return str(said)
    if "/" not in zone or zone.startswith("Etc/"):
        return zone
    return zone.rpartition("/")[2].replace("_", " ")


def minutes(zone: str, now: datetime) -> int:
    """Return how many minutes a zone's clocks are ahead of UTC, from 0 to DAY."""
    ahead = now.astimezone(_clock(zone)).utcoffset() or timedelta()
    return int(ahead.total_seconds() // 60) % DAY


@cache
def _clock(zone: str) -> ZoneInfo:
    """Return a zone; ``ZoneInfo`` itself would read the files of most again each time."""
    return ZoneInfo(zone)


def clocks(now: datetime) -> list[int]:
    """Return how far ahead of UTC (minutes, 0 to DAY) there are clocks, from Hawaii eastwards."""
    from_hawaii = minutes("Pacific/Honolulu", now)
    ahead = {minutes(zone, now) for zone in places()}
    return sorted(ahead, key=lambda each: (each - from_hawaii) % DAY)


def showing(ahead: int, now: datetime, language: str) -> list[str]:
    """List the zones whose clocks are that far ahead (minutes): the likely ones first."""
    found = [zone for zone in places() if minutes(zone, now) == ahead % DAY]
    return sorted(found, key=_order(language))


def _order(language: str) -> Callable[[str], tuple[int, str]]:
    """Return the order in which zones are shown: the likely ones, large cities, the others."""
    likely = [*LIKELY[language], *(zone for each in LANGUAGES for zone in LIKELY[each]), *CITIES]
    place = {zone: number for number, zone in reversed([*enumerate(likely)])}
    return lambda zone: (place.get(zone, len(likely)), city(zone, language))


def find(text: str, now: datetime, language: str) -> tuple[list[str], bool]:
    """Find the zones that a typed city, country, zone, time or offset means.

    The second value is False when the text is none of these, and the zones are a guess.
    """
    key, index = _key(text), _index()
    ahead = None if key in index else _ahead(text, now)
    if ahead is not None:
        return showing(ahead, now, language), True
    if found := index.get(key):
        return sorted(found, key=_order(language)), True
    close = process.extract(key, list(index), scorer=fuzz.ratio, score_cutoff=ALIKE)
    return list(dict.fromkeys(zone for word, *_ in close for zone in index[word])), False


def _ahead(text: str, now: datetime) -> int | None:
    """Return how far ahead of UTC (minutes) a clock is that shows a typed time, or an offset."""
    match = _CLOCK.fullmatch(text.strip())
    if match and (match["minutes"] or match["word"] or match["half"]):
        hours = _of_day(int(match["hours"]), (match["half"] or "").lower())
        utc = now.astimezone(ZoneInfo("UTC"))
        passed = hours * 60 + int(match["minutes"] or 0) - utc.hour * 60 - utc.minute
        return round(passed / QUARTER) * QUARTER % DAY
    if match := _OFFSET.fullmatch(text.strip()):
        ahead = int(match[3]) * 60 + int(match[4] or 0)
        moscow = 180 if (match[1] or "").lower() in {"мск", "msk"} else 0
        return (ahead if match[2] == "+" else -ahead) + moscow
    return None


def _of_day(hours: int, half: str) -> int:
    """Return the hour of the day (0 to 23) of ``8 pm`` or ``8 вечера``."""
    if not half or hours > 12:  # noqa: PLR2004 - a clock of 24 hours
        return hours
    late = half[0] in "pдв" or (half == "ночи" and 6 <= hours < 12)  # noqa: PLR2004
    return hours % 12 + 12 * late


@cache
def _index() -> Mapping[str, tuple[str, ...]]:
    """Return the zones by everything that they may be called."""
    index: dict[str, dict[str, None]] = defaultdict(dict)
    for word, zone in _words():
        index[_key(word)][zone] = None
    index.pop("", None)
    return {key: tuple(zones) for key, zones in index.items()}


def _words() -> Iterator[tuple[str, str]]:
    """Yield what zones may be called: the names, the cities, and the countries."""
    for zone, said in CITIES.items():
        for pair in said.split(", "):
            yield from ((word, zone) for word in _in_both(pair))
    for zone in places():
        yield from ((city(zone, language), zone) for language in LANGUAGES)
        yield zone.rpartition("/")[2], zone
    for country, zones in get_global("territory_zones").items():
        called = [Locale(language).territories.get(country) for language in LANGUAGES]
        for word in filter(None, [*called, *COUNTRIES.get(country, "").split(", ")]):
            yield from ((word, zone) for zone in zones if zone in names())
    for old, zone in get_global("zone_aliases").items():
        if zone in places():
            yield old.rpartition("/")[2], zone
    for zone in sorted(names()):
        yield zone, zone


def _in_both(pair: str) -> Iterator[str]:
    """Yield the Russian and the English name of ``Казань Kazan``."""
    english = re.search(r"[A-Za-z].*", pair)
    yield pair[: english.start()] if english else pair
    if english:
        yield english[0]


def _names_of(zone: str) -> list[str]:
    """Return all names of the place of a zone, its own first."""
    aliases = get_global("zone_aliases")
    place = aliases.get(zone, zone)
    return [zone, place, *(old for old, new in aliases.items() if new == place)]


def _key(text: str) -> str:
    """Return a text as it is compared: ``America/New_York`` as ``america new york``."""
    letters = unicodedata.normalize("NFD", domain.names.key(text))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+|[-+](?=\d)", plain))
