"""Deciding: plain values and functions; no await, no clock, no I/O."""

from service.domain import errors, names, notation, programs, quantities, reports, workouts

__all__ = ["errors", "names", "notation", "programs", "quantities", "reports", "workouts"]
