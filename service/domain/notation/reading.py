"""Read a message: its lines, the sets in each, and the questions that must be asked first."""

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from service.domain import names
from service.domain.errors import NotUnderstood, OutOfRange, Reading, Refusal, Unsure, check
from service.domain.exercises import Kind
from service.domain.notation import (
    arranging,
    clocks,
    days,
    doubts,
    explaining,
    naming,
    notes,
    numbers,
    spelling,
    tokens,
)
from service.domain.notation.asking import LABEL_UNITS, Entry, language
from service.domain.notation.asking import check as check_lifts
from service.domain.notation.lifting import lifts
from service.domain.notation.numbers import Scan
from service.domain.notation.splitting import split
from service.domain.notation.values import MAX_NOTE, Context, Doubtful, Lift, Line, Look, Said
from service.domain.units import Unit


def read(text: str, context: Look, sure: Container[int] = (), *, today: date) -> list[Line]:
    """Parse one message. ``context`` returns what is known of a named exercise (None: the current).

    A line without a name is about the exercise named before it, and a day is valid until another
    is named. Raises a Refusal for the whole message when one line can't be parsed, so that no
    half of it is stored; and Unsure when a line has several readings, unless its index is in
    ``sure``. ``today`` is the day on which the person sent the message.
    """
    return list(lines(text, context, sure, today=today))


def lines(text: str, context: Look, sure: Container[int] = (), *, today: date) -> Iterator[Line]:
    """Parse a message line by line; ``context`` may depend on the lines stored before."""
    heading: Line | None = None
    for line in _Message(text, context, sure, today).lines():
        if heading and heading.exercise != line.exercise:
            yield heading  # no sets followed: the name alone is a line
        heading = None if line.lifts else line
        if line.lifts:
            yield line
    if heading:
        yield heading


class _Message:
    """One message while it is read: the exercise and the day that hold for the next line."""

    def __init__(self, text: str, context: Look, sure: Container[int], today: date) -> None:
        self._typed = [spelling.digits(spelling.apart(line)) for line in split(text)]
        self.context, self._sure, self.today = context, sure, today
        self._shared = any(map(tokens.SHARED.match, self._typed))
        self._at = 0
        self.unit: Unit | None = None  # of weights without one; None: it can't be told
        self._name: str | None = None
        self._ago = 0
        self._lasts: dict[str | None, Lift] = {}
        self._remark: str | None = None

    def lines(self) -> Iterator[Line]:
        count = 0
        for index, typed in enumerate(self._typed):
            self._at = index
            if tokens.LINK.fullmatch(typed) or (index == 0 and self._is_title()):
                continue
            try:
                for line in self._line(index, typed):
                    count += 1
                    check("lines", count)
                    yield line
            except Refusal as refused:
                refusal = explaining.named(refused, typed, partial(self._line, index))
                if len(self._typed) > 1:
                    refusal.line = typed
                raise refusal from None
        if not count or self._remark:
            raise NotUnderstood("set-not-understood")

    def _is_title(self) -> bool:
        """Return whether the first line is the title of a shared workout."""
        if not self._shared or len(self._typed) < 2 or tokens.SHARED.match(self._typed[0]):  # noqa: PLR2004
            return False
        second = self._typed[1]
        dated = days.at_start(second, self.today)
        return bool(dated and dated[1] == len(second)) or not (
            tokens.SHARED.match(second) or naming.recognised(self._typed[0], self.context)
        )

    def _line(self, index: int, typed: str) -> Iterator[Line]:
        if self._shared and (remark := tokens.REMARK.fullmatch(typed)):
            if self._remark or self._name is None:
                raise NotUnderstood("set-not-understood")
            self._remark = remark["said"]
            return
        at, (typed, found) = 0, days.first(typed, self.today)
        if found:
            self._ago, at = found
        below = self._typed[index + 1 : index + 2]
        if at == len(typed) or (clocks.is_alone(typed, at, below) and not self.about().is_hold):
            return
        yield from _Typed(self, index, typed, at).lines()

    # What a line needs of its message.

    def sure(self, index: int) -> bool:
        return index in self._sure

    def named(self, name: str | None) -> str | None:
        if name is not None:
            self._name = names.read(name)
        return self._name

    def about(self) -> Context:
        found = self.context(self._name)
        self.unit = explaining.units(tuple(self._typed), found.unit)[self._at]
        found = replace(found, unit=self.unit or found.unit)
        return replace(found, last=self._lasts.get(self._name, found.last))

    def is_heading(self, index: int) -> bool:
        """Return whether the next line is a set of a shared workout, so that this one is a name."""
        return index + 1 < len(self._typed) and bool(
            tokens.SHARED.match(self._typed[index + 1])
            or (self._shared and tokens.REMARK.fullmatch(self._typed[index + 1]))
        )

    def done(self, lifted: tuple[Lift, ...], ago: int | None, unit: Unit | None) -> Line:
        if self._remark and lifted[0].note is None:
            lifted = (replace(lifted[0], note=self._remark), *lifted[1:])
            self._remark = None
        self._lasts[self._name] = lifted[-1]
        return Line(self._name, lifted, self._ago if ago is None else ago, unit)

    def heading(self, ago: int | None) -> Line:
        return Line(self._name, (), self._ago if ago is None else ago)


