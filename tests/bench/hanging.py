"""Whether a backend slows an answer: bots that send nothing anywhere, and metrics, or all, to a
backend that takes, one that hangs and one that is dead, in short blocks by turns, so that the
machine's noise meets all alike."""

import asyncio
import itertools
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
SIGNALS = {"metrics": ("METRICS",), "all": ("METRICS", "TRACES", "LOGS")}

Block = dict[str, float]


async def measure(bench: Bench) -> None:
    """Open a bot for each variant, and let one after the other work for a block."""
    rounds = 2 if bench.quick else 20
    async with AsyncExitStack() as rooms:
        hole = rooms.enter_context(socket.create_server(("127.0.0.1", 0), backlog=1000))
        closed = rooms.enter_context(socket.socket())
        closed.bind(("127.0.0.1", 0))  # nobody listens: refused at once
        backends = {
            "taking": await rooms.enter_async_context(sink()),
            "hanging": f"http://127.0.0.1:{hole.getsockname()[1]}",
            "dead": f"http://127.0.0.1:{closed.getsockname()[1]}",
        }
        http = await rooms.enter_async_context(aiohttp.ClientSession())
        crowds = {name: await _crowd(rooms) for name in ("none", "none_again")}
        for what, signals in SIGNALS.items():
            for how, address in backends.items():
                crowds[f"{what}_{how}"] = await _crowd(rooms, **sent(address, *signals))
        found: defaultdict[str, list[Block]] = defaultdict(list)
        names = list(crowds)
        for n in range(rounds):
            for name in names[n % len(names) :] + names[: n % len(names)]:
                found[name].append(await _block(crowds[name], http))
            bench.say(f"round {n + 1} of {rounds}")
    _tell(bench, found)


async def _crowd(rooms: AsyncExitStack, **environment: str) -> Crowd:
    # a disk has pauses of its own, longer than anything that is looked for here
    stage = await rooms.enter_async_context(open_stage(durable=False, **environment))
    crowd = Crowd(stage, 200)
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
    _compare(bench, found, "none_again", "none")  # the same twice: how much is noise
    for what, how in itertools.product(SIGNALS, ("hanging", "dead")):
        _compare(bench, found, f"{what}_{how}", f"{what}_taking", at_most=1.05)
    for how in ("taking", "hanging", "dead"):
        _compare(bench, found, f"metrics_{how}", "none", at_most=1.05)
    bench.note(f"blocks of {BLOCK_SECONDS:g} s by turns, {RATE:g} sets a second")


def _compare(
    bench: Bench, found: dict[str, list[Block]], one: str, other: str, at_most: float | None = None
) -> None:
    """Note the ratios of the blocks of one bot to those of another in the same rounds."""
    for what in ("p50", "p99", "loop_p99", "loop_cpu"):
        pairs = zip(found[one], found[other], strict=True)
        ratios = [block[f"{what}_ms"] / reference[f"{what}_ms"] for block, reference in pairs]
        bound = at_most if what == "p99" else None
        bench.figure(f"{one}_to_{other}_{what}_ratio", ratios, n=len(ratios), at_most=bound)


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("hanging", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
