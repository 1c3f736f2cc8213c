"""The programs that watch the bot: where they are, and what builds those that are missing."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Tool:
    """A program by what it is for, its names, and the script of .ci that builds the first."""

    purpose: str
    names: Sequence[str]
    script: str
    choice: Sequence[str] = ()


TOOLS = {
    "prometheus": Tool("metrics and alerts", ["prometheus"], "tools", ["prometheus"]),
    "alertmanager": Tool("messages about alerts", ["alertmanager"], "tools", ["alertmanager"]),
    "collector": Tool(
        "the way to all backends", ["otelcol-workout", "otelcol-contrib"], "collector"
    ),
    "jaeger": Tool("traces", ["jaeger"], "backends", ["jaeger"]),
    "victoria-logs": Tool(
        "log lines", ["victoria-logs", "victoria-logs-prod"], "backends", ["victoria_logs"]
    ),
}


def find(tool: Tool, *, build: bool) -> str | None:
    """Return the path of a program on PATH, or of one that was built now or earlier."""
    for name in tool.names:
        if path := shutil.which(name):
            return path
    if not build:
        return None
    command = [str(ROOT / ".ci" / tool.script), *tool.choice]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 - ours
    return shutil.which(tool.names[0], path=done.stdout.strip()) if not done.returncode else None


def is_built(path: str) -> bool:
    """Tell whether a script of .ci built a program: Go modules seldom contain the web page."""
    return "/workout-bot/" in path
