"""The buttons of a live card. A button that changes the workout is valid for one revision only."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from aiogram import F, Router
from aiogram.types import CallbackQuery, InaccessibleMessage

from service import domain, storage
from service.domain.notation import Lift
from service.domain.workouts import Place, Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import wording
from service.telegram.buttons import WorkoutButton
from service.telegram.replies import Card, Reply, Screen, screen, toast
from service.telegram.routing import pressed
from service.telegram.talk.workout import cards, lists, notes, starting, summaries
from service.texts import Words

router = Router(name="steps")

LENIENT = {
    "weight",
    "reps",
    "say",
    "list",
    "sets",
    "card",
    "focus",
    "rest",
    "quiet",
    "warmed",
    "notes",
    "note",
}
"""Acts allowed on a card that is one revision behind: they change no set."""


@pressed(router, WorkoutButton, F.act == "log", operation="save_record")
async def log(
    query: CallbackQuery, callback_data: WorkoutButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Log the set that the card offers."""
    press = await _press(query, callback_data, db, person, t)
    return await press.log() if isinstance(press, Press) else press


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
        return await _stale(db, person, t)
    behind = workout.revision - data.revision
    press = Press(db, person, t, workout, data.arg)
    if behind == 0 or (behind == 1 and data.act in LENIENT):
        return press
    return await press.twice(data.act) if behind == 1 else await _stale(db, person, t)


async def _stale(db: Connection, person: Person, t: Words) -> Reply:
    """Answer a stale button; send the current card again, if there is one."""
    card = await starting.current(db, person, t)
    key = "toast-stale-shown" if card else "toast-stale"
    return toast(t.plain(key), outcome="stale", card=card)


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


