"""A program is edited: its name, days and lines, by buttons and by typed lines."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from service import domain, storage
from service.domain.exercises import Kind
from service.domain.programs import Day, Plan, Program, Slot, editing
from service.domain.rules import Double, Effort, Linear, Wave
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import wording
from service.telegram.buttons import EditButton
from service.telegram.replies import Reply, toast
from service.telegram.routing import pressed
from service.telegram.talk import drafts, edit_screens, programs, rewriting
from service.telegram.talk.reading import text_of
from service.telegram.talk.workout import starting
from service.texts import Words

router = Router(name="editing")

LAST = 99
"""A place after all lines of a day."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A press on a button of the editing screens, and the program that it is about."""

    db: Connection
    person: Person
    t: Words
    program: Program
    id: int
    value: int

    @property
    def slot(self) -> Slot | None:
        """The line that the button is about."""
        found = editing.place_of(self.program, self.id)
        return self.program.days[found[0]].slots[found[1]] if found else None

    @property
    def day(self) -> Day | None:
        """The day that the button is about."""
        return next((day for day in self.program.days if day.id == self.id), None)

    async def ask(self, question: str, about: int) -> None:
        """Let the next message answer a question."""
        await storage.people.ask(self.db, self.person.id, question, about)

    async def store(self, days: editing.Days, *, removed: int | None = None) -> "Edit":
        """Store the days; return the edit of the program as it is then."""
        program, owner = self.program.id, self.person.id
        await storage.editing.replace(self.db, owner, program, days, removed=removed)
        stored = await storage.programs.find(self.db, owner, program)
        if stored is None:
            raise LookupError("a program vanished inside its own transaction")
        return replace(self, program=stored)

    async def whole(self, said: str = "", page: int = 0, at: int = LAST) -> Reply:
        """Return the screen of the program's lines; one that was removed can be put back ``at``."""
        await self.ask("edit_program", self.program.id)
        gone = await storage.editing.removed_slot(self.db, self.person.id, self.program.id)
        shown = edit_screens.program(self.t, self.program, page, gone and (gone[0], at))
        return Reply(screens=(shown,), toast=said)

    async def line(self, said: str = "") -> Reply:
        """Return the screen of a line."""
        slot = self.slot
        if slot is None:
            return await self.whole(self.t.plain("toast-stale"))
        await self.ask("edit_line", slot.id)
        shown = edit_screens.line(self.t, self.program, slot, await self._step(slot.plan))
        return Reply(screens=(shown,), toast=said)

    async def days(self, said: str = "") -> Reply:
        """Return the screen of the days."""
        await self.ask("edit_program", self.program.id)
        return Reply(screens=(edit_screens.days(self.t, self.program),), toast=said)

    async def _step(self, plan: Plan) -> Decimal:
        known = domain.exercises.known(plan.name)
        return domain.equipment.step(known.kind if known else Kind.OTHER, None, self.t.unit)

    async def with_plan(self, change: Callable[[Plan], Plan]) -> Reply:
        """Change the plan of the line, and show it."""
        slot = self.slot
        if slot is None:
            return await self.line()
        plan = change(slot.plan)
        if plan == slot.plan:
            return await self.line()
        after = await self.store(editing.changed(self.program, slot.id, lambda _: plan))
        return await after.line(wording.plan(self.t, plan).striptags())

    async def with_exercise(self, name: str) -> Reply:
        """Plan another exercise in the line, without the weight of the one before."""
        days = editing.changed(
            self.program, self.id, lambda plan: replace(plan, name=name, known=None, weight=None)
        )
        return await (await self.store(days)).line()


async def _begin(db: Connection, person: Person, t: Words, data: EditButton) -> "Edit | Reply":
    """Return the edit that a button belongs to, or the reply to a stale button."""
    act, owner = data.act, person.id
    if act in {"program", "name", "days", "dayadd", "text", "restore", "done"}:
        program = await storage.programs.find(db, owner, data.id)
    elif act.startswith("day"):
        program = await storage.editing.program_of_day(db, owner, data.id)
    else:
        program = await storage.editing.program_of(db, owner, data.id)
    if program is None:
        return toast(t.plain("program-missing"), outcome="stale")
    return Edit(db, person, t, program, data.id, data.value)


