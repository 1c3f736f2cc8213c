"""The screens of a draft: its questions, and the preview of its program."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Literal

from markupsafe import Markup

from service import domain
from service.domain.programs import Draft, Line
from service.telegram import wording
from service.telegram.buttons import DraftButton
from service.telegram.replies import Button, Rows, Screen, button, clip, screen
from service.telegram.talk import rewriting
from service.texts import Words

FIXABLE = 4
"""Lines that were not understood that have a button each."""


def show(t: Words, draft: Draft) -> Screen:
    """Return a draft's screen: the question it waits for, or the preview of its program."""
    discard = button(
        t.plain("draft-button-discard"), DraftButton(act="discard", version=draft.version)
    )
    if draft.name is None:
        return _preview(t("draft-ask-name"), [[discard]])
    lines = draft.lines
    if lines and draft.before:
        changes = [*rewriting.difference(t, draft, draft.before), *_unread(t, lines)]
        text = t("edit-difference", name=draft.before.name, lines=clip(changes))
        return _preview(text, _preview_rows(t, draft, discard))
    if not lines:
        return _preview(t("draft-ask-exercises", name=draft.name), [[discard]])
    return _preview(
        t(
            "draft-preview",
            name=draft.name,
            lines=clip(_lines(t, lines)),
            unread=sum(line.is_unread for line in lines),
        ),
        _preview_rows(t, draft, discard),
    )


def _preview(text: Markup, rows: Rows) -> Screen:
    return replace(screen(text, rows), previews=True)


def _preview_rows(t: Words, draft: Draft, discard: Button) -> list[list[Button]]:
    redo = button(t.plain("draft-button-redo"), DraftButton(act="redo", version=draft.version))
    unread = [(n, line) for n, line in enumerate(draft.lines) if line.is_unread]
    rows = [[_fix_button(t, draft, n, line)] for n, line in unread[:FIXABLE]]
    if not draft.plans:
        return [*rows, [redo, discard]]
    save = DraftButton(act="save", version=draft.version)
    key = "edit-button-replace" if draft.before else "draft-button-save"
    return [
        *rows,
        [button(t.plain(key), save, "success")],
        [redo, discard],
    ]


def _fix_button(t: Words, draft: Draft, n: int, line: Line) -> Button:
    text = domain.names.shorten(f"❓ {line.text}", domain.names.BUTTON_UNITS)
    return button(text, DraftButton(act="fix", version=draft.version, line=n))


def _lines(t: Words, lines: Sequence[Line]) -> Iterator[Markup]:
    numbers, days = count(1), count(1)
    several = sum(line.heading is not None for line in lines) > 1 or (
        any(line.heading is not None for line in lines[1:])
    )
    if several and lines[0].heading is None:
        yield t("program-day", name=wording.day_name(t, None, next(days)))
    for line in lines:
        if line.heading is not None:
            yield t("program-day", name=wording.day_name(t, line.heading or None, next(days)))
        elif line.plan:
            yield t("draft-line", n=next(numbers), plan=wording.plan(t, line.plan))
        elif line.rest:
            yield t("draft-line-rest", rest=wording.clock(line.rest))
        else:
            yield _unread_line(t, line)


def _unread(t: Words, lines: Sequence[Line]) -> Iterator[Markup]:
    return (_unread_line(t, line) for line in lines if line.is_unread)


def _unread_line(t: Words, line: Line) -> Markup:
    text = domain.names.shorten(line.text)
    if line.refusal:
        return t("draft-line-refused", text=text, why=t(line.refusal.key, **line.refusal.arguments))
    return t("draft-line-unread", text=text)


def offer(t: Words, draft: Draft) -> Screen:
    """Return the offer to resume or discard a waiting draft."""
    go_on = DraftButton(act="continue", version=draft.version)
    discard = DraftButton(act="discard", version=draft.version)
    return _preview(
        t("draft-waits", named="yes" if draft.name else "no", name=draft.name or ""),
        [
            [
                button(t.plain("draft-button-continue"), go_on),
                button(t.plain("draft-button-discard"), discard),
            ]
        ],
    )


def fixing(t: Words, draft: Draft, n: int) -> Screen:
    """Return the question for a line that is to be typed again."""

    def act(name: Literal["cut", "show"]) -> list[Button]:
        data = DraftButton(act=name, version=draft.version, line=n)
        return [button(t.plain(f"draft-button-{name}"), data)]

    text = t("draft-fix", text=domain.names.shorten(draft.lines[n].text))
    return _preview(text, [act("cut"), act("show")])
