"""Sets a second, and what one costs: the bot as a process, 100 ms away from its Bot API."""

from typing import Any

import uvloop

from tests.bench.measure import Bench, percentile
from tests.bench.stage import Crowd, Phase, Stage, open_echo, open_stage
from tests.ports import free_port

ROUND_TRIP = 0.1
KEPT_SECONDS = 60.0
WARM_RATE = 100
RATES = (100, 150, 200, 250, 300, 400, 500)
ECHO_RATE = 80
ECHO_TURNS = 5


async def measure(bench: Bench) -> None:
    """Let people type for the price of a set; then type and press, ever faster, twice."""
    people, seconds = (1_000, 6.0) if bench.quick else (10_000, KEPT_SECONDS)
    async with open_stage(latency=ROUND_TRIP) as stage:
        crowd = await _crowd(bench, stage, people)
        await _beside_echo(bench, stage, crowd, seconds / 2)
        typed = await crowd.trains(100, seconds)
        _cost(bench, "text_set", typed, at_most=2.5)
        await _faster(bench, crowd, "polling", seconds)
    async with open_stage(latency=ROUND_TRIP, **_webhook()) as stage:
        crowd = await _crowd(bench, stage, people)
        await _faster(bench, crowd, "webhook", seconds)
    bench.note(f"each rate is held for {seconds:g} s")


def _webhook() -> dict[str, Any]:
    """Say where the stand-in is to post."""
    port = free_port()
    return {
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
        "WEBHOOK_SECRET": "bench" * 8,
        "WEBHOOK_PORT": str(port),
    }


async def _crowd(bench: Bench, stage: Stage, people: int) -> Crowd:
    crowd = Crowd(stage, people)
    await crowd.gather()
    bench.say(f"{people} people know the bot and have a workout open")
    await crowd.trains(WARM_RATE, people / WARM_RATE)  # everybody has a card to press on
    return crowd


async def _beside_echo(bench: Bench, stage: Stage, crowd: Crowd, seconds: float) -> None:
    """Let people type sets at the bot, and the same to an empty one, in turn."""
    sets, echoes, ratios = [], [], []
    async with open_echo(stage, latency=ROUND_TRIP) as empty:
        hall = Crowd(empty, len(crowd.ids))
        await hall.gather(stored=False)
        await hall.trains(ECHO_RATE, seconds)  # warm, as the bot is
        for turn in range(ECHO_TURNS):
            typed = await crowd.trains(ECHO_RATE, seconds)
            echo = await hall.trains(ECHO_RATE, seconds)
            sets.append(typed.cpu_ms("bot"))
            echoes.append(echo.cpu_ms("bot"))
            ratios.append(sets[-1] / echoes[-1])
            bench.say(f"turn {turn + 1}: {sets[-1]:.2f} ms a set, {echoes[-1]:.2f} ms an echo")
    bench.figure("echo_cpu_ms", echoes)
    bench.figure("set_beside_echo_cpu_ms", sets)
    bench.figure("set_to_echo_ratio", ratios, at_most=1.5)
    bench.note("the echo is an aiogram bot that answers one word, with the same event loop")


async def _faster(bench: Bench, crowd: Crowd, way: str, seconds: float) -> None:
    """Type and press at every rate until the bot does not keep up; then count what is stored."""
    phases: list[Phase] = []
    for rate in RATES:
        phase = await crowd.trains(rate, seconds, buttons=0.7)
        bench.say(
            f"{way}, {rate}/s: p50 {percentile(phase.delays, 50):.2f} s, p99 {phase.p99:.2f} s,"
            f" backlog {phase.backlog:.2f} s,"
            f" bot {phase.cpu['bot'] / phase.seconds:.0%} of a core"
        )
        phases.append(phase)
        if not phase.held():
            break
    _rates(bench, way, phases)
    unanswered = crowd.unanswered
    stored, settled = await crowd.stored()
    lost = abs(stored - crowd.expected_sets())
    bench.figure(f"{way}_lost_or_doubled_sets", lost, n=crowd.acts, at_most=0)
    bench.figure(f"{way}_unanswered_updates", unanswered, n=crowd.acts)
    unsettled = abs(settled - crowd.acts)
    bench.figure(f"{way}_unsettled_updates", unsettled, n=crowd.acts, at_most=0)


def _cost(bench: Bench, what: str, phase: Phase, at_most: float | None = None) -> None:
    count = len(phase.delays)
    bench.figure(f"{what}_cpu_ms", phase.cpu_ms("bot"), n=count, at_most=at_most)
    bench.figure(f"{what}_postgres_cpu_ms", phase.cpu_ms("postgres"), n=count)
    bench.figure(f"{what}_sleeps", phase.sleeps(), n=count)
    bench.figure(f"{what}_p99_s", phase.p99, n=count, at_most=1.0)


def _rates(bench: Bench, way: str, phases: list[Phase]) -> None:
    kept = [phase for phase in phases if phase.held()]
    rate = max((phase.rate for phase in kept), default=0)
    bench.figure(f"{way}_held_sets_per_s", rate, n=len(phases), at_least=150)
    _cost(bench, f"{way}_mixed_set", (kept or phases)[-1])
    bench.curve(
        way,
        rate_per_s=[phase.rate for phase in phases],
        p50_s=[percentile(phase.delays, 50) for phase in phases],
        p99_s=[phase.p99 for phase in phases],
        cpu_share=[phase.cpu["bot"] / phase.seconds for phase in phases],
        cpu_ms=[phase.cpu_ms("bot") for phase in phases],
    )


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("sets", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
