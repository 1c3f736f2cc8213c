"""A dictionary of common exercises in two languages, and the search for a typed name."""

from service.domain.exercises.dictionary import KNOWN, MUSCLES, Kind, Known
from service.domain.exercises.search import Own, by_key, called, find, known

__all__ = ["KNOWN", "MUSCLES", "Kind", "Known", "Own", "by_key", "called", "find", "known"]
