"""/cancel: take back what is under way, or the last set."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from service import domain, storage
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import wording
from service.telegram.buttons import LastSetButton
from service.telegram.replies import Reply, button, say, screen, toast
from service.telegram.routing import command, pressed
from service.telegram.talk.workout import questions, starting, storing
from service.texts import Words

router = Router(name="cancelling")


@command(router, "cancel", interrupts=False)
async def cancel(message: Message, db: Connection, person: Person, t: Words) -> Reply:
    """Drop the draft or close the question that is open; else ask about the last set.

    A workout ends by its own button only.
    """
    workout = await storage.workouts.find(db, person.id)
    if not person.drafting:
        if workout and workout.question:
            return await _keep(db, person, t, workout)
        if dropped := await questions.drop_last(db, person, t):
            return dropped
    await storage.people.ask(db, person.id, None)
    if await storage.programs.drop_draft(db, person.id):
        return say(t("cancel-draft"))
    if workout is None:
        return say(t("cancel-nothing"))
    return await _ask(db, person, t, workout)


async def _keep(db: Connection, person: Person, t: Words, workout: Workout) -> Reply:
    """Close the card's question: the set, or the exercise, stays as it is."""
    await storage.workouts.ask(db, person.id, workout.id, None)
    return Reply(card=await starting.shown(db, person, t, workout.id, at="new"), times=0)


async def _ask(db: Connection, person: Person, t: Words, workout: Workout) -> Reply:
    """Ask whether the last set is meant."""
    last = await storage.sets.last(db, person.id, workout.id)
    if last is None:
        return say(t("cancel-workout"))
    name = domain.names.shorten(workout.entry(last.place.position).plan.name)
    meant = {"workout": workout.id, "revision": workout.revision}
    rows = [
        [
            button(t.plain("cancel-button-set"), LastSetButton(remove=True, **meant), "danger"),
            button(t.plain("cancel-button-keep"), LastSetButton(remove=False, **meant)),
        ]
    ]
    return say(t("cancel-set", name=name, lift=wording.lift(t, last.lift)), rows)


@pressed(router, LastSetButton)
async def remove_last(
    query: CallbackQuery, callback_data: LastSetButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Remove the set that was asked about, if it is still the last."""
    if not callback_data.remove:
        return say(t("cancel-kept"))
    workout = await storage.workouts.find(db, person.id, callback_data.workout)
    if workout is None or workout.ended_at or workout.revision != callback_data.revision:
        return toast(t.plain("toast-stale"), outcome="stale")
    last = await storage.sets.last(db, person.id, workout.id)
    if last is None:
        return toast(t.plain("toast-stale"), outcome="stale")
    await storing.remove(db, person, workout.id, last.place, last.lift.kind)
    await storage.workouts.step(db, person.id, workout.id, last.place.position)
    await storage.timers.stop(db, person.id)
    card = await starting.shown(db, person, t, workout.id)
    done = t("cancel-set-done", lift=wording.lift(t, last.lift))
    return Reply(card=card, instead=screen(done), toast=done.striptags(), times=0)
