"""Remembering: the only room that knows asyncpg. Each function runs one query."""

from service.storage import (
    accounts,
    beginnings,
    belongings,
    card_locations,
    endings,
    exercises,
    exports,
    notices,
    people,
    programs,
    reminders,
    reports,
    sets,
    statistics,
    timers,
    updates,
    workouts,
)
from service.storage.database import Database, Locked, Refused, Unavailable, make_role
from service.storage.turn import Turn

__all__ = [
    "Database",
    "Locked",
    "Refused",
    "Turn",
    "Unavailable",
    "accounts",
    "beginnings",
    "belongings",
    "card_locations",
    "endings",
    "exercises",
    "exports",
    "make_role",
    "notices",
    "people",
    "programs",
    "reminders",
    "reports",
    "sets",
    "statistics",
    "timers",
    "updates",
    "workouts",
]
