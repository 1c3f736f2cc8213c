"""From an earlier version to this one, and from the next one back: the data stays."""

import re
import time
from collections.abc import Iterator

import pytest

from tests.docker.conftest import TABLE
from tests.docker.engine import ROOT, Engine, Project
from tests.docker.test_survival import goes_on, sets_of, somebody_trains

pytestmark = [pytest.mark.docker, pytest.mark.timeout(600)]

# Before the bot had a role of its own: the superuser made the tables, and the keys were one file.
PREVIOUS = "ea19e97"


def lines_of_the_guide() -> list[str]:
    """Take the commands for going back out of docs/backups.md, the dump before the update first."""
    guide = (ROOT / "docs/backups.md").read_text()
    section = guide.partition("## Back to the version before")[2].partition("\n## ")[0]
    return "".join(re.findall(r"```sh\n(.*?)```", section, re.DOTALL)).splitlines()


def layers(project: Project) -> str:
    """List what the image of the bot that runs is made of."""
    image = project.engine.inspect("workout-bot-telegram-bot-1")["Image"]
    return project.engine("image", "inspect", "--format={{.RootFS.Layers}}", image).stdout


async def test_back_to_the_version_before(running: Project) -> None:
    """After an update with a migration: the old image refuses, and works once the dump is back."""
    dump, stop, restore, checkout, start = lines_of_the_guide()
    assert checkout.startswith("git checkout ")
    person = await somebody_trains()
    before = sets_of(running, person)
    image = layers(running)
    name = running.runs(dump).split()[-1]
    following = running.folder / "service/storage/migrations/9999_next.sql"
    following.write_text("ALTER TABLE sets ADD COLUMN tempo text NOT NULL DEFAULT '';\n")
    running.up()
    await goes_on(running, person, time.monotonic(), "an update with a migration")
    assert layers(running) != image
    following.unlink()
    refused = running.compose("up", "-d", check=False)
    assert refused.returncode != 0
    assert "its schema is newer than this version: 9999_next.sql" in running.logs("migrations")
    began = time.monotonic()
    running.runs(stop)
    running.runs(re.sub(r"workout-\S+\.dump", name, restore))
    running.runs(start)
    await running.healthy()
    assert layers(running) == image
    assert sets_of(running, person) == before
    await goes_on(running, person, began, "going back to the version before")


@pytest.fixture
def previous(engine: Engine, project: Project) -> Iterator[Project]:
    """The earlier version, on volumes of its own making."""
    project.down(data=True)
    previous = Project.of_commit(engine, "previous", PREVIOUS)
    previous.variables["GRAFANA_PASSWORD"] = "x"  # without it no Compose before 5 loads that file
    yield previous
    project.down(data=True)


async def test_an_upgrade_keeps_the_data(previous: Project, project: Project) -> None:
    """The new version takes over the old volumes, and its bot has a role with rows only."""
    previous.up()
    await previous.healthy()
    person = await somebody_trains()
    before = sets_of(previous, person)
    began = time.monotonic()
    project.up()
    await project.healthy()
    TABLE.append(f"an upgrade from {PREVIOUS} took {time.monotonic() - began:.0f} s")
    assert sets_of(project, person) == before
    await goes_on(project, person, began, "an upgrade")
    owners = "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"
    assert project.sql(owners) == ["workout_owner"]
    connected = (
        "SELECT DISTINCT usename, usesuper FROM pg_stat_activity JOIN pg_user USING (usename)"
    )
    here = "WHERE application_name <> 'psql' AND datname = 'workout'"
    assert project.sql(f"{connected} {here}") == ["workout_bot|f"]
