"""Finding an exercise by what was typed: exactly first, then with a small typo."""

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
"""Slips of the finger in a whole name: letters missing, doubled, swapped or wrong."""

LONG = 10
"""Letters of a word that may hold two slips."""


def _words(text: str) -> Words:
    return tuple(_APART.sub(" ", names.key(text)).split())


_BY_NAME = {"".join(_words(name)): one for one in KNOWN for name in one.names}
_BY_SHAPE: dict[tuple[int, int], list[tuple[Words, Known]]] = defaultdict(list)
for _one in KNOWN:
    for _named in map(_words, _one.names):
        _BY_SHAPE[len(_named), sum(map(len, _named))].append((_named, _one))


def known(text: str) -> Known | None:
    """Find an exercise of the dictionary by one of its names, however spaced and cased."""
    return _BY_NAME.get("".join(_words(text)))


def find(text: str, own: Sequence[str] = ()) -> str | Known | None:
    """Find what a typed name means: one of one's ``own`` names, else the dictionary's.

    Exactly first, own before dictionary; then with a small typo. What is as near to two
    exercises is neither. What one has by another name is found by one's own name for it.
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
    """Names of the dictionary of as many words and about as many letters."""
    letters = sum(map(len, words))
    for length in range(letters - MAX_SLIPS, letters + MAX_SLIPS + 1):
        yield from _BY_SHAPE.get((len(words), length), ())


def _nearest(words: Words, named: Iterable[tuple[Words, str | Known]]) -> str | Known | None:
    """Pick the only one with the fewest slips."""
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
    """Count the slips between two names of as many words; None when a word is another word."""
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
    """How many slips a word forgives: a short one none, but four letters may lean on others."""
    if letters < (5 if alone else 4):
        return 0
    return 1 if letters < LONG else 2
