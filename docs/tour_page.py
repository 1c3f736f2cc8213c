"""Writes what was measured into docs/tour.md: `.venv/bin/python -m docs.tour_page`.

`make bench ARGS=tour` measures it, and ends with this.
"""

import json
import re
from pathlib import Path
from typing import NamedTuple

import yaml

FOLDER = Path(__file__).parent
RESULT = FOLDER.parent / "tests" / "bench" / "results" / "tour.json"
COMMAND = ".venv/bin/python -m docs.tour_page"
MARKS = re.compile(r"(<!-- seen (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)


class Words(NamedTuple):
    """The sentences of the tables in one language."""

    head: str
    panel: str
    alert: str
    seconds: str
    colours: dict[str, str]
    severities: dict[str, str]
    runbook: str


WORDS = {
    "en": Words(
        "| What you see | After |",
        'The panel "{}" turns {}',
        "[{0}]({1}#{2}) fires, {3}",
        "{:.0f} s",
        {"red": "red", "yellow": "yellow"},
        {"critical": "critical", "warning": "a warning"},
        "runbook.md",
    ),
    "ru": Words(
        "| Что видно | Через |",
        "Панель «{}» становится {}",
        "Срабатывает [{0}]({1}#{2}), {3}",
        "{:.0f} с",
        {"red": "красной", "yellow": "жёлтой"},
        {"critical": "срочное", "warning": "предупреждение"},
        "runbook.ru.md",
    ),
}


def write() -> None:
    """Write the tables of both pages."""
    for language in WORDS:
        page(language).write_text(filled(language), "utf-8")


def page(language: str) -> Path:
    """Return the file of a language."""
    return FOLDER / ("tour.md" if language == "en" else f"tour.{language}.md")


def filled(language: str) -> str:
    """Return the page with the tables of what was measured."""
    found, known, words = seen(), severities(), WORDS[language]

    def put(mark: re.Match[str]) -> str:
        rows = [
            f"| {_sentence(what, known, words)} | {words.seconds.format(seconds)} |"
            for what, seconds in found[mark[2]].items()
        ]
        return mark[1] + "\n".join([words.head, "| --- | --- |", *rows]) + "\n" + mark[3]

    return MARKS.sub(put, page(language).read_text("utf-8"))


def seen() -> dict[str, dict[str, float]]:
    """Return what was seen of each fault and after how many seconds, in order."""
    figures = json.loads(RESULT.read_text("utf-8"))["figures"]
    found: dict[str, dict[str, float]] = {}
    for name, seconds in sorted(figures.items(), key=lambda figure: figure[1]):
        fault, _, what = name.removesuffix("_s").partition(" ")
        found.setdefault(fault, {})[what] = seconds
    return found


def severities() -> dict[str, str]:
    """Return how bad each alert is."""
    groups = yaml.safe_load((FOLDER.parent / "alerts.yml").read_text("utf-8"))["groups"]
    rules = [rule for group in groups for rule in group["rules"] if "alert" in rule]
    return {rule["alert"]: rule["labels"]["severity"] for rule in rules}


def _sentence(what: str, known: dict[str, str], words: Words) -> str:
    if severity := known.get(what):
        how_bad = words.severities[severity]
        return words.alert.format(what, words.runbook, what.lower(), how_bad)
    title, _, colour = what.partition(": ")
    return words.panel.format(title, words.colours[colour])


if __name__ == "__main__":
    write()
