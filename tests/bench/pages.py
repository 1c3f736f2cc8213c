"""Puts the kept figures into docs/performance.md and draws their curves beside it."""

import json
import math
import re
from pathlib import Path
from typing import Any

from tests.bench.measure import RESULTS
from tests.program import ROOT

DOCUMENT = ROOT / "docs" / "performance.md"
PICTURES = ROOT / "docs" / "pictures"
UNITS = {
    "ms": "ms",
    "s": "s",
    "mib": "MiB",
    "ratio": "ratio",
    "share": "share of a core",
    "us": "µs",
}
FEW = 5
"""A curve of fewer points that begins at nothing and ends far out is drawn in powers of ten."""
FIVE = (
    (
        "sets a second that one process handles",
        "{sets[polling_held_sets_per_s]:g} polling, {sets[webhook_held_sets_per_s]:g} by webhook",
        "10,000 people who train at once, with a set every three minutes, make 56",
    ),
    (
        "from a tap to the bot's toast, for 95 of 100 taps",
        "{taps[tap_to_toast_p95_ms]:.0f} ms",
        "{taps[far_tap_to_toast_p95_ms]:.0f} ms if Telegram is 100 ms away; a blink is 100 to 400",
    ),
    (
        "CPU of a set with metrics, compared with none",
        "{overhead[metrics_ratio]:.2f} times",
        "{overhead[prometheus_client_ratio]:.2f} times with hand-written `prometheus_client`",
    ),
    (
        "memory of the process after 100,000 people wrote to it",
        "{memory[after_100000_more_people_memory_mib]:.0f} MiB",
        "the smallest rented servers have 512 MiB",
    ),
    (
        "reading the totals of a database of ten million sets",
        "{refresh[refresh_at_10000000_sets_ms]:.1f} ms",
        "`SELECT count(*)` on those sets takes {refresh[count_at_10000000_sets_ms]:.0f} ms",
    ),
)
"""The figures that most readers want: what was measured, the result, and a comparison."""

CROWDS = (10**3, 10**5, 10**6, 10**7)
"""How many people the table of capacity is computed for."""

A_WEEK = 3  # workouts of a person
ACTS = 17  # of a workout: the taps of fifteen planned sets
BUSIEST = 0.2  # of a day's workouts, in the busiest hour
BUSY = 0.6  # of a core, so that a burst still finds room
SETS = 15  # of a workout
BULK = 30  # messages a second that Telegram allows a bot to send to many people

