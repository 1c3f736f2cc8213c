"""Faults against the whole bot: `python -m tests.bench.faults [--quick] [name ...]`."""

import sys

import uvloop

from tests.bench.faults import clocks, databases, failovers, processes, refusals, telegrams
from tests.bench.faults.kept import Result

FAULTS = {
    "kill": processes.kill,
    "sigterm": processes.stop,
    "interpreter": processes.interpreter,
    "database-restart": databases.restart,
    "database-away": databases.away,
    "database-cut": databases.cut,
    "database-pool": databases.pool,
    "commit-lost": databases.commit,
    "database-refuses": refusals.refuses,
    "failover": failovers.failover,
    "bot-api": telegrams.api,
    "second-poller": telegrams.poller,
    "standby": telegrams.standby,
    "twins": telegrams.twins,
    "webhook-restart": telegrams.webhook,
    "poison": telegrams.poisoned,
    "spam": telegrams.spam,
    "clock": clocks.clock,
}

SHORT = (
    "kill",
    "sigterm",
    "interpreter",
    "database-restart",
    "database-away",
    "database-refuses",
    "failover",
    "commit-lost",
    "bot-api",
    "standby",
    "twins",
    "poison",
)
"""What the short form does when it is not told what: some three minutes."""


def run(*, quick: bool, names: list[str] | None = None) -> None:
    """Run the named faults, or all; leaves with status 1 when a target was missed."""
    missed = []
    for name in names or (SHORT if quick else FAULTS):
        result = Result(name, quick=quick)
        result.say("short form" if quick else "long form")
        uvloop.run(FAULTS[name](result))
        if not result.keep():
            missed.append(name)
    if missed:
        sys.exit(f"targets missed: {', '.join(missed)}")
