"""Find an exercise by a typed name: exactly first, then allowing small typos."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import regex
from rapidfuzz.distance import OSA

from service.domain import names
from service.domain.exercises.dictionary import KNOWN, Known

_APART = regex.compile(r"[^\p{L}\p{N}\p{M}]+")

Words: TypeAlias = tuple[str, ...]

MAX_SLIPS = 2
"""Most typos in a whole name: letters missing, doubled, swapped or wrong."""

LONG = 10
"""Letters of a word from which on it may have two typos."""


def _words(text: str) -> Words:
    return tuple(_APART.sub(" ", names.key(text)).split())


_BY_NAME = {"".join(_words(name)): one for one in KNOWN for name in one.names}
_BY_SHAPE: dict[tuple[int, int], list[tuple[Words, Known]]] = defaultdict(list)
for _one in KNOWN:
    for _named in map(_words, _one.names):
        _BY_SHAPE[len(_named), sum(map(len, _named))].append((_named, _one))


def known(text: str) -> Known | None:
    """Return the dictionary's exercise with this name, ignoring spaces and case; None if none."""
    return _BY_NAME.get("".join(_words(text)))


def find(text: str, own: Sequence[str] = ()) -> str | Known | None:
    """Return what a typed name means: one of the person's ``own`` names, or the dictionary's.

    Exact matches come first, own names before the dictionary; then small typos. A name equally
    close to two exercises matches neither. A dictionary exercise that the person has under
    another name is returned as that name.
    """
    key, words = names.key(text), _words(text)
    for name in own:
        if names.key(name) == key:
            return name
    if not words:
        return None
    found = (
        known(text)
        or _nearest(words, [(_words(name), name) for name in own])
        or _nearest(words, _alike(words))
    )
    return next((name for name in own if known(name) is found), found) if found else None


def _alike(words: Words) -> Iterable[tuple[Words, Known]]:
    """Yield the dictionary's names with as many words and about as many letters."""
    letters = sum(map(len, words))
    for length in range(letters - MAX_SLIPS, letters + MAX_SLIPS + 1):
        yield from _BY_SHAPE.get((len(words), length), ())


def _nearest(words: Words, named: Iterable[tuple[Words, str | Known]]) -> str | Known | None:
    """Return the one with the fewest typos; None when two are equally close."""
    found: set[str | Known] = set()
    fewest = MAX_SLIPS
    for candidate, meaning in named:
        slips = _slips(words, candidate)
        if slips is None or slips > fewest:
            continue
        found = {meaning} if slips < fewest else found | {meaning}
        fewest = slips
    return found.pop() if len(found) == 1 else None


def _slips(typed: Words, name: Words) -> int | None:
    """Count the typos between two names; None when the numbers of words or a word differ."""
    if len(typed) != len(name):
        return None
    total = 0
    for one, other in zip(typed, name, strict=True):
        allowed = _allowed(min(len(one), len(other)), alone=len(name) == 1)
        slips = OSA.distance(one, other, score_cutoff=allowed)
        if slips > allowed:
            return None
        total += slips
    return total


def _allowed(letters: int, *, alone: bool) -> int:
    """Return how many typos a word may have; a word of four letters only beside other words."""
    if letters < (5 if alone else 4):
        return 0
    return 1 if letters < LONG else 2
