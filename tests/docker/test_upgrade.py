"""From the image and the Compose file of an earlier version to these: the data stays."""

import time
from collections.abc import Iterator

import pytest

from tests.docker.conftest import TABLE
from tests.docker.engine import Engine, Project
from tests.docker.test_survival import goes_on, sets_of, somebody_trains

pytestmark = [pytest.mark.docker, pytest.mark.timeout(600)]

# Before the bot had a role of its own: the superuser made the tables, and the keys were one file.
PREVIOUS = "ea19e97"


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
