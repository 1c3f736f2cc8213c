"""Words that do what a card's buttons do: ``finish``, ``дальше``."""

from dataclasses import replace

from aiogram import Router
from aiogram.types import Message
from markupsafe import escape

from service import storage
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import shortcuts
from service.telegram.replies import Reply, say
from service.telegram.routing import flags
from service.telegram.shortcuts import Shortcut
from service.telegram.talk.workout import storing
from service.telegram.talk.workout.pressing import Press
from service.telegram.talk.workout.steps import STEPS
from service.texts import Words

router = Router(name="spoken")


@router.message(Shortcut(*shortcuts.BUTTONS), flags=flags(interrupts=True))
async def step(message: Message, db: Connection, person: Person, t: Words, act: str) -> Reply:
    """Do what the button does; the card follows the word."""
    workout = await storage.workouts.find(db, person.id)
    if workout is None:
        return say(t("workout-none"), outcome="refused", reason="missing")
    reply = await STEPS[act](Press(db, person, t, workout, 0))
    if reply.card is None and not reply.screens:
        return say(escape(reply.toast), outcome=reply.outcome, reason=reply.reason, times=0)
    card = reply.card and replace(reply.card, at="new")
    return replace(reply, card=card, toast="", reaction=storing.LOGGED)
