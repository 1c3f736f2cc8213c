"""What drawing costs: milliseconds, memory after a thousand pictures, waits of the event loop."""

import asyncio
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from random import Random

import psutil

from service.charts import bars, curves, svg
from service.charts.bars import Bar, Bars
from service.charts.curves import Curve, Point
from service.charts.studio import COLD_SECONDS, WARM_SECONDS, Studio
from tests.bench.measure import Bench, cpu_seconds

MIB = 2**20
TODAY = date(2026, 11, 27)
LONGEST = 1000
"""Most days that a curve shows."""


def run(*, quick: bool) -> None:
    """Measure."""
    asyncio.run(_measure(Bench("pictures", quick=quick)))


def _sources() -> Iterator[str]:
    """Yield pictures, no two alike: curves of 2 to 1,000 days, and muscles."""
    random = Random(1)
    for n in count():
        theme = svg.DARK if n % 2 else svg.LIGHT
        if n % 10 == 9:
            groups = [Bar(f"Группа {each}", random.randrange(20), n % 20) for each in range(12)]
            yield bars.draw(Bars(f"Мышцы {n}", "эта неделя", "прошлая", groups), theme)
            continue
        days = random.choice((2, 12, 30, 100, LONGEST))
        points = [
            Point(TODAY - timedelta(days=2 * back), 80 + random.random() * 40, back % 9 == 0)
            for back in range(days, 0, -1)
        ]
        yield curves.draw(Curve(f"Жим {n}", "1ПМ, кг", "рекорд", "ru", points), theme)


async def _measure(bench: Bench) -> None:
    await _starts(bench, 3 if bench.quick else 10)
    await _many(bench, 50 if bench.quick else 1000)
    bench.keep()


async def _starts(bench: Bench, times: int) -> None:
    """Time first pictures, each by a new process."""
    seconds, sources = [], _sources()
    for _ in range(times):
        studio, began = Studio(), time.perf_counter()
        await studio.png(next(sources))
        seconds.append(time.perf_counter() - began)
        await studio.close()
    bench.figure("first_picture_ms", [1000 * each for each in seconds], at_most=COLD_SECONDS * 1000)


async def _many(bench: Bench, pictures: int) -> None:
    """Draw one after the other, and see what stays in memory."""
    studio, sources, own = Studio(), _sources(), psutil.Process()
    await studio.png(next(sources))
    artist = psutil.Process(studio.pid)
    before, cpu, composing = own.memory_info().rss, cpu_seconds(artist), 0.0
    waits, sizes, counted, memory = [], [], [], []
    lags = asyncio.create_task(_longest_lag())
    for n in range(1, pictures + 1):
        began = time.perf_counter()
        source = next(sources)
        composing += time.perf_counter() - began
        began = time.perf_counter()
        sizes.append(len(await studio.png(source)))
        waits.append(1000 * (time.perf_counter() - began))
        if n in {1, 10, 100, pictures}:
            counted.append(n)
            memory.append(artist.memory_info().rss / MIB)
    lags.cancel()
    bench.figure("picture_ms", waits, at_most=WARM_SECONDS * 1000)
    bench.figure("slowest_picture_ms", max(waits), n=pictures, at_most=WARM_SECONDS * 1000)
    spent = cpu_seconds(artist) - cpu
    bench.figure("picture_cpu_ms", 1000 * spent / pictures, n=pictures)
    bench.figure("composing_ms", 1000 * composing / pictures, n=pictures)
    bench.figure("picture_kib", [size / 1024 for size in sizes])
    bench.figure("drawing_process_mib", memory[-1], n=1, at_most=128)
    grown = (own.memory_info().rss - before) / MIB
    bench.figure("grown_beside_it_mib", grown, n=1)
    bench.figure("longest_loop_lag_ms", 1000 * max(LAGS), n=len(LAGS))
    bench.curve("memory", pictures=counted, drawing_process_mib=memory)
    await studio.close()


LAGS = [0.0]
"""How much later than asked the event loop woke a task, in seconds."""


async def _longest_lag() -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.01)
        LAGS.append(time.perf_counter() - began - 0.01)
