"""No text that Telegram carries keeps a parser busy."""

import contextlib
import itertools
import time
from datetime import date

import pytest

from service.domain import names, notation, programs
from service.domain.errors import Refusal, Unsure

MAX_UNITS = 4096
SECONDS = 0.5
"""CPU time for one message; measured were 0.02 at most."""

PIECES = ["1", "1 ", "1x1 ", "1,", "@8 ", "= ", "w ", "- ", "a ", " ", "kg", "1 kg ", "на ", "A1 ",
          "жим ", "вчера ", "set 1 ", "25.11 ", "по ", "bw ", "→ ", "5 мая ", "; "]  # fmt: skip
PAIRS = [one + other for one, other in itertools.product(PIECES, PIECES)]


@pytest.mark.parametrize(
    "read",
    [
        lambda text: notation.read(text, lambda _: notation.Context(), today=date(2026, 11, 27)),
        programs.read_line,
        names.read,
    ],
    ids=["set", "program", "name"],
)
def test_no_text_takes_long(read):
    """The longest message of any two pieces over and over, which ends in what fits nothing."""
    for pair in PAIRS:
        text = (pair * MAX_UNITS)[: MAX_UNITS - 1] + "\\"
        before = time.process_time()
        with contextlib.suppress(Refusal, Unsure):
            read(text)
        assert time.process_time() - before < SECONDS, repr(pair)
