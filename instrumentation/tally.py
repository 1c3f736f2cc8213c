"""What the bot counts and measures at every update, kept in tables of its own.

Adding to a table takes half a microsecond and recording with the SDK seven to fifteen; the
readers of `instrumentation.setup` put the tables among what the SDK collected.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, runtime_checkable

from instrumentation.instruments import Instrument
from instrumentation.labels import Labels, exists_from_the_start


class Tally:
    """The counter of an instrument: a number for each label set, listed ones from zero on."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._counts: dict[tuple[str, ...], int] = {
            tuple(each.values()): 0 for each in labels if exists_from_the_start(each)
        }

    def add(self, amount: int, values: tuple[str, ...]) -> None:
        """Add to the number of a label set."""
        if values in self._counts:
            self._counts[values] += amount
        else:
            closed = tuple(self._labels.of(*values).values())
            self._counts[closed] = self._counts.get(closed, 0) + amount

    def read(self) -> list[tuple[Mapping[str, str], int]]:
        """Give each label set and its number; safe while another thread adds."""
        return [(self._labels.of(*values), count) for values, count in [*self._counts.items()]]


class Buckets:
    """The histogram of an instrument: counts by bucket, and a sum, for each label set.

    One without labels is there from the start; the others come with their first value.
    """

    def __init__(self, labels: Labels, bounds: Sequence[float]) -> None:
        self._labels, self._bounds = labels, bounds
        self._rows: dict[tuple[str, ...], list[float]] = {}
        for unlabelled in (each for each in labels if not each):
            self._row(tuple(unlabelled))

    def record(self, value: float, values: tuple[str, ...]) -> None:
        """Put a value into the bucket whose upper bound it does not exceed."""
        row = self._rows.get(values) or self._row(values)
        row[bisect_left(self._bounds, value)] += 1
        row[-1] += value

    def read(self) -> list[tuple[Mapping[str, str], list[int], float]]:
        """Give each label set, its counts and its sum; safe while another thread records."""
        rows = [(values, [*row]) for values, row in [*self._rows.items()]]
        return [(self._labels.of(*values), [*map(int, row[:-1])], row[-1]) for values, row in rows]

    def counts(self) -> list[tuple[Mapping[str, str], int]]:
        """Give each label set and how many values it had."""
        return [(labels, sum(counts)) for labels, counts, _ in self.read()]

    def sums(self) -> list[tuple[Mapping[str, str], float]]:
        """Give each label set and the sum of its values."""
        return [(labels, total) for labels, _, total in self.read()]

    def together(self) -> list[tuple[Mapping[str, str], list[int], float]]:
        """Give the counts and the sum of all label sets as those of one without labels."""
        rows = [([0] * (len(self._bounds) + 1), 0.0)] + [row[1:] for row in self.read()]
        counts = [sum(column) for column in zip(*(each for each, _ in rows), strict=True)]
        return [({}, counts, sum(total for _, total in rows))]

    def _row(self, values: tuple[str, ...]) -> list[float]:
        closed = tuple(self._labels.of(*values).values())
        # A count for each bound, one for what is beyond them all, and the sum.
        return self._rows.setdefault(closed, [0] * (len(self._bounds) + 2))


Read: TypeAlias = Callable[[], Sequence[tuple[Any, ...]]]
"""Gives each label set, and its number or its counts and their sum."""


@runtime_checkable
class Publisher(Protocol):
    """A MeterProvider whose readers tell tables too."""

    def publish(self, row: Instrument, read: Read) -> None:
        """Tell what this reads at every collection."""