class _Typed:
    """One line while it is read."""

    def __init__(self, message: _Message, index: int, typed: str, at: int) -> None:
        self._message, self._index, self._typed, self._at = message, index, typed, at
        self._sure = message.sure(index)
        self._end = len(typed)
        self._ago: int | None = None
        self._tag: str | None = None
        self._clear = True
        if found := days.at_end(typed[at:], message.today):
            self._ago = found[0]
            self._end = at + found[1]
            self._clear = bool(tokens.CLEAR.match(typed[self._end :]))
        self._text = typed[: self._end]

    @property
    def _is_dated(self) -> bool:
        return self._at > 0 or self._ago is not None

    def lines(self) -> Iterator[Line]:
        at: int | None = self._at
        while at is not None:
            begin, named, warm = self._begin(at)
            if begin is None:
                yield self._message.heading(self._ago)
                return
            line, at = self._entry(begin, named=named, warm=warm)
            yield line

    def _begin(self, at: int) -> tuple[int | None, bool, bool]:
        """Read the name. Returns where the numbers begin, whether it is there, and a warm-up."""
        text, context = self._text, self._message.context
        at = clocks.before_name(text, at, context, dated=self._is_dated)
        labelled = numbers.label(text, at)
        if not tokens.FIRST.match(text, at) or not tokens.FIRST.match(text, labelled):
            at = naming.after_filler(text, labelled)
        at, self._tag = naming.tagged(text, at, context)
        begin = naming.start(text, at, context)
        if begin == at:
            return self._after_time(begin, text[:at]), False, False
        words = text[at:begin].rstrip(" :,;-–—")
        if found := days.at_end(words, self._message.today):
            self._ago, words = found[0], words[: found[1]]
            if not words.strip(" ,.:;-–—"):
                return begin, False, False
        if begin is None:
            self._head(words)
            return None, True, False
        words, self._tag = naming.untagged(words, self._tag, context)
        self._check_day(words, at)
        name, warm = naming.read(words, context)
        self._message.named(name)
        return self._after_time(begin, words), True, warm

    def _after_time(self, begin: int, words: str) -> int:
        about = self._message.about()
        return clocks.before_numbers(self._text, begin, words, about, dated=self._is_dated)

    def _head(self, words: str) -> None:
        """Read a name that stands alone on its line."""
        name = naming.plain(words)
        if name is None or not (
            naming.recognised(name, self._message.context) or self._message.is_heading(self._index)
        ):
            raise NotUnderstood("set-not-understood")
        self._message.named(name)

    def _check_day(self, words: str, at: int) -> None:
        name = naming.plain(words)
        if name and naming.recognised(name, self._message.context):
            return
        mended = naming.mended(
            self._typed, words.strip(), at, self._message.context, self._message.today
        )
        if mended and self._sure:
            raise NotUnderstood("set-day")
        if mended:
            read(mended, self._message.context, (0,), today=self._message.today)  # or a Refusal
            raise self._unsure("day", Reading(mended, names.shorten(mended, LABEL_UNITS)))

    def _entry(self, begin: int, *, named: bool, warm: bool) -> tuple[Line, int | None]:
        """Read numbers and what follows. Returns the line, and where another exercise begins."""
        text = self._text
        scan = numbers.scan(text, begin)
        if scan is None:
            raise NotUnderstood("set-not-understood")
        if warm:
            scan = replace(scan, warm=True)
        after = naming.following(text, scan.end, self._message.context)
        if after and not named and (whole := self._around(scan, begin, after)):
            return whole, None
        tail = self._typed[scan.end if after else self._end :]
        entry = self._entry_of(begin, tail, named=named)
        note = None if after else notes.split(text[scan.end :])
        if note:
            scan, note = numbers.rated_after(scan, note)
        said, note = self._said(scan, note, entry)
        if note:
            note = self._noted(note, replace(entry, said=said))
        return self._done(said, note, entry.about), after[0] if after else None

    def _entry_of(self, begin: int, tail: str, *, named: bool) -> Entry:
        about = self._message.about()
        spoken = language(self._typed, about)
        return Entry(self._typed[:begin], tail, about, named, spoken)

    def _done(self, said: tuple[Said, ...], note: str | None, about: Context) -> Line:
        explaining.check_unit(said, self._message.unit)
        lifted: list[Lift] = []
        note, self._tag = notes.joined(self._tag, note), None
        for n, each in enumerate(said, 1):
            lifted += lifts(each, about, note if n == len(said) else None)
            about = replace(about, last=lifted[-1])
        unit = next((each.unit for each in said if each.unit), None)
        return self._message.done(tuple(lifted), self._ago, unit)

    def _around(self, scan: Scan, begin: int, after: tuple[int, int, str]) -> Line | None:
        """Read numbers on both sides of a name: ``3x10 bench press @ 60kg``."""
        _, at, name = after
        behind = numbers.scan(self._text, at)
        if behind is None or notes.split(self._text[behind.end :]) is not None:
            return None
        joins = f"{scan.joins} {behind.joins}"
        both = Scan(scan.numbers + behind.numbers, joins, scan.warm, behind.end)
        try:
            said = arranging.arrange(both, self._message.context(name))
        except (Refusal, Doubtful):
            return None
        if len(said) > 1:
            return None
        self._message.named(name)
        tail = self._typed[self._end :]
        entry = replace(self._entry_of(begin, tail, named=True), name=f"{name} ")
        try:
            said = said if self._sure else doubts.question(said, entry.about)
        except Doubtful as doubt:
            raise self._unsure(doubt.reason, *entry.readings(doubt)) from None
        return self._done(said, None, entry.about)

    def _said(
        self, scan: Scan, note: str | None, entry: Entry
    ) -> tuple[tuple[Said, ...], str | None]:
        """Decide what the numbers say. Raises Unsure if they may say several things."""
        about = entry.about
        is_name = note is not None and not entry.named and notes.is_name(note)
        try:
            said = self._arranged(scan, about)
            if not self._sure and about.kind is Kind.BARBELL and notes.is_per_side(note):
                raise self._unsure("per_side", *replace(entry, said=said).per_side(note or ""))
            return said if self._sure or is_name else doubts.question(said, about), note
        except Doubtful as doubt:
            readings = entry.readings(doubt, note)
            if note and doubt.reason == "order" and len(readings) == 1:
                readings += self._shorter(scan, entry)
            raise self._unsure(doubt.reason, *readings) from None
        except NotUnderstood as refusal:
            part = arranging.longest(scan, about)
            if part is None or refusal.key != "set-not-understood":
                raise
        said, end = part
        check_lifts(said, about)
        rest = self._text[end:].strip(" ,;")
        if not self._sure:
            raise self._unsure("note", entry.reading(said, rest))
        return said, rest

    def _shorter(self, scan: Scan, entry: Entry) -> list[Reading]:
        """Read the last numbers as a part of the note: ``80x5 - 2 in the tank``."""
        part = arranging.longest(scan, entry.about)
        return [entry.reading(part[0], self._text[part[1] :].strip(" ,;-–—"))] if part else []

    def _arranged(self, scan: Scan, about: Context) -> tuple[Said, ...]:
        try:
            return arranging.arrange(scan, about)
        except Doubtful as doubt:
            return doubts.decide(doubt, about, sure=self._sure).said

    def _noted(self, note: str, entry: Entry) -> str:
        """Return the note. Raises Unsure if it may be more than that."""
        if names.units(note) > MAX_NOTE:
            raise OutOfRange("note-too-long", limit=MAX_NOTE)
        if inner := notes.unquoted(note):
            return inner
        dated = self._ago is not None and not self._clear
        if self._sure or not (dated or notes.is_doubted(note, entry.said)):
            return note
        if dated:
            check_lifts(entry.said, entry.about)
            day = self._typed[self._end :].strip(" ,;.-–—")
            raise self._unsure("note", *entry.dated(note, day))
        counted = any(each.number for each in entry.said) and notes.is_counted(note)
        moved = entry.moved(note, self._message.context) if counted or notes.is_name(note) else []
        try:
            check_lifts(entry.said, entry.about)
        except Refusal:
            if not moved:
                raise
            raise self._unsure("note", *moved) from None
        raise self._unsure("note", *moved, entry.reading(entry.said, note))

    def _unsure(self, reason: str, *readings: Reading) -> Unsure:
        return Unsure(reason, self._index, self._typed, self._message.named(None), *readings)
