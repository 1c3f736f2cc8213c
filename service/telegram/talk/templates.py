"""/templates: choose a ready program and the weights to begin it with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from aiogram import F, Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from service import domain, storage
from service.domain.errors import NotUnderstood, check
from service.domain.notation import Lift
from service.domain.programs import Day, Plan, Program
from service.domain.templates import KEYS, Owned, Template
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import shortcuts, wording
from service.telegram.buttons import TemplateButton, TemplatesButton
from service.telegram.replies import Reply, Screen, button, clip, say, screen, toast
from service.telegram.routing import command, flags, pressed
from service.telegram.talk import programs
from service.telegram.talk.reading import text_of
from service.texts import Words

router = Router(name="templates")

ASKED = "template_"
"""What the question for weights is called, before the template's key."""


@command(router, "templates", reads=True)
async def templates(message: Message, t: Words) -> Reply:
    """List the ready programs."""
    return Reply(screens=(_list(t),))


@pressed(router, TemplatesButton, reads=True)
async def back(query: CallbackQuery, t: Words) -> Reply:
    """Do the same as the command."""
    return Reply(screens=(_list(t),))


def _list(t: Words) -> Screen:
    found = [domain.templates.read(key, t.language) for key in KEYS]
    lines = t.lines("templates-line", [{"name": one.name, "level": one.level} for one in found])
    buttons = [
        button(
            domain.names.shorten(one.name, domain.names.BUTTON_UNITS),
            TemplateButton(act="show", number=n),
        )
        for n, one in enumerate(found)
    ]
    return screen(t("templates-list", lines=lines), [[each] for each in buttons])


@pressed(router, TemplateButton, F.act == "show", reads=True)
async def show(
    query: CallbackQuery, callback_data: TemplateButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Show a ready program with the weights that the person would begin with."""
    template = _template(t, callback_data)
    if template is None:
        return toast(t.plain("toast-stale"), outcome="stale")
    best = await storage.bests.heaviest(db, person.id, sorted(template.known))
    days = await _begun(db, person, template, best, {})
    shown = Program(0, template.name, archived=False, days=days)
    number = callback_data.number
    return say(
        t(
            "template-card",
            name=template.name,
            level=template.level,
            about=template.about,
            lines=clip(programs.plan_lines(t, shown)),
            from_records=_from_records(t, template, days, best),
            maximum="yes" if template.has_maximum else "no",
        ),
        [
            [
                button(
                    t.plain("template-button-use"),
                    TemplateButton(act="use", number=number),
                    "success",
                ),
                button(
                    t.plain("template-button-weights"),
                    TemplateButton(act="weights", number=number),
                ),
            ],
            [button(t.plain("button-back"), TemplatesButton())],
        ],
    )


def _template(t: Words, data: TemplateButton) -> Template | None:
    """Return the template of a button; None: there are fewer now."""
    return domain.templates.read(KEYS[data.number], t.language) if data.number < len(KEYS) else None


def _from_records(
    t: Words, template: Template, days: Sequence[Day], best: Mapping[str, Lift]
) -> str:
    """Name the weights that come from the person's records: ``squat 80, bench press 60``."""
    found: dict[str, str] = {}
    for plan in (plan for day in days for plan in day.plans):
        key = domain.templates.known(plan)
        if key and key in best and plan.weight is not None and key not in found:
            found[key] = f"{plan.name.lower()} {wording.weight(t, plan.weight)}"
    return ", ".join(found.values()) or "none"


async def _begun(
    db: Connection,
    person: Person,
    template: Template,
    best: Mapping[str, Lift],
    typed: Mapping[str, Decimal],
) -> tuple[Day, ...]:
    bar = await storage.people.bar(db, person.id)
    return domain.templates.begun(template, Owned(person.unit, bar, person.plates), best, typed)


@pressed(router, TemplateButton, F.act == "use", operation="newprogram")
async def use(
    query: CallbackQuery, callback_data: TemplateButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Store the ready program as one of the person's own."""
    template = _template(t, callback_data)
    if template is None:
        return toast(t.plain("toast-stale"), outcome="stale")
    reply = await _store(db, person, t, template, {})
    return replace(reply, toast=t.plain("template-used"))


@pressed(router, TemplateButton, F.act == "weights")
async def ask(
    query: CallbackQuery, callback_data: TemplateButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Ask for the weights to begin with, all in one message."""
    template = _template(t, callback_data)
    if template is None:
        return toast(t.plain("toast-stale"), outcome="stale")
    await storage.people.ask(db, person.id, ASKED + template.key)
    best = await storage.bests.heaviest(db, person.id, sorted(template.known))
    days = await _begun(db, person, template, best, {})
    example = ", ".join([*_weights(t, template, days)][:3])
    text = t("template-weights", example=example, maximum="yes" if template.has_maximum else "no")
    back = TemplateButton(act="show", number=callback_data.number)
    return say(text, [[button(t.plain("button-back"), back)]])


def _weights(t: Words, template: Template, days: Sequence[Day]) -> Iterator[str]:
    """Yield the exercises with the weights they would begin with, as one may type them."""
    named = set()
    for plan in (plan for day in days for plan in day.plans):
        key = _weighed(template, plan)
        if key and key not in named and plan.weight:
            named.add(key)
            weight = domain.units.shown(plan.weight, t.unit)
            yield f"{plan.name.lower()} {wording.number(t, weight)}"


def _weighed(template: Template, plan: Plan) -> str | None:
    """Return the dictionary's key of an exercise that has a weight to begin with."""
    key = domain.templates.known(plan)
    return key if key in template.known else None


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights (kg) that were typed for a ready program, and what of the message is none."""

    template: Template
    typed: Mapping[str, Decimal]
    unread: Sequence[str]


class Weighing(BaseFilter):
    """Matches weights for a ready program from somebody who was asked for them."""

    async def __call__(self, message: Message, person: Person, t: Words) -> bool | dict[str, Any]:
        """Read the weights; a set is no answer, but several sets in a line are refused."""
        text, question = text_of(message), person.question or ""
        if text is None or not question.startswith(ASKED) or text.startswith("/"):
            return False
        key = question.removeprefix(ASKED)
        if shortcuts.act(text) or key not in KEYS:
            return False
        template = domain.templates.read(key, t.language)
        typed, unread = domain.templates.read_weights(text, template, person.unit)
        if not typed and not domain.templates.are_sets(text, template):
            return False
        return {"weights": Weights(template, typed, unread)}


@router.message(Weighing(), flags=flags(operation="newprogram"))
async def weigh(
    message: Message, db: Connection, person: Person, t: Words, weights: Weights
) -> Reply:
    """Store the ready program with the typed weights."""
    if weights.unread:
        raise NotUnderstood("template-weights-unread", typed=", ".join(weights.unread))
    return await _store(db, person, t, weights.template, weights.typed)


async def _store(
    db: Connection, person: Person, t: Words, template: Template, typed: Mapping[str, Decimal]
) -> Reply:
    check("programs", await storage.programs.count(db, person.id) + 1)
    best = await storage.bests.heaviest(db, person.id, sorted(template.known))
    days = await _begun(db, person, template, best, typed)
    program = await storage.programs.add(db, person.id, template.name, days)
    stored = await storage.programs.find(db, person.id, program)
    if stored is None:
        raise LookupError("a program vanished inside its own transaction")
    return Reply(screens=(programs.card(t, stored),), program="template")
