"""The overlay of the Collector, started."""

import json

import pytest

from tests.docker.conftest import CHAT, TABLE
from tests.docker.engine import Engine, Project
from tests.docker.table import measured
from tests.docker.test_start import prometheus, query
from tests.docker.test_survival import somebody_trains
from tests.lifter import open_desk
from tests.waiting import until

pytestmark = [pytest.mark.docker, pytest.mark.timeout(900)]


@pytest.fixture
def collected(engine: Engine, project: Project) -> Project:
    """The stack with a Collector, which writes traces and logs into a file."""
    files = ("docker-compose.yml", "docs/deploy/docker-compose.collector.yml")
    collected = Project(engine, project.folder, *files)
    collected.variables.update(TRACES_BACKEND="file", LOGS_BACKEND="file")
    collected.up("--no-build")
    return collected


async def test_three_signals_and_one_route_of_metrics(collected: Project) -> None:
    """Metrics go by way of the Collector alone; traces and logs arrive there too."""
    await collected.healthy()
    await somebody_trains()
    async with open_desk(CHAT) as desk:
        await desk.inject({"message": {"poison": True}})  # of which the bot writes a line
        await desk.idle()
    await until(lambda: query("bot_health"), "metrics arrive", within=90, pause=1)
    jobs = {each["labels"]["job"] for each in prometheus("targets")["activeTargets"]}
    assert "telegram-bot" not in jobs
    assert "otel-collector" in jobs
    seen = {series["metric"].get("job") for series in query("bot_uptime_seconds")}
    assert (seen, len(query("bot_uptime_seconds"))) == ({"telegram-bot"}, 1)

    def kinds() -> set[str]:
        volume = "workout-bot_collector-data:/data:ro"
        command = ["cat", "/data/traces.jsonl"]
        image = ["workout-bot:0.1.0", *command]
        text = collected.engine("run", "--rm", "-v", volume, *image, check=False).stdout
        return {kind for line in text.splitlines() for kind in json.loads(line)}

    await until(kinds, "traces and logs arrive", {"resourceSpans", "resourceLogs"}.__eq__, pause=1)
    TABLE.extend(measured(collected, "otel-collector"))
