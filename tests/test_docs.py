"""The pages name what exists: commands, files, modules, links; and they stay short."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

import docs.runbook_page
from service.telegram import menu
from tests.bench import pages

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "tests/bench/README.md"])
HISTORY = {ROOT / "docs/decisions.md", ROOT / "CHANGELOG.md"}
"""Pages that tell what was so: they may name files that are gone."""

TODAY = [page for page in PAGES if page not in HISTORY]
READMES = [ROOT / "README.md", ROOT / "README.ru.md"]
FOLDERS = ("service", "instrumentation", "tests", "docs", "grafana", ".ci")
FENCED = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(?<!`)`([^`\n]+)`")
PATH = re.compile(r"[\w./-]+")
SUFFIX = re.compile(r"\.(py|md|yml|yaml|toml|tmpl|txt|sql|ftl)$")
MODULE = re.compile(r"-m ((?:service|tests|instrumentation|docs|grafana)[\w.]*)")
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMANDS = re.compile(r"^\| (?:command|команда) \|.*?\n\n", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def paths(text: str) -> Iterator[str]:
    """Find what looks like a path of the project among the words in backticks."""
    for code in CODE.findall(FENCED.sub("", text)):
        path = code.partition("::")[0]
        top = path.partition("/")[0]
        if PATH.fullmatch(path) and (SUFFIX.search(path) or (top in FOLDERS and "/" in path)):
            yield path


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    headings = HEADING.findall(FENCED.sub("", page.read_text("utf-8")))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def paragraphs(text: str) -> Iterator[str]:
    """Split a page into paragraphs and list items; tables, headings and code are left out."""
    for block in re.split(r"\n\s*\n", FENCED.sub("", text)):
        for part in re.split(r"^(?=[-*] |\d+\. )", block, flags=re.MULTILINE):
            if part.strip() and not part.lstrip().startswith(("|", "#", "<", "!")):
                yield part.strip()


@pytest.mark.parametrize("page", READMES, ids=name)
def test_every_command_is_in_the_readme(page: Path) -> None:
    """The table of commands has the commands of the menu, and no others."""
    table = COMMANDS.search(page.read_text("utf-8"))
    assert table, f"{name(page)} has lost its table of commands"
    listed = set(re.findall(r"`/(\w+)`", table[0]))
    known = {*menu.NAMES, *menu.SHORT}
    missing = ", ".join(f"/{command}" for command in sorted(known - listed))
    assert not missing, f"{name(page)} lacks {missing}: add a row to its table of commands"
    gone = ", ".join(f"/{command}" for command in sorted(listed - known))
    assert not gone, f"{name(page)} mentions {gone}, which service/telegram/menu.py does not list"


@pytest.mark.parametrize("page", TODAY, ids=name)
def test_every_path_exists(page: Path) -> None:
    """Each file or folder that a page names in backticks is there."""
    text = page.read_text("utf-8")
    gone = [p for p in paths(text) if not any((at / p).exists() for at in (ROOT, page.parent))]
    assert not gone, f"{name(page)} names {', '.join(gone)}: write paths that exist, from the top"


@pytest.mark.parametrize("page", TODAY, ids=name)
def test_every_module_exists(page: Path) -> None:
    """Each of our modules that a command of a page starts is there."""
    for module in MODULE.findall(page.read_text("utf-8")):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    """Each link to a file of the project finds it, and its anchor is a heading there."""
    for link in LINK.findall(FENCED.sub("", page.read_text("utf-8"))):
        if re.match(r"https?:", link):
            continue
        file, _, anchor = unquote(link).partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), f"{name(page)} links to {link}"
        assert not anchor or anchor in anchors(target), f"{name(page)}: no heading for {link}"


@pytest.mark.parametrize("page", READMES, ids=name)
def test_the_readme_is_two_screens(page: Path) -> None:
    """Outside its tables it has 900 words at most; what is longer has a page of its own."""
    lines = [line for line in page.read_text("utf-8").splitlines() if not line.startswith("|")]
    assert len(" ".join(lines).split()) <= 900


@pytest.mark.parametrize("page", TODAY, ids=name)
def test_paragraphs_have_five_lines_at_most(page: Path) -> None:
    """A paragraph or a list item fits into five lines of a hundred characters."""
    long = [part for part in paragraphs(page.read_text("utf-8")) if len(part) > 5 * 100]
    assert not long, f"{name(page)}: split what is longer than 500 characters"


def test_the_figures_are_those_of_the_files() -> None:
    """docs/performance.md has the tables that the result files give."""
    text = pages.DOCUMENT.read_text("utf-8")
    command = ".venv/bin/python -m tests.bench.pages"
    assert text == pages.filled(text, pages.kept()), f"a table is out of date; run: {command}"


def test_a_path_is_recognised() -> None:
    """The check of paths sees files, folders and tests, and nothing else."""
    text = "`service/gone.py` `tests/a.py::test_b` `prometheus.yml` `docs/`, `80x5`, `and/or` `/go`"
    found = ["service/gone.py", "tests/a.py", "prometheus.yml", "docs/"]
    assert list(paths(text)) == found


@pytest.mark.parametrize("language", docs.runbook_page.LANGUAGES)
def test_the_runbook_as_a_page(language: str) -> None:
    """The page is written from the Markdown, and every link within the runbook leads to an id."""
    html = docs.runbook_page.page(language)
    written = docs.runbook_page.FOLDER / f"{docs.runbook_page.LANGUAGES[language]}.html"
    assert written.read_text("utf-8") == html, f"run `{docs.runbook_page.COMMAND}`"
    ids = set(re.findall(r'<h2 id="([^"]+)">', html))
    assert {"BotDown", "BotAbsent"} <= ids
    assert set(re.findall(r'href="#([^"]+)"', html)) <= ids
    assert 'name="viewport"' in html
