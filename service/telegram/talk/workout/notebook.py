"""Sets typed as in a notebook, and typed answers to a card's question."""

from dataclasses import replace
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message
from markupsafe import Markup

from instrumentation.updates import Handling
from service import domain, storage
from service.domain.errors import NotUnderstood, Refusal, Unsure, check
from service.domain.notation import Context
from service.domain.workouts import Place, Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.storage.sets import Source
from service.telegram import wording
from service.telegram.replies import Card, CardTarget, Reply, clip, screen
from service.telegram.routing import flags
from service.telegram.talk.reading import sent_at, text_of
from service.telegram.talk.workout import cards, entering, starting, summaries
from service.telegram.talk.workout.entering import Entering, Names
from service.texts import Words

router = Router(name="notebook")

LOGGED, RECORD, CORRECTED = "👍", "🏆", "✍"
"""Reactions that say what became of a typed message."""

FAR = 8
"""Typed messages below a card after which it is sent again, to be in sight."""


class Notes(BaseFilter):
    """Matches a text to read as sets: a workout is open, or the text names an exercise."""

    async def __call__(
        self, message: Message, db: Connection, person: Person, handling: Handling
    ) -> bool | dict[str, Any]:
        """Return the open workout for the handler, or whether the text can be read without one."""
        text = text_of(message)
        if text is None or text.startswith("/") or person.drafting:
            return False
        handling.handler = "notebook.log"  # an error in this filter counts as this handler's
        workout = await storage.workouts.find(db, person.id, records=True)
        return {"workout": workout} if workout or await reads(text, person) else False


async def reads(text: str, person: Person) -> bool:
    """Return whether a text can be read as sets, or names an exercise."""
    try:
        return bool(await entering.read(text, lambda _: Context(), today=person.today))
    except Unsure:
        return True
    except Refusal as refusal:
        return refusal.key != "set-not-understood"


@router.message(Notes(), flags=flags(operation="save_record", hints=True))
async def log(
    message: Message, db: Connection, person: Person, t: Words, workout: Workout | None
) -> Reply:
    """Log the typed sets, or take the answer to the card's question."""
    text, source = text_of(message) or "", source_of(message, person)
    if workout and workout.question == "swap":
        return await _swap(db, person, t, workout, text)
    if workout and workout.fixing:
        return await _fix(db, person, t, workout, workout.fixing, text)
    return await enter(db, person, t, source, text, workout)


async def enter(  # noqa: PLR0913, PLR0917 - whose words, in which message, in which workout
    db: Connection, person: Person, t: Words, source: Source, text: str, workout: Workout | None
) -> Reply:
    """Store the sets of a message and show the workout's card."""
    names = Names((), person.language)
    if not domain.notation.is_bare(text):
        names = await entering.names_of(db, person)
    entered = Entering(db, person, t, source, names)
    after = await entered.enter(text, workout)
    reply = Reply(
        reaction=RECORD if entered.records else LOGGED,
        times=entered.count,
        counted=True,
        way="text",
    )
    if after.ended_at:
        summary = await summaries.card(db, person, t, after.id) if after.card else None
        return replace(reply, card=summary).then(screen(_earlier(t, person, entered)))
    shown = cards.card(t, after, person, records=entered.records)
    at: CardTarget = "new" if after.typed_below + 1 > FAR else "live"
    return replace(reply, card=Card(shown, person.id, after.id, at, after.card))


def source_of(message: Message, person: Person) -> Source:
    """Return a message as the source of sets."""
    at = sent_at(message, person.now)
    return Source(message.chat.id, message.message_id, sent_at=at)


def _earlier(t: Words, person: Person, entered: Entering) -> Markup:
    """Word what was stored in a workout that is over."""
    listed = (
        t("workout-summary-line", name=name, lifts=wording.lifts(t, [*lifts]))
        for name, lifts in entered.lifted
    )
    return t("workout-past", day=wording.day(t, entered.day, person.today), lines=clip(listed))


async def _swap(db: Connection, person: Person, t: Words, workout: Workout, text: str) -> Reply:
    """Replace the remaining sets of the current exercise by the named one."""
    place = workout.current
    if place is None:
        raise NotUnderstood("set-which-exercise")
    check("workout_exercises", len(workout.entries) + 1)
    names = await entering.names_of(db, person)
    exercise = await entering.exercise_of(db, person, names, domain.names.read(text))
    position = await storage.workouts.swap(db, person.id, workout, place.position, exercise)
    await storage.workouts.step(db, person.id, workout.id, position)
    return Reply(card=await starting.shown(db, person, t, workout.id), reaction=LOGGED, times=0)


async def _fix(  # noqa: PLR0913, PLR0917 - whose set, which, and how it really was
    db: Connection, person: Person, t: Words, workout: Workout, place: Place, text: str
) -> Reply:
    """Store how a set really was."""
    lines = await entering.read(
        text, lambda _: entering.about(workout, place.position), today=person.today
    )
    lifts = [lift for line in lines for lift in line.lifts]
    if len(lifts) != 1 or lifts[0].kind != "work":
        raise NotUnderstood("set-one-only")
    await storage.sets.correct(db, person.id, workout.id, place, lifts[0])
    await storage.workouts.step(db, person.id, workout.id, workout.focus)
    card = await starting.shown(db, person, t, workout.id)
    return Reply(card=card, reaction=CORRECTED, times=0, way="edit")
