"""docs/reliability.md quotes the kept results and nothing else."""

import json
import re
from pathlib import Path

import pytest

from tests.bench.faults.table import rows
from tests.bench.measure import RESULTS

ROOT = Path(__file__).parent.parent
FIELDS = (
    "fault count sent stored lost doubled inversions replies_missing replies_extra p50_s p99_s"
    " command machine versions"
).split()


def test_the_table_is_of_the_files():
    """The table in the document is the one that the kept files give."""
    text = (ROOT / "docs/reliability.md").read_text("utf-8")
    table = re.search(r"<!-- faults -->\n(.*?)<!-- /faults -->", text, re.DOTALL)
    assert table[1].strip() == "\n".join(rows()), (
        "write the new table between the marks: python -m tests.bench.faults.table"
    )


@pytest.mark.parametrize("path", sorted(RESULTS.glob("faults-*.json")), ids=lambda p: p.stem)
def test_a_result_tells_everything(path):
    """What was done, how often, what came of it, where and with what."""
    kept = json.loads(path.read_text("utf-8"))
    assert kept.keys() >= set(FIELDS)
    assert kept["doubled"] == 0
