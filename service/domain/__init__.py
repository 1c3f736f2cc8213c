"""Deciding: plain values and functions, without await, clock or I/O."""

from service.domain import (
    errors,
    exercises,
    exports,
    forwards,
    limits,
    names,
    notation,
    plates,
    programs,
    quantities,
    records,
    reminders,
    reports,
    totals,
    workouts,
)

__all__ = [
    "errors",
    "exercises",
    "exports",
    "forwards",
    "limits",
    "names",
    "notation",
    "plates",
    "programs",
    "quantities",
    "records",
    "reminders",
    "reports",
    "totals",
    "workouts",
]
