"""Exercises that most people know, in two languages, and how a typed name finds one."""

from service.domain.exercises.dictionary import KNOWN, MUSCLES, Kind, Known
from service.domain.exercises.search import find, known

__all__ = ["KNOWN", "MUSCLES", "Kind", "Known", "find", "known"]
