"""The weekly goal: chosen in the settings, and one quiet line under a summary."""

from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery
from markupsafe import Markup

from service import domain, storage
from service.domain.goals import FAR, GOALS
from service.domain.workouts import Workout
from service.storage.database import Connection
from service.storage.people import Person
from service.telegram.buttons import GoalButton, RestsButton
from service.telegram.replies import Button, Reply, Screen, button, screen, toast
from service.telegram.routing import pressed
from service.texts import Words

router = Router(name="goals")

SHOW = -1
"""Value of the button that only shows the goals to choose from."""


@pressed(router, GoalButton)
async def choose(
    query: CallbackQuery, callback_data: GoalButton, db: Connection, person: Person, t: Words
) -> Reply:
    """Store a goal (0: none), or show the goals to choose from."""
    goal = callback_data.goal
    if goal == SHOW:
        return Reply(screens=(await _page(db, person, t),))
    if goal not in {0, *GOALS}:
        return toast(t.plain("toast-stale"), outcome="stale")
    await storage.goals.keep(db, person.id, goal or None)
    return Reply(screens=(await _page(db, person, t),), toast=t.plain("settings-kept"))


def label(t: Words, goal: int | None) -> str:
    """Return the label of the settings' button."""
    return t.plain("goal-button", goal=goal or 0)


async def _page(db: Connection, person: Person, t: Words) -> Screen:
    chosen = await storage.goals.find(db, person.id)
    buttons = [_button(t, goal, chosen=chosen) for goal in GOALS]
    none = _button(t, 0, chosen=chosen or 0)
    back = button(t.plain("button-back"), RestsButton(page=0))
    text = t("goal")
    if chosen:
        text += Markup("\n\n") + await _said(db, person, t, chosen)
    return screen(text, [buttons[:4], buttons[4:], [none], [back]])


def _button(t: Words, goal: int, chosen: int | None) -> Button:
    name = str(goal) if goal else t.plain("goal-button-none")
    if goal == chosen:
        name = t.plain("report-chosen", name=name)
    return button(name, GoalButton(goal=goal))


async def under(
    db: Connection, person: Person, t: Words, workout: Workout, shown: Screen
) -> Screen:
    """Return the summary of a workout of this week with a line about the goal, if there is one."""
    day = workout.started_at.astimezone(person.zone).date()
    if domain.goals.week_of(day) != domain.goals.week_of(person.today):
        return shown
    goal = await storage.goals.find(db, person.id)
    if goal is None:
        return shown
    line = await _said(db, person, t, goal)
    return replace(shown, text=shown.text + "\n\n" + line)


async def _said(db: Connection, person: Person, t: Words, goal: int) -> Markup:
    """Word this week, and the weeks in a row if there are several."""
    weeks = await storage.goals.weeks(db, person.id, person.zone.key, FAR)
    week = domain.goals.this_week(weeks, goal, person.today)
    return t("goal-week", done=week.done, goal=goal, streak=week.streak)
