"""The process that reads a file: from stdin to stdout, with bounds on memory and time.

The first line of its input says what it must know; the file follows. Its output are lines of JSON:
a summary, the programs and settings of our own JSON, then chunks of workouts.
"""

import gc
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
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
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        for value in told(content, about):
            _say(value)
    except MemoryError:
        _say({"unreadable": "heavy", "line": None})


def told(content: bytes, about: Mapping[str, Any]) -> Iterator[Any]:
    """Yield what is said of a file, line by line."""
    try:
        found = _read(content, about)
    except Unreadable as unreadable:
        yield {"unreadable": unreadable.reason, "line": unreadable.line}
        return
    if not found.workouts and found.problems:
        first = found.problems[:FIRST]
        yield {"unreadable": "nothing", "source": found.source, "problems": first}
        return
    yield _summary(found, about)
    yield found.extras
    yield from _chunks(found.workouts)


def _bound() -> None:
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as score:  # noqa: PTH123 - no file
        score.write("1000")  # the kernel ends this process rather than the bot


def _read(content: bytes, about: Mapping[str, Any]) -> Read:
    context = Context(ZoneInfo(about["zone"]), datetime.fromisoformat(about["now"]))
    found = read(content, context, about["title"])
    if len(found.names) > LIMITS["exercises"].most:
        raise Unreadable("names")
    return found


def _summary(found: Read, about: Mapping[str, Any]) -> dict[str, Any]:
    keep = found.source in {"table", "everything"}
    matched = matching.match(found.names, about["own"], about["language"], keep=keep)
    return {
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


def _chunks(workouts: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    chunk: list[dict[str, Any]] = []
    sets = 0
    for workout in workouts:
        chunk.append(workout)
        sets += len(workout["sets"])
        if sets >= CHUNK_SETS:
            yield chunk
            chunk, sets = [], 0
    if chunk:
        yield chunk


def _say(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")
