"""Tell a time of day from a hold: ``вчера 20:30 присед 60х5``, ``присед в 19:30 60х5``."""

from service.domain import quantities
from service.domain.errors import NotUnderstood, Refusal
from service.domain.notation import arranging, naming, numbers, tokens
from service.domain.notation.values import Context, Doubtful, Look, Said

_TIME = quantities.pattern(
    r"(?:(?P<word>в|at|около|around)\s+)?"
    r"(?P<time>(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?:\s*(?P<half>[ap]\.?m\b\.?))?"
    r"|(?:1[0-2]|0?[1-9])\s*(?P<half>[ap]\.?m\b\.?|(?:час(?:а|ов)?\s+)?(?:утра|вечера|ночи|дня)\b))"
    r"(?:\s*[,;:]\s*|\s+(?:[-–—]\s+)?)(?=\S)"
)
_ALONE = quantities.pattern(r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]\s*[:.]?")
_WORD = quantities.pattern(r"(?:^|.*\s)(?:в|at|около|around)\s*")


def is_alone(text: str, at: int, below: list[str]) -> bool:
    """Return whether a line is a day and a time, above a line that begins with a name."""
    alone = at > 0 and _ALONE.fullmatch(text, at)
    return bool(alone and below and not tokens.FIRST.match(below[0]))


def before_name(text: str, at: int, look: Look, *, dated: bool) -> int:
    """Return where a line goes on after a time of day; ``at`` if there is none.

    ``dated``: the line has a day. Raises NotUnderstood for a time without a day, "в" or "at", and
    for a date such as ``11/26``.
    """
    if tokens.DATE.match(text, at):
        raise NotUnderstood("set-day")
    match = _TIME.match(text, at)
    if match is None:
        return at
    begin = naming.start(text, match.end(), look)
    name = naming.plain(text[match.end() : begin]) if begin else None
    if begin is None or begin == match.end() or name is None:
        return match.end() if match["word"] and begin == match.end() else at
    said = _read(text, begin, look(name))
    if said is None or not (naming.recognised(name, look) or _is_whole(said)):
        return at
    sure = dated or bool(match["word"] or match["half"])
    return _ended(match.end(), match["time"], beside=sure)


def before_numbers(text: str, begin: int, words: str, about: Context, *, dated: bool) -> int:
    """Return where the numbers of a set begin after a time of day; ``begin`` if there is none."""
    match = _TIME.match(text, begin)
    if match is None or match["word"]:
        return begin
    worded = _WORD.fullmatch(words) is not None
    said = _read(text, match.end(), about)
    if said is None:
        return begin
    is_hold = about.is_hold or not _is_whole(said)
    if not worded and is_hold and (about.is_hold or _read(text, begin, about) is not None):
        return begin
    return _ended(match.end(), match["time"], beside=dated or worded or bool(match["half"]))


def _ended(end: int, time: str, *, beside: bool) -> int:
    if not beside:
        raise NotUnderstood("set-time", time=time)
    return end


def _read(text: str, begin: int, about: Context) -> tuple[Said, ...] | None:
    """Return the sets that begin there, the first of several readings; None if there are none."""
    if not tokens.FIRST.match(text, begin):
        return None
    try:
        scan = numbers.scan(text, begin)
        return arranging.arrange(scan, about) if scan else None
    except Doubtful as doubt:
        return doubt.options[0].said if doubt.options else None
    except Refusal:
        return None


def _is_whole(said: tuple[Said, ...]) -> bool:
    """Return whether each set has a weight and repetitions."""
    return all(each.weight is not None and each.reps is not None for each in said)