BETWEEN = re.compile(r"(<!-- figures (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def write() -> None:
    """Fill every marked place of the document from the result files, and draw."""
    results = kept()
    text = DOCUMENT.read_text("utf-8")
    DOCUMENT.write_text(filled(text, results), encoding="utf-8")
    PICTURES.mkdir(exist_ok=True)
    for name, result in results.items():
        for curve, columns in result.get("curves", {}).items():
            draw(PICTURES / f"{name}-{curve.replace('_', '-')}.svg", columns)
    print(f"written: {DOCUMENT.relative_to(ROOT)}, {PICTURES.relative_to(ROOT)}/")


def kept() -> dict[str, Any]:
    """Read the result files, by their benches' names."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in RESULTS.glob("*.json")}


def filled(text: str, results: dict[str, Any]) -> str:
    """Give the document with the tables of the results between its markers."""

    def put(found: re.Match[str]) -> str:
        if found[2] == "five":
            return found[1] + five(results) + found[3]
        if found[2] == "crowds":
            return found[1] + crowds(results) + found[3]
        result = results.get(found[2])
        return found[1] + (folded(result) if result else "not measured yet\n") + found[3]

    return BETWEEN.sub(put, text)


def five(results: dict[str, Any]) -> str:
    """Make the table at the top of the page."""
    figures = {name: result.get("figures", {}) for name, result in results.items()}
    rows = (" | ".join(row).format_map(figures) for row in FIVE)
    return "| what | result | for comparison |\n| --- | --- | --- |\n" + "".join(
        f"| {row} |\n" for row in rows
    )


def crowds(results: dict[str, Any]) -> str:
    """Make the table of what crowds of several sizes need, from the bench of capacity."""
    if "capacity" not in results:
        return "not measured yet\n"
    found = results["capacity"]["figures"]
    columns = [
        *("people", "acts/s", "messages/s", "bot: cores", "bot: GiB", "PostgreSQL: cores"),
        *("log: MiB/s", "sets in a year: GiB", "first limit"),
    ]
    lines = [f"| {' | '.join(columns)} |", "| ---: " * (len(columns) - 1) + "| --- |"]
    for people in CROWDS:
        acts = people * A_WEEK / 7 * BUSIEST * ACTS / 3600
        messages = acts * found["act_message_calls"]
        cores = acts * found["act_cpu_ms"] / 1000 / BUSY
        processes = math.ceil(cores)
        rows = (
            f"{people:,}",
            f"{acts:,.1f}",
            f"{messages:,.1f}",
            f"{cores:,.2f}",
            f"{processes * found['bot_memory_mib'] / 1024:,.1f}",
            f"{acts * found['act_postgres_cpu_ms'] / 1000 / BUSY:,.2f}",
            f"{acts * found['act_wal_bytes'] / 2**20:,.2f}",
            f"{people * A_WEEK * 52 * SETS * found['database_bytes_per_set'] / 2**30:,.1f}",
            _first_limit(messages, processes),
        )
        lines.append(f"| {' | '.join(rows)} |")
    return "\n".join(lines) + "\n"


def _first_limit(messages: float, processes: int) -> str:
    if messages > BULK:
        return f"Telegram, if it counts answers: {BULK} messages a second"
    return "one process" if processes > 1 else "none"


def folded(result: dict[str, Any]) -> str:
    """Fold a bench's table away, under a line that says how many of its targets were held."""
    figures, targets = result["figures"], result["targets"]
    held = sum(_held(figures[name], target) for name, target in targets.items())
    count = f"{held} of {len(targets)} targets held" if targets else "no targets"
    summary = f"<summary>All {len(figures)} figures, {count}</summary>"
    return f"<details>\n{summary}\n\n{table(result)}\n</details>\n"


def table(result: dict[str, Any]) -> str:
    """Make a bench's table: every figure as it was measured, and how it was."""
    machine, versions = result["machine"], result["versions"]
    lines = [
        "| figure | median | quartiles | n | target | |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
        *(_row(name, result) for name in result["figures"]),
        "",
        f"`{result['command']}`, {result['measured_at'][:10]}, {result['took_seconds']} s;"
        f" {machine['cores']} cores ({machine['cpu']}), {machine['memory_gib']} GiB,"
        f" {machine['system']}; load {machine['load_before']} before and"
        f" {machine['load_after']} after"
        f"{_pace(machine)}; "
        + ", ".join(f"{name} {number}" for name, number in versions.items())
        + ".",
        *(f"\n{note[0].upper()}{note[1:]}." for note in result["notes"]),
        "",
    ]
    return "\n".join(lines)


def _pace(machine: dict[str, Any]) -> str:
    """Say what a million additions cost, where it was measured."""
    if "pace_ms_before" not in machine:
        return ""
    before, after = machine["pace_ms_before"], machine["pace_ms_after"]
    return f", a million additions {before:g} ms of CPU before and {after:g} after"


def _row(name: str, result: dict[str, Any]) -> str:
    value, spread = result["figures"][name], result["spread"].get(name)
    target = result["targets"].get(name, {})
    around = f"{spread['quarter']:g} to {spread['three_quarters']:g}" if spread else ""
    wanted = ", ".join(
        f"{'≤' if bound == 'at_most' else '≥'} {number:g}" for bound, number in target.items()
    )
    verdict = ("held" if _held(value, target) else "**missed**") if target else ""
    return f"| `{name}` | {value:g} | {around} | {result['n'][name]} | {wanted} | {verdict} |"


def _held(value: float, target: dict[str, float]) -> bool:
    return target.get("at_least", value) <= value <= target.get("at_most", value)


def draw(path: Path, columns: dict[str, list[Any]]) -> None:
    """Draw columns against the first of them, those of one unit together."""
    import matplotlib as mpl  # noqa: PLC0415 - takes seconds, and only drawing needs it

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "workout", "svg.fonttype": "none", "font.size": 9})
    from matplotlib import pyplot as plt  # noqa: PLC0415

    x_name, *names = columns
    xs = columns[x_name]
    by_unit: dict[str, list[str]] = {}
    for name in names:
        by_unit.setdefault(UNITS.get(name.rpartition("_")[2], name), []).append(name)
    figure, axes = plt.subplots(
        1, len(by_unit), figsize=(4.2 * len(by_unit) + 1.5, 3.2), squeeze=False
    )
    for axis, (unit, together) in zip(axes[0], by_unit.items(), strict=True):
        if isinstance(xs[0], str):
            axis.barh(xs[::-1], columns[together[0]][::-1], color="#3b7dd8")
            axis.set_xlabel(unit)
            axis.axvline(1, color="#888", linewidth=0.8) if unit == "ratio" else None
            continue
        for name in together:
            axis.plot(xs, columns[name], marker="o", markersize=3, label=_words(name))
        axis.set_xlabel(_words(x_name))
        axis.set_ylabel(unit)
        if min(xs) > 0 and max(xs) > 50 * min(xs):
            axis.set_xscale("log")
        elif min(xs) == 0 and len(xs) < FEW and max(xs) > 50 * xs[1]:
            axis.set_xscale("symlog", linthresh=xs[1])
        values = [value for name in together for value in columns[name]]
        if min(values) > 0 and max(values) > 30 * min(values):
            axis.set_yscale("log")
        else:
            axis.set_ylim(0, 1.15 * max(values))
        axis.grid(visible=True, color="#ddd", linewidth=0.6)
        axis.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    plt.close(figure)


def _words(name: str) -> str:
    name = name.replace("_per_s", " a second")
    head, _, tail = name.rpartition("_")
    return (head if head and tail in UNITS else name).replace("_", " ")


if __name__ == "__main__":
    write()
