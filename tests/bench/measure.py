"""Figures and the file they are kept in: one JSON a bench, under tests/bench/results/."""

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

from service.local.postgres.executables import wheel

RESULTS = Path(__file__).parent / "results"
LIBRARIES = ("aiogram", "aiohttp", "asyncpg", "opentelemetry-sdk", "prometheus-client", "uvloop")


class Bench:
    """What one bench found; `keep` writes `results/<name>.json`.

    A figure's name ends in its unit: `text_set_cpu_ms`, `refresh_ratio`, `start_memory_mib`.
    A quick run says what it finds and keeps nothing.
    """

    def __init__(self, name: str, *, quick: bool = False) -> None:
        self.name, self.quick = name, quick
        self.figures: dict[str, Any] = {}
        self.spread: dict[str, dict[str, float]] = {}
        self.n: dict[str, int] = {}
        self.targets: dict[str, dict[str, float]] = {}
        self.curves: dict[str, Any] = {}
        self.notes: list[str] = []
        self._began, self._load, self._pace = time.monotonic(), os.getloadavg()[0], pace()
        self.say("quick run" if quick else "kept run")

    def say(self, text: str) -> None:
        """Tell how far it is, with the seconds since the beginning."""
        print(f"[{self.name} {time.monotonic() - self._began:6.1f} s] {text}", flush=True)

    def figure(
        self,
        name: str,
        found: float | Sequence[float],
        *,
        n: int | None = None,
        at_most: float | None = None,
        at_least: float | None = None,
    ) -> float:
        """Note a figure, or the median of several with its spread; returns what was noted."""
        values = [found] if isinstance(found, int | float) else list(found)
        value = _rounded(statistics.median(values))
        self.figures[name] = value
        self.n[name] = len(values) if n is None else n
        if len(values) > 1:
            low, _, high = statistics.quantiles(values, n=4, method="inclusive")
            self.spread[name] = {
                "least": _rounded(min(values)),
                "quarter": _rounded(low),
                "three_quarters": _rounded(high),
                "most": _rounded(max(values)),
            }
        target = {"at_most": at_most, "at_least": at_least}
        if wanted := {key: bound for key, bound in target.items() if bound is not None}:
            self.targets[name] = wanted
        self.say(f"{name} = {value}{_verdict(value, wanted)}")
        return value

    def curve(self, name: str, **columns: Sequence[float | str]) -> None:
        """Note columns of one length, drawn in docs/performance.md; the first is the x axis."""
        self.curves[name] = {key: [_rounded(v) for v in column] for key, column in columns.items()}

    def note(self, text: str) -> None:
        """Note what a reader has to know of the circumstances."""
        self.notes.append(text)
        self.say(text)

    def keep(self) -> None:
        """Write the result file, unless the run was a quick one."""
        if self.quick:
            self.say("done; a quick run keeps nothing")
            return
        result = {
            "bench": self.name,
            "command": f'make bench ARGS="{self.name}"',
            "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "took_seconds": round(time.monotonic() - self._began),
            "machine": machine()
            | {
                "nice": os.nice(0),
                "load_before": round(self._load, 2),
                "load_after": round(os.getloadavg()[0], 2),
                "pace_ms_before": _rounded(self._pace),
                "pace_ms_after": _rounded(pace()),
            },
            "versions": versions(),
            "figures": self.figures,
            "targets": self.targets,
            "n": self.n,
            "spread": self.spread,
            "curves": self.curves,
            "notes": self.notes,
        }
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"{self.name}.json"
        path.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        self.say(f"done; kept in tests/bench/results/{path.name}")


def machine() -> dict[str, Any]:
    """Describe the machine without naming it."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30),
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
    }


def versions() -> dict[str, str]:
    """Name what was measured with."""
    postgres = subprocess.run(
        [wheel() / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    return {
        "python": platform.python_version(),
        "postgresql": postgres.stdout.split()[-1],
        **{library: version(library) for library in LIBRARIES},
        "commit": _commit(),
    }


def pace() -> float:
    """CPU milliseconds of a fixed piece of work, to compare machines and how crowded they are."""
    began = time.process_time()
    sum(number * number for number in range(1_000_000))
    return (time.process_time() - began) * 1000


def percentile(values: Sequence[float], percent: float) -> float:
    """Give the value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * percent / 100), len(ordered) - 1)]


def cpu_seconds(process: psutil.Process, *, children: bool = False) -> float:
    """Give the user and system seconds of a process, with those of all the children it had."""
    spent = _spent(process)
    if children:
        ended = process.cpu_times()
        spent += ended.children_user + ended.children_system
    for child in process.children(recursive=True) if children else []:
        with suppress(psutil.NoSuchProcess):  # a worker of the autovacuum ends when it likes
            spent += _spent(child)
    return spent


def _spent(process: psutil.Process) -> float:
    """Read the scheduler's nanoseconds where there are any: cpu_times counts in hundredths."""
    try:
        threads = Path(f"/proc/{process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in threads) / 1e9
    except (OSError, ValueError):
        times = process.cpu_times()
        return times.user + times.system


def _rounded(value: Any) -> Any:
    """Keep four significant digits: more would claim too much."""
    if isinstance(value, int | str) or value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - NaN
        return value
    return float(f"{value:.4g}")


def _verdict(value: float, target: dict[str, float]) -> str:
    if not target:
        return ""
    held = value <= target.get("at_most", value) and value >= target.get("at_least", value)
    words = ", ".join(f"{key.replace('_', ' ')} {bound}" for key, bound in target.items())
    return f"   ({words}: {'held' if held else 'MISSED'})"


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((ln.split(":")[1].strip() for ln in lines if ln.startswith("model name")), "")


def _commit() -> str:
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "unknown"


if __name__ == "__main__":
    print(json.dumps({"machine": machine(), "versions": versions()}, indent=2))
    sys.exit(0)
