"""Correct the sets of a message that its sender edited."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from service import storage
from service.domain.errors import NotUnderstood, Refusal
from service.domain.notation import Context, Lift, Line
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.exercises import Exercise
from service.storage.people import Person
from service.storage.questions import Waiting
from service.storage.sets import Source, Stored
from service.telegram.replies import Card, Reply
from service.telegram.talk.workout import cards, contexts, entering, starting, storing, summaries
from service.telegram.talk.workout.entering import Names
from service.telegram.wording import Records
from service.texts import Words


async def correct(
    db: Connection, person: Person, t: Words, message: Waiting, stored: Sequence[Stored]
) -> Reply:
    """Replace the ``stored`` sets of a message by those that it contains now."""
    workout = await starting.found(db, person, stored[0].workout)
    names = await entering.names_of(db, person)
    meant = _Meant(workout, names, stored)
    today = entering.day(person, message.source)
    lines = await entering.read(message.text, meant.context, message.sure, today=today)
    days = {today - timedelta(days=line.days_ago) for line in lines}
    if days and days != {stored[0].at.astimezone(person.zone).date()}:
        return await _move(db, person, t, message, workout, stored)
    count = sum(len(line.lifts) for line in lines)
    if count > len(stored) and await storage.messages.removed(
        db, person.id, message.source.message
    ):
        raise Refusal("edit-removed-one")
    now: dict[int, list[Lift]] = {}
    for position, lift in meant.assigned(lines):
        now.setdefault(position, []).append(lift)
    if not now:
        raise NotUnderstood("set-not-understood")
    before: dict[int, list[Stored]] = {}
    for was in stored:
        before.setdefault(was.place.position, []).append(was)
    for position, sets in before.items():
        await _replace(db, person, workout.id, sets, now.get(position, []), message.source)
        await storage.corrections.close_gaps(db, person.id, workout.id, position)
    if workout.ended_at is None:
        await storage.workouts.step(db, person.id, workout.id, workout.focus)
    after = await starting.found(db, person, workout.id)
    records = await summaries.new_records(db, person, t, workout, after)
    more = max(0, sum(map(len, now.values())) - len(stored))
    return Reply(
        card=await _shown(db, person, t, after, records),
        reaction=storing.RECORD if records else storing.CORRECTED,
        times=more,
        way="edit",
    )


async def _move(  # noqa: PLR0913, PLR0917 - whose message, and its sets in which workout
    db: Connection,
    person: Person,
    t: Words,
    message: Waiting,
    before: Workout,
    stored: Sequence[Stored],
) -> Reply:
    """Store a message's sets anew, because they are of another day now."""
    message = replace(message, exercise=stored[0].exercise)
    async with storage.savepoint(db):  # so that nothing is removed when a line must be asked about
        for was in stored:
            await storage.corrections.remove(db, person.id, before.id, was.place, was.lift.kind)
        for position in {was.place.position for was in stored}:
            await storage.corrections.close_gaps(db, person.id, before.id, position)
        now = await storage.workouts.open_id(db, person.id)
        opened = await starting.found(db, person, now) if now else None
        workout = await entering.during(db, person, message.source, opened)
        reply = await storing.enter(db, person, t, message, workout)
    left = await starting.found(db, person, before.id)
    card = reply.card
    if left.ended_at is None:
        await storage.workouts.step(db, person.id, before.id, before.focus)
        card = await starting.shown(db, person, t, before.id)
    elif not left.done and not left.warmups and left.card is None:
        await storage.endings.discard(db, person.id, left.id)
    elif card is None:
        card = await summaries.card(db, person, t, left.id)
    reaction = storing.RECORD if reply.reaction == storing.RECORD else storing.CORRECTED
    return replace(reply, card=card, reaction=reaction, times=0, way="edit")


class _Meant:
    """What the lines of an edited message are about: the exercises of the sets it had before."""

    def __init__(self, workout: Workout, names: Names, stored: Sequence[Stored]) -> None:
        self._workout, self._names, self._stored = workout, names, stored
        self._fixing = {was.place for was in stored if was.lift.kind == "work"}
        self._positions = {was.exercise: was.place.position for was in reversed(stored)}

    def context(self, name: str | None) -> Context:
        """Tell the parser about the exercise of a name; without one it is the message's first."""
        language = self._names.language
        if name is None:
            first = self._stored[0].place.position
            return contexts.within(self._workout, first, language, self._fixing)
        meant = self._names.find(name)
        position = self._positions.get(meant.id) if isinstance(meant, Exercise) else None
        if position is not None:
            asked = contexts.within(self._workout, position, language, self._fixing)
            return replace(asked, own=True)
        kind = meant.kind if meant else None
        own, unit = isinstance(meant, Exercise), self._workout.unit
        return Context(kind=kind, own=own, language=language, unit=unit)

    def assigned(self, lines: Sequence[Line]) -> Iterator[tuple[int, Lift]]:
        """Say of which exercise each set is: as the line says, else as the set in its place was."""
        count = 0
        for line in lines:
            for lift in line.lifts:
                yield self._position(line.exercise, count), lift
                count += 1

    def _position(self, name: str | None, count: int) -> int:
        if name is None:
            return self._stored[min(count, len(self._stored) - 1)].place.position
        meant = self._names.find(name)
        position = self._positions.get(meant.id) if isinstance(meant, Exercise) else None
        if position is None:
            raise Refusal("edit-other-exercise")
        return position


async def _replace(  # noqa: PLR0913, PLR0917 - whose sets, where, before and now, typed where
    db: Connection,
    person: Person,
    workout: int,
    before: Sequence[Stored],
    now: Sequence[Lift],
    source: Source,
) -> None:
    """Replace the stored sets of one exercise: correct, remove and add as needed."""
    for was, lift in zip(before, now, strict=False):
        if was.lift.kind == lift.kind:
            await storage.corrections.correct(db, person.id, workout, was.place, lift)
        else:
            await storage.corrections.remove(db, person.id, workout, was.place, was.lift.kind)
            await _add(db, person, was, [lift], replace(source, part=was.part))
    for gone in before[len(now) :]:
        await storage.corrections.remove(db, person.id, workout, gone.place, gone.lift.kind)
    if more := now[len(before) :]:
        part = await storage.sets.next_part(db, person.id, source)
        await _add(db, person, before[-1], more, replace(source, part=part))


async def _add(
    db: Connection, person: Person, beside: Stored, lifts: Sequence[Lift], source: Source
) -> None:
    workout = await starting.found(db, person, beside.workout)
    sets = entering.placed(workout, beside.place.position, lifts)
    await storage.sets.add(db, person.id, workout, sets, source, beside.at)


async def _shown(
    db: Connection, person: Person, t: Words, workout: Workout, records: Records
) -> Card | None:
    """Return the card, or the summary of a workout that is over; None if it never had a card."""
    if workout.ended_at is None:
        shown = cards.card(t, workout, person, records=records)
        return Card(shown, person.id, workout.id, message=workout.card)
    if workout.card is None:
        return None
    return await summaries.card(db, person, t, workout.id)
