"""Which lines of a program begin a day, and what a table says as lines.

A program is stored in one form: ``# Name`` begins a day, ``#`` one without a name.
"""

from collections.abc import Iterator, Sequence

import regex

from service.domain import exercises, names
from service.domain.errors import Refusal
from service.domain.quantities import pattern

MARK = "#"
"""Begins a line that begins a day."""

_WEEKDAY = (
    r"(?:понедельник|пон|пн|вторник|вт|среда|ср|четверг|чт|пятница|пт|суббота|сб|воскресенье|вс"
    r"|monday|mon|tuesday|tues|tue|wednesday|wed|thursday|thurs|thur|thu|friday|fri|saturday|sat"
    r"|sunday|sun)"
)
_NUMBER = (
    r"(?:№\s*)?(?:[0-9]{1,2}|[A-HА-З][1-9]?|one|two|three|four|five|six|перв\p{L}+|втор\p{L}+|трет\p{L}+"
    r"|четв[её]рт\p{L}+|пят\p{L}+|шест\p{L}+)(?!\p{L}|[0-9])"
)
_COUNTED = (
    rf"(?:день|day|трен(?:ировка)?|workout|session|занятие|сессия)\s*{_NUMBER}"
    r"|(?:[0-9]{1,2}|перв\p{L}+|втор\p{L}+|трет\p{L}+|четв[её]рт\p{L}+|пят\p{L}+)"
    r"(?:[-–]?(?:й|ый|ой|st|nd|rd|th))?\s+(?:день|day)(?!\p{L})"
    r"|w[0-9]{1,2}\s?d[0-9]{1,2}"
)
_DAY = pattern(rf"(?:{_COUNTED}|{_WEEKDAY}(?!\p{{L}}))")
_WEEKDAY_FIRST = pattern(rf"(?:[*_#]+\s*)?(?P<day>{_WEEKDAY})(?!\p{{L}})")
_WEEK = pattern(
    r"(?:(?:неделя|week|нед\.)\s*№?\s*(?:[0-9]{1,2}|[A-HА-З])|[0-9]{1,2}[-–]?я?\s+неделя)(?!\p{L})"
)
_DECORATED = pattern(
    r"(?:#+\s*(?P<name>.+?)\s*#*|[*_]{2}(?P<name>.+?)[*_]{2}:?|[=\-—_~*]{2,}\s*(?P<name>\P{L}*\p{L}.*?)\s*[=\-—_~*]{2,})"
)
_RULER = pattern(r"[=\-—–_~*\s]{3,}")
_SCHEME = pattern(
    r"[0-9]\s*[xх×*\\]\s*[0-9]|\\\s*[0-9]|[0-9]\s*(?:подход|подх|сет|sets?|повт|раз|reps?|сек|мин|min|sec)|[0-9]\s+по\s+[0-9]|5/3/1"
)
_HELD = pattern(r"[0-9\s]*[0-9]\s?[сs](?!\p{L})")
_RESTING = pattern(r"(?:отдых|выходной|rest(?:\s+day)?|off|восстановление|recovery)")
SECTION = pattern(
    r"(?:общая\s+)?(?:разминка|заминка|основная\s+(?:часть|работа)|подсобка|аксессуары"
    r"|дополнительно|warm[- ]?up|cool[- ]?down|main(?:\s+(?:work|lifts?))?"
    r"|accessor(?:y|ies)(?:\s+work)?|assistance|conditioning)\s*:?"
)
"""Parts of a day, which begin no day."""

_PART = (
    r"(?:push|pull|legs?|upper|lower|chest|back|shoulders|delts|arms|biceps|triceps|core|abs|glutes"
    r"|верх|низ|ноги|спина|грудь|плечи|дельты|руки|бицепс|трицепс|пресс|кор|ягодицы|толкай|тяни)"
)
PARTS = pattern(rf"{_PART}(?:(?:\s*[,+&/-]\s*|\s+(?:и|and)\s+){_PART})*")
"""Parts of the body: such a line above an exercise begins a day."""

_HEADERS = {
    **dict.fromkeys(
        ("упражнение", "упражнения", "exercise", "exercises", "движение", "lift"), "name"
    ),
    **dict.fromkeys(("подходы", "подходов", "подх", "сеты", "sets", "set"), "sets"),
    **dict.fromkeys(("повторения", "повторы", "повторений", "повт", "reps", "rep"), "reps"),
    **dict.fromkeys(("вес", "вес кг", "weight", "weight kg", "кг", "kg", "load"), "weight"),
    **dict.fromkeys(("weight lb", "weight lbs", "lb", "lbs"), "pounds"),
    **dict.fromkeys(("отдых", "rest", "пауза"), "rest"),
    **dict.fromkeys(("день", "day"), "day"),
    **dict.fromkeys(("№", "n", "#", "no", "номер"), "number"),
    **dict.fromkeys(("rpe", "рпе"), "rpe"),
    **dict.fromkeys(("заметки", "комментарий", "примечание", "notes", "note", "comment"), "note"),
}
_USUAL = ("name", "sets", "reps", "weight", "rest", "note")


def begins(text: str) -> bool:
    """Return whether a text begins as the heading of a day does."""
    return bool(_DAY.match(text) or _WEEK.match(text))


