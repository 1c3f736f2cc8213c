"""docs/reliability.md quotes the kept results and nothing else."""

import json
import re
from pathlib import Path

import pytest

from tests.bench.faults.table import TABLES
from tests.bench.measure import RESULTS
from tests.some import some

ROOT = Path(__file__).parent.parent
FIELDS = (
    "fault count sent stored lost doubled inversions replies_missing replies_extra p50_s p99_s"
    " command machine versions"
).split()


@pytest.mark.parametrize("mark", TABLES)
def test_the_tables_are_of_the_files(mark):
    """The tables in the document are those that the kept files give."""
    text = (ROOT / "docs/reliability.md").read_text("utf-8")
    table = re.search(rf"<!-- {mark} -->\n(.*?)<!-- /{mark} -->", text, re.DOTALL)
    assert some(table)[1].strip() == "\n".join(TABLES[mark]()), (
        ".venv/bin/python -m tests.bench.faults.table"
    )


@pytest.mark.parametrize("path", sorted(RESULTS.glob("faults-*.json")), ids=lambda p: p.stem)
def test_a_result_tells_everything(path):
    """What was done, how often, what came of it, where and with what."""
    kept = json.loads(path.read_text("utf-8"))
    assert kept.keys() >= set(FIELDS)
    assert kept["doubled"] == 0
