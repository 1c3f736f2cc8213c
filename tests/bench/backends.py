"""The price of sending: CPU of a set and the wait for its answer, by where telemetry goes."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvloop

from tests.bench.measure import Bench
from tests.bench.stage import Crowd, Phase, open_stage

RATE = 50.0
SINK = """
import socketserver, http.server
class Take(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *_):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Take)
print(server.server_port, flush=True)
server.serve_forever()
"""


@asynccontextmanager
async def sink() -> AsyncIterator[str]:
    """Run a backend that takes everything at once; gives its address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SINK, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    port = int(await process.stdout.readline())
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        await process.wait()


def sent(to: str, *signals: str) -> dict[str, str]:
    """Say what is sent there."""
    told = {f"OTEL_{signal}_EXPORTER": "otlp" for signal in signals}
    if "METRICS" in signals:
        told["OTEL_METRICS_EXPORTER"] = "prometheus,otlp"
    return told | {"OTEL_EXPORTER_OTLP_ENDPOINT": to}


async def train(bench: Bench, environment: dict[str, str]) -> Phase:
    """Let people type at a rate that the bot keeps up with easily."""
    async with open_stage(**environment) as stage:
        crowd = Crowd(stage, 200 if bench.quick else 1_000)
        await crowd.gather()
        await crowd.trains(RATE, 3)  # statements prepared, classes built
        return await crowd.trains(RATE, 5.0 if bench.quick else 20.0)


async def measure(bench: Bench) -> None:
    """Play every variant in turn, several rounds."""
    with socket.create_server(("127.0.0.1", 0)) as hole:  # whoever connects waits for ever
        hanging = f"http://127.0.0.1:{hole.getsockname()[1]}"
        async with sink() as taking:
            variants = {
                "scraped": {},
                "metrics_otlp": sent(taking, "METRICS"),
                "traces_otlp": sent(taking, "TRACES"),
                "everything_otlp": sent(taking, "METRICS", "TRACES", "LOGS"),
                "everything_hanging": sent(hanging, "METRICS", "TRACES", "LOGS"),
            }
            found: dict[str, list[Phase]] = {name: [] for name in variants}
            for n in range(1 if bench.quick else 3):
                for name, environment in variants.items():
                    found[name].append(await train(bench, environment))
                bench.say(f"round {n + 1}")
    _tell(bench, found)


def _tell(bench: Bench, found: dict[str, list[Phase]]) -> None:
    bare = found["scraped"]
    for name, phases in found.items():
        count = sum(len(phase.delays) for phase in phases)
        bench.figure(f"{name}_cpu_ms", [phase.cpu_ms("bot") for phase in phases], n=count)
        bench.figure(f"{name}_p99_ms", [phase.p99 * 1000 for phase in phases], n=count)
        if name != "scraped":
            pairs = list(zip(phases, bare, strict=True))
            cpu = [one.cpu_ms("bot") / other.cpu_ms("bot") for one, other in pairs]
            bench.figure(f"{name}_cpu_ratio", cpu)
            bench.figure(f"{name}_p99_ratio", [one.p99 / other.p99 for one, other in pairs])
    pairs = zip(found["everything_hanging"], found["everything_otlp"], strict=True)
    bench.figure(
        "hanging_to_taking_p99_ratio", [one.p99 / other.p99 for one, other in pairs], at_most=1.05
    )
    bench.note(f"{RATE:g} sets a second; metrics are sent every 15 s, spans every 5 s")


def run(*, quick: bool) -> None:
    """Measure and keep."""
    bench = Bench("backends", quick=quick)
    uvloop.run(measure(bench))
    bench.keep()
