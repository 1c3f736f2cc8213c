"""Writes the tables of settings and metrics: `.venv/bin/python -m docs.tables`.

The English tables come from the code. In the Russian ones the names, types, labels and default
values do; the sentences are written by hand, and an empty cell waits for one.
"""

import re
from pathlib import Path

from instrumentation import instruments
from service import settings

FOLDER = Path(__file__).parent
COMMAND = ".venv/bin/python -m docs.tables"
MARKS = re.compile(r"(<!-- table, .*? -->\n)(.*?)(<!-- end -->)", re.DOTALL)

TABLES = {"settings": settings.markdown_table, "metrics": instruments.markdown}
BY_HAND = {
    "settings": ("unit", "what it is", "allowed"),
    "metrics": ("What it says",),
}
NO_VALUE = re.compile(r"none\b|not set\b")
"""A default that is a remark and not a value, so it is translated."""

Table = list[list[str]]


def filled(name: str, language: str) -> tuple[str, str]:
    """Return a page's text as it is and as it should be."""
    text = page(name, language).read_text("utf-8")
    found = MARKS.search(text)
    if found is None:
        raise ValueError(f"docs/{page(name, language).name} has lost the marks around its table")
    table = TABLES[name]()
    if language == "ru":
        table = translated(cells(table), cells(found[2]), BY_HAND[name])
    return text, text[: found.end(1)] + table + "\n" + text[found.start(3) :]


def page(name: str, language: str) -> Path:
    """Return the file of a page."""
    return FOLDER / (f"{name}.md" if language == "en" else f"{name}.{language}.md")


def cells(table: str) -> Table:
    """Split a Markdown table into its rows."""
    rows = [line for line in table.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.split("|")[1:-1]] for row in rows]


def translated(english: Table, old: Table, by_hand: tuple[str, ...]) -> str:
    """Build the Russian table: the code's rows with the sentences that were already written."""
    head, rule, *rows = english
    known = {row[0]: row for row in old[2:]}
    lines = [old[0], rule]
    for row in rows:
        before = known.get(row[0], [""] * len(row))
        lines.append(
            [
                written if column in by_hand or NO_VALUE.match(cell) else cell
                for column, cell, written in zip(head, row, before, strict=True)
            ]
        )
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    for name in TABLES:
        for language in ("en", "ru"):
            _, text = filled(name, language)
            page(name, language).write_text(text, "utf-8")
