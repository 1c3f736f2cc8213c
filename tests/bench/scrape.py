"""What a scrape costs: time, bytes and series, however many people there are, and who waits."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import aiohttp
import uvloop

from tests.bench.measure import Bench, cpu_seconds, percentile
from tests.bench.seed import FIRST
from tests.bench.stage import Crowd, Stage, open_stage

PROBE_SECONDS = 0.01


async def measure(bench: Bench) -> None:
    """Scrape with nobody there, then with more and more people who have used the bot."""
    sizes = (0, 1_000) if bench.quick else (0, 1_000, 100_000)
    scrapes = 50 if bench.quick else 300
    curve: dict[str, list[float]] = {"people": [], "p50_ms": [], "bytes": [], "series": []}
    async with open_stage() as stage, aiohttp.ClientSession() as session:
        known = 0
        for size in sizes:
            if size > known:
                bench.say(f"letting {size} people in")
                crowd = Crowd(stage, size - known, first=FIRST + known)
                await crowd.gather()
                await crowd.trains(150, 4 if bench.quick else 20, buttons=0.5)
                known = size
            page = await _page(stage, session)
            spent = [await _seconds(stage, session) * 1000 for _ in range(scrapes)]
            series = sum(not line.startswith("#") for line in page.splitlines())
            at = f"at_{size}_people"
            bench.figure(f"scrape_{at}_ms", spent)
            p99 = 50 if size == sizes[-1] else None
            bench.figure(f"scrape_p99_{at}_ms", percentile(spent, 99), n=scrapes, at_most=p99)
            bench.figure(f"page_{at}_bytes", len(page))
            bench.figure(f"page_{at}_series", series, at_most=500 if not size else None)
            for column, value in zip(
                curve.values(), (size, sorted(spent)[scrapes // 2], len(page), series), strict=True
            ):
                column.append(value)
        bench.curve("people", **curve)
        await _together(bench, stage, session)


async def _together(bench: Bench, stage: Stage, session: aiohttp.ClientSession) -> None:
    """Let eight scrape at once, and see how long others wait for the event loop meanwhile."""
    seconds = 3.0 if bench.quick else 15.0

    async def nothing() -> None:
        await asyncio.sleep(0.05)

    idle = await _waits(stage, session, seconds, nothing)
    began, scraped = cpu_seconds(stage.process), []

    async def eight() -> None:
        scraped.extend(await asyncio.gather(*(_seconds(stage, session) for _ in range(8))))

    busy = await _waits(stage, session, seconds, eight)
    spent = (cpu_seconds(stage.process) - began) * 1000 / len(scraped)
    bench.figure("eight_at_once_ms", [one * 1000 for one in scraped])
    bench.figure("eight_at_once_p99_ms", percentile(scraped, 99) * 1000, n=len(scraped))
    bench.figure("scrape_cpu_ms", spent, n=len(scraped))
    bench.figure("others_wait_idle_p99_ms", percentile(idle, 99) * 1000, n=len(idle))
    bench.figure("others_wait_while_eight_scrape_p99_ms", percentile(busy, 99) * 1000, n=len(busy))
    bench.note("the event loop's delay is seen from outside: how long GET /health takes")


async def _waits(
    stage: Stage,
    session: aiohttp.ClientSession,
    seconds: float,
    meanwhile: Callable[[], Awaitable[None]],
) -> list[float]:
    waits: list[float] = []

    async def probe() -> None:
        while True:
            began = time.perf_counter()
            async with session.get(stage.bot.addresses["health"]) as answer:
                await answer.read()
            waits.append(time.perf_counter() - began)
            await asyncio.sleep(PROBE_SECONDS)

    probing = asyncio.create_task(probe())
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await meanwhile()
    probing.cancel()
    return waits


async def _seconds(stage: Stage, session: aiohttp.ClientSession) -> float:
    began = time.perf_counter()
    await _page(stage, session)
    return time.perf_counter() - began


async def _page(stage: Stage, session: aiohttp.ClientSession) -> str:
    async with session.get(stage.bot.addresses["metrics"]) as answer:
        assert answer.status == 200
        return await answer.text()


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("scrape", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
