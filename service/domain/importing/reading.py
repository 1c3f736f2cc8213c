"""Read a file: recognise whose it is, and read its workouts."""

from service.domain.importing import everything, files, tables
from service.domain.importing.gathering import gather
from service.domain.importing.sources import read_rows, source_of
from service.domain.importing.values import Context, Read, Unreadable


def read(content: bytes, context: Context, default: str) -> Read:
    """Read a file; ``default`` is the title of workouts without one. Raises Unreadable."""
    text = files.decode(content)
    if text.lstrip("\ufeff \r\n\t").startswith("{"):
        return everything.read(text, context)
    table = tables.table(text)
    source = source_of(table) if table else None
    if table is None or source is None:
        raise Unreadable("unknown")
    gathering, problems, rows = gather(read_rows(table, source, context), default)
    if not rows:
        raise Unreadable("empty")
    return Read(
        source.name,
        gathering.unit,
        gathering.workouts(),
        gathering.names,
        rows,
        problems,
        frozenset(gathering.assisted),
    )
