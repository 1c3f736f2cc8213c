"""The package as it is installed: what it says of itself, and that it is nobody's in particular."""

import re
import tomllib
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path

import pytest
from opentelemetry.instrumentation import aiogram
from opentelemetry.instrumentation.aiogram import AiogramInstrumentor
from opentelemetry.instrumentation.aiogram.package import _instruments
from opentelemetry.instrumentation.aiogram.version import __version__
from opentelemetry.semconv._incubating.attributes import (
    code_attributes,
    messaging_attributes,
    rpc_attributes,
)
from opentelemetry.semconv._incubating.metrics import messaging_metrics, rpc_metrics
from opentelemetry.semconv.attributes import error_attributes, server_attributes
from opentelemetry.semconv.schemas import Schemas

from service.telegram import menu
from tests.some import some

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "instrumentation/telegram"
SOURCES = sorted((FOLDER / "src").rglob("*.py"))
PROJECT = tomllib.loads((FOLDER / "pyproject.toml").read_text("utf-8"))["project"]
README = (FOLDER / "README.md").read_text("utf-8")


def test_installed_from_the_folder() -> None:
    """What is imported is the file in this folder, so an edit is seen at once."""
    assert Path(aiogram.__file__).is_relative_to(FOLDER)


def test_version() -> None:
    """The package, its metadata and its pyproject.toml agree on the version."""
    assert __version__ == PROJECT["version"] == distribution(PROJECT["name"]).version


def test_entry_point() -> None:
    """`opentelemetry-instrument` finds the instrumentor by its entry point."""
    found = distribution(PROJECT["name"]).entry_points.select(group="opentelemetry_instrumentor")
    assert {entry.name: entry.load() for entry in found} == {"aiogram": AiogramInstrumentor}


def test_dependencies() -> None:
    """The aiogram that the instrumentor asks for is that of the extra `instruments`."""
    asked = [each.replace(" ", "") for each in AiogramInstrumentor().instrumentation_dependencies()]
    assert asked == PROJECT["optional-dependencies"]["instruments"]
    assert tuple(AiogramInstrumentor().instrumentation_dependencies()) == _instruments


def test_lock() -> None:
    """uv.lock has what the package asks for, and a change of that installs it again."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    (locked,) = (each for each in lock["package"] if each["name"] == PROJECT["name"])
    assert locked["source"] == {"editable": "instrumentation/telegram"}
    extras = PROJECT["optional-dependencies"]["instruments"]
    asked = {each["name"] + each["specifier"] for each in locked["metadata"]["requires-dist"]}
    assert asked == {*PROJECT["dependencies"], *extras}
    stamps = re.search(r"^LOCKED = (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert "instrumentation/telegram/pyproject.toml" in some(stamps)[1]


def test_licence_and_types() -> None:
    """It has the licence of the project, word for word, and says that it is typed."""
    assert (FOLDER / "LICENSE").read_text("utf-8") == (ROOT / "LICENSE").read_text("utf-8")
    assert PROJECT["license"] == "MIT"
    assert files(aiogram).joinpath("py.typed").is_file()


def test_names_are_of_the_conventions() -> None:
    """Every name is one of the semantic conventions, or begins with aiogram or telegram."""
    assert aiogram.SCHEMA_URL in {schema.value for schema in Schemas}
    known = {
        value
        for module in (
            code_attributes,
            messaging_attributes,
            rpc_attributes,
            error_attributes,
            server_attributes,
            messaging_metrics,
            rpc_metrics,
        )
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str)
    }
    text = "".join(path.read_text("utf-8") for path in SOURCES)
    used = set(
        re.findall(r'"((?:messaging|rpc|server|error|code|aiogram|telegram)\.[\w.]+)"', text)
    )
    assert "messaging.process.duration" in used
    assert {
        name for name in used - known if not name.startswith(("aiogram.", "telegram."))
    } == set()
    assert {name for name in used if f"`{name}`" not in README} == set()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_nothing_of_this_bot(path: Path) -> None:
    """No file knows this bot: neither its metrics, nor its rooms, nor its commands."""
    text = path.read_text("utf-8")
    words = [
        r"\bbot_[a-z]",
        r"\bbot\.(?!session)",
        "workout",
        "service",
        r"instrumentation\.metrics",
    ]
    words += [rf"/{command}\b" for command in menu.COMMANDS]
    assert [word for word in words if re.search(word, text)] == []
