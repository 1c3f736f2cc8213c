"""Whether a backend that hangs slows an answer: bots that send metrics, or all, to one that takes
and to one that hangs, in short blocks by turns, so that the machine's noise meets all alike."""

import asyncio
import socket
import time
from collections import defaultdict
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import uvloop

from tests.bench.backends import RATE, sent, sink
from tests.bench.measure import Bench, percentile
from tests.bench.stage import Crowd, Stage, open_stage

BLOCK_SECONDS = 4.0
PING_SECONDS = 0.02
ALL = ("METRICS", "TRACES", "LOGS")

Block = dict[str, float]


async def measure(bench: Bench) -> None:
    """Open a bot for each variant, and let one after the other work for a block."""
    rounds = 2 if bench.quick else 20
    async with AsyncExitStack() as rooms:
        hole = rooms.enter_context(socket.create_server(("127.0.0.1", 0), backlog=1000))
        hanging = f"http://127.0.0.1:{hole.getsockname()[1]}"
        taking = await rooms.enter_async_context(sink())
        http = await rooms.enter_async_context(aiohttp.ClientSession())
        crowds = {
            "metrics_taking": await _crowd(rooms, **sent(taking, "METRICS")),
            "metrics_hanging": await _crowd(rooms, **sent(hanging, "METRICS")),
            "all_taking": await _crowd(rooms, **sent(taking, *ALL)),
            "all_hanging": await _crowd(rooms, **sent(hanging, *ALL)),
        }
        found: defaultdict[str, list[Block]] = defaultdict(list)
        names = list(crowds)
        for n in range(rounds):
            for name in names[n % len(names) :] + names[: n % len(names)]:
                found[name].append(await _block(crowds[name], http))
            bench.say(f"round {n + 1} of {rounds}")
    _tell(bench, found)


async def _crowd(rooms: AsyncExitStack, **environment: str) -> Crowd:
    crowd = Crowd(await rooms.enter_async_context(open_stage(**environment)), 200)
    await crowd.gather()
    await crowd.trains(RATE, 4)  # statements prepared, classes built, the first batches on the way
    return crowd


async def _block(crowd: Crowd, http: aiohttp.ClientSession) -> Block:
    """Let people type for some seconds, and meanwhile ask the event loop how it is."""
    stage, pings = crowd.stage, list[float]()
    pinging = asyncio.create_task(_ping(http, stage.bot.addresses["health"], pings))
    before = _loop_seconds(stage)
    phase = await crowd.trains(RATE, BLOCK_SECONDS)
    spent = _loop_seconds(stage) - before
    pinging.cancel()
    return {
        "p50_ms": percentile(phase.delays, 50) * 1000,
        "p99_ms": phase.p99 * 1000,
        "loop_p99_ms": percentile(pings, 99) * 1000,
        "loop_cpu_ms": spent * 1000 / len(phase.delays),
        "n": len(phase.delays),
    }


async def _ping(http: aiohttp.ClientSession, url: str, pings: list[float]) -> None:
    """Ask for /health, which waits for nothing but its turn in the event loop."""
    while True:
        began = time.perf_counter()
        async with http.get(url) as answer:
            await answer.read()
        pings.append(time.perf_counter() - began)
        await asyncio.sleep(PING_SECONDS)


def _loop_seconds(stage: Stage) -> float:
    """Give the CPU seconds of the thread that the event loop runs in, and of no exporter's."""
    pid = stage.process.pid
    return int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text().split()[0]) / 1e9


def _tell(bench: Bench, found: dict[str, list[Block]]) -> None:
    for name, blocks in found.items():
        count = int(sum(block["n"] for block in blocks))
        for what in ("p50_ms", "p99_ms", "loop_p99_ms", "loop_cpu_ms"):
            bench.figure(f"{name}_{what}", [block[what] for block in blocks], n=count)
    for sent_there in ("metrics", "all"):
        pairs = list(
            zip(found[f"{sent_there}_hanging"], found[f"{sent_there}_taking"], strict=True)
        )
        for what in ("p50", "p99", "loop_p99", "loop_cpu"):
            ratios = [one[f"{what}_ms"] / other[f"{what}_ms"] for one, other in pairs]
            bound = 1.05 if what == "p99" else None
            name = f"{sent_there}_hanging_to_taking_{what}_ratio"
            bench.figure(name, ratios, n=len(pairs), at_most=bound)
    bench.note(f"blocks of {BLOCK_SECONDS:g} s by turns, {RATE:g} sets a second")


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("hanging", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
