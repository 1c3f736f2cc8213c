"""Finding an exercise by what was typed: exactly first, then with a small typo."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias, TypeVar

import regex
from rapidfuzz.distance import OSA

from service.domain import names
from service.domain.exercises.dictionary import KNOWN, Known

_APART = regex.compile(r"[^\p{L}\p{N}\p{M}]+")

T = TypeVar("T")

Words: TypeAlias = tuple[str, ...]

MAX_SLIPS = 2
"""Slips of the finger in a whole name: letters missing, doubled, swapped or wrong."""

LONG = 10
"""Letters of a word that may hold two slips."""


MOST_FOUND = 1024
"""How many answers of the dictionary are kept, the latest used."""

Shape: TypeAlias = tuple[int, int]
"""How many words a name has, and how many letters."""


def _words(key: str) -> Words:
    return tuple(_APART.sub(" ", key).split())


def _shape(words: Words) -> Shape:
    return len(words), sum(map(len, words))


_BY_NAME = {"".join(_words(names.key(name))): one for one in KNOWN for name in one.names}
_BY_SHAPE: dict[Shape, list[tuple[Words, Known]]] = defaultdict(list)
for _one in KNOWN:
    for _named in (_words(names.key(_name)) for _name in _one.names):
        _BY_SHAPE[_shape(_named)].append((_named, _one))


def known(text: str) -> Known | None:
    """Find an exercise of the dictionary by one of its names, however spaced and cased."""
    return _BY_NAME.get("".join(_words(names.key(text))))


_BY_KEY = {one.key: one for one in KNOWN}
_CYRILLIC = regex.compile(r"\p{Cyrillic}")


def called(name: str, key: str | None, language: str) -> str:
    """Return an exercise's name in a language: its own if the script fits, or the dictionary's.

    ``key`` is the dictionary's, None for an exercise that is not in it.
    """
    one = _BY_KEY.get(key or "")
    if one is None or bool(_CYRILLIC.search(name)) == (language == "ru"):
        return name
    return one.ru if language == "ru" else one.en


class Own:
    """The exercises that a person has, by their names, each of which is normalised once."""

    def __init__(self, own: Iterable[str] = ()) -> None:
        self._by_key: dict[str, str] = {}
        self._by_known: dict[str, str] = {}
        self._by_shape: dict[Shape, list[tuple[Words, str]]] = defaultdict(list)
        self._found: dict[str, str | Known | None] = {}
        for name in own:
            key = names.key(name)
            words = _words(key)
            self._by_key.setdefault(key, name)
            self._by_shape[_shape(words)].append((words, name))
            if one := _BY_NAME.get("".join(words)):
                self._by_known.setdefault(one.key, name)

    def find(self, text: str) -> str | Known | None:
        """Find what a typed name means: one of one's own names, else the dictionary's.

        Exactly first, own before dictionary; then with a small typo. What is as near to two
        exercises is neither. What one has by another name is found by one's own name for it.
        """
        if text not in self._found:
            self._found[text] = self._find(names.key(text))
        return self._found[text]

    def _find(self, key: str) -> str | Known | None:
        if key in self._by_key:
            return self._by_key[key]
        words = _words(key)
        if not words:
            return None
        found = (
            _BY_NAME.get("".join(words))
            or _nearest(words, _alike(self._by_shape, words))
            or _nearest_known(words)
        )
        return self._by_known.get(found.key, found) if isinstance(found, Known) else found


def find(text: str, own: Sequence[str] = ()) -> str | Known | None:
    """Find what a typed name means to somebody who has these exercises: see `Own.find`."""
    return Own(own).find(text)


@lru_cache(MOST_FOUND)
def _nearest_known(words: Words) -> Known | None:
    return _nearest(words, _alike(_BY_SHAPE, words))


def _alike(named: Mapping[Shape, list[tuple[Words, T]]], words: Words) -> Iterator[tuple[Words, T]]:
    """List the names of as many words and about as many letters."""
    count, letters = _shape(words)
    for length in range(letters - MAX_SLIPS, letters + MAX_SLIPS + 1):
        yield from named.get((count, length), ())


def _nearest(words: Words, named: Iterable[tuple[Words, T]]) -> T | None:
    """Pick the only one with the fewest slips."""
    found: set[T] = set()
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
        if one == other:
            continue
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
