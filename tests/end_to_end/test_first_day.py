"""What README.md promises, tried: the two commands, a conversation, every number of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.asked_for import ASKED_FOR
from tests.end_to_end import story
from tests.end_to_end.conftest import Place
from tests.lifter import Desk, open_desk
from tests.program import Program
from tests.prometheus import labels, scraping
from tests.waiting import until


async def test_a_day(program: Program, desk: Desk) -> None:
    """A program, a workout, a report, a deletion: /metrics tells each of them, and nothing else."""
    assert "<title>" in await story.page(program.addresses["chat"])
    person = await story.newcomer(desk)
    await story.makes_program(person)
    await story.trains(person)
    trained = await settled(program, {"bot_users_total": 1, "bot_records_total": 5})
    assert trained["bot_programs_total"] == trained["bot_programs_active"] == {"": 1}
    assert trained["bot_records_today"] == {"": 5}
    assert trained["bot_users_active_today"] == {"": 1}

    await story.deletes(person)
    await settled(program, {"bot_programs_total": 0, "bot_records_total": 0})
    values, types = await story.numbers(program.addresses["metrics"])
    for name, (kind, _) in ASKED_FOR.items():
        # A histogram's own name has no value, only its parts have.
        published = f"{name}_count" if kind == "histogram" else name
        assert types[published] == kind
    assert values["bot_operations_total"] == values["bot_operations_today"] == story.OPERATIONS
    assert sum(values["bot_request_duration_seconds_count"].values()) == sum(
        values["bot_requests_total"].values()
    )
    assert set(values["bot_request_errors_total"].values()) == {0}
    assert values["bot_health"] == {"": 1}
    assert values["bot_uptime_seconds"][""] > 0
    assert 0 <= values["bot_system_cpu_percent"][""] <= 100
    assert 0 < values["bot_system_memory_percent"][""] < 100
    assert values["bot_system_memory_bytes"][""] > 1e7
    assert await story.health(program.addresses["health"]) == 200
    assert story.complaints(program) == []
    assert await program.stop() == 0


async def settled(program: Program, expected: dict[str, float]) -> story.Numbers:
    """Wait until gauges, which are refreshed every second here, say what is expected."""

    async def numbers() -> story.Numbers:
        values, _ = await story.numbers(program.addresses["metrics"])
        return values

    return await until(
        numbers,
        f"the page says {expected}",
        lambda values: all(values.get(name) == {"": expected[name]} for name in expected),
        pause=0.1,
    )


@pytest.mark.clone  # in this folder tests/test_process.py does the same
async def test_killed_in_mid_workout(program: Program, place: Place, desk: Desk) -> None:
    """After kill -9 the next start asks for the same set; nothing is lost, nothing doubled.

    Nor is anything installed again.
    """
    cellar = story.Cellar(program.data_dir)
    person = await story.newcomer(desk)
    await story.makes_program(person)
    await person.says("/startworkout")
    await person.says("60x5")
    await person.says("62.5x5")
    before = story.asked_for(await person.says("/startworkout"))
    sets = "SELECT weight_kg, reps, sets::text FROM sets ORDER BY logged_at"
    stored = await cellar.rows(sets)
    assert [row[:2] for row in stored] == [(60, 5), (62.5, 5)]

    await program.kill()
    await program.start()
    assert told_of_setting_up(program.said) == []
    assert bool(told_of_setting_up(place.said_first)) == bool(place.command)
    assert await story.Cellar(program.data_dir).rows(sets) == stored
    async with open_desk(program.addresses["chat"]) as again:
        person = again.somebody(person.id, person.name)
        assert story.asked_for(await person.says("/startworkout")) == before
        await person.says("65x5")
    assert len(await story.Cellar(program.data_dir).rows(sets)) == 3
    assert story.complaints(program) == []


def told_of_setting_up(said: list[str]) -> list[str]:
    return [line for line in said if line.startswith("Setting up: ")]


@pytest.fixture
def binary(require: Callable[[str], str]) -> str:
    """Prometheus; asked for before a bot is started in vain."""
    return require("prometheus")


@pytest.mark.prometheus
async def test_prometheus_stores_what_is_so(
    binary: str, program: Program, desk: Desk, tmp_path: Path
) -> None:
    """A real Prometheus knows every name, its type, and the very numbers of the database."""
    person, other = await story.newcomer(desk), await story.newcomer(desk)
    await story.makes_program(person)
    await story.makes_program(other)
    await story.trains(person)
    counted: dict[str, float] = dict(await story.Cellar(program.data_dir).counts())
    assert counted["bot_users_total"] == 2
    await settled(program, counted)

    port = int(program.addresses["metrics"].rpartition(":")[2].partition("/")[0])
    async with scraping(binary, port, tmp_path) as prometheus:
        stored = await prometheus.series('{__name__=~"bot_.*"}')
        known = await prometheus.data("metadata")
    told = {name: value for (name, _), value in stored.items()}
    assert {name: told[name] for name in counted} == counted
    for name, (kind, its_labels) in ASKED_FOR.items():
        family = name if name in known else name.removesuffix("_total")
        assert known[family][0]["type"] == kind
        series = [key for key in stored if key[0].removesuffix("_count") == name]
        assert series, name
        assert all(tuple(labels(dict(key[1]))) == its_labels for key in series)
    saved = ("bot_operations_total", frozenset({("operation_type", "save_record")}))
    assert stored[saved] == counted["bot_records_total"] == 5
