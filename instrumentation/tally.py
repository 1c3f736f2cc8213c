"""Counts kept by the bot itself, for the observable counters that show them."""

from collections.abc import Iterable

from opentelemetry.metrics import CallbackOptions, Observation

from instrumentation.labels import Labels, exists_from_the_start


class Tally:
    """What an observable counter shows: a number for each label set, listed ones from zero on."""

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

    def read(self, _: CallbackOptions) -> Iterable[Observation]:
        """Give the numbers as they are; safe while another thread adds."""
        return [Observation(n, self._labels.of(*values)) for values, n in [*self._counts.items()]]
