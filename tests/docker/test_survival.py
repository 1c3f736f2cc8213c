"""What people wrote outlives whatever happens to containers and to the engine."""

import time
from typing import Any

import pytest

from tests.docker.conftest import CHAT, TABLE
from tests.docker.engine import Project
from tests.end_to_end import story
from tests.lifter import open_desk
from tests.waiting import until

pytestmark = [pytest.mark.docker, pytest.mark.timeout(600)]

COUNTED = ("people", "programs", "workouts", "sets")


async def somebody_trains() -> int:
    """Let a new person train; gives their number."""
    async with open_desk(CHAT) as desk:
        anna = await desk.person("Anna")
        await story.makes_program(anna)
        await story.trains(anna)
        await desk.idle()
        return anna.id


def stored(project: Project) -> list[str]:
    """Count the rows of what people made."""
    return project.sql(" UNION ALL ".join(f"SELECT count(*) FROM {table}" for table in COUNTED))


def sets_of(project: Project, *people: int) -> int:
    """Count the sets of these people."""
    owners = ", ".join(map(str, people))
    return int(project.sql(f"SELECT count(*) FROM sets WHERE owner IN ({owners})")[0])


async def goes_on(project: Project, person: int, began: float, what: str) -> None:
    """Everybody becomes well, and the person logs a set more."""
    await project.healthy(120)
    TABLE.append(f"well again after {what}: {time.monotonic() - began:.0f} s")
    async with open_desk(CHAT) as desk:
        anna = desk.somebody(person, "Anna")
        before = sets_of(project, person)
        await anna.says("/startworkout")
        await anna.says("70x5")
        await desk.idle()
        assert sets_of(project, person) == before + 1


async def test_down_and_up(running: Project) -> None:
    """`down` removes the containers and none of the data."""
    person = await somebody_trains()
    before = stored(running)
    began = time.monotonic()
    running.down()
    assert running.containers(all_of_them=True) == {}
    running.up("--no-build")
    assert stored(running) == before
    await goes_on(running, person, began, "down and up")


@pytest.mark.parametrize("name", ["telegram-bot", "postgres", "prometheus", "alertmanager"])
async def test_a_killed_container_comes_back(running: Project, name: str) -> None:
    """By itself, with what it had stored."""
    person = await somebody_trains()
    before = stored(running)
    container = f"workout-bot-{name}-1"
    restarts = running.engine.inspect(container)["RestartCount"]
    began = time.monotonic()
    running.engine.kill(container)
    await until(
        lambda: running.engine.inspect(container)["RestartCount"],
        "it is started again",
        restarts.__ne__,
        pause=0.1,
    )
    await running.healthy()
    assert stored(running) == before
    await goes_on(running, person, began, f"a kill of {name}")


async def test_the_engine_restarts(running: Project) -> None:
    """As after an update of Docker or a restart of the machine: all of it comes back."""
    person = await somebody_trains()
    before = stored(running)
    began = time.monotonic()
    running.engine.restart()
    assert len(running.containers()) == 4
    await running.healthy(120)
    assert stored(running) == before
    await goes_on(running, person, began, "a restart of the engine")


async def test_the_bot_stops_in_time_and_loses_nothing(running: Project) -> None:
    """In the middle of many messages: within its grace period, with exit code 0."""
    async with open_desk(CHAT) as desk:
        people = [await desk.person(f"P{number}") for number in range(5)]
        for person in people:
            await story.makes_program(person)
            await person.says("/startworkout")
        sets: list[dict[str, Any]] = [
            {"do": "say", "user_id": person.id, "text": "60x5"}
            for person in people
            for _ in range(10)
        ]
        await desk.together(*sets)
    began = time.monotonic()
    running.compose("stop", "telegram-bot")
    took = time.monotonic() - began
    state = running.state("telegram-bot")
    TABLE.append(f"the bot stops under load in {took:.1f} s, exit code {state['ExitCode']}")
    assert (state["ExitCode"], state["OOMKilled"]) == (0, False)
    assert took < 20
    running.engine("start", "workout-bot-telegram-bot-1")
    await running.healthy()
    async with open_desk(CHAT) as desk:
        await desk.idle()
    assert sets_of(running, *(person.id for person in people)) == 50
