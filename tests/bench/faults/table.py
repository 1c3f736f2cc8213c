"""Writes the tables of docs/reliability.md anew: `python -m tests.bench.faults.table`."""

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.measure import RESULTS

DOCUMENT = Path(__file__).parents[3] / "docs/reliability.md"
STARTS = (
    ("from a kill to the first set stored, at worst", "faults-kill", "kill_to_first_set_s"),
    ("from a kill to the first set that the standby stores", "faults-standby", "takeover_s"),
    ("from `make run` to the first answer, all installed", "start", "warm_start_to_answer_s"),
    ("the same, with an empty data folder", "start", "first_start_to_answer_s"),
    ("all imports", "start", "imports_ms"),
    ("the import of aiogram", "start", "import_aiogram_ms"),
    ("memory at start", "memory", "start_memory_mib"),
)
COUNTS = ("sent", "lost", "doubled", "inversions", "replies_missing")


def rows() -> list[str]:
    """One row a fault: how often, what of it was lost, and the figures that have a target."""
    lines = [
        "| fault | times | sets sent | lost | doubled | out of order | unanswered | more |",
        "|---|---|---|---|---|---|---|---|",
    ]
    files = sorted(RESULTS.glob("faults-*.json"))
    return lines + [_row(json.loads(path.read_text("utf-8"))) for path in files]


def _row(kept: dict[str, Any]) -> str:
    more = [
        f"`{name}` {kept[name]:g} (target {target}{_missed(kept, name)})"
        for name, target in kept["targets"].items()
        if name not in COUNTS
    ]
    counts = [f"{kept[name]}{_missed(kept, name)}" for name in COUNTS]
    cells = [f"[{kept['fault']}](../tests/bench/results/faults-{kept['fault']}.json)"]
    cells += map(str, (kept["count"], *counts, "; ".join(more)))
    return f"| {' | '.join(cells)} |"


def _missed(kept: dict[str, Any], name: str) -> str:
    return "; **missed**" if name in kept["missed"] else ""


def starts() -> list[str]:
    """One row a figure of the start: what was measured, its target, and the file."""
    lines = ["| figure | measured | target | file |", "|---|---|---|---|"]
    return lines + [_start(*start) for start in STARTS]


def _start(what: str, file: str, name: str) -> str:
    kept = json.loads((RESULTS / f"{file}.json").read_text("utf-8"))
    value = kept["figures"][name] if "figures" in kept else kept[name]
    target = kept["targets"].get(name, "")
    if isinstance(target, dict):
        target = f"at most {target['at_most']:g}"
    unit = {"s": "s", "ms": "ms", "mib": "MiB"}[name.rpartition("_")[2]]
    link = f"[{file}](../tests/bench/results/{file}.json)"
    return f"| {what} | {value:g} {unit} | {target} | {link} |"


def failovers() -> list[str]:
    """One row a fail-over: how the primary failed, what came of the sets, and how long it took."""
    lines = [
        "| | address | primary | sets sent | lost | doubled | first set after promotion | outage |",
        "|---|---|---|---|---|---|---|---|",
    ]
    kept = json.loads((RESULTS / "faults-failover.json").read_text("utf-8"))["failovers"]
    for n, each in enumerate(kept, 1):
        counts = " | ".join(str(each[name]) for name in ("sent", "lost", "doubled"))
        seconds = f"{each['first_set_s']:g} s | {each['outage_s']:g} s"
        lines.append(f"| {n} | {each['way']} | {each['kind']} | {counts} | {seconds} |")
    return lines


def refusals() -> list[str]:
    """One row a way in which the database refused: what was seen, and how it ended."""
    lines = [
        "| the database | for | `/health` answers | errors counted | first set after it |",
        "|---|---|---|---|---|",
    ]
    kept = json.loads((RESULTS / "faults-database-refuses.json").read_text("utf-8"))["refusals"]
    for name, each in kept.items():
        health = ", then ".join(map(str, each["health"]))
        seconds = f"{each['lasted_s']:g} s", f"{each['first_set_s']:g} s"
        errors = each["errors_counted"]
        lines.append(f"| {name} | {seconds[0]} | {health} | {errors} | {seconds[1]} |")
    return lines


TABLES: dict[str, Callable[[], list[str]]] = {
    "faults": rows,
    "starts": starts,
    "failovers": failovers,
    "refusals": refusals,
}


def _given(new: str, _: re.Match[str]) -> str:
    return new


def write() -> None:
    """Put every table between its marks."""
    text = DOCUMENT.read_text("utf-8")
    for mark, make in TABLES.items():
        between = f"<!-- {mark} -->\n{chr(10).join(make())}\n<!-- /{mark} -->"
        text, found = re.subn(
            rf"<!-- {mark} -->.*?<!-- /{mark} -->",
            partial(_given, between),
            text,
            flags=re.DOTALL,
        )
        assert found == 1, mark
    DOCUMENT.write_text(text, "utf-8")


if __name__ == "__main__":
    write()
