"""Match the exercises of a file with a person's own and with the dictionary."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex
from rapidfuzz import fuzz, process

from service.domain import names
from service.domain.exercises import KNOWN, Known, Own, known

HOW = ("exact", "similar", "new")
"""How an exercise was matched: by a name, by one that differs by a slip or in its order, or not."""

ALIKE = 90
"""Score (0 to 100) from which two names mean the same exercise, if the next one is far behind."""

CLEARLY = 5
"""How far behind the next one must be."""

_APART = regex.compile(r"[^\p{L}\p{N}]+")


@dataclass(frozen=True, slots=True)
class Match:
    """What an exercise of a file is: an own one (its name), one of the dictionary, or a new one."""

    name: str
    how: str
    own: str | None = None
    known: Known | None = None


def match(found: Sequence[str], own: Sequence[str], language: str, *, keep: bool) -> list[Match]:
    """Match names in their order.

    What is not one's own is named as in the dictionary, unless ``keep``: then as in the file.
    """
    mine = Own(own)
    return [_match(name, mine, language, keep=keep) for name in found]


def _match(name: str, mine: Own, language: str, *, keep: bool) -> Match:
    meant = mine.find(name)
    exact = known(name)
    if isinstance(meant, str):
        same = names.key(meant) == names.key(name)
        other = known(meant)
        same = same or (exact is not None and other is not None and exact.key == other.key)
        if keep and not same:
            return Match(name, "new")
        return Match(name, "exact" if same else "similar", own=meant)
    if keep:
        return Match(name, "exact" if exact else "new", known=exact)
    if meant is None:
        meant = _nearest(name)
    if meant is None:
        return Match(name, "new")
    called = meant.ru if language == "ru" else meant.en
    return Match(called, "exact" if exact else "similar", known=meant)


def _plain(name: str) -> str:
    return " ".join(_APART.sub(" ", names.key(name)).split())


_NAMES = [(_plain(name), one) for one in KNOWN for name in one.names]
_PLAIN = [name for name, _ in _NAMES]


def _nearest(name: str) -> Known | None:
    """Find the exercise whose words are the same in another order, if there is but one."""
    scored = process.extract(_plain(name), _PLAIN, scorer=fuzz.token_sort_ratio, limit=8)
    best: dict[str, float] = {}
    for _, score, index in scored:
        key = _NAMES[index][1].key
        best[key] = max(best.get(key, 0), score)
    order = sorted(best, key=lambda key: -best[key])
    if not order or best[order[0]] < ALIKE:
        return None
    if len(order) > 1 and best[order[1]] > best[order[0]] - CLEARLY:
        return None
    return next(one for one in KNOWN if one.key == order[0])


def candidates(name: str, own: Iterable[str], most: int) -> list[str | Known]:
    """List what an exercise may be: the likeliest own ones (names), then the dictionary's.

    There are at most so many of either.
    """
    plain = _plain(name)
    mine = list(own)
    scores = {each: fuzz.token_set_ratio(plain, _plain(each)) for each in mine}
    taken = {one.key for one in map(known, mine) if one}
    found: dict[str, Known] = {}
    for _, _, index in process.extract(plain, _PLAIN, scorer=fuzz.token_set_ratio, limit=5 * most):
        one = _NAMES[index][1]
        if one.key not in taken:
            found.setdefault(one.key, one)
    likeliest = sorted(mine, key=lambda each: -scores[each])[:most]
    return [*likeliest, *list(found.values())[:most]]
