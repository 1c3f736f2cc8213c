"""Writes the runbook as pages for a browser: `.venv/bin/python -m docs.runbook_page`.

Prometheus serves them as `/user/runbook.html`, where alerts and dashboards lead. The heading of an
alert has the alert's name as its id, because a link of a dashboard has nothing else to insert.
"""

from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = Path(__file__).parent
COMMAND = ".venv/bin/python -m docs.runbook_page"
LANGUAGES = {"en": "runbook", "ru": "runbook.ru"}
"""The name of the page by its language."""

PAGE = """<!DOCTYPE html>
<!-- Written from {name}.md by `{command}`. -->
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 17px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 1rem; }}
h2 {{ margin-top: 2.5rem; border-top: 1px solid #8884; padding-top: 1rem; }}
h2:target {{ background: #fd05; }}
pre {{ background: #8882; padding: .75rem; overflow-x: auto; border-radius: 6px; }}
code {{ font-size: .9em; overflow-wrap: anywhere; }}
pre code {{ overflow-wrap: normal; }}
:root {{ color-scheme: light dark; }}
</style>
</head>
<body>
{body}</body>
</html>
"""


def page(language: str) -> str:
    """Return the HTML of the runbook in a language."""
    name = LANGUAGES[language]
    markdown = MarkdownIt("commonmark")
    tokens = markdown.parse((FOLDER / f"{name}.md").read_text("utf-8"))
    names: dict[str, str] = {}
    for opening, text in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag == "h2":
            opening.attrSet("id", text.content)
            names[text.content.lower()] = text.content
    for token in tokens:
        for child in token.children or []:
            _lead_to_pages(child, names)
    body = markdown.renderer.render(tokens, markdown.options, {})
    title = tokens[1].content
    return PAGE.format(name=name, command=COMMAND, language=language, title=title, body=body)


def _lead_to_pages(token: Token, names: dict[str, str]) -> None:
    """Turn a link within the runbook, or to its translation, into one between the pages."""
    if token.type != "link_open":
        return
    file, _, anchor = str(token.attrs["href"]).partition("#")
    if file.startswith("runbook"):
        file = file.replace(".md", ".html")
    if not file and anchor in names:
        anchor = names[anchor]
    token.attrs["href"] = f"{file}#{anchor}" if anchor else file


if __name__ == "__main__":
    for language, name in LANGUAGES.items():
        (FOLDER / f"{name}.html").write_text(page(language), "utf-8")
