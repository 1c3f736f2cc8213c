"""Runs benches: `python -m tests.bench [--quick] [name ...]`; without a name all of them."""

import argparse
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec

BENCHES = (
    "start",
    "sets",
    "taps",
    "inlines",
    "overhead",
    "hanging",
    "scrape",
    "refresh",
    "reports",
    "capacity",
    "partitions",
    "housekeeping",
    "memory",
    "fuzz",
    "lag",
    "imports",
    "pictures",
    "charts",
    "tour",
    "faults",
)


def main() -> None:
    """Run the named benches, each in a process of its own, so that none warms another up."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(BENCHES))
    parser.add_argument("--quick", action="store_true", help="try it out: short, keeps nothing")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    told = parser.parse_args()
    present = [name for name in BENCHES if find_spec(f"tests.bench.{name}")]
    if unknown := set(told.names) - set(present):
        parser.error(f"no such bench: {', '.join(sorted(unknown))}; there are {', '.join(present)}")
    if told.here:
        import_module(f"tests.bench.{told.names[0]}").run(quick=told.quick)
        return
    print(f"{', '.join(told.names or present)}; the machine should have nothing else to do")
    failed = [name for name in told.names or present if not _run(name, quick=told.quick)]
    if not told.quick:
        import_module("tests.bench.pages").write()
    if failed:
        sys.exit(f"did not end well: {', '.join(failed)}")


def _run(name: str, *, quick: bool) -> bool:
    options = ["--quick"] if quick else []
    command = [sys.executable, "-m", "tests.bench", "--here", *options, name]
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    main()