@dataclass(frozen=True, slots=True)
class Press:
    """A press of a button of an open workout's card."""

    db: Connection
    person: Person
    t: Words
    workout: Workout
    arg: int

    async def log(self) -> Reply:
        """Log the set that is offered."""
        db, person, t, workout = self.db, self.person, self.t, self.workout
        place = workout.current
        if place is None:
            return await _stale(db, person, t)
        if warmup := domain.warmups.following(workout, person.plates):
            return await self._log_warmup(place.position, warmup)
        lift, entry = domain.suggestions.target(workout, place).lift, workout.entry(place.position)
        today = workout.lifts_of(entry.exercise)
        new = domain.records.new_records(entry.most or {}, today, [lift])
        records = [(wording.name(t, entry.plan), record) for record in new]
        after = await starting.log(db, person, workout, [(place, lift)])
        text = t.plain("workout-logged", n=place.n, lift=wording.lift(t, lift))
        shown = cards.card(t, after, person, records=records)
        return replace(self._view(shown, toast=text), way="button", counted=True)

    async def _log_warmup(self, position: int, lift: Lift) -> Reply:
        workout = self.workout
        (place,) = workout.warmup_places(position, 1)
        after = await starting.log(self.db, self.person, workout, [(place, lift)])
        text = self.t.plain("workout-logged-warmup", lift=wording.lift(self.t, lift))
        shown = cards.card(self.t, after, self.person)
        return replace(self._view(shown, toast=text), way="button", counted=True)

    async def warm(self) -> Reply:
        """Offer warm-up sets before the current exercise."""
        place = self.workout.current
        if place is None:
            return await _stale(self.db, self.person, self.t)
        await storage.workouts.warm(self.db, self.person.id, self.workout.id, place.position)
        return await self._card()

    async def twice(self, act: str) -> Reply:
        """Answer a button that was tapped twice, or before its card was updated."""
        workout = self.workout
        logged = await storage.sets.logged_in(self.db, self.person.id, workout.id, workout.revision)
        key = "workout-logged-already" if act == "log" and logged else "toast-done-already"
        card = await starting.shown(self.db, self.person, self.t, workout.id)
        return toast(self.t.plain(key), outcome="duplicate", card=card)

    async def adjust_weight(self) -> Reply:
        """Change the next set's weight by one step."""
        return await self._adjust("weight")

    async def adjust_reps(self) -> Reply:
        """Change the next set's repetitions or seconds by one step."""
        return await self._adjust("reps")

    async def _adjust(self, what: str) -> Reply:
        place = self.workout.current
        if place is None:
            return await _stale(self.db, self.person, self.t)
        aim = domain.suggestions.adjust(self.workout, place, what, max(-1, min(self.arg, 1)))
        await storage.workouts.aim(self.db, self.person.id, self.workout.id, aim)
        aimed = replace(self.workout, aim=aim)
        shown = cards.card(self.t, aimed, self.person)
        lift = domain.suggestions.target(aimed, place).lift
        return self._view(shown, toast=wording.lift(self.t, lift))

    async def say(self) -> Reply:
        """Explain that another weight is set by typing it."""
        return toast(self.t.plain("workout-say"))

    async def skip(self) -> Reply:
        """Skip the next set, or an exercise that has no planned number of sets."""
        workout, owner = self.workout, self.person.id
        place = workout.current
        if place is None:
            text = self.t.plain("workout-nothing-to-skip")
            return toast(text, outcome="refused", reason="missing")
        if domain.warmups.following(workout, self.person.plates):
            await storage.workouts.warm(self.db, owner, workout.id, None)
            return await self._card("workout-warmup-skipped")
        if workout.entry(place.position).plan.sets is None or workout.is_further(place):
            await storage.workouts.step(self.db, owner, workout.id)
            return await self._card("workout-exercise-skipped")
        await storage.sets.skip(self.db, owner, workout, [place])
        focus = workout.focus and workout.with_skipped(place).focus_after(place.position)
        await storage.workouts.step(self.db, owner, workout.id, focus)
        return await self._card("workout-skipped", n=place.n)

    async def skip_exercise(self) -> Reply:
        """Skip all sets that are left of the current exercise."""
        workout, place = self.workout, self.workout.current
        if place is None:
            return await _stale(self.db, self.person, self.t)
        if left := workout.left(place.position):
            await storage.sets.skip(self.db, self.person.id, workout, left)
        await storage.workouts.step(self.db, self.person.id, workout.id)
        return await self._card("workout-exercise-skipped")

    async def undo(self) -> Reply:
        """Undo the last set, or what was skipped last."""
        owner, workout = self.person.id, self.workout
        undone = await storage.undoing.undo(self.db, owner, workout.id)
        if undone is None:
            text = self.t.plain("workout-nothing-to-undo")
            return toast(text, outcome="refused", reason="missing")
        place, lift = undone.place, undone.lift
        await storage.workouts.step(self.db, owner, workout.id, place.position)
        await storage.timers.stop(self.db, owner)
        if lift is None and undone.skipped > 1:
            name = wording.name(self.t, workout.entry(place.position).plan)
            return await self._card("workout-undone-skips", name=name)
        if lift is None:
            return await self._card("workout-undone-skip", n=place.n)
        lifted = wording.lift(self.t, lift)
        if lift.kind == "warmup":
            return await self._card("workout-undone-warmup", lift=lifted)
        return await self._card("workout-undone-set", n=place.n, lift=lifted)

    async def finish(self) -> Reply:
        """End the workout; one without a set is deleted."""
        db, owner, workout = self.db, self.person.id, self.workout
        if not workout.done and not workout.warmups:
            await storage.endings.discard(db, owner, workout.id)
            return Reply(screens=(screen(self.t("workout-discarded")),), end="discarded")
        end = "early" if workout.ahead and not workout.free else "finished"
        await storage.endings.finish(db, owner, workout.id, end)
        card = await summaries.card(db, self.person, self.t, workout.id)
        return Reply(card=card, end=end)

    async def exercises(self) -> Reply:
        """Show the exercises to choose from."""
        return self._view(lists.exercises(self.t, self.workout, max(self.arg, 0)))

    async def sets(self) -> Reply:
        """Show the sets to correct."""
        return self._view(lists.sets(self.t, self.workout, max(self.arg, 0)))

    async def focus(self) -> Reply:
        """Make the chosen exercise the current one."""
        if self.arg not in {entry.position for entry in self.workout.entries}:
            return await _stale(self.db, self.person, self.t)
        await storage.workouts.step(self.db, self.person.id, self.workout.id, self.arg)
        return await self._card()

    async def swap(self) -> Reply:
        """Ask for another exercise in place of the current one."""
        if self.workout.current is None:
            return await _stale(self.db, self.person, self.t)
        return await self._ask("swap")

    async def fix(self) -> Reply:
        """Ask for the correction of a set."""
        place = Place(*divmod(self.arg, 100))
        if place not in self.workout.done:
            return await _stale(self.db, self.person, self.t)
        return await self._ask("fix", place)

    async def drop(self) -> Reply:
        """Remove the set that was chosen to be fixed."""
        return await self._remove(self.workout.done, "work", "workout-dropped")

    async def warmed(self) -> Reply:
        """Show a warm-up set, which can be removed."""
        place = Place(*divmod(self.arg, 100))
        if place not in self.workout.warmups:
            return await _stale(self.db, self.person, self.t)
        return self._view(lists.warmup(self.t, self.workout, place))

    async def cool(self) -> Reply:
        """Remove a warm-up set."""
        return await self._remove(self.workout.warmups, "warmup", "workout-dropped-warmup")

    async def _remove(self, lifted: Mapping[Place, Lift], kind: str, key: str) -> Reply:
        workout, owner, place = self.workout, self.person.id, Place(*divmod(self.arg, 100))
        if place not in lifted:
            return await _stale(self.db, self.person, self.t)
        await storage.sets.remove(self.db, owner, workout.id, place, kind)
        await storage.workouts.step(self.db, owner, workout.id, workout.focus)
        return await self._card(key, n=place.n, lift=wording.lift(self.t, lifted[place]))

    async def notes(self) -> Reply:
        """Ask what a note is on."""
        return self._view(notes.choice(self.t, self.workout))

    async def note(self) -> Reply:
        """Ask for the note on the last set, its exercise or the workout."""
        if not 0 <= self.arg < len(notes.QUESTIONS) or not self.workout.next_place:
            return await _stale(self.db, self.person, self.t)
        place = notes.last_set(self.workout) if self.arg == 0 else None
        return await self._ask(notes.QUESTIONS[self.arg], place)

    async def unnote(self) -> Reply:
        """Remove the note that the card asks about."""
        await notes.write(self.db, self.person, self.workout, None)
        return await self._card("note-removed")

    async def back(self) -> Reply:
        """Show the card again, without its question."""
        return await self._ask(None) if self.workout.question else await self._card()

    async def _ask(self, what: str | None, place: Place | None = None) -> Reply:
        await storage.workouts.ask(self.db, self.person.id, self.workout.id, what, place)
        return await self._card()

    async def prolong(self) -> Reply:
        """Prolong the rest by REST_STEP."""
        seconds = cards.REST_STEP
        rests = await storage.timers.prolong(self.db, self.person.id, self.workout.id, seconds)
        return await self._card(
            "workout-rest-longer" if rests else "workout-rest-over", seconds=seconds
        )

    async def quiet(self) -> Reply:
        """End the rest without a ring."""
        await storage.timers.stop(self.db, self.person.id)
        return await self._card("workout-rest-stopped")

    async def _card(self, key: str = "", **arguments: object) -> Reply:
        """Return the card in its present state, with a toast if there is a ``key``."""
        card = await starting.shown(self.db, self.person, self.t, self.workout.id)
        return Reply(card=card, toast=self.t.plain(key, **arguments) if key else "")

    def _view(self, shown: Screen, toast: str = "") -> Reply:
        """Return a screen that replaces the card."""
        card = Card(shown, self.person.id, self.workout.id, message=self.workout.card)
        return Reply(card=card, toast=toast)


STEPS: dict[str, Callable[[Press], Awaitable[Reply]]] = {
    "weight": Press.adjust_weight,
    "reps": Press.adjust_reps,
    "say": Press.say,
    "warm": Press.warm,
    "skip": Press.skip,
    "pass": Press.skip_exercise,
    "undo": Press.undo,
    "finish": Press.finish,
    "list": Press.exercises,
    "sets": Press.sets,
    "focus": Press.focus,
    "swap": Press.swap,
    "fix": Press.fix,
    "drop": Press.drop,
    "warmed": Press.warmed,
    "cool": Press.cool,
    "notes": Press.notes,
    "note": Press.note,
    "unnote": Press.unnote,
    "card": Press.back,
    "rest": Press.prolong,
    "quiet": Press.quiet,
}
"""Handler of each button of a card, except the one that logs a set."""
