"""Draws trace.svg: a bot is run, somebody logs a set, and the spans it sent become bars.

.venv/bin/python -m docs.pictures.trace
"""

import asyncio
import os
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from service.local.postgres import PrivatePostgres
from service.local.telegram.bot_api import StandIn
from tests.house import TOKEN, open_house
from tests.lifter import open_desk
from tests.otlp import Backend
from tests.telegram.talk import PROGRAM, begins

HERE = Path(__file__).parent
ROW, LEFT, WIDE, RIGHT, TOP = 24, 230, 560, 80, 64
COLOURS = {5: "#8250df", 1: "#1a7f37", 3: "#0969da"}
KINDS = {
    5: "CONSUMER, the update",
    1: "INTERNAL, its handler",
    3: "CLIENT, a transaction or a call",
}


async def record() -> list[Any]:
    """Let somebody log a few sets; give the spans of the quickest, in their order."""
    with tempfile.TemporaryDirectory() as folder:
        async with PrivatePostgres(Path(folder)) as postgres, Backend() as backend:
            os.environ.update(backend.environment)
            async with (
                StandIn(TOKEN) as stand_in,
                open_desk(stand_in.url) as desk,
                open_house(stand_in, postgres.dsn()),
            ):
                anna = await desk.person("Anna")
                await begins(anna, PROGRAM)
                for text in ("60x5", "61x5", "62x5", "63x5", "64x5"):
                    await anna.says(text)
            traces: dict[bytes, list[Any]] = {}
            for span in sorted(backend.spans(), key=lambda span: span.start_time_unix_nano):
                traces.setdefault(span.trace_id, []).append(span)
    logged = [t for t in traces.values() if any(span.name == "notebook.log" for span in t)]
    return min(logged, key=lambda spans: end(spans) - spans[0].start_time_unix_nano)


def end(spans: list[Any]) -> int:
    """Say when the last of them ended, in nanoseconds."""
    return max(span.end_time_unix_nano for span in spans)


def draw(spans: list[Any]) -> str:
    """Give the picture of one trace."""
    begin = min(span.start_time_unix_nano for span in spans)
    whole = end(spans) - begin
    depth: dict[bytes, int] = {}
    rows = []
    for n, span in enumerate(spans):
        depth[span.span_id] = depth.get(span.parent_span_id, -1) + 1
        rows.append(_row(TOP + n * ROW, depth[span.span_id], span, begin, whole))
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
        f"A set is logged: one trace, {len(spans)} spans, {whole / 1e6:.1f} ms</text>"
        f"{legend}{''.join(rows)}</svg>\n"
    )


def _row(y: int, depth: int, span: Any, begin: int, whole: int) -> str:
    took = span.end_time_unix_nano - span.start_time_unix_nano
    x = LEFT + WIDE * (span.start_time_unix_nano - begin) / whole
    width = max(WIDE * took / whole, 2)
    return (
        f'<text x="{16 + 16 * depth}" y="{y + 15}" fill="#1f2328">{escape(span.name)}</text>'
        f'<rect x="{x:.1f}" y="{y + 4}" width="{width:.1f}" height="{ROW - 10}" rx="3"'
        f' fill="{COLOURS[span.kind]}"/>'
        f'<text x="{x + width + 6:.1f}" y="{y + 15}" fill="#57606a">{took / 1e6:.1f} ms</text>'
    )


if __name__ == "__main__":
    (HERE / "trace.svg").write_text(draw(asyncio.run(record())), "utf-8")