def weekday(text: str) -> str | None:
    """Return the day of the week that a line begins with, in two letters."""
    match = _WEEKDAY_FIRST.match(text)
    return match["day"][:2].lower() if match else None


def heading(text: str) -> str | None:
    """Return the name of the day that a line surely begins; None: it is another line."""
    if len(text) > names.MAX_UNITS:
        return None
    bare, decorated = text, _DECORATED.fullmatch(text)
    if decorated:
        bare = decorated["name"].strip("*_ ")
    if _SCHEME.search(bare):
        return None
    if decorated or begins(bare):
        return _named(bare)
    return None


def is_planned(text: str) -> bool:
    """Return whether a line says sets of an exercise of the dictionary, even if it is not read."""
    scheme = _SCHEME.search(text) or _HELD.search(text)
    name = text[: scheme.start()].strip(" :-–—,.") if scheme else ""
    return any(exercises.known(each) is not None for each in (name, name.partition(":")[0]))


def day_before(text: str) -> tuple[str, str]:
    """Split the day that a line begins with off what is planned on it; "": there is none."""
    match = _DAY.match(text) or _WEEK.match(text)
    if match is None:
        return "", text
    end, scheme = match.end(), _SCHEME.search(text)
    colon = text.find(":", end, scheme.start() if scheme else len(text))
    return _named(text[: max(colon, end)]) or match[0], text[max(colon, end) :].lstrip(" :.,-–—")


def without_section(text: str) -> str:
    """Return a line without the part of a day that it begins with: ``Warm-up: bike 5 min``."""
    section, colon, rest = text.partition(":")
    return rest.strip() if colon and SECTION.fullmatch(section.strip()) else text


def _named(text: str) -> str | None:
    try:
        return names.read(text.strip(" :-–—.#*_="))
    except Refusal:
        return None


def is_day_off(name: str) -> bool:
    """Return whether a day's name says that nobody trains on it: ``Wed: rest``."""
    match = _DAY.match(name)
    return bool(_RESTING.fullmatch(name[match.end() if match else 0 :].strip(" :.-–—()")))


def lines(text: str) -> list[str]:
    """Return the lines of a message, cleaned: tables as lines, and empty lines as "".

    Empty lines at the ends are left out, and of several one remains.
    """
    found: list[str] = []
    columns: Sequence[str] | None = None
    for raw in text.splitlines():
        if "\t" in raw.strip() or raw.strip().startswith("|"):
            cells = _cells(raw)
            if header := _header(cells):
                columns = header
                continue
            line = _row(cells, columns)
        else:
            line = names.clean(raw)
        if _RULER.fullmatch(line):
            line = ""
        if line or (found and found[-1]):
            found.append(line)
    while found and not found[-1]:
        found.pop()
    return found


def _cells(raw: str) -> list[str]:
    if raw.strip().startswith("|"):
        return [names.clean(cell) for cell in raw.strip().strip("|").split("|")]
    return [names.clean(cell) for cell in raw.rstrip().split("\t")]


def _header(cells: Sequence[str]) -> list[str] | None:
    found = [
        _HEADERS.get(
            names.key(cell).strip(" .,()").replace("(", "").replace(",", "").replace(")", ""), ""
        )
        for cell in cells
    ]
    return found if "name" in found and ("sets" in found or "reps" in found) else None


def _row(cells: Sequence[str], columns: Sequence[str] | None) -> str:
    """Write a row of a table as a line."""
    cells = list(cells)
    if columns is None:
        while cells and (not cells[0] or regex.fullmatch(r"[0-9]{1,2}[.)]?", cells[0])):
            del cells[0]
        if len(cells) > 1 and not regex.fullmatch(r"[0-9]{1,2}", cells[1]):
            return " ".join(filter(None, cells))
        columns = _USUAL
    if not any(cells) or all(regex.fullmatch(r":?-*:?", cell) for cell in cells):
        return ""
    part = dict(zip(columns, cells, strict=False))
    if len(cells) > len(columns) or any(
        cells[n] for n, name in enumerate(columns[: len(cells)]) if not name
    ):
        return " ".join(filter(None, cells))
    return " ".join(_written(part))


def _written(part: dict[str, str]) -> Iterator[str]:
    yield part.get("name", "")
    sets, reps = part.get("sets", ""), part.get("reps", "")
    if sets and reps:
        yield f"{sets}x{reps}" if regex.fullmatch(r"[0-9]+", sets) else f"{sets} {reps}"
    elif sets:
        yield f"{sets} подх" if regex.fullmatch(r"[0-9]+", sets) else sets
    elif reps:
        yield f"{reps} раз" if regex.fullmatch(r"[0-9]+", reps) else reps
    if weight := part.get("weight", "").strip("-–—"):
        yield weight
    if pounds := part.get("pounds", "").strip("-–—"):
        yield f"{pounds} lb" if pounds[-1].isdecimal() else pounds
    if rpe := part.get("rpe", "").strip("-–—"):
        yield f"@{rpe}" if rpe[0].isdecimal() else rpe
    if rest := part.get("rest", "").strip("-–—"):
        yield f"отдых {rest}"
    if note := part.get("note", "").strip("-–—"):
        yield f"({note})"
