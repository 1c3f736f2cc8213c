"""The process that reads a file: from stdin to stdout, with bounds on memory and time.

The first line of its input says what it must know; the file follows. Its output are lines of JSON:
a summary, the programs and settings of our own JSON, then chunks of workouts.
"""

import gc
import json
import sys
from contextlib import suppress
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from service.domain.importing import matching
from service.domain.importing.reading import read
from service.domain.importing.values import MAX_BYTES, Context, Read, Unreadable
from service.domain.limits import LIMITS

MEMORY_BYTES = 400 * 2**20
"""Most memory of the process."""

CPU_SECONDS = 60

CHUNK_SETS = 1000
"""Sets after which a chunk of workouts ends."""

FIRST = 8
"""Unread lines that are told of a file of which no line could be read."""

MAX_PROBLEMS = 1000
"""Most unread lines that are told one by one."""


def main() -> None:
    """Read the file and say what is in it."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # it is a file
    _bound()
    gc.disable()  # nothing that is read is garbage before the process ends
    about = json.loads(sys.stdin.buffer.readline())
    try:
        found = _read(about)
    except MemoryError:
        _say({"unreadable": "heavy", "line": None})
    except Unreadable as unreadable:
        _say({"unreadable": unreadable.reason, "line": unreadable.line})
    else:
        _tell(found, about)


def _bound() -> None:
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as score:  # noqa: PTH123 - no file
        score.write("1000")  # the kernel ends this process rather than the bot


def _read(about: dict[str, Any]) -> Read:
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    context = Context(ZoneInfo(about["zone"]), datetime.fromisoformat(about["now"]))
    found = read(content, context, about["title"])
    if len(found.names) > LIMITS["exercises"].most:
        raise Unreadable("names")
    return found


def _tell(found: Read, about: dict[str, Any]) -> None:
    if not found.workouts and found.problems:
        first = found.problems[:FIRST]
        _say({"unreadable": "nothing", "source": found.source, "problems": first})
        return
    keep = found.source in {"table", "everything"}
    matched = matching.match(found.names, about["own"], about["language"], keep=keep)
    _say(
        {
            "source": found.source,
            "unit": found.unit,
            "rows": found.rows,
            "refused": len(found.problems),
            "problems": found.problems[:MAX_PROBLEMS],
            "exercises": [
                {
                    "n": n,
                    "name": name,
                    "how": one.how,
                    "called": one.own or one.name,
                    "known": one.known and one.known.key,
                    "kind": one.known.kind if one.known else "other",
                }
                for n, (name, one) in enumerate(zip(found.names, matched, strict=True))
            ],
        }
    )
    _say(found.extras)
    chunk: list[dict[str, Any]] = []
    sets = 0
    for workout in found.workouts:
        chunk.append(workout)
        sets += len(workout["sets"])
        if sets >= CHUNK_SETS:
            _say(chunk)
            chunk, sets = [], 0
    if chunk:
        _say(chunk)


def _say(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")
