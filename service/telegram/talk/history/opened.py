"""One workout of the history, with everything that it contains."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from service import domain
from service.domain import names
from service.domain.entries import Entry
from service.domain.notation import Lift
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram import wording
from service.telegram.buttons import ShareButton
from service.telegram.past_buttons import HistoryButton, PastButton
from service.telegram.replies import Button, Rows, Screen, button, screen
from service.telegram.talk.workout import summaries
from service.texts import NO_BREAK, Words

PAGE_UNITS = 2600
"""Length of a page's lines in UTF-16 units; title, totals and the note of a page fit beside it."""


def act(workout: Workout, name: str, text: str, arg: int = 0, style: str | None = None) -> Button:
    """Return a button of a past workout."""
    data = {"act": name, "id": workout.id, "revision": workout.revision, "arg": arg}
    return button(text, PastButton.model_validate(data), style)


async def shown(  # noqa: PLR0913 - whose workout, and which page of it
    db: Connection,
    person: Person,
    t: Words,
    workout: Workout,
    page: int = 0,
    *,
    rows: Rows = (),
    adding: bool = False,
) -> Screen:
    """Return a page of a workout; ``rows`` are buttons above its own.

    ``adding``: the next messages add sets to it. It says so, with one button that ends it.
    """
    remarks = _remarks(t, workout, await _records(db, person, t, workout))
    pages = _pages([*remarks, *_lines(t, workout)])
    page = min(page, len(pages) - 1)
    day = workout.started_at.astimezone(person.zone).date()
    parts = [heading(t, person, workout)]
    parts[0] += wording.with_body(t, await summaries.with_body(db, person, workout))
    parts.append(Markup("\n").join(pages[page]))
    if adding:
        parts.append(t("past-add-more"))
        done = act(workout, "open", t.plain("past-button-done"), style="success")
        return screen(Markup("\n\n").join(filter(None, parts)), [[done]])
    turns = wording.pager(
        t,
        page,
        len(pages),
        lambda at: PastButton(act="open", id=workout.id, revision=workout.revision, arg=at),
    )
    back = HistoryButton(month=domain.history.month_of(day), page=0)
    last = [button(t.plain("history-button-back"), back)]
    text = Markup("\n\n").join(filter(None, parts))
    return screen(text, [*rows, turns, *_acts(t, workout), last])


async def _records(db: Connection, person: Person, t: Words, workout: Workout) -> list[Markup]:
    """Return the records that the workout set, a line for each exercise."""
    found = await summaries.records(db, person, workout)
    names_of = {entry.exercise: wording.name(t, entry.plan) for entry in workout.entries}
    return [*summaries.record_lines(t, [(names_of[each], new) for each, new in found.items()])]


def _remarks(t: Words, workout: Workout, records: list[Markup]) -> list[list[Markup]]:
    """Return the note and the records as lines above the exercises, with a space below."""
    note = [t("note-workout", note=workout.note)] if workout.note else []
    lines = [[each] for each in (*note, *records)]
    return [*lines[:-1], [lines[-1][0] + "\n"]] if lines else []


def _acts(t: Words, workout: Workout) -> Rows:
    fix = act(workout, "sets", t.plain("past-button-fix"))
    add = act(workout, "add", t.plain("past-button-add"))
    repeat = act(workout, "repeat", t.plain("past-button-repeat"))
    day = act(workout, "day", t.plain("past-button-day"))
    delete = act(workout, "delete", t.plain("past-button-delete"), style="danger")
    has_sets = workout.done or workout.warmups
    share = ShareButton(act="show", what="workout", id=workout.id)
    sharing = [button(t.plain("share-button"), share)] if workout.done else []
    return [[*([fix] if has_sets else []), add], [repeat, day], [*sharing, delete]]


def heading(t: Words, person: Person, workout: Workout) -> Markup:
    """Return the title, the day and the totals of a workout."""
    total = domain.totals.total(workout)
    day = workout.started_at.astimezone(person.zone).date()
    return t(
        "history-workout",
        title=names.shorten(workout.title),
        weekday=t.plain("weekday", day=day.weekday()),
        day=wording.day(t, day, person.today),
        minutes=round(total.time.total_seconds() / 60),
        sets=total.sets,
        reps=total.reps,
        tonnage=wording.amount(t, total.tonnage) if total.tonnage else "none",
        apart=wording.apart(t, total.body_reps if total.tonnage else 0, total.seconds),
    )


def _lines(t: Words, workout: Workout) -> Iterator[list[Markup]]:
    """Yield the lines of each exercise; its name comes first."""
    for entry in workout.entries:
        name = wording.name(t, entry.plan)
        lifts = workout.lifts(entry.position)
        warm = _warmups(workout, entry)
        if not lifts and not warm:
            if entry.plan.sets is None:
                continue
            yield [t("history-undone", name=name)]
            continue
        lines = [t("history-exercise", name=name)]
        if warm:
            lines += [t("history-warmups", lifts=each) for each in _worded(t, warm)]
        yield [*lines, *_worded(t, lifts)]


def _warmups(workout: Workout, entry: Entry) -> list[Lift]:
    places = sorted(
        (place for place in workout.warmups if place.position == entry.position),
        key=lambda place: place.n,
    )
    return [workout.warmups[place] for place in places]


def _worded(t: Words, lifts: Sequence[Lift]) -> Iterator[Markup]:
    """Yield lines of sets: those with a note have a line of their own."""
    for noted, run in groupby(lifts, lambda lift: lift.note is not None):
        if noted:
            yield from (_lift(t, lift, 1) for lift in run)
        else:
            words = (_lift(t, same, len(list(times))) for same, times in groupby(run))
            yield Markup(", ").join(words)


def _lift(t: Words, lift: Lift, times: int) -> Markup:
    """Word a set with its RPE and its whole note: ``80 × 5 @8 (3)``."""
    text = wording.lift(t, lift)
    if lift.rpe is not None:
        text += f"{NO_BREAK}{wording.rpe(lift.rpe)}"
    if times > 1:
        text += f"{NO_BREAK}({times})"
    note = Markup(" ") + t("lift-note", note=lift.note) if lift.note else Markup("")
    return escape(text) + note


def _pages(exercises: Iterable[list[Markup]]) -> list[list[Markup]]:
    """Fill pages with lines; an exercise that goes on has its name on the next page too."""
    pages: list[list[Markup]] = [[]]
    length = 0
    for title, *lines in exercises:
        named = False
        for line in lines or [Markup("")]:
            new = [line] if named else [title, *filter(None, [line])]
            added = sum(names.units(each.striptags()) + 1 for each in new)
            if pages[-1] and length + added > PAGE_UNITS:
                pages.append([])
                length, new = 0, [title, *filter(None, [line])]
                added = sum(names.units(each.striptags()) + 1 for each in new)
            pages[-1] += new
            length += added
            named = True
    return pages
