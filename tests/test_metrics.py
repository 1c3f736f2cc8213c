"""The metrics of the code and those of the documents are the same."""

import re

import pytest

from docs import tables
from instrumentation.instruments import INSTRUMENTS


@pytest.mark.parametrize("language", ["en", "ru"])
def test_page(language: str) -> None:
    """docs/metrics.md and docs/metrics.ru.md list the instruments of the code."""
    text, expected = tables.filled("metrics", language)
    assert text == expected, f"the table is out of date; run: {tables.COMMAND}"
    unwritten = [row[0] for row in tables.cells(text) if not row[-1]]
    assert not unwritten, f"docs/metrics.{language}.md: describe {', '.join(unwritten)}"


def test_help_is_a_sentence() -> None:
    """Each help text is one line that begins with a capital and does not end with a full stop."""
    for row in INSTRUMENTS:
        assert re.fullmatch(r"[A-Z0-9][^\n|]{10,110}[^.\n]", row.help), row.name
    assert len({row.help for row in INSTRUMENTS}) == len(INSTRUMENTS)
