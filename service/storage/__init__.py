"""Remembering: the only room that knows asyncpg; one query a function."""

from service.storage import (
    belongings,
    people,
    programs,
    reports,
    statistics,
    updates,
    workouts,
)
from service.storage.database import Database, Refused, Unavailable

__all__ = [
    "Database",
    "Refused",
    "Unavailable",
    "belongings",
    "people",
    "programs",
    "reports",
    "statistics",
    "updates",
    "workouts",
]
