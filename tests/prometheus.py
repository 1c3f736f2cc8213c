"""A real Prometheus that scrapes one bot every second, and what it can be asked."""

import asyncio
import json
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from opentelemetry.instrumentation.utils import suppress_http_instrumentation

from tests.ports import free_port
from tests.waiting import until

CONFIG = """
global: {{scrape_interval: 1s, scrape_timeout: 900ms}}
scrape_configs:
  - job_name: telegram-bot
    static_configs: [{{targets: ["127.0.0.1:{port}"]}}]
"""


class Asking:
    """Prometheus' own interface."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def data(self, path: str, **parameters: str) -> Any:
        with suppress_http_instrumentation():  # the test's own calls are none of the bot's
            async with self._session.get(f"/api/v1/{path}", params=parameters) as answer:
                return json.loads(await answer.text())["data"]

    async def series(self, query: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
        found = (await self.data("query", query=query))["result"]
        return {
            (
                row["metric"].pop("__name__"),
                frozenset(labels(row["metric"]).items()),
            ): float(row["value"][1])
            for row in found
        }

    async def is_up(self) -> bool:
        try:
            return list((await self.series("up")).values()) == [1]
        except (aiohttp.ClientError, ValueError):
            return False


def labels(told: dict[str, str]) -> dict[str, str]:
    """Leave out the target's labels; Prometheus 3 writes a bound of 1 as 1.0."""
    ours = {name: value for name, value in told.items() if name not in ("job", "instance")}
    return ours | {name: str(float(ours[name])) for name in ours.keys() & {"le"}}


@asynccontextmanager
async def scraping(binary: str, port: int, folder: Path) -> AsyncIterator[Asking]:
    """Run a Prometheus that has scraped the bot at this port at least once."""
    (folder / "prometheus.yml").write_text(CONFIG.format(port=port))
    own = free_port()
    process = await asyncio.create_subprocess_exec(
        binary,
        f"--config.file={folder}/prometheus.yml",
        f"--storage.tsdb.path={folder}/data",
        f"--web.listen-address=127.0.0.1:{own}",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{own}") as session:
            asking = Asking(session)
            await until(asking.is_up, "Prometheus has scraped the bot", pause=0.1)
            yield asking
    finally:
        process.terminate()
        await process.wait()
