"""Finding an exercise by what was typed: exactly first, then with a small typo."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias, TypeVar

import regex
from rapidfuzz.distance import OSA

from service.domain import names
from service.domain.exercises.dictionary import KNOWN, Kind, Known

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


_EQUIPPED = regex.compile(
    r"(?P<name>[^()]+?)(?:\s+-\s+[^()]+)?\s*\((?P<with>\p{L}+(?:\s\p{L}+)?)(?:\s+-\s+[^()]+)?\)"
)
"""A name as other apps write it: ``Bench Press (Barbell)``, ``Row - V Grip (Cable)``."""

_KINDS = {
    "barbell": Kind.BARBELL,
    "dumbbell": Kind.DUMBBELL,
    "cable": Kind.MACHINE,
    "machine": Kind.MACHINE,
    "smith machine": Kind.MACHINE,
    "assisted": Kind.ASSISTED,
    "weighted": Kind.BODYWEIGHT,
    "bodyweight": Kind.BODYWEIGHT,
}
"""What the word in brackets says of the equipment."""


def known(text: str) -> Known | None:
    """Find an exercise of the dictionary by one of its names, however spaced and cased."""
    return _exact(names.key(text))


def _exact(key: str) -> Known | None:
    if match := _EQUIPPED.fullmatch(key):
        return _equipped(_words(match["name"]), match["with"])
    return _BY_NAME.get("".join(_words(key)))


def _equipped(words: Words, equipment: str) -> Known | None:
    """Find an exercise by its name and its equipment, which may be a part of the name."""
    for at in range(len(words) + 1):
        if one := _BY_NAME.get("".join((*words[:at], *equipment.split(), *words[at:]))):
            return one
    one = _BY_NAME.get("".join(words))
    return one if one and _KINDS.get(equipment) is one.kind else None


_BY_KEY = {one.key: one for one in KNOWN}


def by_key(key: str) -> Known | None:
    """Find an exercise of the dictionary by its key."""
    return _BY_KEY.get(key)


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
            if one := _exact(key):
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
            _exact(key) or _nearest(words, _alike(self._by_shape, words)) or _nearest_known(words)
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
