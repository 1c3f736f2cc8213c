"""What is chosen on the lists behind a card: an exercise, a set to fix, what a note is on."""

from collections.abc import Mapping

from service import storage
from service.domain.entries import Place
from service.domain.notation import Lift
from service.telegram import wording
from service.telegram.replies import Reply
from service.telegram.talk.workout import lists, storing
from service.telegram.talk.workout import notes as noting
from service.telegram.talk.workout.pressing import Press


async def exercises(press: Press) -> Reply:
    """Show the exercises to choose from."""
    return press.view(lists.exercises(press.t, press.workout, max(press.arg, 0)))


async def sets(press: Press) -> Reply:
    """Show the sets to correct."""
    return press.view(lists.sets(press.t, press.workout, max(press.arg, 0)))


async def focus(press: Press) -> Reply:
    """Make the chosen exercise the current one."""
    if press.arg not in {entry.position for entry in press.workout.entries}:
        return await press.stale()
    await storage.workouts.step(press.db, press.person.id, press.workout.id, press.arg)
    return await press.card()


async def swap(press: Press) -> Reply:
    """Ask for another exercise in place of the current one."""
    if press.workout.current is None:
        return await press.stale()
    return await press.ask("swap")


async def fix(press: Press) -> Reply:
    """Ask for the correction of a set."""
    place = Place(*divmod(press.arg, 100))
    if place not in press.workout.done:
        return await press.stale()
    return await press.ask("fix", place)


async def drop(press: Press) -> Reply:
    """Remove the set that was chosen to be fixed."""
    return await _remove(press, press.workout.done, "work", "workout-dropped")


async def warmed(press: Press) -> Reply:
    """Show a warm-up set, which can be removed."""
    place = Place(*divmod(press.arg, 100))
    if place not in press.workout.warmups:
        return await press.stale()
    return press.view(lists.warmup(press.t, press.workout, place))


async def cool(press: Press) -> Reply:
    """Remove a warm-up set."""
    return await _remove(press, press.workout.warmups, "warmup", "workout-dropped-warmup")


async def _remove(press: Press, lifted: Mapping[Place, Lift], kind: str, key: str) -> Reply:
    workout, owner, place = press.workout, press.person.id, Place(*divmod(press.arg, 100))
    if place not in lifted:
        return await press.stale()
    await storing.remove(press.db, press.person, workout.id, place, kind)
    await storage.workouts.step(press.db, owner, workout.id, workout.focus)
    return await press.card(key, n=place.n, lift=wording.lift(press.t, lifted[place]))


async def notes(press: Press) -> Reply:
    """Ask what a note is on."""
    return press.view(noting.choice(press.t, press.workout))


async def note(press: Press) -> Reply:
    """Ask for the note on the last set, its exercise or the workout."""
    if not 0 <= press.arg < len(noting.QUESTIONS) or not press.workout.next_place:
        return await press.stale()
    place = noting.last_set(press.workout) if press.arg == 0 else None
    return await press.ask(noting.QUESTIONS[press.arg], place)


async def unnote(press: Press) -> Reply:
    """Remove the note that the card asks about."""
    await noting.write(press.db, press.person, press.workout, None)
    return await press.card("note-removed")


async def back(press: Press) -> Reply:
    """Show the card again, without its question."""
    return await press.ask(None) if press.workout.question else await press.card()
