"""The two lists that replace a card for a while: a workout's exercises, and its sets."""

from service import domain
from service.domain.entries import Entry, Place
from service.domain.notation import Lift
from service.domain.workouts import Workout
from service.telegram import wording
from service.telegram.buttons import EquipmentButton
from service.telegram.replies import Screen, button, screen
from service.telegram.talk.workout.cards import act, data, number
from service.texts import Words

LISTED = 8
"""Exercises, or sets, on one page."""


def exercises(t: Words, workout: Workout, page: int) -> Screen:
    """Return a page of the exercises to choose from; a page past the end is the last one."""
    pages = domain.programs.pages(len(workout.entries), LISTED)
    page = min(page, pages - 1)
    rows = [
        [act(workout, "focus", _label(t, workout, entry), entry.position)]
        for entry in workout.entries[page * LISTED : (page + 1) * LISTED]
    ]
    turns = wording.pager(t, page, pages, lambda at: data(workout, "list", at))
    current = workout.current
    offered = (
        ("swap", current),
        ("pass", current and workout.left(current.position)),
        ("sets", workout.done or workout.warmups),
        ("notes", workout.next_place),
    )
    more = [act(workout, name, t.plain(f"workout-button-{name}")) for name, has in offered if has]
    if current:
        gear = EquipmentButton(
            act="show", exercise=workout.entry(current.position).exercise, card=True
        )
        more.append(button(t.plain("settings-button-gear"), gear))
    back = [act(workout, "card", t.plain("button-back"))]
    text = t("workout-list", title=domain.names.shorten(workout.title))
    return screen(text, [*rows, turns, more[:2], more[2:4], more[4:], back])


def _label(t: Words, workout: Workout, entry: Entry) -> str:
    current = workout.current
    chosen = current is not None and current.position == entry.position
    done = len(workout.lifts(entry.position))
    finished = "✅" if done else "⏭"
    mark = "▶️" if chosen else "·" if workout.next_of(entry) else finished
    of = f"/{entry.plan.sets}" if entry.plan.sets else ""
    return wording.label(t, entry.plan, f" {done}{of}", f"{mark} ")


def _set(t: Words, workout: Workout, place: Place, lift: Lift) -> str:
    mark = "🔥 " if lift.kind == "warmup" else ""
    plan = workout.entry(place.position).plan
    return wording.label(t, plan, f" {place.n}: {wording.lift(t, lift)}", mark)


def warmup(t: Words, workout: Workout, place: Place) -> Screen:
    """Return the screen of one warm-up set, which can be removed."""
    name = wording.name(t, workout.entry(place.position).plan)
    lift = wording.lift(t, workout.warmups[place])
    remove = act(workout, "cool", t.plain("workout-button-drop"), number(place))
    back = act(workout, "sets", t.plain("button-back"))
    return screen(t("workout-warmup", name=name, lift=lift), [[remove], [back]])


def sets(t: Words, workout: Workout, page: int) -> Screen:
    """Return a page of the sets, the newest first, to choose one to correct."""
    listed = [
        *(("fix", place, lift) for place, lift in list(workout.done.items())[::-1]),
        *(("warmed", place, lift) for place, lift in list(workout.warmups.items())[::-1]),
    ]
    pages = domain.programs.pages(len(listed), LISTED)
    page = min(page, pages - 1)
    rows = []
    for name, place, lift in listed[page * LISTED : (page + 1) * LISTED]:
        rows.append([act(workout, name, _set(t, workout, place, lift), number(place))])
    turns = wording.pager(t, page, pages, lambda at: data(workout, "sets", at))
    back = [act(workout, "list", t.plain("button-back"))]
    return screen(t("workout-sets"), [*rows, turns, back])