@pressed(router, EditButton, F.act == "follow")
async def follow(
    query: CallbackQuery, callback_data: EditButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Plan the open workout as the program is now."""
    workout = await storage.workouts.open_id(db, person.id)
    if workout != callback_data.id:
        return toast(t.plain("toast-stale"), outcome="stale")
    await storage.following.follow(db, person.id, workout)
    await storage.workouts.step(db, person.id, workout)
    card = await starting.shown(db, person, t, workout, at="new")
    return Reply(card=card, toast=t.plain("edit-followed"))


@pressed(router, EditButton, F.act == "exercise")
async def take_exercise(
    query: CallbackQuery, callback_data: EditButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Plan the exercise that the message names to which the question replies."""
    begun = await _begin(db, person, t, callback_data)
    if isinstance(begun, Reply):
        return begun
    message = query.message.reply_to_message if isinstance(query.message, Message) else None
    text = text_of(message) if message else None
    if text is None:
        return toast(t.plain("forward-gone"), outcome="stale")
    return await begun.with_exercise(domain.names.read(text))


@pressed(router, EditButton)
async def edit(
    query: CallbackQuery, callback_data: EditButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Handle any other button of the editing screens."""
    begun = await _begin(db, person, t, callback_data)
    return begun if isinstance(begun, Reply) else await ACTS[callback_data.act](begun)


async def whole(edit: Edit) -> Reply:
    """Show the program's lines."""
    return await edit.whole(page=max(edit.value, 0))


async def done(edit: Edit) -> Reply:
    """Show the program; ask whether the open workout follows it."""
    workout = await storage.following.differs(edit.db, edit.person.id, edit.program.id)
    reply = Reply(screens=(programs.card(edit.t, edit.program),))
    return reply.then(edit_screens.following(edit.t, workout)) if workout else reply


async def name(edit: Edit) -> Reply:
    """Ask for another name."""
    await edit.ask("edit_name", edit.program.id)
    return Reply(screens=(edit_screens.asking(edit.t, "edit-ask-name", edit.program),))


async def restore(edit: Edit) -> Reply:
    """Put back the line that was removed last."""
    gone = await storage.editing.removed_slot(edit.db, edit.person.id, edit.program.id)
    if gone is None:
        return await edit.whole(edit.t.plain("toast-stale"))
    slot, day = gone
    after = await edit.store(editing.restored(edit.program, slot, day, max(edit.value, 0)))
    return await after.whole(edit.t.plain("edit-restored"))


async def days(edit: Edit) -> Reply:
    """Show the days."""
    return await edit.days()


async def add_day(edit: Edit) -> Reply:
    """Add a day; what is typed next stands on it."""
    named = [
        replace(day, name=day.name or wording.day_name(edit.t, None, n))
        for n, day in enumerate(edit.program.days, 1)
    ]
    program = replace(edit.program, days=tuple(named))
    name = wording.day_name(edit.t, None, len(named) + 1)
    after = await edit.store(editing.day_added(program, name))
    return await after.days(edit.t.plain("edit-day-added"))


async def day(edit: Edit) -> Reply:
    """Show one day."""
    found = edit.day
    if found is None:
        return await edit.days()
    await edit.ask("edit_day", found.id)
    return Reply(screens=(edit_screens.day(edit.t, edit.program, found),))


async def move_day(edit: Edit) -> Reply:
    """Move a day a place up or down."""
    by = max(-1, min(edit.value, 1))
    after = await edit.store(editing.day_moved(edit.program, edit.id, by))
    return await after.days()


async def cut_day(edit: Edit) -> Reply:
    """Remove a day and its lines; the last one stays."""
    if len(edit.program.days) == 1:
        return await edit.days(edit.t.plain("edit-last-day"))
    after = await edit.store(editing.day_without(edit.program, edit.id))
    return await after.days(edit.t.plain("edit-day-removed"))


async def line(edit: Edit) -> Reply:
    """Show a line."""
    return await edit.line()


async def sets(edit: Edit) -> Reply:
    """Change the number of sets."""
    return await edit.with_plan(lambda plan: editing.more_sets(plan, _one(edit)))


async def reps(edit: Edit) -> Reply:
    """Change the repetitions, or the seconds."""
    return await edit.with_plan(lambda plan: editing.more_reps(plan, _one(edit)))


async def weight(edit: Edit) -> Reply:
    """Change the weight by a step."""
    return await edit.with_plan(lambda plan: edit_screens.heavier(edit.t, plan, _one(edit)))


def _one(edit: Edit) -> int:
    return max(-1, min(edit.value, 1))


async def move(edit: Edit) -> Reply:
    """Move a line up or down."""
    after = await edit.store(editing.moved(edit.program, edit.id, _one(edit)))
    return await after.line()


async def rest(edit: Edit) -> Reply:
    """Offer rests; the line can also be typed."""
    slot = edit.slot
    if slot is None:
        return await edit.line()
    await edit.ask("edit_line", slot.id)
    return Reply(screens=(edit_screens.rests(edit.t, slot),))


async def take_rest(edit: Edit) -> Reply:
    """Store a rest; -1: the exercise's."""
    seconds = min(edit.value, 3600) if edit.value >= 0 else None
    return await edit.with_plan(lambda plan: replace(plan, rest=seconds))


async def rule(edit: Edit) -> Reply:
    """Offer rules; the line can also be typed with another one."""
    slot = edit.slot
    if slot is None:
        return await edit.line()
    await edit.ask("edit_line", slot.id)
    return Reply(screens=(edit_screens.rules(edit.t, slot),))


async def take_rule(edit: Edit) -> Reply:
    """Store a rule, one of `edit_screens.RULES`."""
    step = domain.units.kilograms(edit_screens.usual_step(edit.t), edit.t.unit)
    choices = (None, Linear(step), Double(step), Wave(None), Effort(edit_screens.EFFORT))
    chosen = choices[edit.value] if 0 <= edit.value < len(choices) else None
    return await edit.with_plan(lambda plan: editing.ruled(plan, chosen))


async def swap(edit: Edit) -> Reply:
    """Ask for another exercise."""
    slot = edit.slot
    if slot is None:
        return await edit.line()
    await edit.ask("edit_line", slot.id)
    return Reply(screens=(edit_screens.swapping(edit.t, slot),))


async def cut(edit: Edit) -> Reply:
    """Remove a line; it can be put back until the next change."""
    slot = edit.slot
    if slot is None:
        return await edit.line()
    _, at = editing.place_of(edit.program, slot.id) or (0, LAST)
    after = await edit.store(editing.without(edit.program, slot.id), removed=slot.id)
    said = edit.t.plain("edit-line-gone", name=wording.name(edit.t, slot.plan))
    return await after.whole(said, at=at)


async def as_text(edit: Edit) -> Reply:
    """Send the program as text, unless another draft waits: it must not be lost."""
    draft = await storage.programs.draft(edit.db, edit.person.id)
    if draft and draft.before is None:
        return Reply(screens=(drafts.offer(edit.t, draft),))
    return await rewriting.offer(edit.db, edit.person, edit.t, edit.program)


ACTS: dict[str, Callable[[Edit], Awaitable[Reply]]] = {
    "program": whole,
    "name": name,
    "days": days,
    "dayadd": add_day,
    "text": as_text,
    "restore": restore,
    "done": done,
    "day": day,
    "daymove": move_day,
    "daycut": cut_day,
    "line": line,
    "sets": sets,
    "reps": reps,
    "weight": weight,
    "move": move,
    "rest": rest,
    "resting": take_rest,
    "rule": rule,
    "ruling": take_rule,
    "swap": swap,
    "cut": cut,
}
"""Handler of each button of the editing screens, except the one of the open workout."""
