"""Runs faults: `python -m tests.bench.faults [--quick] [name ...]`; without a name all."""

import argparse

from tests.bench.faults import FAULTS, run

parser = argparse.ArgumentParser(prog="python -m tests.bench.faults", description=__doc__)
parser.add_argument("names", nargs="*", choices=[*FAULTS, []], metavar="name")
parser.add_argument("--quick", action="store_true", help="the short form: keeps nothing")
told = parser.parse_args()
run(quick=told.quick, names=told.names)
