"""The bot's image: what is in it, what is not, and that a second build gives the same."""

import json
import re

import pytest

from tests.docker.conftest import TABLE
from tests.docker.engine import ROOT, Project

pytestmark = [pytest.mark.docker, pytest.mark.timeout(600)]

IMAGE = "workout-bot:0.1.0"
# The stand-in for python:3.13-slim-trixie is larger than the real one; this is what is added to it.
ADDED_BYTES = 110_000_000


def run(project: Project, *command: str) -> str:
    """Run a command in a container of the image."""
    return project.engine("run", "--rm", "--network=none", IMAGE, *command).stdout


async def test_what_is_added_is_small(project: Project) -> None:
    """The layers above those of Python."""
    sizes = project.engine("history", "--human=false", "--format={{.Size}}", IMAGE).stdout.split()
    base = ["history", "--human=false", "--format={{.Size}}", "python:3.13.18-slim-trixie"]
    added = sum(map(int, sizes)) - sum(map(int, project.engine(*base).stdout.split()))
    TABLE.append(f"the bot's image adds {added / 1e6:.0f} MB to Python's")
    assert added < ADDED_BYTES


async def test_no_compiler_and_no_installer(project: Project) -> None:
    """Nothing can be built or installed in a container."""
    names = "pip pip3 uv cc gcc g++ clang make ld as tcc go rustc"
    found = run(project, "sh", "-c", f"for n in {names}; do command -v $n || :; done")
    assert found == ""
    assert "False" in run(
        project, "python", "-c", "import importlib.util as u; print(bool(u.find_spec('pip')))"
    )


async def test_the_list_of_contents_is_true(project: Project) -> None:
    """Every library of the image is in the CycloneDX list, with its version, and no other."""
    listed = {
        (each["name"], each["version"])
        for each in json.loads(run(project, "cat", "/app/sbom.cdx.json"))["components"]
        if "purl" in each
    }
    program = (
        "import importlib.metadata as m, re\n"
        "for d in m.distributions(): print(re.sub('[-_.]+', '-', d.name).lower(), d.version)\n"
    )
    installed = {tuple(line.split()) for line in run(project, "python", "-c", program).splitlines()}
    ours = {("opentelemetry-instrumentation-aiogram", "0.1.0")}
    assert installed - ours == listed


async def test_labels(project: Project) -> None:
    """Somebody who finds the image learns what it is."""
    known = json.loads(project.engine("image", "inspect", IMAGE).stdout)[0]
    labels = known["Config"]["Labels"]
    version = re.search(r'(?m)^version = "(.+)"', (ROOT / "pyproject.toml").read_text())
    assert version
    assert labels["org.opencontainers.image.version"] == version[1]
    assert labels["org.opencontainers.image.base.name"].endswith("python:3.13.18-slim-trixie")
    assert known["Config"]["User"] == "10001:10001"


async def test_two_builds_are_alike(project: Project) -> None:
    """Without any cache the same files come out, with the same owners and modes."""
    project.engine.run(
        ["docker", "build", "--no-cache", "--quiet", "--tag", "workout-bot:again", "."],
        project.folder,
        check=True,
        within=500,
    )

    def files(image: str) -> list[str]:
        listing = "find / -xdev -printf '%p %y %m %U:%G\\n' | sort"
        command = ["--user=0", "--network=none", image, "sh", "-c", listing]
        return project.engine("run", "--rm", *command).stdout.splitlines()

    first, second = files(IMAGE), files("workout-bot:again")
    project.engine("image", "rm", "workout-bot:again")
    kept = re.compile(r"/(proc|sys|dev)(/| )|/\.dockerenv|/etc/(hostname|hosts|resolv\.conf|mtab)")
    first, second = ([line for line in each if not kept.match(line)] for each in (first, second))
    assert first == second


def test_babel_keeps_the_bots_languages() -> None:
    """What the Dockerfile spares is what the bot speaks."""
    kept = re.findall(r"! -name (\w\w)\.dat", (ROOT / "Dockerfile").read_text())
    assert sorted(kept) == sorted(path.stem for path in (ROOT / "service/locales").glob("*.ftl"))
