"""Takes trace.svg and victorialogs.png anew: `.venv/bin/python -m docs.pictures.signals`.

A bot is run and somebody logs a set. The trace is read from Jaeger's API and drawn, and its log
lines are shown by VictoriaLogs' own page in a headless Chromium. `make .venv/.all`, .ci/collector
and .ci/backends bring what it needs; their folders have to be on PATH.
"""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.async_api import async_playwright

from tests.lifter import open_desk
from tests.otlp import QUICKLY
from tests.program import Program
from tests.stack.backends import Jaeger, VictoriaLogs, open_jaeger, open_victorialogs
from tests.stack.routes import open_collector
from tests.telegram.talk import PROGRAM, begins
from tests.waiting import until

HERE = Path(__file__).parent
ROW, LEFT, WIDE, RIGHT, TOP = 24, 230, 560, 80, 64
COLOURS = {"consumer": "#8250df", "internal": "#1a7f37", "client": "#0969da"}
KINDS = {
    "consumer": "CONSUMER, the update",
    "internal": "INTERNAL, its handler",
    "client": "CLIENT, a transaction or a call",
}
SETS = ("60x5", "61x5", "62x5", "63x5", "64x5")
WHOLE = 7
"""How many spans a logged set has: the update, its transaction and handler, and two answers."""

Span = dict[str, Any]


@asynccontextmanager
async def stack(folder: Path) -> AsyncIterator[tuple[Jaeger, VictoriaLogs, str]]:
    """Run a bot whose traces and log lines are kept; give both backends and its chat."""
    async with AsyncExitStack() as programs:
        traces = await programs.enter_async_context(
            open_jaeger(program("jaeger"), folder / "jaeger")
        )
        lines = await programs.enter_async_context(
            open_victorialogs(program("victoria-logs"), folder / "logs")
        )
        opened = open_collector(
            program("otelcol-workout"),
            folder / "data",
            TRACES_BACKEND="otlp_http",
            TRACES_OTLP_URL=traces.otlp,
            LOGS_BACKEND="otlp_http",
            LOGS_OTLP_URL=lines.otlp,
        )
        between = await programs.enter_async_context(opened)
        told = {f"OTEL_{signal}_EXPORTER": "otlp" for signal in ("TRACES", "LOGS")} | {
            **QUICKLY,
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{between.otlp}",
            "DATA_DIR": str(folder / "bot"),
            "LOG_LEVEL": "DEBUG",
        }
        bot = await programs.enter_async_context(Program(told, cwd=folder))
        yield traces, lines, bot.addresses["chat"]


def program(name: str) -> str:
    """Find a program on PATH."""
    if path := shutil.which(name):
        return path
    raise SystemExit(f"{name} is not on PATH")


async def take(folder: Path) -> None:
    """Let somebody log a few sets, draw the quickest, and show the log lines of all."""
    async with stack(folder) as (jaeger, lines, chat):
        async with open_desk(chat) as desk:
            anna = await desk.person("Anna")
            await begins(anna, PROGRAM)
            for text in SETS:
                await anna.says(text)
            await desk.breaks("status", method="sendMessage", status=400, count=1)
            await anna.says("/help", answered=False)
        search = {"service": "telegram-bot", "limit": "100", "lookback": "1h"}
        logged = await until(
            lambda: jaeger.data("traces", operation="notebook.log", **search),
            "the sets are in Jaeger, with the answers of one",
            lambda found: len(found) >= len(SETS) and max(map(_size, found)) >= WHOLE,
            pause=0.5,
        )
        spans = min((each["spans"] for each in logged if _size(each) >= WHOLE), key=lasts)
        (HERE / "trace.svg").write_text(draw(sorted(spans, key=begins_at)), "utf-8")
        await until(
            lambda: lines.lines('severity_text:="WARNING" "A call to Telegram failed"'),
            "the failure has a line",
        )
        end = datetime.now(UTC) + timedelta(seconds=60)
        span = f"g0.range_input=3m&g0.end_input={end:%Y-%m-%dT%H:%M:%S}&g0.relative_time=none"
        await show(f"{lines.url}/select/vmui/#/?query={quote(QUERY)}&limit=50&{span}")


QUERY = (
    'update_id:* | format "<severity_text> <_msg> update_id=<update_id> handler=<handler>'
    ' trace_id=<trace_id>"'
)
"""Every line about an update, with what it is about."""


async def show(url: str) -> None:
    """Take a picture of VictoriaLogs' page."""
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=shutil.which("chromium"))
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        await page.goto(url)
        await page.wait_for_load_state("networkidle")
        await page.screenshot(path=HERE / "victorialogs.png")
        await browser.close()


def begins_at(span: Span) -> int:
    """Say when a span began, in microseconds."""
    return int(span["startTime"])


def _size(trace: dict[str, Any]) -> int:
    return len(trace["spans"])


def lasts(spans: list[Span]) -> int:
    """Say how long a trace lasted, in microseconds."""
    return max(begins_at(s) + int(s["duration"]) for s in spans) - min(map(begins_at, spans))


def draw(spans: list[Span]) -> str:
    """Give the picture of one trace."""
    begin, whole = begins_at(spans[0]), lasts(spans)
    depth: dict[str, int] = {}
    rows = []
    for n, span in enumerate(spans):
        above = [each["spanID"] for each in span["references"]]
        depth[span["spanID"]] = depth[above[0]] + 1 if above else 0
        rows.append(_row(TOP + n * ROW, depth[span["spanID"]], span, begin, whole))
    height = TOP + len(spans) * ROW + 12
    width = LEFT + WIDE + RIGHT
    legend = "".join(
        f'<rect x="{16 + 220 * n}" y="36" width="12" height="12" rx="2" fill="{COLOURS[kind]}"/>'
        f'<text x="{34 + 220 * n}" y="46" fill="#57606a">{name}</text>'
        for n, (kind, name) in enumerate(KINDS.items())
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' font-family="system-ui, sans-serif" font-size="12">'
        f'<rect width="{width}" height="{height}" rx="8" fill="#ffffff"/>'
        '<text x="16" y="24" font-size="14" font-weight="600" fill="#1f2328">'
        f"A set is logged: one trace, {len(spans)} spans, {whole / 1e3:.1f} ms</text>"
        f"{legend}{''.join(rows)}</svg>\n"
    )


def _row(y: int, depth: int, span: Span, begin: int, whole: int) -> str:
    (kind,) = (tag["value"] for tag in span["tags"] if tag["key"] == "span.kind")
    x = LEFT + WIDE * (begins_at(span) - begin) / whole
    width = max(WIDE * span["duration"] / whole, 2)
    return (
        f'<text x="{16 + 16 * depth}" y="{y + 15}" fill="#1f2328">'
        f"{escape(span['operationName'])}</text>"
        f'<rect x="{x:.1f}" y="{y + 4}" width="{width:.1f}" height="{ROW - 10}" rx="3"'
        f' fill="{COLOURS[kind]}"/>'
        f'<text x="{x + width + 6:.1f}" y="{y + 15}" fill="#57606a">'
        f"{span['duration'] / 1e3:.1f} ms</text>"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(take(Path(place)))
