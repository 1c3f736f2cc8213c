"""Whether a backend slows an answer: bots that send nothing anywhere, and metrics, or all, to a
backend that takes, one that hangs and one that is dead, in short blocks by turns, so that the
machine's noise meets all alike."""

import asyncio
import itertools
import random
import socket
import time
from collections import defaultdict
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import uvloop

from tests.bench.backends import sent, sink
from tests.bench.measure import Bench, percentile
from tests.bench.stage import Crowd, Stage, open_stage

RATE = 100.0
BLOCK_SECONDS = 4.0
PING_SECONDS = 0.02
SIGNALS = {"metrics": ("METRICS",), "all": ("METRICS", "TRACES", "LOGS")}


@dataclass
class Block:
    """What one bot showed in one block: ms of each answer and of each ping, CPU of a set."""

    answers: list[float]
    loop: list[float]
    loop_cpu_ms: float


Blocks = list[Block]


async def measure(bench: Bench) -> None:
    """Open a bot for each variant, and let one after the other work for a block."""
    rounds = 2 if bench.quick else 28
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
        found: defaultdict[str, Blocks] = defaultdict(list)
        names = list(crowds)
        for n in range(rounds):
            for name in names[n % len(names) :] + names[: n % len(names)]:
                found[name].append(await _block(crowds[name], http))
            bench.say(f"round {n + 1} of {rounds}")
    _tell(bench, found)


async def _crowd(rooms: AsyncExitStack, **environment: Any) -> Crowd:
    # a disk has pauses of its own, longer than anything that is looked for here
    stage = await rooms.enter_async_context(open_stage(durable=False, **environment))
    crowd = Crowd(stage, 400)  # forty sets each, and nobody has a place for more
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
    return Block(
        [1000 * delay for delay in phase.delays],
        [1000 * ping for ping in pings],
        spent * 1000 / len(phase.delays),
    )


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


def _tell(bench: Bench, found: dict[str, Blocks]) -> None:
    for name, blocks in found.items():
        answers, loop = _pooled(blocks, "answers"), _pooled(blocks, "loop")
        for percent in (50, 99):
            bench.figure(f"{name}_p{percent}_ms", percentile(answers, percent), n=len(answers))
        bench.figure(f"{name}_loop_p99_ms", percentile(loop, 99), n=len(loop))
        bench.figure(f"{name}_loop_cpu_ms", [each.loop_cpu_ms for each in blocks], n=len(answers))
    _compare(bench, found, "none_again", "none")  # the same twice: how much is noise
    for what, how in itertools.product(SIGNALS, ("hanging", "dead")):
        _compare(bench, found, f"{what}_{how}", f"{what}_taking", at_most=1.05)
    for how in ("taking", "hanging", "dead"):
        _compare(bench, found, f"metrics_{how}", "none", at_most=1.05)
    bench.note(f"blocks of {BLOCK_SECONDS:g} s by turns, {RATE:g} sets a second")
    bench.note("the spread of a ratio of percentiles: of rounds that were drawn anew 100 times")


def _compare(
    bench: Bench, found: dict[str, Blocks], one: str, other: str, at_most: float | None = None
) -> None:
    """Note the ratios of one bot to another."""
    for what, kind, percent in (
        ("p50", "answers", 50),
        ("p99", "answers", 99),
        ("loop_p99", "loop", 99),
    ):
        ratios = _ratios(found[one], found[other], kind, percent)
        bound = at_most if what == "p99" else None
        bench.figure(f"{one}_to_{other}_{what}_ratio", ratios, n=len(found[one]), at_most=bound)
    pairs = zip(found[one], found[other], strict=True)
    cpu = [block.loop_cpu_ms / reference.loop_cpu_ms for block, reference in pairs]
    bench.figure(f"{one}_to_{other}_loop_cpu_ratio", cpu)


def _ratios(one: Blocks, other: Blocks, kind: str, percent: float) -> list[float]:
    """Compare percentiles over all rounds: as they might as well have been.

    The rounds are drawn anew with replacement (the bootstrap of Efron, 1979).
    """
    chance = random.Random(7)
    draws = [chance.choices(range(len(one)), k=len(one)) for _ in range(100)]
    return [
        percentile(_pooled([one[n] for n in draw], kind), percent)
        / percentile(_pooled([other[n] for n in draw], kind), percent)
        for draw in draws
    ]


def _pooled(blocks: Blocks, kind: str) -> list[float]:
    return [value for block in blocks for value in getattr(block, kind)]


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("hanging", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
