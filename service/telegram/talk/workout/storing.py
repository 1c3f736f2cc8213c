"""Store the sets of a message and say what became of it."""

from contextlib import AsyncExitStack
from dataclasses import replace

from aiogram.types import Message
from markupsafe import Markup

from service import domain, storage
from service.domain.entries import Place
from service.domain.errors import Missing, NotUnderstood
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.storage.questions import Waiting
from service.storage.sets import Source
from service.telegram import wording
from service.telegram.replies import Card, CardTarget, Reply, clip, screen
from service.telegram.talk.history import adding, opened
from service.telegram.talk.reading import sent_at, text_of
from service.telegram.talk.workout import cards, contexts, entering, starting, summaries, tips
from service.telegram.talk.workout.entering import Entering, Names
from service.texts import Words

LOGGED, RECORD, CORRECTED = "👍", "🏆", "✍"
"""Reactions that say what became of a typed message."""

LAST_PAGE = 10_000
"""More than the pages of any workout."""

FAR = 8
"""Typed messages below a card after which it is sent again, to be in sight."""


def waiting(message: Message, person: Person) -> Waiting:
    """Return what a message says and when it was sent."""
    at = sent_at(message, person.now)
    source = Source(message.chat.id, message.message_id, sent_at=at)
    return Waiting(source, text_of(message) or "")


async def enter(
    db: Connection, person: Person, t: Words, message: Waiting, workout: Workout | None
) -> Reply:
    """Store the sets of a message in a workout (None: a new one) and show its card."""
    names = Names((), person.language)
    if message.exercise or not domain.notation.is_bare(message.text):
        names = await entering.names_of(db, person)
    entered = Entering(db, person, t, message, names)
    async with AsyncExitStack() as undone:
        if "\n" in message.text:  # so that no line is stored when a later one has several readings
            await undone.enter_async_context(storage.savepoint(db))
        after = await entered.enter(workout)
    reply = Reply(
        reaction=RECORD if entered.records else LOGGED,
        times=entered.count,
        counted=True,
        way="text",
        followed=tuple(entered.followed),
        pounds=entered.pounds,
    )
    if after.ended_at:
        summary = await summaries.card(db, person, t, after.id) if after.card else None
        return replace(reply, card=summary).then(screen(_earlier(t, person, entered)))
    tip = await tips.offered(db, person, t, after, typed=True) if entered.count else None
    shown = cards.card(t, after, person, records=entered.records, tip=tip)
    at: CardTarget = "new" if after.typed_below + 1 > FAR else "live"
    return replace(reply, card=Card(shown, person.id, after.id, at, after.card))


def _earlier(t: Words, person: Person, entered: Entering) -> Markup:
    """Word what was stored in a workout that is over."""
    listed = (
        t("workout-summary-line", name=name, lifts=wording.lifts(t, [*lifts]))
        for name, lifts in entered.lifted
    )
    return t("workout-past", day=wording.day(t, entered.day, person.today), lines=clip(listed))


async def add(db: Connection, person: Person, t: Words, message: Waiting) -> Reply:
    """Store more sets in a past workout."""
    workout = await storage.workouts.find(db, person.id, message.adds or 0)
    if workout is None:
        raise Missing("past-workout-gone")
    entered = Entering(db, person, t, message, await entering.names_of(db, person))
    async with storage.savepoint(db):  # no line is stored when a later one is unclear
        await entered.enter_into(workout)
    after = await starting.found(db, person, workout.id)
    more = adding.asked(person) == workout.id
    page = LAST_PAGE if more else 0
    return Reply(
        screens=(await opened.shown(db, person, t, after, page, adding=more),),
        reaction=RECORD if entered.records else LOGGED,
        times=entered.count,
        counted=True,
        way="text",
        followed=tuple(entered.followed),
        pounds=entered.pounds,
        calls=await summaries.redrawn(db, person, t, after),
    )


async def fix(db: Connection, person: Person, t: Words, message: Waiting) -> Reply:
    """Store how a set really was."""
    workout, place = await _fixed(db, person, message)
    lines = await entering.read(
        message.text,
        lambda _: contexts.within(workout, place.position, person.language, {place}),
        message.sure,
        today=entering.day(person, message.source),
    )
    lifts = [lift for line in lines for lift in line.lifts]
    if len(lifts) != 1 or lifts[0].kind not in {"work", message.kind}:
        raise NotUnderstood("set-one-only")
    lift = replace(lifts[0], kind=message.kind)
    await storage.corrections.correct(db, person.id, workout.id, place, lift)
    await storage.workouts.step(db, person.id, workout.id, workout.focus)
    after = await starting.found(db, person, workout.id)
    records = await summaries.new_records(db, person, t, workout, after)
    fixed = Reply(reaction=RECORD if records else CORRECTED, times=0, way="edit")
    if workout.ended_at:
        calls = await summaries.redrawn(db, person, t, after)
        return replace(fixed, calls=calls).then(await opened.shown(db, person, t, after))
    shown = cards.card(t, after, person, records=records)
    return replace(fixed, card=Card(shown, person.id, after.id, message=after.card))


async def _fixed(db: Connection, person: Person, message: Waiting) -> tuple[Workout, Place]:
    """Return the set that a message corrects. Refuses one that is no longer there."""
    workout, place = message.fixes or (0, Place(0, 0))
    found = await storage.workouts.find(db, person.id, workout)
    if found is None or place not in found.sets_of(message.kind):
        raise Missing("set-gone")
    return found, place


async def remove(db: Connection, person: Person, workout: int, place: Place, kind: str) -> None:
    """Remove a set; an edit of the message in which it was typed does not store it again."""
    message = await storage.corrections.remove(db, person.id, workout, place, kind)
    await storage.corrections.close_gaps(db, person.id, workout, place.position)
    if message:
        await storage.messages.leave_removed(db, person.id, message)
