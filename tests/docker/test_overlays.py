"""The overlay of the Collector, started."""

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.docker.engine import Engine, Project
from tests.docker.test_start import prometheus
from tests.docker.test_survival import somebody_trains
from tests.waiting import until

pytestmark = [pytest.mark.docker, pytest.mark.timeout(900)]


def query(expression: str) -> list[Any]:
    """Ask Prometheus."""
    return prometheus(f"query?query={quote(expression)}")["result"]


@pytest.fixture
def collected(engine: Engine, project: Project) -> Any:
    """The stack with a Collector, which writes traces into a file."""
    files = ("docker-compose.yml", "docs/deploy/docker-compose.collector.yml")
    collected = Project(engine, project.folder, *files)
    collected.variables["TRACES_BACKEND"] = "file"
    yield collected
    collected.down()


async def test_one_route_of_metrics_and_traces(collected: Project) -> None:
    """Metrics go by way of the Collector alone; traces arrive there too."""
    collected.up("--no-build")
    await collected.healthy()
    await somebody_trains()
    await until(lambda: query("bot_health"), "metrics arrive", within=90, pause=1)
    jobs = {each["labels"]["job"] for each in prometheus("targets")["activeTargets"]}
    assert "telegram-bot" not in jobs
    assert "otel-collector" in jobs
    seen = {series["metric"].get("job") for series in query("bot_uptime_seconds")}
    assert (seen, len(query("bot_uptime_seconds"))) == ({"telegram-bot"}, 1)

    def kinds() -> set[str]:
        volume = "workout-bot_collector-data:/data:ro"
        command = ["cat", "/data/telemetry.jsonl"]
        image = ["workout-bot:0.1.0", *command]
        text = collected.engine("run", "--rm", "-v", volume, *image, check=False).stdout
        return {kind for line in text.splitlines() for kind in json.loads(line)}

    await until(kinds, "traces arrive", lambda found: "resourceSpans" in found, pause=1)
