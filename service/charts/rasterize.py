"""The program that turns SVG into PNG: it reads pictures from stdin and writes to stdout.

It runs as a file of its own and imports nothing of ours, so that it starts in a tenth of a second.
A request is its length (4 bytes, big-endian) and SVG; an answer is `ANSWER` and PNG. It ends when
stdin does, so it never outlives the bot, however that ends.
"""

import os
import struct
import sys
from contextlib import suppress
from pathlib import Path

REQUEST = struct.Struct(">I")
ANSWER = struct.Struct(">III")
"""DRAWN or REFUSED, the memory in use (KiB; 0: not known), and the length of the PNG."""

REFUSED, DRAWN = 0, 1

FONTS = [str(path) for path in sorted((Path(__file__).parent / "fonts").glob("*.ttf"))]

NICENESS = 5
"""How far behind the bot it stands for the CPU."""


def main() -> None:
    """Answer requests until stdin ends."""
    _stand_back()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while head := requests.read(REQUEST.size):
        source = requests.read(*REQUEST.unpack(head)).decode()
        try:
            png = png_of(source)
        except ValueError:
            answers.write(ANSWER.pack(REFUSED, _memory(), 0))
        else:
            answers.write(ANSWER.pack(DRAWN, _memory(), len(png)) + png)
        answers.flush()


def png_of(source: str) -> bytes:
    """Return SVG as PNG. Raises ValueError."""
    import resvg_py  # noqa: PLC0415 - not for the bot, which reads this module's constants

    return resvg_py.svg_to_bytes(svg_string=source, skip_system_fonts=True, font_files=FONTS)


def _stand_back() -> None:
    """Let the bot have the CPU first; where memory runs out, let this process be the one killed."""
    with suppress(OSError, AttributeError):  # Windows has no nice
        os.nice(NICENESS)
    with suppress(OSError):  # only Linux has this file
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _memory() -> int:
    """Return the memory in use; what getrusage says includes that of the bot before the exec."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:  # only Linux has this file
        return 0
    return pages * os.sysconf("SC_PAGESIZE") // 1024


if __name__ == "__main__":
    main()
