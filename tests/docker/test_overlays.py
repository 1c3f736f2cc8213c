"""The overlay of the Collector, started."""

import json

import pytest

from tests.docker.conftest import CHAT, TABLE
from tests.docker.engine import Engine, Project
from tests.docker.table import measured
from tests.docker.test_start import get, prometheus, query
from tests.docker.test_survival import somebody_trains
from tests.lifter import open_desk
from tests.waiting import until

pytestmark = [pytest.mark.docker, pytest.mark.timeout(900)]


@pytest.fixture
def collected(engine: Engine, project: Project) -> Project:
    """The stack with a Collector, Jaeger and VictoriaLogs."""
    files = ("docker-compose.yml", "docs/deploy/docker-compose.collector.yml")
    collected = Project(engine, project.folder, *files)
    collected.up("--no-build")
    return collected


def traced() -> set[str]:
    """List the traces that log lines in VictoriaLogs belong to."""
    text = get("http://127.0.0.1:9428/select/logsql/query?query=trace_id:*&limit=1000")
    return {json.loads(line)["trace_id"] for line in text.splitlines()}


def traces() -> set[str]:
    """List the traces that Jaeger has of the bot."""
    text = get("http://127.0.0.1:16686/api/traces?service=telegram-bot&limit=1000")
    return {trace["traceID"] for trace in json.loads(text)["data"] or []}


async def test_three_signals_and_one_route_of_metrics(collected: Project) -> None:
    """Metrics go by way of the Collector alone; a line in the logs leads to a trace."""
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
    await until(lambda: traced() & traces(), "a line's trace is in Jaeger", within=60, pause=1)
    TABLE.extend(measured(collected, "otel-collector", "jaeger", "victorialogs"))
