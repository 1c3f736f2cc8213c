"""Sets a second, and what one costs: the bot as a process, 100 ms away from its Bot API."""

import uvloop

from tests.bench.measure import Bench, percentile
from tests.bench.stage import Crowd, Phase, open_stage

ROUND_TRIP = 0.1
RATES = (100, 150, 200, 250, 300, 350, 400)


async def measure(bench: Bench) -> None:
    """Let people type for the price of a set; then type and press, ever faster."""
    people, seconds = (1_000, 6.0) if bench.quick else (10_000, 60.0)
    async with open_stage(latency=ROUND_TRIP) as stage:
        crowd = Crowd(stage, people)
        await crowd.gather()
        bench.say(f"{people} people know the bot and have a workout open")
        await crowd.trains(50, 3)  # statements prepared, classes built
        typed = await crowd.trains(150, seconds)
        _cost(bench, "text_set", typed, at_most=2.5)
        held: list[Phase] = []
        for rate in RATES:
            phase = await crowd.trains(rate, seconds, buttons=0.7)
            bench.say(
                f"{rate}/s: p50 {percentile(phase.delays, 50):.2f} s, p99 {phase.p99:.2f} s,"
                f" backlog {phase.backlog:.2f} s,"
                f" bot {phase.cpu['bot'] / phase.seconds:.0%} of a core"
            )
            held.append(phase)
            if not phase.held():
                break
        _rates(bench, held)
        stored, settled = await crowd.stored()
        bench.figure("sets_lost_or_doubled_sets", abs(stored - crowd.expected_sets()), at_most=0)
        bench.figure("updates_unsettled_updates", abs(settled - crowd.acts), at_most=0)
        bench.note(f"{stored} sets of {crowd.acts} acts were stored, each once")


def _cost(bench: Bench, what: str, phase: Phase, at_most: float | None = None) -> None:
    count = len(phase.delays)
    bench.figure(f"{what}_cpu_ms", phase.cpu_ms("bot"), n=count, at_most=at_most)
    bench.figure(f"{what}_postgres_cpu_ms", phase.cpu_ms("postgres"), n=count)
    bench.figure(f"{what}_p99_s", phase.p99, n=count, at_most=1.0)


def _rates(bench: Bench, phases: list[Phase]) -> None:
    kept = [phase for phase in phases if phase.held()]
    rate = max((phase.rate for phase in kept), default=0)
    bench.figure("polling_held_sets_per_s", rate, n=len(phases), at_least=150)
    if kept:
        _cost(bench, "mixed_act", kept[-1])
    bench.curve(
        "polling",
        rate_per_s=[phase.rate for phase in phases],
        p50_s=[percentile(phase.delays, 50) for phase in phases],
        p99_s=[phase.p99 for phase in phases],
        cpu_share=[phase.cpu["bot"] / phase.seconds for phase in phases],
        cpu_ms_per_act=[phase.cpu_ms("bot") for phase in phases],
    )


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("sets", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
