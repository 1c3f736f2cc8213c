"""The screens of an import: what a file holds, what could not be read, what was stored."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from aiogram.methods import EditMessageText
from markupsafe import Markup

from service.domain.importing.values import MAX_BYTES, MAX_ROWS
from service.domain.limits import LIMITS
from service.storage.imports import Import
from service.storage.people import Person
from service.telegram.past_buttons import ImportButton
from service.telegram.replies import Button, Calls, Screen, button, screen
from service.texts import Words

FEW = 12
"""Unread lines that are shown in the chat; more come as a file."""


def preview(t: Words, person: Person, found: Import) -> Screen:
    """Return what storing a file would do, and the buttons for it."""
    lines = [t("import-head", source=t.plain(f"import-source-{found.source}"), file=found.file)]
    lines += _contents(t, person, found)
    if found.unit is None:
        return screen(
            Markup("\n").join([*lines, "", t("import-ask-unit")]),
            [
                [_act(t, found, "kg"), _act(t, found, "lb")],
                *_parts(t, found),
                [_act(t, found, "drop")],
            ],
        )
    if not found.workouts and not found.programs:
        return screen(Markup("\n").join([*lines, "", t("import-nothing-new")]), _parts(t, found))
    return screen(
        Markup("\n").join(lines),
        [
            [_act(t, found, "store", "success", workouts=found.workouts)],
            *_parts(t, found),
            [_act(t, found, "drop")],
        ],
    )


def _contents(t: Words, person: Person, found: Import) -> Iterable[Markup]:
    yield t("import-amount", workouts=found.workouts, sets=found.sets)
    if found.first and found.last:
        first, last = (at.astimezone(person.zone).date() for at in (found.first, found.last))
        named = [
            t.plain("day-date", day=day.day, month=day.month, year=str(day.year))
            for day in dict.fromkeys((first, last))
        ]
        yield t("import-span", first=named[0], last=named[-1], days=len(named))
    matched = found.matched
    yield t(
        "import-exercises",
        exact=matched.get("exact", 0) + matched.get("chosen", 0),
        similar=matched.get("similar", 0),
        new=matched.get("new", 0),
    )
    if found.programs:
        yield t("import-programs", programs=found.programs)
    if found.duplicates:
        yield t("import-duplicates", workouts=found.duplicates)
    if found.refused:
        yield t("import-refused", rows=found.refused)


def _parts(t: Words, found: Import) -> list[list[Button]]:
    unsure = sum(count for how, count in found.matched.items() if how != "exact")
    rows = []
    if unsure:
        rows.append([_act(t, found, "names", count=unsure)])
    if found.refused:
        rows.append([_act(t, found, "lines", count=found.refused)])
    return rows


def _act(t: Words, found: Import, act: Any, style: str | None = None, **words: Any) -> Button:
    text = t.plain(f"import-button-{act}", **words)
    return button(text, ImportButton(act=act, id=found.id), style)


def problems(t: Words, source: str, wrong: Iterable[Sequence[Any]]) -> list[Markup]:
    """Say of each line why it could not be read."""
    where = "import-workout" if source == "everything" else "import-line"
    return [
        t(where, line=line, why=t.plain(f"import-why-{reason}"), cell=cell or "none")
        for line, reason, cell in wrong
    ]


def unreadable(t: Words, found: dict[str, Any]) -> Markup:
    """Say why a file can't be read, and on which line."""
    reason = found["unreadable"]
    text = t(
        f"import-unreadable-{reason}",
        megabytes=MAX_BYTES // 2**20,
        rows=MAX_ROWS,
        exercises=LIMITS["exercises"].most,
    )
    if reason == "nothing":
        return Markup("\n").join([text, "", *problems(t, found["source"], found["problems"])])
    if found["line"] is None:
        return text
    return text + " " + t("import-at-line", line=found["line"])


def interrupted(t: Words, person: Person, found: Import) -> Screen | None:
    """Say that the bot was stopped while it worked on a file; None if there is nothing to say."""
    if found.state == "reading":
        return screen(t("import-not-read", file=found.file))
    if found.state == "ready":
        shown = preview(t, person, found)
        return replace(shown, text=t("import-not-stored") + "\n\n" + shown.text)
    if found.undoable:
        return screen(t("import-not-undone", file=found.file), [[_undo(t, found.id)]])
    return None


def _undo(t: Words, number: int) -> Button:
    return button(t.plain("import-button-undo"), ImportButton(act="undo", id=number))


def replaced(chat: int, message: int, what: Screen) -> Calls:
    """Return the call that puts a screen into the place of a message."""
    return (
        EditMessageText(
            chat_id=chat,
            message_id=message,
            text=what.text,
            parse_mode="HTML",
            reply_markup=what.keyboard,
        ),
    )


def stored(t: Words, number: int, sets: int, workouts: int, programs: int) -> Screen:
    """Say what was stored, with a button to undo it."""
    text = t("import-stored", sets=sets, workouts=workouts)
    if programs:
        text += "\n" + t("import-programs", programs=programs)
    return screen(text + "\n" + t("import-can-undo"), [[_undo(t, number)]])
