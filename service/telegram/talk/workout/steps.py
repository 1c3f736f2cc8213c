"""The buttons of a live card. A button that changes the workout is valid for one revision only."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiogram import F, Router
from aiogram.types import CallbackQuery, InaccessibleMessage

from service import domain, storage
from service.domain.entries import Place
from service.domain.notation import Lift
from service.domain.records import Before
from service.domain.workouts import Aim
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import wording
from service.telegram.buttons import WorkoutButton
from service.telegram.replies import Reply, screen, toast
from service.telegram.routing import pressed
from service.telegram.talk.workout import cards, choices, starting, summaries, tips
from service.telegram.talk.workout.pressing import Press, stale
from service.texts import Words

router = Router(name="steps")

LENIENT = {
    *("weight", "reps", "before", "say", "list", "sets", "card", "focus", "rest", "quiet"),
    *("warmed", "notes", "note"),
}
"""Acts allowed on a card that is one revision behind: they change no set."""


@pressed(router, WorkoutButton, F.act == "log", operation="save_record")
async def log(
    query: CallbackQuery, callback_data: WorkoutButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Log the set that the card offers."""
    press = await _press(query, callback_data, db, person, t)
    return await _log(press) if isinstance(press, Press) else press


@pressed(router, WorkoutButton)
async def step(
    query: CallbackQuery, callback_data: WorkoutButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Handle any other button of a card."""
    if callback_data.act == "reopen":
        return await _reopen(db, person, t, callback_data.id)
    press = await _press(query, callback_data, db, person, t)
    return await STEPS[callback_data.act](press) if isinstance(press, Press) else press


async def _press(
    query: CallbackQuery, data: WorkoutButton, db: Connection, person: Person, t: Words
) -> "Press | Reply":
    """Return the press on the open workout, or the reply to a stale button."""
    workout = await storage.workouts.find(db, person.id, data.id, records=data.act == "log")
    gone = isinstance(query.message, InaccessibleMessage)
    if gone or workout is None or workout.ended_at:
        return await stale(db, person, t)
    behind = workout.revision - data.revision
    press = Press(db, person, t, workout, data.arg)
    if behind == 0 or (behind == 1 and data.act in LENIENT):
        return press
    return await press.twice(data.act) if behind == 1 else await stale(db, person, t)


async def _reopen(db: Connection, person: Person, t: Words, workout: int) -> Reply:
    within = domain.workouts.REOPEN_WITHIN
    if await storage.endings.reopen(db, person.id, workout, within):
        shown = await starting.shown(db, person, t, workout)
        return Reply(card=shown, toast=t.plain("workout-reopened"))
    if card := await starting.current(db, person, t):
        return toast(t.plain("workout-open-already"), outcome="stale", card=card)
    if await storage.workouts.find(db, person.id, workout):
        return toast(t.plain("workout-too-late"), outcome="stale")
    return toast(t.plain("toast-stale"), outcome="stale")


async def _log(press: Press) -> Reply:
    """Log the set that is offered."""
    db, person, t, workout = press.db, press.person, press.t, press.workout
    place = workout.current
    if place is None:
        return await press.stale()
    if warmup := domain.warmups.following(workout, person.plates):
        return await _log_warmup(press, place.position, warmup)
    lift, entry = domain.suggestions.target(workout, place).lift, workout.entry(place.position)
    today = workout.lifts_of(entry.exercise)
    new = domain.records.new_records(entry.before or Before(), today, [lift], workout.unit)
    records = [(wording.name(t, entry.plan), new)] if new else []
    followed = await starting.followed(db, person, workout, [(place, lift)])
    after = await starting.log(db, person, workout, [(place, lift)])
    text = t.plain("workout-logged", n=place.n, lift=wording.lift(t, lift))
    tip = await tips.offered(db, person, t, after, typed=False)
    shown = cards.card(t, after, person, records=records, tip=tip)
    reply = press.view(shown, toast=text)
    return replace(reply, way="button", counted=True, followed=followed)


async def _log_warmup(press: Press, position: int, lift: Lift) -> Reply:
    workout = press.workout
    (place,) = workout.warmup_places(position, 1)
    after = await starting.log(press.db, press.person, workout, [(place, lift)])
    text = press.t.plain("workout-logged-warmup", lift=wording.lift(press.t, lift))
    shown = cards.card(press.t, after, press.person)
    return replace(press.view(shown, toast=text), way="button", counted=True)


async def warm(press: Press) -> Reply:
    """Offer warm-up sets before the current exercise."""
    place = press.workout.current
    if place is None:
        return await press.stale()
    await storage.workouts.warm(press.db, press.person.id, press.workout.id, place.position)
    return await press.card()


async def adjust_weight(press: Press) -> Reply:
    """Change the next set's weight by one step."""
    return await _adjust(press, "weight")


async def adjust_reps(press: Press) -> Reply:
    """Change the next set's repetitions or seconds by one step."""
    return await _adjust(press, "reps")


async def _adjust(press: Press, what: str) -> Reply:
    place = press.workout.current
    if place is None:
        return await press.stale()
    aim = domain.suggestions.adjust(press.workout, place, what, max(-1, min(press.arg, 1)))
    return await _aimed(press, place, aim)


async def before(press: Press) -> Reply:
    """Take last time's weight instead of the one that the rule suggests."""
    place = press.workout.current
    aim = place and domain.suggestions.as_before(press.workout, place)
    return await _aimed(press, place, aim) if place and aim else await press.stale()


async def _aimed(press: Press, place: Place, aim: Aim) -> Reply:
    await storage.workouts.aim(press.db, press.person.id, press.workout.id, aim)
    aimed = replace(press.workout, aim=aim)
    shown = cards.card(press.t, aimed, press.person)
    lift = domain.suggestions.target(aimed, place).lift
    return press.view(shown, toast=wording.lift(press.t, lift))


async def say(press: Press) -> Reply:
    """Explain that another weight is set by typing it."""
    return toast(press.t.plain("workout-say"))


async def skip(press: Press) -> Reply:
    """Skip the next set, or an exercise that has no planned number of sets."""
    workout, owner = press.workout, press.person.id
    place = workout.current
    if place is None:
        text = press.t.plain("workout-nothing-to-skip")
        return toast(text, outcome="refused", reason="missing")
    if domain.warmups.following(workout, press.person.plates):
        await storage.entries.cool(press.db, owner, workout.id, place.position)
        return await press.card("workout-warmup-skipped")
    if not workout.is_planned(place):
        await storage.skips.skip(press.db, owner, workout, [place])
        await storage.workouts.step(press.db, owner, workout.id)
        return await press.card("workout-exercise-skipped")
    await storage.skips.skip(press.db, owner, workout, [place])
    focus = workout.focus and workout.with_skipped(place).focus_after(place.position)
    await storage.workouts.step(press.db, owner, workout.id, focus)
    return await press.card("workout-skipped", n=place.n)


async def skip_exercise(press: Press) -> Reply:
    """Skip all sets that are left of the current exercise."""
    workout, place = press.workout, press.workout.current
    if place is None:
        return await press.stale()
    left = workout.left(place.position) or [place]
    await storage.skips.skip(press.db, press.person.id, workout, left)
    await storage.workouts.step(press.db, press.person.id, workout.id)
    return await press.card("workout-exercise-skipped")


async def undo(press: Press) -> Reply:
    """Undo the last set, or what was skipped last."""
    owner, workout = press.person.id, press.workout
    undone = await storage.undoing.undo(press.db, owner, workout.id)
    if undone is None:
        text = press.t.plain("workout-nothing-to-undo")
        return toast(text, outcome="refused", reason="missing")
    place, lift = undone.place, undone.lift
    if lift:
        await storage.corrections.close_gaps(press.db, owner, workout.id, place.position)
    if undone.message:
        await storage.messages.leave_removed(press.db, owner, undone.message)
    await storage.workouts.step(press.db, owner, workout.id, place.position)
    await storage.timers.stop(press.db, owner)
    if lift is None and (undone.skipped > 1 or not workout.is_planned(place)):
        name = wording.name(press.t, workout.entry(place.position).plan)
        return await press.card("workout-undone-skips", name=name)
    if lift is None:
        return await press.card("workout-undone-skip", n=place.n)
    lifted = wording.lift(press.t, lift)
    if lift.kind == "warmup":
        return await press.card("workout-undone-warmup", lift=lifted)
    return await press.card("workout-undone-set", n=place.n, lift=lifted)


async def day(press: Press) -> Reply:
    """Begin by another day of the program instead, while nothing was done."""
    workout, owner = press.workout, press.person.id
    if not workout.is_untouched or not 0 <= press.arg < len(workout.days) or not workout.program:
        return await press.stale()
    await storage.endings.discard(press.db, owner, workout.id)
    begun = await storage.beginnings.begin(press.db, owner, workout.program, nth=press.arg)
    if begun is None:
        return toast(press.t.plain("program-missing"), outcome="stale")
    return Reply(card=await starting.shown(press.db, press.person, press.t, begun, at="here"))


async def finish(press: Press) -> Reply:
    """End the workout; one without a set is deleted."""
    db, owner, workout = press.db, press.person.id, press.workout
    if not workout.done and not workout.warmups:
        await storage.endings.discard(db, owner, workout.id)
        return Reply(screens=(screen(press.t("workout-discarded")),), end="discarded")
    end = "early" if workout.ahead and not workout.free else "finished"
    await storage.endings.finish(db, owner, workout.id, end)
    card = await summaries.card(db, press.person, press.t, workout.id, celebrates=True)
    return Reply(card=card, end=end)


async def prolong(press: Press) -> Reply:
    """Prolong the rest by REST_STEP."""
    seconds = cards.REST_STEP
    rests = await storage.timers.prolong(press.db, press.person.id, press.workout.id, seconds)
    return await press.card(
        "workout-rest-longer" if rests else "workout-rest-over", seconds=seconds
    )


async def quiet(press: Press) -> Reply:
    """End the rest without a ring."""
    until = press.workout.rest_until
    if until is None or until <= press.person.now:
        return await press.card("workout-rest-over")
    await storage.timers.stop(press.db, press.person.id)
    return await press.card("workout-rest-stopped")


STEPS: dict[str, Callable[[Press], Awaitable[Reply]]] = {
    "weight": adjust_weight,
    "reps": adjust_reps,
    "before": before,
    "say": say,
    "warm": warm,
    "skip": skip,
    "pass": skip_exercise,
    "undo": undo,
    "day": day,
    "finish": finish,
    "list": choices.exercises,
    "sets": choices.sets,
    "focus": choices.focus,
    "swap": choices.swap,
    "fix": choices.fix,
    "drop": choices.drop,
    "warmed": choices.warmed,
    "cool": choices.cool,
    "notes": choices.notes,
    "note": choices.note,
    "unnote": choices.unnote,
    "card": choices.back,
    "rest": prolong,
    "quiet": quiet,
}
"""Handler of each button of a card, except the one that logs a set."""
