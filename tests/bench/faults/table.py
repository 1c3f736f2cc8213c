"""Prints the table of docs/reliability.md: `python -m tests.bench.faults.table`."""

import json
from typing import Any

from tests.bench.measure import RESULTS

SKIPPED = {"lost", "doubled", "inversions", "replies_missing"}


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
        if name not in SKIPPED
    ]
    counts = [kept[name] for name in ("sent", "lost", "doubled", "inversions", "replies_missing")]
    cells = [f"[{kept['fault']}](../tests/bench/results/faults-{kept['fault']}.json)"]
    cells += map(str, (kept["count"], *counts, "; ".join(more)))
    return f"| {' | '.join(cells)} |"


def _missed(kept: dict[str, Any], name: str) -> str:
    return "; **missed**" if name in kept["missed"] else ""


if __name__ == "__main__":
    print("\n".join(rows()))
