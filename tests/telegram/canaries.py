"""Secrets and words of people that must be written nowhere, and where that is looked up."""

import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from instrumentation.redaction import HIDDEN
from service.local.telegram.bot_api import StandIn
from tests.house import House, open_house
from tests.otlp import Backend

TOKEN = "987654321:CanaryTokenCanaryTokenCanaryTokenCan"
PASSWORD = "canary-of-the-database"
SECRET = "canary-of-the-webhook-and-its-posts"
NAME, TEXT = "Canaria", "canary of a text"
LIFT = "61.25x13"


def count(backend: Backend, signal: str) -> int:
    return sum(name == signal for name, _ in backend.bodies)


class Places:
    """Everything that is written down, and what of it must not be."""

    def __init__(self, capfd: Any, backend: Backend, house: House, secrets: list[str]) -> None:
        self._capfd, self._backend, self._house = capfd, backend, house
        self._secrets = secrets
        self.hits: dict[str, dict[str, int]] = {}
        self.seen: dict[str, int] = {}
        self.hidden = 0

    async def search(self, failure: str) -> None:
        """Look through what was written since the last search."""
        mark = count(self._backend, "metrics")
        await self._backend.until(lambda: count(self._backend, "metrics") > mark + 1)
        written = self._capfd.readouterr()
        self.hidden += written.err.count(HIDDEN)
        found = {
            "stderr": written.err + written.out,
            "spans": "\n".join(map(str, self._backend.spans())),
            "OTLP": self._backend.text(),
            "/metrics": await self._page(self._house.running.metrics),
            "/health": await self._page(self._house.running.health),
        }
        self._backend.bodies.clear()
        self.hits[failure] = {
            place: sum(secret in text for secret in self._secrets) for place, text in found.items()
        }
        for place, text in found.items():
            self.seen[place] = self.seen.get(place, 0) + len(text)

    async def _page(self, url: str) -> str:
        async with self._house.http.get(url) as answer:
            return await answer.text()

    def table(self) -> str:
        places = list(self.seen)
        rows = [
            f"| {name} | " + " | ".join(str(hits[p]) for p in places) + " |"
            for name, hits in self.hits.items()
        ]
        head = ["| Failure | " + " | ".join(places) + " |", "| --- |" + " --- |" * len(places)]
        return "\n".join([*head, *rows])


@asynccontextmanager
async def careless(stand_in: StandIn, dsn: str, **told: Any) -> AsyncIterator[House]:
    """Open a bot whose every setting that may be secret is a canary."""
    parts = urlsplit(dsn)
    user, _, host = parts.netloc.rpartition("@")
    place = f"{user.partition(':')[0]}:{PASSWORD}@{host}"
    async with open_house(stand_in, parts._replace(netloc=place).geturl(), **told) as house:
        house.dsn = dsn
        yield house


class restored_logging:  # noqa: N801 - used as a function
    """Take what a program does to logging back."""

    def __enter__(self) -> None:
        root = logging.getLogger()
        self._before = (root.level, root.handlers[:], sys.excepthook)

    def __exit__(self, *_: object) -> None:
        root = logging.getLogger()
        root.level, root.handlers[:], sys.excepthook = self._before
        logging.captureWarnings(capture=False)
