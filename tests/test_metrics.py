"""The metrics of the code and those of the documents are the same."""

import re
from pathlib import Path

import pytest

from instrumentation.instruments import INSTRUMENTS, markdown

ROOT = Path(__file__).parents[1]
BETWEEN = re.compile(r"<!-- metrics:begin -->\n(.*?)\n<!-- metrics:end -->", re.DOTALL)


def readme(name: str) -> str:
    """Read a README's table, or skip where it has none yet."""
    file = ROOT / name
    found = BETWEEN.search(file.read_text(encoding="utf-8")) if file.exists() else None
    if found is None:
        pytest.skip(f"{name} has no table of metrics between its markers")
    return found[1].strip()


def test_readme() -> None:
    """README.md holds the table that `python -m instrumentation` prints."""
    assert readme("README.md") == markdown()


def test_russian_readme() -> None:
    """README.ru.md names exactly the same metrics, with their types and labels."""
    rows = [row.split("|") for row in readme("README.ru.md").splitlines()[2:]]
    told = {row[1].strip(" `"): (row[2].strip(), row[3].strip()) for row in rows}
    ours = [row.split("|") for row in markdown().splitlines()[2:]]
    assert told == {row[1].strip(" `"): (row[2].strip(), row[3].strip()) for row in ours}


def test_help_is_a_sentence() -> None:
    """Each help text is one line that begins with a capital and does not end with a full stop."""
    for row in INSTRUMENTS:
        assert re.fullmatch(r"[A-Z0-9][^\n|]{10,110}[^.\n]", row.help), row.name
    assert len({row.help for row in INSTRUMENTS}) == len(INSTRUMENTS)
