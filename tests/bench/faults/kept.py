"""The result of one fault, held against its targets and written to a file."""

import json
import os
import time
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from tests.bench.faults.ledger import Found, added
from tests.bench.faults.stage import Stage
from tests.bench.measure import RESULTS, machine, versions


class Result:
    """Collects what a fault came to; `keep` writes `results/faults-<name>.json`."""

    def __init__(self, name: str, *, quick: bool) -> None:
        self.name, self.quick = name, quick
        self.count = 0
        self.found: Found | None = None
        self.more: dict[str, Any] = {}
        self.targets: dict[str, str] = {}
        self.missed: list[str] = []
        self.notes: list[str] = []
        self._began = time.monotonic()
        self._load = os.getloadavg()[0]

    def say(self, text: str) -> None:
        """Tell how far it is."""
        print(f"[{self.name} {time.monotonic() - self._began:6.1f} s] {text}", flush=True)

    def note(self, text: str) -> None:
        """Note what a reader has to know."""
        self.notes.append(text)

    def expect(self, name: str, value: float, target: str, *, held: bool) -> None:
        """Note a figure and whether it held its target.

        Seconds and ratios of them (`..._s`, `..._ratio`) are not missed in a quick run: it is
        made on machines that do something else too, and only what is counted is certain there.
        """
        self.more[name] = round(value, 3)
        self.targets[name] = target
        timed = name.endswith(("_s", "_ratio"))
        if not held and not (self.quick and timed):
            self.missed.append(name)
        self.say(f"{name} = {round(value, 3)}   (target: {target}{'' if held else ', MISSED'})")

    async def ledger(self, stage: Stage, *, replies: bool = True) -> Found:
        """Hold the ledger against the database: nothing lost, doubled or out of order.

        A second stage of the same fault is added to the first.
        """
        found = await stage.ledger.found()
        self.found = found = added(self.found, found) if self.found else found
        for name in ("lost", "doubled", "inversions"):
            value = getattr(found, name)
            self.expect(name, value, "0", held=value == 0)
        if replies:
            missing = found.replies_missing
            self.expect("replies_missing", missing, "0", held=missing == 0)
        self.say(
            f"sent {found.sent}, stored {found.stored}, replies extra {found.replies_extra},"
            f" p50 {found.p50_s} s, p99 {found.p99_s} s, presses {found.presses}"
            f" (silent {found.presses_silent}, not saved {found.presses_not_saved})"
        )
        if self.missed:
            await self.look(stage)
        return found

    async def look(self, stage: Stage) -> None:
        """Say what the bot itself knows of what went wrong."""
        aside = await stage.db.fetch("SELECT error, count(*) FROM quarantine GROUP BY error")
        self.say(f"quarantine: {[tuple(row) for row in aside]}")
        self.say(f"open updates: {stage.ledger.world.inbox.open_count}")
        for one in [one for one in stage.ledger.typing if one.sent.keys() - one.told.keys()][:5]:
            untold = sorted(one.sent.keys() - one.told.keys())
            self.say(f"{one.id} sent {len(one.sent)}, was not told of {untold}")
            for event in stage.ledger.world.transcript.since(0, one.id)[-6:]:
                self.say(f"    {str(event)[:400]}")
        for bot in stage.bots:
            for line in bot.said[-30:]:
                self.say(f"    {line.rstrip()}")

    def keep(self) -> bool:
        """Write the file, unless the run was a quick one; False when a target was missed."""
        took = round(time.monotonic() - self._began, 1)
        verdict = f"MISSED: {', '.join(self.missed)}" if self.missed else "every target held"
        self.say(f"done in {took} s; {verdict}")
        if not self.quick:
            result = {
                "fault": self.name,
                "count": self.count,
                **(asdict(self.found) if self.found else {}),
                **self.more,
                "targets": self.targets,
                "missed": self.missed,
                "notes": self.notes,
                "command": f"python -m tests.bench.faults {self.name}",
                "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "took_s": took,
                "machine": machine()
                | {"load_before": round(self._load, 2), "load_after": round(os.getloadavg()[0], 2)},
                "versions": versions(),
            }
            RESULTS.mkdir(exist_ok=True)
            path = RESULTS / f"faults-{self.name}.json"
            path.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", "utf-8")
        return not self.missed
