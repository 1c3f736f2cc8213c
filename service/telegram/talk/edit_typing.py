"""Typed names and lines that answer the questions of the editing screens."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from service import domain, storage
from service.domain.errors import NotUnderstood, Refusal, Unsure
from service.domain.notation import Context
from service.domain.programs import Day, Draft, Line, Plan, Program, Slot, editing
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import shortcuts
from service.telegram.replies import Reply
from service.telegram.routing import flags
from service.telegram.talk import edit_screens, newprogram, rewriting
from service.telegram.talk.editing import Edit
from service.telegram.talk.reading import text_of
from service.telegram.talk.workout import entering
from service.texts import Words

router = Router(name="edit_typing")

QUESTIONS = ("edit_program", "edit_name", "edit_day", "edit_line", "edit_text")


class Edited(BaseFilter):
    """Matches a text that answers a question of the editing screens; sets are for the notebook."""

    async def __call__(
        self, message: Message, db: Connection, person: Person
    ) -> bool | dict[str, Any]:
        """Find what the question is about, and whether the text can answer it."""
        text = text_of(message)
        if person.question not in QUESTIONS or text is None or text.startswith("/"):
            return False
        if shortcuts.act(text):
            return False
        during = await storage.workouts.open_id(db, person.id) is not None
        if (during and await _is_set(text, person)) or _are_sets(text, person, during=during):
            return False
        about = await storage.people.asked_about(db, person.id)
        if about is None or not (_answers(person, text) or (not during and _tries(person, text))):
            return False
        return {"about": about}


def _are_sets(text: str, person: Person, *, during: bool) -> bool:
    """Return whether lines are sets that were done, though each may be a line of a program.

    ``during`` a workout they are if a first number or a weight does not look like a plan: ``12x8``.
    """
    if person.question not in {"edit_program", "edit_line"}:
        return False
    lines = _read(person, text)
    if not lines or any(line.plan is None or line.is_marked for line in lines):
        return False
    whole = person.question == "edit_program"
    return all(
        line.is_logged or (during and _is_done(line.plan, line.text, whole=whole)) for line in lines
    )


def _is_done(plan: Plan | None, text: str, *, whole: bool) -> bool:
    """Return whether a line is a set rather than a plan, of somebody in a workout."""
    if plan is None:
        return False
    if plan.sets == 1 and not domain.programs.says_sets(text):
        return True  # "Планка 60 с"
    if plan.weight is None:
        return (plan.sets or 0) > domain.pasting.FEW_SETS
    return whole


async def _is_set(text: str, person: Person) -> bool:
    """Return whether a text is a set rather than a name or a line of a program."""
    if text[:1].isdecimal():
        return True
    if person.question not in {"edit_name", "edit_day"}:
        return False
    about = Context(unit=person.unit)
    try:
        lines = await entering.read(text, lambda _: about, today=person.today)
    except (Refusal, Unsure):
        return False
    return any(line.lifts and domain.exercises.known(line.exercise or "") for line in lines)


def _answers(person: Person, text: str) -> bool:
    """Return whether a text may be a line of a program, or a name if one is asked for."""
    if person.question in {"edit_name", "edit_day"}:
        return "\n" not in text
    lines = _read(person, text)
    planned = any(line.plan for line in lines)
    if person.question == "edit_program" and any(line.heading for line in lines):
        return True
    if person.question == "edit_line" and lines[1:] == () and lines[0].rest:
        return True
    if person.question == "edit_text":
        return planned or len(lines) > 1
    is_name = len(lines) == 1 and not any(map(str.isdecimal, text))
    return planned or (person.question == "edit_line" and is_name)


def _tries(person: Person, text: str) -> bool:
    """Return whether a text with a number is neither sets nor read: it is refused with a reason."""
    if person.question not in {"edit_program", "edit_line"} or not any(map(str.isdecimal, text)):
        return False
    return not domain.pasting.reads(text, person.today, person.unit)


def _is_whole(text: str, program: Program) -> bool:
    """Return whether a text is the program again: its name, which no day has, and lines."""
    days = {day.name for day in program.days}
    return "\n" in text.strip() and program.name not in days and rewriting.is_whole(text, program)


@router.message(Edited(), flags=flags(hints=True))
async def typed(message: Message, db: Connection, person: Person, t: Words, about: int) -> Reply:
    """Take a name, a line in place of another, or more lines."""
    text = text_of(message) or ""
    question = person.question
    if question == "edit_line":
        program = await storage.editing.program_of(db, person.id, about)
    elif question == "edit_day":
        program = await storage.editing.program_of_day(db, person.id, about)
    else:
        program = await storage.programs.find(db, person.id, about)
    if program is None:
        raise NotUnderstood("program-missing")
    begun = Edit(db, person, t, program, about, 0)
    if question == "edit_text" or (question == "edit_program" and _is_whole(text, program)):
        name, body = rewriting.read(text, program, person)
        return Reply(screens=(await newprogram.rewrite(db, person, t, program, name, body),))
    if question == "edit_name":
        await storage.editing.rename(db, person.id, program.id, domain.names.read(text))
        return await (await begun.store(program.days)).whole()
    if question == "edit_day":
        named = editing.day_renamed(program, about, domain.names.read(text))
        return await (await begun.store(named)).days()
    if question == "edit_line":
        return await _retyped(begun, text, message.message_id)
    days = _days(program, _understood(person, text))
    if len(days) > 1:
        days = newprogram.named(t, days)
    return await (await begun.store(editing.bounded(days))).whole()


def _read(person: Person, text: str) -> tuple[Line, ...]:
    """Read lines of a program."""
    body = "\n".join(domain.programs.arrange(text, person.unit))
    return Draft(None, body, 0, person.unit).lines


def _understood(person: Person, text: str) -> tuple[Line, ...]:
    """Read lines of a program. Refuses one that was not understood."""
    lines = _read(person, text)
    for line in lines:
        if line.is_unread:
            refusal = line.refusal or NotUnderstood("edit-not-understood")
            refusal.line = line.text if len(lines) > 1 else None
            raise refusal
    return lines


def _days(program: Program, lines: Sequence[Line]) -> list[Day]:
    """Return a program's days with more lines: a heading begins another, unless it is there."""
    days = list(program.days)
    at = len(days) - 1
    for line in lines:
        if line.heading is not None:
            same = (n for n, day in enumerate(days) if day.name == line.heading)
            at = next(same, len(days))
            days += [Day(line.heading or None, ())] if at == len(days) else []
        elif line.plan:
            days[at] = editing.day_with(days[at], [*days[at].slots, Slot(0, line.plan)])
    return days


async def _retyped(edit: Edit, text: str, message: int) -> Reply:
    """Put a typed line, or only another exercise, in the place of a line.

    An exercise that nobody knows may be a word that was not meant for it, so the bot asks.
    """
    slot = edit.slot
    if slot is None:
        raise NotUnderstood("program-missing")
    if not any(map(str.isdecimal, text)) and not domain.programs.read_line(text).plan:
        name = domain.names.read(text)
        if (await entering.names_of(edit.db, edit.person)).find(name) is None:
            asked = edit_screens.exercise(edit.t, slot, name)
            return Reply(screens=(replace(asked, replies_to=message),), times=0)
        return await edit.with_exercise(name)
    if rest := _read(edit.person, text)[0].rest:
        days = editing.changed(edit.program, slot.id, lambda plan: replace(plan, rest=rest))
        return await (await edit.store(days)).line()
    first, *others = [line.plan for line in _understood(edit.person, text)]
    if others or first is None:
        raise NotUnderstood("edit-one-line")
    days = editing.changed(
        edit.program,
        slot.id,
        lambda plan: replace(first, superset=first.superset or plan.superset),
    )
    return await (await edit.store(days)).line()
