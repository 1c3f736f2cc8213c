"""Parse sets as people type them; `docs/notation.md` describes the grammar with examples.

A line has an optional day, an optional name of an exercise, the numbers, and an optional note.
Every number becomes a value, a day or a label, or stands in the note as it was written. Where
there are several readings, `Unsure` asks. The keyboard may be Russian or English; digits are
ASCII.
"""

from service.domain.notation.reading import lines, read
from service.domain.notation.splitting import is_bare, split
from service.domain.notation.values import MAX_NOTE, Context, Lift, Line, Look

__all__ = [
    "MAX_NOTE",
    "Context",
    "Lift",
    "Line",
    "Look",
    "is_bare",
    "lines",
    "read",
    "split",
]
