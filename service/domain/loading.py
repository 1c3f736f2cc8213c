"""The weights that the equipment of an exercise allows, in the person's unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from service.domain import equipment, plates, units
from service.domain.entries import Entry
from service.domain.exercises import Kind
from service.domain.units import Unit

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Loading:
    """Rounds weights to the plates of a bar or to the ``step`` of other equipment.

    ``bar`` None: it is no bar. ``own``: the step was chosen for this exercise. ``can_assist``:
    a weight may be negative.
    """

    step: Decimal
    own: bool
    can_assist: bool
    bar: Decimal | None
    plates: tuple[Decimal, ...]

    def nearest(self, weight: Decimal) -> Decimal:
        """Return the weight nearest to ``weight``; of two the heavier."""
        if self.bar is not None:
            return plates.nearest(weight, self.bar, self.plates)
        return _times(weight / self.step) * self.step

    def heavier(self, weight: Decimal, by: Decimal) -> Decimal:
        """Return a weight heavier by ``by`` or, if the equipment has none, the nearest to it.

        ``by`` 0: it was rounded away, and the equipment's step counts.
        """
        by = by or self.step
        if self.bar is not None:
            found = self.nearest(weight + by)
            return found if found > weight else plates.above(weight, self.bar, self.plates)
        return weight + (max(_times(by / self.step), Decimal(1)) * self.step if self.own else by)

    def lighter(self, weight: Decimal) -> Decimal:
        """Return a weight lighter by a tenth or, if the equipment has none, the nearest to it.

        The empty bar and the bare body stay as they are.
        """
        less = abs(weight) * TENTH
        if self.bar is not None:
            found = self.nearest(weight - less)
            least = plates.below(weight - units.STORED, self.bar, self.plates)
            return min(found, least, weight)
        if not weight:
            return weight
        lighter = weight - max(_times(less / self.step), Decimal(1)) * self.step
        return lighter if self.can_assist else max(lighter, Decimal(0))


def of(entry: Entry, unit: Unit, owned: Sequence[Decimal]) -> Loading:
    """Return the weights of an exercise; ``owned`` are the plates, in the person's unit."""
    return Loading(
        step=equipment.step(entry.kind, entry.step, unit),
        own=bool(entry.step),
        can_assist=entry.kind.can_assist,
        bar=entry.bar_in(unit) if entry.kind is Kind.BARBELL else None,
        plates=tuple(owned),
    )


def _times(share: Decimal) -> Decimal:
    return share.quantize(Decimal(1), ROUND_HALF_UP)
