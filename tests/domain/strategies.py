"""What people and their phones may send, from the plausible to the hostile."""

import os

from hypothesis import settings
from hypothesis import strategies as st

MANY = int(os.environ.get("EXAMPLES", "0"))
"""`EXAMPLES=10000 pytest tests/domain --timeout 0` is the long form: so many for each, others
at every run."""


def up_to(count: int) -> settings:
    """Take so many examples, the same ones at every run; in the long form as many as it says."""
    return settings(max_examples=MANY or count, deadline=None, derandomize=not MANY, database=None)


QUICK = up_to(200)
"""Enough examples in all tests together, in less than a second each."""

PIECES = (
    *"0123456789",
    *"xXхХ×*@\\/:.,-–—+= \t\n\u2028\u00a0\u3000",
    *("80", "5", "1e309", "NaN", "inf", "0x1F", "кг", "kg", "с", "s", "сек", "лет", "w", "%"),
    *("Присед", "Bench", "Ёлка", "ё", "İ", "ß", "٨٠", "８０", "²", "½", "Ⅷ"),
    *("\x00", "\ud800", "\udfff", "\u202e", "\u200f", "\u200d", "\ufeff", "e\u0301\u0327\u0323"),
    *("👩‍👩‍👧‍👦", "🏋🏽‍♀️", "🇷🇺", "<b>", "&amp;", "\"'", "[a](b)", "_*`", "ﷺ", "नि", "각"),
)

hostile = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.text(st.characters(), max_size=40),
    st.text(st.sampled_from("0123456789xх.,-@: \\"), max_size=14),
)
"""Any text at all, surrogates and control characters too, mostly near the grammars."""

friendly = st.text(
    st.characters(categories=["L", "N", "P", "S", "Mn", "Zs"]), min_size=1, max_size=40
)
"""Text that a name may be made of."""
